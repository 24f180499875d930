//! From clauses to claims: what each clause tells, before tellings of the same
//! thing are joined.

use jiff::civil::Date;

use crate::gazetteer::{Gazetteer, PlaceKind};
use crate::model::SubEventType;

use super::actors::{ActorMention, ActorRole, ClaimActor, actor_mentions, roles};
use super::attribution::{Attribution, attribution};
use super::claim_date::{ClaimDate, days_between};
use super::clauses::{Clause, act_mentions, clauses, is_denied};
use super::dates::{DateMention, When, date_mentions, dates_what_was, latest_day, told_day};
use super::dating::Dating;
use super::kinds::{ActMention, Circumstances, classify, weapons};
use super::lexicon::{Act, Area, Form, Harm, Head, Sense, Side, Tag, Weapon};
use super::places::{PlaceMention, Role, event_places};
use super::sentence::Sentence;
use super::span::Span;
use super::telling::{
    asks, cue_of_past, denies, had_been_said, is_aside, is_pluperfect, past_dateline,
};
use super::text::{Layout, ParagraphKind};
use super::tolls::{Toll, TollContext, tolls};
use super::when::{Calendar, of_report, resolve};

/// How a claim came by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateSource {
    /// No words give it.
    None,
    /// From the remark of who said so.
    Remark,
    /// From what was told before.
    Carried,
    /// From its own sentence.
    Sentence,
    /// From its own clause.
    Clause,
}

/// What one clause tells.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Sub-event type and the rule that gave it; `None` when the clause only adds
    /// to another one ("ten were killed").
    pub kind: Option<(SubEventType, &'static str)>,
    /// Indices of the mentions of places where it happened.
    pub places: Vec<usize>,
    /// Every place is a city, governorate or countryside.
    pub general: bool,
    /// Refers to something told before.
    pub anaphoric: bool,
    /// Names an act told before beside what it adds ("during the clashes").
    pub refers: bool,
    /// Names its place by a word for a place told before ("the town").
    pub same_place: bool,
    /// Takes up a clause of the same sentence without a subject of its own.
    pub continues: bool,
    /// Parties and their parts.
    pub actors: Vec<ClaimActor>,
    /// Counts of people.
    pub tolls: Vec<Toll>,
    /// When.
    pub date: Option<ClaimDate>,
    /// How the date was found.
    pub date_source: DateSource,
    /// Who says so.
    pub attribution: Option<Attribution>,
    /// Bytes of the clause.
    pub excerpt: Span,
    /// Number of its sentence.
    pub sentence: usize,
    /// Number of its paragraph.
    pub paragraph: usize,
    /// From the headline.
    pub title: bool,
    /// Told as past, as a habit, or as a state.
    pub background: bool,
    /// Only generic words name the act.
    pub vague_act: bool,
}

/// Drafts of all clauses, and what was learnt about places on the way.
#[derive(Debug)]
pub struct Drafts {
    /// In the order of the text.
    pub drafts: Vec<Draft>,
}

