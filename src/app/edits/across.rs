//! Which events of different reports may be one occurrence.
//!
//! Two events are compared only where they share a day (or the next) and a place
//! (or the place that it lies in); undated ones, where they share a place. So the
//! work grows with the number of likely pairs and never with that of all pairs,
//! and it stops at [`MOST_COMPARED`]. Scores and reasons are those of
//! [`crate::extract::compare`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use super::EditReport;
use super::identity::claim_keys;
use crate::extract::actors::ActorRole as Part;
use crate::extract::compare::{Account, PROPOSE, likeness, suggested_day};
use crate::extract::lexicon::{Harm, Side};
use crate::extract::span::Span;
use crate::extract::tolls::Toll;
use crate::gazetteer::{Gazetteer, PlaceIdx, PlaceKind};
use crate::model::{
    ActorRole, DatasetId, DaySpan, EventId, EventTable, Outcome, Row, SubEventType,
};
use crate::scene::phrases::{self, Length};
use crate::store::{ClaimKey, Edit};

/// Pairs compared before the search stops and says so.
pub const MOST_COMPARED: usize = 400_000;

/// Proposals kept, best first.
pub const MOST_PROPOSED: usize = 500;

/// Events of one day and place that are compared with one another.
const MOST_IN_BUCKET: usize = 200;

/// An event that may have been on more days than this is looked for by its place
/// alone, as if it had no date.
const MOST_DAYS: u32 = 45;

/// Two events that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The event that would stay: the one with the earlier or surer date.
    pub a: EventId,
    /// The event that would be joined to it.
    pub b: EventId,
    /// 0 to 1; from [`PROPOSE`] on.
    pub score: f32,
    /// What speaks for and against, for people.
    pub reasons: Vec<String>,
    /// A date for the one of the two that has none.
    pub date: Option<ProposedDate>,
}

/// A date that one report gives to the event of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedDate {
    /// The undated event.
    pub event: EventId,
    /// The day, EDTF.
    pub edtf: String,
    /// The evidence, in words.
    pub evidence: String,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposals {
    /// Best first.
    pub pairs: Vec<Proposal>,
    /// Whether there was more than could be compared or kept.
    pub is_cut: bool,
}

impl Proposals {
    /// The proposals that an event is part of, best first.
    pub fn of(&self, event: EventId) -> impl Iterator<Item = &Proposal> {
        self.pairs.iter().filter(move |pair| pair.a == event || pair.b == event)
    }
}

/// Searches a table. Pairs in `not_same` (either way round) are left out.
///
/// Events of which one document tells both are never proposed: a report that
/// tells two events tells them apart. Neither are two events of one file without
/// documents: whoever coded the file told them apart.
#[must_use]
pub fn propose(
    table: &EventTable,
    not_same: &BTreeSet<(EventId, EventId)>,
    gazetteer: &Gazetteer,
    cancel: &AtomicBool,
) -> Proposals {
    let accounts: Vec<Told> =
        table.rows().filter_map(|row| Told::of(table, row, gazetteer)).collect();
    let (candidates, mut is_cut) = candidates(&accounts, gazetteer);
    let mut pairs = Vec::new();
    for (a, b) in candidates {
        if cancel.load(Ordering::Relaxed) {
            return Proposals { pairs: Vec::new(), is_cut: true };
        }
        let (a, b) = (&accounts[a], &accounts[b]);
        let is_dismissed = not_same.contains(&(a.id, b.id)) || not_same.contains(&(b.id, a.id));
        if !is_dismissed && !a.shares_source(b) {
            pairs.extend(compared(table, a, b, gazetteer));
        }
    }
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    is_cut |= pairs.len() > MOST_PROPOSED;
    pairs.truncate(MOST_PROPOSED);
    Proposals { pairs, is_cut }
}

