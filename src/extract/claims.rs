//! From clauses to claims: what each clause tells, before tellings of the same
//! thing are joined.

use jiff::civil::Date;

use crate::gazetteer::Gazetteer;
use crate::model::SubEventType;

use super::actors::{ActorMention, ActorRole, ClaimActor, actor_mentions, roles};
use super::acts::{ActMention, act_mentions};
use super::attribution::{Attribution, attribution};
use super::claim_date::{ClaimDate, days_between};
use super::clause_date::SentenceDates;
use super::clause_places::ClausePlaces;
use super::clauses::{Clause, clauses};
use super::dates::{DateMention, date_mentions, opens_item};
use super::dating::{Dating, FoundDate};
use super::denial::is_denied;
use super::kinds::{Circumstances, classify, weapons};
use super::lexicon::{Act, Form, Harm, Head, Sense, Side, Weapon};
use super::places::{PlaceMention, Role};
use super::sentence::Sentence;
use super::span::Span;
use super::telling::{
    asks, cue_of_past, denies, had_been_said, is_aside, is_pluperfect, past_dateline,
};
use super::text::{Layout, ParagraphKind};
use super::tolls::{Toll, TollContext, tolls};

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
    /// From an item of a list, which tells of one thing.
    pub item: bool,
    /// Told as past, as a habit, or as a state.
    pub background: bool,
    /// Only generic words name the act.
    pub vague_act: bool,
}

/// Reads every clause, in the order of the text. Sets the parts of places that only
/// clauses can tell.
#[must_use]
pub fn draft(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    sentences: &[Sentence],
    places: &mut [PlaceMention],
    published: Option<Date>,
) -> Vec<Draft> {
    let context = TollContext { militants: militants(layout) };
    let dates: Vec<Vec<DateMention>> =
        sentences.iter().map(|s| date_mentions(layout, past_dateline(layout, s), s.end)).collect();
    let by_air = |sense| matches!(sense, Sense::Weapon(Weapon::Air) | Sense::Act(Act::Air, _));
    let tells_of_aircraft = layout.tags.iter().any(|tag| by_air(tag.sense));
    let mut dating = Dating::new(layout, &dates, published);
    let mut drafts = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        if asks(layout, sentence) {
            continue;
        }
        dating.enter(layout, sentence, &dates[number]);
        let view = View {
            layout,
            gazetteer,
            context,
            sentence,
            number,
            tells_of_aircraft,
            actors: actor_mentions(layout, sentence.first, sentence.end),
            said: attribution(layout, sentence),
        };
        view.draft(&dates[number], places, &mut dating, &mut drafts);
    }
    if let Some(today) = published {
        set_back_older(&mut drafts, today);
    }
    keep_dated_news(&mut drafts);
    drafts
}

/// A report is of the last days when its first claim is not older than this.
const FRESH_DAYS: i32 = 3;

/// In a report of the last days, what is dated more than so many days before is told
/// as background ("On 16 September the SDF said ...").
const OLDER_DAYS: i32 = 7;

/// Sets back what a report of the last days tells of older ones.
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