/// Reads every clause. Sets the parts of places that only clauses can tell.
#[must_use]
pub fn draft(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    sentences: &[Sentence],
    places: &mut [PlaceMention],
    published: Option<Date>,
) -> Drafts {
    let context = TollContext { militants: militants(layout) };
    let dates: Vec<Vec<DateMention>> =
        sentences.iter().map(|s| date_mentions(layout, past_dateline(layout, s), s.end)).collect();
    let told = told_day(&dates);
    let fixed = told.or_else(|| latest_day(&dates));
    let mut dating = Dating {
        calendar: Calendar { published, fixed, anchor: published.or(fixed) },
        told,
        carried: None,
        heading: None,
        lede: None,
        paragraph: None,
        ongoing: false,
    };
    if let Some((first, end)) = layout.dateline {
        // A bulletin's own day, when it is not the day of publication.
        // A short line of its own is a dateline as a whole.
        let line = layout.paragraph_of(first).filter(|p| p.end - p.first <= 14);
        let end = line.map_or(end, |p| p.end);
        let own = date_mentions(layout, first, end)
            .into_iter()
            .find(|m| matches!(m.when, When::Day(_) | When::DayOfMonth { .. }));
        dating.carried = own
            .and_then(|mention| resolve(&mention, &dating.calendar))
            .filter(|date| date.single() != published)
            .map(|date| (date, DateSource::Remark));
        dating.heading.clone_from(&dating.carried);
    }
    let mut drafts = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        if asks(layout, sentence) {
            continue;
        }
        dating.enter(layout, sentence, &dates[number]);
        let actors = actor_mentions(layout, sentence.first, sentence.end);
        let parts = clauses(layout, sentence, &actors, places);
        let said = attribution(layout, sentence);
        let pluperfect = is_pluperfect(layout, sentence);
        let cue = cue_of_past(layout, sentence);
        let taken_up = had_been_said(layout, sentence);
        let mut sentence_date_taken = false;
        let mut sentence_past = None;
        for clause in &parts {
            let view = View { layout, gazetteer, context, sentence, number };
            let draft = view.clause(
                clause,
                &actors,
                places,
                said,
                &dates[number],
                &mut dating,
                &mut sentence_date_taken,
                &mut sentence_past,
            );
            let Some(mut draft) = draft else { continue };
            let fresh = draft.date.as_ref().is_some_and(|d| !d.past && d.is_near())
                && draft.date_source >= DateSource::Sentence;
            draft.background |= (pluperfect || cue) && (!fresh || taken_up);
            drafts.push(draft);
        }
    }
    if let Some(today) = published {
        set_back_older(&mut drafts, today);
    }
    // A report on past days only: what it tells is its news.
    let tells_news =
        drafts.iter().any(|d: &Draft| !d.background && !d.title && !d.places.is_empty());
    if !tells_news {
        for draft in &mut drafts {
            let dated = draft.date_source == DateSource::Clause
                && draft.date.as_ref().is_some_and(|d| d.single().is_some());
            draft.background &= !dated;
        }
    }
    Drafts { drafts }
}

/// A report is of the last days when its first claim is not older than this.
const FRESH_DAYS: i32 = 3;

/// In a report of the last days, what is dated more than so many days before is told
/// as background ("On 16 September the SDF said ...").
const OLDER_DAYS: i32 = 7;

fn set_back_older(drafts: &mut [Draft], today: Date) {
    let days_ago = |draft: &Draft| {
        let last_day = draft.date.as_ref()?.end?;
        Some(days_between(last_day, today))
    };
    let lede = drafts.iter().find(|draft| !draft.title && !draft.places.is_empty());
    if lede.and_then(days_ago).is_none_or(|days| days > FRESH_DAYS) {
        return;
    }
    for draft in drafts.iter_mut() {
        let dated = draft.date_source >= DateSource::Remark;
        draft.background |= dated && days_ago(draft).is_some_and(|days| days > OLDER_DAYS);
    }
}

/// Which party "militants" are in this report.
fn militants(layout: &Layout<'_>) -> Option<Side> {
    let names = |side: Side| layout.tags.iter().any(|tag| tag.sense == Sense::Actor(side));
    if names(Side::Isis) {
        Some(Side::Isis)
    } else if names(Side::Nusra) {
        Some(Side::Nusra)
    } else {
        None
    }
}

/// What every clause of a sentence is read with.
struct View<'a> {
    layout: &'a Layout<'a>,
    gazetteer: &'a Gazetteer,
    context: TollContext,
    sentence: &'a Sentence,
    number: usize,
}