/// The pairs of events shown that a person said are not the same.
#[must_use]
pub fn not_same(
    table: &EventTable,
    files: &[(DatasetId, String)],
    edits: &[Edit],
    report: &EditReport,
) -> BTreeSet<(EventId, EventId)> {
    let said: Vec<(&ClaimKey, &ClaimKey)> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::NotSame { a, b } => Some((a, b)),
            _ => None,
        })
        .collect();
    if said.is_empty() {
        return BTreeSet::new();
    }
    let keys: BTreeSet<&ClaimKey> = said.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let wanted: FxHashSet<&str> = keys.iter().map(|key| key.event.as_str()).collect();
    let mut shown: BTreeMap<ClaimKey, EventId> = BTreeMap::new();
    for (event, claims) in &report.claims {
        shown.extend(claims.iter().map(|key| (key.clone(), *event)));
    }
    for row in table.rows().filter(|row| wanted.contains(table.id(*row))) {
        let event = table.event_id(row);
        let file = files.iter().find(|(dataset, _)| *dataset == event.dataset);
        if let Some((_, file)) = file
            && !report.claims.contains_key(&event)
        {
            shown.extend(claim_keys(table, row, file).into_iter().map(|key| (key, event)));
        }
    }
    let pair = |(a, b): (&ClaimKey, &ClaimKey)| Some((*shown.get(a)?, *shown.get(b)?));
    said.into_iter().filter_map(pair).collect()
}

/// What is compared of an event.
struct Told {
    id: EventId,
    row: Row,
    span: Option<DaySpan>,
    account: Account,
    /// Whether the file states a sub-event type.
    has_sub: bool,
    /// Its documents; its dataset where it names none.
    sources: Vec<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Document(u32),
    File(u16),
}

impl Told {
    /// `None` for an event that names no place of the gazetteer: nothing to go by.
    fn of(table: &EventTable, row: Row, gazetteer: &Gazetteer) -> Option<Self> {
        let mut places: Vec<PlaceIdx> = table
            .placements(row)
            .filter_map(|place| gazetteer.by_id(table.string(place.place)))
            .collect();
        places.dedup();
        if places.is_empty() {
            return None;
        }
        let id = table.event_id(row);
        let mut sources: Vec<Source> = table
            .claims(row)
            .map(|claim| match claim.document() {
                Some(document) => Source::Document(document.index().number()),
                None => Source::File(id.dataset.0),
            })
            .collect();
        if sources.is_empty() {
            sources.push(Source::File(id.dataset.0));
        }
        let span = table.span(row);
        let days = span.and_then(|span| Some((span.first.date()?, span.last.date()?)));
        let kind = table.event_type(row);
        let stated = table.sub_event_type(row);
        let any_of_kind = || SubEventType::ALL.into_iter().find(|sub| sub.event_type() == kind);
        let killed = table.toll_range(row, Outcome::Killed).map(|range| Toll {
            who: "total",
            harm: Harm::Killed,
            min: Some(range.min),
            max: range.max,
            part: false,
            head: None,
            span: Span::new(0, 0),
            rule: "stated",
        });
        Some(Self {
            id,
            row,
            span,
            account: Account {
                sub: stated.or_else(any_of_kind)?,
                days,
                weekday: None,
                places,
                sides: sides(table, row),
                tolls: killed.into_iter().collect(),
            },
            has_sub: stated.is_some(),
            sources,
        })
    }

    fn shares_source(&self, other: &Self) -> bool {
        self.sources.iter().any(|source| other.sources.contains(source))
    }

    /// Whether the event may have been on one of several days.
    fn is_vague(&self) -> bool {
        self.span.and_then(DaySpan::n_days).is_none_or(|n_days| n_days > 3)
    }

    /// The days to look on; `None` to look by place alone.
    fn days(&self) -> Option<std::ops::RangeInclusive<i32>> {
        let span = self.span?;
        let n_days = span.n_days()?;
        (n_days <= MOST_DAYS).then(|| span.first.number()..=span.last.number())
    }
}