/// A report on past days only: what it tells is its news.
fn keep_dated_news(drafts: &mut [Draft]) {
    let tells_news =
        drafts.iter().any(|draft| !draft.background && !draft.title && !draft.places.is_empty());
    if tells_news {
        return;
    }
    for draft in drafts {
        let dated = draft.date_source == DateSource::Clause
            && draft.date.as_ref().is_some_and(|date| date.single().is_some());
        draft.background &= !dated;
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
    /// The report names aircraft.
    tells_of_aircraft: bool,
    /// Parties named in the sentence.
    actors: Vec<ActorMention>,
    /// Who says what it tells.
    said: Option<Attribution>,
}

/// Nouns for attacks from the air, unless something else says from where.
const STRIKES: [&str; 4] = ["strike", "strikes", "ضربة", "ضربات"];

/// What a clause tells, whenever and wherever it was.
struct Told {
    acts: Vec<ActMention>,
    actors: Vec<ClaimActor>,
    tolls: Vec<Toll>,
}

impl View<'_> {
    /// Adds what each clause of the sentence tells.
    fn draft(
        &self,
        dates: &[DateMention],
        places: &mut [PlaceMention],
        dating: &mut Dating,
        drafts: &mut Vec<Draft>,
    ) {
        let (layout, sentence) = (self.layout, self.sentence);
        let parts = clauses(layout, sentence, &self.actors, places);
        let goes_back = is_pluperfect(layout, sentence) || cue_of_past(layout, sentence);
        let taken_up = had_been_said(layout, sentence);
        let mut dates = SentenceDates::new(layout, sentence, dates, self.said, dating);
        for clause in &parts {
            let here = ClausePlaces::new(layout, self.gazetteer, clause, places);
            let Some(mut draft) = self.clause(clause, here, &mut dates) else { continue };
            let fresh = draft.date.as_ref().is_some_and(|d| !d.past && d.is_near())
                && draft.date_source >= DateSource::Sentence;
            draft.background |= taken_up || goes_back && !fresh;
            drafts.push(draft);
        }
    }

    /// What one clause tells; `None` when it tells nothing that happened.
    fn clause(
        &self,
        clause: &Clause,
        mut here: ClausePlaces<'_>,
        dates: &mut SentenceDates<'_>,
    ) -> Option<Draft> {
        let Some(told) = self.told(clause) else {
            here.mark_held();
            return None;
        };
        let date = dates.of_clause(clause);
        if told.is_from_afar() {
            here.mark_origins();
        }
        let places = self.places(&here)?;
        let weapons = weapons(self.layout, clause.first, clause.end, |token| here.has_token(token));
        let background = self.is_background(clause, &told, date.as_ref());
        here.set_role(&places, if background { Role::Background } else { Role::EventLocation });
        let adds_only = told.acts.is_empty()
            && weapons.is_empty()
            && told.attacker().is_none()
            && places.is_empty();
        let (date, date_source) =
            date.map_or((None, DateSource::None), |found| (Some(found.date), found.source));
        Some(Draft {
            kind: if adds_only { None } else { self.kind(clause, &told, &weapons) },
            general: !places.is_empty() && here.are_general(&places),
            places,
            anaphoric: told.acts.iter().all(|act| act.anaphoric),
            refers: told.acts.iter().any(|act| act.anaphoric),
            same_place: self.has(clause, |s| matches!(s, Sense::PlaceAnaphor)),
            continues: clause.continues,
            vague_act: told.is_vague(),
            actors: told.actors,
            tolls: told.tolls,
            date,
            date_source,
            attribution: self.said,
            excerpt: self.excerpt(clause),
            sentence: self.number,
            paragraph: self.sentence.paragraph,
            title: self.sentence.kind == ParagraphKind::Title,
            item: opens_item(self.layout, self.sentence),
            background,
        })
    }

    /// Acts, parties and counts of a clause; `None` when it tells neither an act nor a
    /// count.
    fn told(&self, clause: &Clause) -> Option<Told> {
        let layout = self.layout;
        let (first, end) = (clause.first, clause.end);
        let in_remark = |token: usize| self.said.is_some_and(|s| s.first <= token && token < s.end);
        let mut acts = act_mentions(layout, first, end);
        acts.retain(|act| !is_dead_word(layout, act));
        // "its members" may be of a party named in an earlier clause.
        let named: Vec<ActorMention> =
            self.actors.iter().filter(|actor| !in_remark(actor.first)).copied().collect();
        let mut tolls = tolls(layout, first, end, &named, self.context);
        tolls.retain(|toll| !is_denied(layout, layout.token_at(toll.span.start)));
        if acts.is_empty() && tolls.is_empty() {
            return None;
        }
        let own: Vec<ActorMention> = named
            .iter()
            .filter(|actor| actor.first >= first && actor.end <= end)
            .copied()
            .collect();
        let victims: Vec<Span> = tolls.iter().map(|toll| toll.span).collect();
        let actors = roles(layout, &own, &acts, &victims);
        give_fighters_to_target(&mut tolls, &actors);
        Some(Told { acts, actors, tolls })
    }

    /// Indices of the places where it happened; `None` when the clause tells no event
    /// without one.
    fn places(&self, here: &ClausePlaces<'_>) -> Option<Vec<usize>> {
        let mut places = here.of_act();
        if places.is_empty() {
            // What a denier says instead tells no event without a place of its own.
            if denies(self.layout, self.sentence) {
                return None;
            }
            places.extend(here.antecedent());
        }
        Some(places)
    }

    /// The type that the acts, means and victims of a clause give.
    fn kind(
        &self,
        clause: &Clause,
        told: &Told,
        weapons: &[Weapon],
    ) -> Option<(SubEventType, &'static str)> {
        let is_civilian = |toll: &Toll| matches!(toll.who, "civilian" | "total");
        let names_civilians = self.has(clause, |sense| {
            matches!(
                sense,
                Sense::Head(Head::Civilian | Head::Family | Head::People)
                    | Sense::Actor(Side::Civilians)
            )
        });
        let circumstances = Circumstances {
            weapons,
            attacker: told.attacker(),
            civilian_victims: names_civilians || told.tolls.iter().any(is_civilian),
            armed_victims: told.tolls.iter().any(|toll| !is_civilian(toll)),
            deadly: told.is_deadly(),
            demonstrators: self.has(clause, |s| matches!(s, Sense::Demonstrator)),
            air_strikes: self.tells_of_aircraft && told.acts.iter().any(|act| self.is_strike(act)),
        };
        classify(&told.acts, &circumstances)
    }

    /// "was besieged for nearly three years": a state, not news.
    fn lasts_long(&self, clause: &Clause) -> bool {
        self.layout.tags_in(clause.first, clause.end).iter().any(|tag| {
            let at = tag.first as usize;
            matches!(tag.sense, Sense::TimeUnit(days) if days >= 30)
                && (at.saturating_sub(4).max(clause.first)..at).any(|before| {
                    matches!(self.layout.word(before), "for" | "لمدة" | "طوال" | "طيلة")
                })
        })
    }

    /// "three strikes destroyed": by what means is said elsewhere in the report.
    fn is_strike(&self, act: &ActMention) -> bool {
        let word = self.layout.word(act.first);
        act.act == Act::Hit && STRIKES.iter().any(|strike| strike.eq_ignore_ascii_case(word))
    }

    /// Told as past, as a trend, as a state, or by the way.
    fn is_background(&self, clause: &Clause, told: &Told, date: Option<&FoundDate>) -> bool {
        let in_sentence = date.filter(|found| found.source >= DateSource::Sentence);
        let on_one_day =
            in_sentence.is_some_and(|found| !found.date.past && found.date.single().is_some());
        let trend = !on_one_day && self.has(clause, |s| matches!(s, Sense::Trend));
        let held_under_siege = !told.acts.is_empty()
            && told.acts.iter().all(|act| act.act == Act::Besiege)
            && self.has(clause, |s| matches!(s, Sense::Controls));
        let lost_before = told.acts.first().is_some_and(|act| {
            act.act == Act::Lose
                && self
                    .layout
                    .tags_in(clause.first, act.first)
                    .iter()
                    .any(|tag| tag.sense == Sense::After)
        });
        let aside = || {
            let first = told.acts.first();
            first.is_some_and(|act| is_aside(self.layout, self.sentence, act.first))
        };
        date.is_some_and(|found| found.date.past)
            || trend
            || !on_one_day && self.lasts_long(clause)
            || held_under_siege
            || lost_before
            || in_sentence.is_none() && aside()
    }

    /// Bytes of a clause without the joints and marks at its ends.
    fn excerpt(&self, clause: &Clause) -> Span {
        let layout = self.layout;
        let (mut first, mut end) = (clause.first, clause.end);
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

    /// Whether the clause has a phrase of that sense.
    fn has(&self, clause: &Clause, wanted: fn(&Sense) -> bool) -> bool {
        self.layout.tags_in(clause.first, clause.end).iter().any(|tag| wanted(&tag.sense))
    }
}

impl Told {
    fn attacker(&self) -> Option<Side> {
        let attacker = self.actors.iter().find(|actor| actor.role == ActorRole::Attacker);
        attacker.map(|actor| actor.side)
    }

    /// Somebody died.
    fn is_deadly(&self) -> bool {
        self.tolls.iter().any(|t| matches!(t.harm, Harm::Killed | Harm::KilledOrWounded))
    }

    /// Fire that comes from somewhere else.
    fn is_from_afar(&self) -> bool {
        self.acts.iter().any(|a| matches!(a.act, Act::Shell | Act::Bomb | Act::Hit | Act::Air))
    }

    /// Only generic words name the act.
    fn is_vague(&self) -> bool {
        self.acts.iter().all(|a| matches!(a.act, Act::Attack | Act::Hit | Act::Bomb | Act::Clash))
    }
}

/// "five members", "three fighters": of the party that was attacked.
fn give_fighters_to_target(tolls: &mut [Toll], actors: &[ClaimActor]) {
    let mut hit = actors
        .iter()
        .filter(|actor| actor.role == ActorRole::Target && actor.side != Side::Civilians);
    if let (Some(target), None) = (hit.next(), hit.next()) {
        for toll in tolls.iter_mut().filter(|t| t.is_of_unnamed_fighters() && t.who == "total") {
            toll.who = target.side.toll_key();
        }
    }
}

/// Words of acts that are part of a name or of a count.
fn is_dead_word(layout: &Layout<'_>, act: &ActMention) -> bool {
    // "the capture of" persons, "attack helicopters".
    let next = layout.tags_at(act.end).any(|tag| matches!(tag.sense, Sense::Weapon(_)));
    act.form == Form::Noun
        && act.act == Act::Attack
        && next
        && act.end - act.first == 1
        && layout.word(act.first).eq_ignore_ascii_case("attack")
}