impl View<'_> {
    #[allow(
        clippy::too_many_arguments,
        reason = "one call, with what the sentence has learnt so far"
    )]
    fn clause(
        &self,
        clause: &Clause,
        sentence_actors: &[ActorMention],
        places: &mut [PlaceMention],
        said: Option<Attribution>,
        dates: &[DateMention],
        dating: &mut Dating,
        sentence_date_taken: &mut bool,
        sentence_past: &mut Option<ClaimDate>,
    ) -> Option<Draft> {
        let layout = self.layout;
        let (first, end) = (clause.first, clause.end);
        let in_remark = |token: usize| said.is_some_and(|s| s.first <= token && token < s.end);
        let tags = layout.tags_in(first, end);
        let has = |wanted: fn(&Sense) -> bool| tags.iter().any(|tag| wanted(&tag.sense));
        let acts: Vec<ActMention> = act_mentions(layout, first, end)
            .into_iter()
            .filter(|a| !is_dead_word(layout, a))
            .collect();
        let actors: Vec<ActorMention> = sentence_actors
            .iter()
            .filter(|a| a.first >= first && a.end <= end && !in_remark(a.first))
            .copied()
            .collect();
        // "its members" may be of a party named in an earlier clause.
        let named: Vec<ActorMention> =
            sentence_actors.iter().filter(|a| !in_remark(a.first)).copied().collect();
        let mut tolls = tolls(layout, first, end, &named, self.context);
        tolls.retain(|toll| !is_denied(layout, layout.token_at(toll.span.start)));
        let deadly = tolls.iter().any(|t| matches!(t.harm, Harm::Killed | Harm::KilledOrWounded));
        if acts.is_empty() && tolls.is_empty() {
            self.mark_control(first, end, places);
            return None;
        }
        let date = self.date(clause, dates, said, dating, sentence_date_taken, sentence_past);
        let from_afar =
            acts.iter().any(|a| matches!(a.act, Act::Shell | Act::Bomb | Act::Hit | Act::Air));
        for place in within(places, first, end).iter_mut().filter(|p| p.role == Role::Context) {
            let before = layout.tags_in(place.first.saturating_sub(4).max(first), place.first);
            let from = before.iter().rev().find(|t| {
                matches!(
                    t.sense,
                    Sense::From
                        | Sense::In
                        | Sense::Of
                        | Sense::Near
                        | Sense::And
                        // "fire from their positions hit Hatla"
                        | Sense::Act(_, Form::Past)
                )
            });
            let english_from = from
                .is_some_and(|t| t.sense == Sense::From && !layout.tokens[t.first as usize].arabic);
            if from_afar && english_from {
                (place.role, place.rule) =
                    (Role::AttackOrigin, "place: where something was fired from");
            }
        }
        let from = places.partition_point(|place| place.end <= first);
        let placed: Vec<usize> = (from..places.len())
            .take_while(|&m| places[m].first < end)
            .filter(|&m| {
                let country = places[m]
                    .place
                    .is_some_and(|p| self.gazetteer.place(p).kind == PlaceKind::Country);
                places[m].role == Role::Context
                    && !country
                    && !self.is_destination(&places[m], first)
                    && !is_denied(layout, places[m].first)
            })
            .collect();
        let mut places_here = event_places(layout, self.gazetteer, places, &placed);
        // What a denier says instead tells no event without a place of its own.
        if places_here.is_empty() && denies(layout, self.sentence) {
            return None;
        }
        if places_here.is_empty()
            && let Some(meant) = self.antecedent(first, end, places)
        {
            places_here.push(meant);
        }
        let general = !places_here.is_empty() && places_here.iter().all(|&m| places[m].is_general);
        let spots: Vec<(usize, usize, Act, Form)> =
            acts.iter().map(|a| (a.first, a.end, a.act, a.form)).collect();
        let victims: Vec<Span> = tolls.iter().map(|toll| toll.span).collect();
        let actors = roles(layout, &actors, &spots, &victims);
        // "five members", "three fighters": of the party that was attacked.
        let hit: Vec<&ClaimActor> = actors
            .iter()
            .filter(|a| a.role == ActorRole::Target && a.side != Side::Civilians)
            .collect();
        if let [target] = hit.as_slice() {
            for toll in tolls.iter_mut().filter(|t| t.is_of_unnamed_fighters() && t.who == "total")
            {
                toll.who = target.side.toll_key();
            }
        }
        let civilian_victims = tolls.iter().any(|t| matches!(t.who, "civilian" | "total"))
            || has(|s| {
                matches!(s, Sense::Head(Head::Civilian | Head::Family | Head::People))
                    || matches!(s, Sense::Actor(Side::Civilians))
            });
        let armed_victims = tolls.iter().any(|t| !matches!(t.who, "civilian" | "total"));
        let attacker = actors.iter().find(|a| a.role == ActorRole::Attacker).map(|a| a.side);
        // "the artillery battalion" is a place, no means.
        let named = |token: usize| {
            let before = places.partition_point(|place| place.first <= token);
            before.checked_sub(1).is_some_and(|index| token < places[index].end)
        };
        let weapons: Vec<Weapon> = weapons(layout, first, end, named);
        let kind = classify(
            &acts,
            &Circumstances {
                weapons: &weapons,
                attacker,
                civilian_victims,
                armed_victims,
                deadly,
                demonstrators: has(|s| matches!(s, Sense::Demonstrator)),
            },
        );
        let anaphoric = has(|s| matches!(s, Sense::Anaphor));
        let only_tolls = acts.is_empty() || acts.iter().all(|a| a.anaphoric);
        let background = self.is_background(clause, date.as_ref())
            || (acts.iter().all(|a| a.act == Act::Besiege)
                && !acts.is_empty()
                && has(|s| matches!(s, Sense::Controls)));
        let lost_before = acts.first().is_some_and(|act| {
            act.act == Act::Lose
                && layout.tags_in(first, act.first).iter().any(|tag| tag.sense == Sense::After)
        });
        let dated = date.as_ref().is_some_and(|(_, source)| *source >= DateSource::Sentence);
        let aside = acts.first().is_some_and(|act| is_aside(layout, self.sentence, act.first));
        let background = background || lost_before || (aside && !dated);
        let role = if background { Role::Background } else { Role::EventLocation };
        for &index in &places_here {
            (places[index].role, places[index].rule) =
                (role, "place: in a clause that tells an act");
        }
        let (date, date_source) = match date {
            Some((date, source)) => (Some(date), source),
            None => (None, DateSource::None),
        };
        Some(Draft {
            kind: if acts.is_empty()
                && weapons.is_empty()
                && attacker.is_none()
                && places_here.is_empty()
            {
                None
            } else {
                kind
            },
            places: places_here,
            general,
            anaphoric: (anaphoric || !acts.is_empty()) && only_tolls || acts.is_empty(),
            refers: acts.iter().any(|a| a.anaphoric),
            same_place: has(|s| matches!(s, Sense::PlaceAnaphor)),
            continues: clause.continues,
            actors,
            tolls,
            date,
            date_source,
            attribution: said,
            excerpt: self.excerpt(first, end),
            sentence: self.number,
            paragraph: self.sentence.paragraph,
            title: self.sentence.kind == ParagraphKind::Title,
            background,
            vague_act: acts
                .iter()
                .all(|a| matches!(a.act, Act::Attack | Act::Hit | Act::Bomb | Act::Clash)),
        })
    }

    /// Bytes of a clause without the joints and marks at its ends.
    fn excerpt(&self, first: usize, end: usize) -> Span {
        let layout = self.layout;
        let (mut first, mut end) = (first, end);
        while first < end
            && (matches!(layout.tokens[first].mark, ',' | '،' | ';' | ':' | '–' | '—' | '-' | ')'))
        {
            first += 1;
        }
        while end > first
            && matches!(layout.tokens[end - 1].mark, ',' | '،' | ';' | '.' | ':' | '–' | '(' | '-')
        {
            end -= 1;
        }
        layout.span(first, end)
    }

    /// The place that "the city", "the town", "the airport" take up: the last one
    /// of that kind named before.
    fn antecedent(&self, first: usize, end: usize, places: &[PlaceMention]) -> Option<usize> {
        let layout = self.layout;
        let anaphor =
            layout.tags_in(first, end).iter().find(|tag| tag.sense == Sense::PlaceAnaphor)?;
        let (from, to) = (anaphor.first as usize, anaphor.end as usize);
        let area = layout.tags_in(from, to).iter().find_map(|tag| match tag.sense {
            Sense::Area(area) => Some(area),
            _ => None,
        })?;
        let word = layout.span(from, to).of(&layout.text);
        if word.contains("both")
            || word.contains("two")
            || word.contains("those")
            || word.contains("these")
        {
            return None;
        }
        let fits = |kind: PlaceKind| match area {
            Area::City => kind == PlaceKind::City,
            Area::Town | Area::Village => matches!(kind, PlaceKind::Town | PlaceKind::Village),
            Area::Quarter => kind == PlaceKind::Neighbourhood,
            Area::Site => matches!(
                kind,
                PlaceKind::Landmark | PlaceKind::Military | PlaceKind::Infrastructure
            ),
            _ => false,
        };
        let named_before = places.partition_point(|place| place.first < from);
        places[..named_before].iter().enumerate().rev().take(200).find_map(|(index, place)| {
            let kind = self.gazetteer.place(place.place?).kind;
            let airport = area != Area::Site || {
                let name = place.span.of(&layout.text).to_lowercase();
                word.split(' ')
                    .next_back()
                    .is_some_and(|noun| name.contains(noun.trim_start_matches("ال")))
            };
            (place.end <= from
                && fits(kind)
                && airport
                && !matches!(place.role, Role::Boilerplate | Role::EmbeddedOrg))
            .then_some(index)
        })
    }

    /// People, or their bodies, were brought there.
    fn is_destination(&self, place: &PlaceMention, first: usize) -> bool {
        let receives = self.layout.tags_in(place.end, place.end + 7).iter().any(|tag| {
            tag.sense == Sense::Transfer
                && self.layout.tokens[tag.first as usize].span.of(&self.layout.text) == "received"
        });
        if receives {
            return true;
        }
        let from = place.first.saturating_sub(30).max(first);
        self.layout.tags_in(from, place.first).iter().rev().find_map(|tag| match tag.sense {
            // "displaced families", "those fleeing Hatla": people, who were brought nowhere.
            Sense::Transfer if self.is_of_people(tag.end as usize) => None,
            Sense::Transfer if self.is_flight_from(tag, place) => None,
            Sense::Transfer => Some(true),
            Sense::Act(..) | Sense::Harm(..) => Some(false),
            _ => None,
        }) == Some(true)
    }

    /// The word qualifies people: a participle right before a noun of persons.
    fn is_of_people(&self, after: usize) -> bool {
        self.layout.tags_at(after).any(|tag| {
            matches!(tag.sense, Sense::Head(Head::Civilian | Head::Family | Head::People))
        })
    }

    /// "while they were trying to flee Hatla": the place is the verb's own object.
    fn is_flight_from(&self, tag: &Tag, place: &PlaceMention) -> bool {
        let word = self.layout.tokens[tag.first as usize].span.of(&self.layout.text);
        matches!(word, "flee" | "fleeing" | "escaping" | "escape")
            && (tag.end as usize == place.first
                || tag.end as usize + 1 == place.first
                    && self.layout.tags_at(tag.end as usize).any(|t| t.sense == Sense::From))
    }

    fn mark_control(&self, first: usize, end: usize, places: &mut [PlaceMention]) {
        let controls =
            self.layout.tags_in(first, end).iter().any(|tag| matches!(tag.sense, Sense::Controls));
        if controls {
            for place in within(places, first, end).iter_mut().filter(|p| p.role == Role::Context) {
                (place.role, place.rule) = (Role::ControlArea, "place: said to be held");
            }
        }
    }

    fn is_background(&self, clause: &Clause, date: Option<&(ClaimDate, DateSource)>) -> bool {
        let tags = self.layout.tags_in(clause.first, clause.end);
        let dated = date.is_some_and(|(date, source)| {
            *source >= DateSource::Sentence && !date.past && date.single().is_some()
        });
        let trend = tags.iter().any(|tag| tag.sense == Sense::Trend) && !dated;
        trend || date.is_some_and(|(date, _)| date.past)
    }

    /// The date of a clause, best source first.
    #[allow(
        clippy::too_many_arguments,
        reason = "one call, with what the sentence has learnt so far"
    )]
    fn date(
        &self,
        clause: &Clause,
        dates: &[DateMention],
        said: Option<Attribution>,
        dating: &mut Dating,
        taken: &mut bool,
        sentence_past: &mut Option<ClaimDate>,
    ) -> Option<(ClaimDate, DateSource)> {
        // "On Saturday, he says, ...": the day of what is told, not of the saying.
        let frames = |m: &DateMention| {
            m.first <= self.sentence.first + 2
                && self.layout.tokens.get(m.end).is_some_and(|t| matches!(t.mark, ',' | '،'))
        };
        let in_remark = |m: &DateMention| {
            said.is_some_and(|s| s.first <= m.first && m.end <= s.end) && !frames(m)
        };
        let title = self.sentence.kind == ParagraphKind::Title;
        let own = dates
            .iter()
            .filter(|m| m.first >= clause.first && m.end <= clause.end && !in_remark(m));
        // A calendar date decides over a relative one in the same clause.
        let own = own.min_by_key(|m| match m.when {
            When::Day(_) | When::DayOfMonth { .. } | When::Range(..) => 0,
            When::Past(_)
            | When::Year(_)
            | When::Season { .. }
            | When::Month { .. }
            | When::Lately(_) => 1,
            When::DayBefore => 1,
            When::FromAnchor(days) if days != 0 => 1,
            _ => 0,
        });
        let old_anchor = dating.calendar.anchor;
        if let Some(mention) = own
            && let Some(date) = resolve(mention, &dating.calendar)
        {
            if date.past {
                *sentence_past = Some(date.clone());
            }
            if !title && !mention.since && !date.past && !clause.subordinate {
                if !matches!(mention.when, When::FromAnchor(_) | When::DayBefore) {
                    dating.calendar.anchor = date.single().or(old_anchor);
                }
                // "yesterday" in a report on what goes on today says nothing about the rest.
                let passing = mention.when == When::DayBefore
                    || dates_what_was(self.layout, clause.first..clause.end, mention)
                    || matches!(mention.when, When::Offset(days) if days < 0)
                        && (dating.ongoing
                            || dating.carried.as_ref().is_some_and(|(c, _)| c.edtf != date.edtf));
                if !passing {
                    dating.carried = Some((date.clone(), DateSource::Carried));
                    *taken = true;
                }
            }
            if mention.since && dating.carried.is_none() && !title && !date.past {
                dating.ongoing = true;
            }
            return Some((date, DateSource::Clause));
        }
        if let Some(date) = sentence_past.clone() {
            return Some((date, DateSource::Sentence));
        }
        if *taken && !title {
            return dating.carried.clone().map(|(date, _)| (date, DateSource::Sentence));
        }
        // A date later in the sentence that no other clause claims: "..., on Monday, ...".
        let remark = dates.iter().find(|m| in_remark(m)).and_then(|m| resolve(m, &dating.calendar));
        // "On 16 September X said that ...": a calendar date of its own, not the day
        // told of before.
        let stated = dates.iter().find(|m| in_remark(m)).is_some_and(|m| {
            m.first <= self.sentence.first + 2
                && matches!(m.when, When::Day(_) | When::DayOfMonth { .. })
        });
        if let Some((date, source)) = dating.carried.clone().filter(|_| !title && !stated) {
            return Some((
                ClaimDate { reason: format!("as told before: {}", date.reason), ..date },
                source,
            ));
        }
        if let Some(date) = remark.filter(|date| !date.past) {
            if !title && !stated {
                dating.calendar.anchor = date.single().or(old_anchor);
                dating.carried = Some((date.clone(), DateSource::Remark));
            }
            return Some((
                ClaimDate { reason: format!("the day it was said; {}", date.reason), ..date },
                DateSource::Remark,
            ));
        }
        // A latest date somewhere in the text does not date what has no date.
        of_report(dating.calendar.published, dating.told).map(|date| (date, DateSource::None))
    }
}

/// The mentions in tokens `first..end`.
fn within(places: &mut [PlaceMention], first: usize, end: usize) -> &mut [PlaceMention] {
    let from = places.partition_point(|place| place.first < first);
    let to = places.partition_point(|place| place.end <= end);
    &mut places[from..to.max(from)]
}

/// Words of acts that are part of a name or of a count.
fn is_dead_word(layout: &Layout<'_>, act: &ActMention) -> bool {
    // "the capture of" persons, "attack helicopters".
    let next = layout.tags_at(act.end).any(|tag| matches!(tag.sense, Sense::Weapon(_)));
    act.form == Form::Noun
        && act.act == Act::Attack
        && next
        && act.end - act.first == 1
        && layout.tokens[act.first].span.of(&layout.text).eq_ignore_ascii_case("attack")
}