fn sides(table: &EventTable, row: Row) -> Vec<(Side, Part)> {
    let mut sides = Vec::new();
    for claim in table.claims(row) {
        for (name, role) in claim.actors() {
            // Who only took part is no attacker: that says nothing against another's attacker.
            let part = if role == ActorRole::Attacker { Part::Attacker } else { Part::Target };
            if let Some(side) = side_of(table.string(name))
                && !sides.contains(&(side, part))
            {
                sides.push((side, part));
            }
        }
    }
    sides
}

/// Words by which the names of parties in data sets tell the side; the first that
/// occurs decides.
const SIDE_WORDS: [(&str, Side); 33] = [
    ("islamic state", Side::Isis),
    ("isis", Side::Isis),
    ("isil", Side::Isis),
    ("daesh", Side::Isis),
    ("داعش", Side::Isis),
    ("الدولة الإسلامية", Side::Isis),
    ("russia", Side::Russia),
    ("روس", Side::Russia),
    ("coalition", Side::Coalition),
    ("united states", Side::Coalition),
    ("التحالف", Side::Coalition),
    ("syrian democratic", Side::Sdf),
    ("(sdf)", Side::Sdf),
    ("ypg", Side::Sdf),
    ("قسد", Side::Sdf),
    ("turk", Side::Turkey),
    ("nusra", Side::Nusra),
    ("tahrir al-sham", Side::Nusra),
    ("النصرة", Side::Nusra),
    ("hezbollah", Side::Hezbollah),
    ("iran", Side::Iran),
    ("militia", Side::Militia),
    ("air force", Side::GovernmentAir),
    ("free syrian", Side::Opposition),
    ("opposition", Side::Opposition),
    ("rebel", Side::Opposition),
    ("civilian", Side::Civilians),
    ("مدني", Side::Civilians),
    ("government", Side::Government),
    ("regime", Side::Government),
    ("military forces of syria", Side::Government),
    ("النظام", Side::Government),
    ("unidentified", Side::Unknown),
];

fn side_of(name: &str) -> Option<Side> {
    let name = name.to_lowercase();
    SIDE_WORDS.iter().find(|(word, _)| name.contains(word)).map(|(_, side)| *side)
}

/// Pairs worth comparing, each once, and whether there were more.
fn candidates(accounts: &[Told], gazetteer: &Gazetteer) -> (BTreeSet<(usize, usize)>, bool) {
    let mut by_day: BTreeMap<(i32, PlaceIdx), Vec<usize>> = BTreeMap::new();
    let mut by_place: BTreeMap<PlaceIdx, Vec<usize>> = BTreeMap::new();
    let mut undated: BTreeMap<PlaceIdx, Vec<usize>> = BTreeMap::new();
    for (at, told) in accounts.iter().enumerate() {
        for place in &told.account.places {
            by_place.entry(*place).or_default().push(at);
            match told.days() {
                Some(days) => {
                    for day in days {
                        by_day.entry((day, *place)).or_default().push(at);
                    }
                }
                None => undated.entry(*place).or_default().push(at),
            }
        }
    }
    let mut pairs = BTreeSet::new();
    let mut is_cut = false;
    for (at, told) in accounts.iter().enumerate() {
        let mut meet = |bucket: Option<&Vec<usize>>| {
            let bucket = bucket.map_or(&[][..], Vec::as_slice);
            is_cut |= bucket.len() > MOST_IN_BUCKET;
            for other in bucket.iter().take(MOST_IN_BUCKET).filter(|other| **other != at) {
                if pairs.len() >= MOST_COMPARED {
                    is_cut = true;
                    return;
                }
                pairs.insert((at.min(*other), at.max(*other)));
            }
        };
        for place in with_containers(&told.account.places, gazetteer) {
            match told.days() {
                Some(days) => {
                    for day in *days.start() - 1..=*days.end() + 1 {
                        meet(by_day.get(&(day, place)));
                    }
                    meet(undated.get(&place));
                }
                None => meet(by_place.get(&place)),
            }
        }
    }
    (pairs, is_cut)
}

/// The places, and what each lies in up to its city or sub-district: "in the
/// governorate" is no place that two reports could agree on.
fn with_containers(places: &[PlaceIdx], gazetteer: &Gazetteer) -> BTreeSet<PlaceIdx> {
    let too_large = |idx: &PlaceIdx| {
        let kind = gazetteer.place(*idx).kind;
        matches!(kind, PlaceKind::District | PlaceKind::Governorate | PlaceKind::Country)
    };
    let chain = |idx: PlaceIdx| {
        std::iter::successors(Some(idx), |idx| gazetteer.place(*idx).parent)
            .take(8)
            .take_while(move |at| *at == idx || !too_large(at))
    };
    places.iter().flat_map(|idx| chain(*idx)).collect()
}

/// What two events lose whose days meet only because one of them is not sure: the
/// same as a day between them costs in [`crate::extract::compare`].
const DAYS_ONLY_MEET: f32 = 0.1;

/// Whether both state how many were killed, and neither number is twice the other.
fn tolls_are_alike(a: &Told, b: &Told) -> bool {
    let killed = |told: &Told| told.account.tolls.first().and_then(|toll| toll.min);
    let (Some(x), Some(y)) = (killed(a), killed(b)) else { return false };
    x.min(y) > 0 && x.min(y).saturating_mul(2) >= x.max(y)
}

fn compared(table: &EventTable, a: &Told, b: &Told, gazetteer: &Gazetteer) -> Option<Proposal> {
    let mut found = likeness(&a.account, &b.account, gazetteer);
    if a.days().is_none() || b.days().is_none() {
        // Without a day to agree on, one place and one kind of event are too little.
        if !tolls_are_alike(a, b) {
            return None;
        }
    } else if a.is_vague() || b.is_vague() {
        found.score -= DAYS_ONLY_MEET;
    }
    if found.score < PROPOSE {
        return None;
    }
    // The surer date leads, then the order of the files.
    let sureness = |told: &Told| {
        let n_days = told.span.and_then(DaySpan::n_days);
        (told.span.is_none(), n_days.unwrap_or(u32::MAX))
    };
    let (a, b) = if sureness(b) < sureness(a) { (b, a) } else { (a, b) };
    let date = suggested_day(&b.account, &a.account, gazetteer).map(|(day, _)| {
        let title = phrases::title(table, a.row);
        let publisher = table
            .claims(a.row)
            .find_map(|claim| claim.document().map(|document| document.publisher().to_owned()))
            .filter(|publisher| !publisher.is_empty());
        let who = publisher.unwrap_or_else(|| "another file".to_owned());
        let evidence =
            format!("{who} dates “{title}” to {day}: {}", said(a, b, &found.reasons).join("; "));
        ProposedDate { event: b.id, edtf: day.to_string(), evidence }
    });
    let reasons = said(a, b, &found.reasons);
    Some(Proposal { a: a.id, b: b.id, score: found.score, reasons, date })
}

/// The reasons as they hold for events: a file that states no sub-event type agrees
/// on none, and days that only meet are not the same day.
fn said(a: &Told, b: &Told, reasons: &[String]) -> Vec<String> {
    let reword = |reason: &String| {
        if reason.starts_with("same type: ") && !(a.has_sub && b.has_sub) {
            return format!("same event type: {}", a.account.sub.event_type().name());
        }
        if let ("same day", Some(x), Some(y)) = (reason.as_str(), a.span, b.span)
            && (x.n_days() != Some(1) || y.n_days() != Some(1))
        {
            let span = |span| phrases::span(span, Length::Short);
            return format!("the days meet: {} and {}", span(x), span(y));
        }
        reason.clone()
    };
    reasons.iter().map(reword).collect()
}
