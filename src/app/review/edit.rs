//! Edits of one proposal. Each gives the proposal as it is then, or says why not.

use std::ops::Range;

use super::action::Edit;
use super::display::Display;
use super::propose;
use crate::extract::{Selection, span::Span};
use crate::gazetteer::{Context, Gazetteer, Lookup, PlaceIdx};
use crate::model::{ActorRole, Edtf, EventType};
use crate::store::review::{
    Account, Actor, Candidate, Field, Place, Proposal, Report, StatedDate, Toll,
};

/// What stands for a rule where a person decided.
pub const BY_HAND: &str = "by hand";

/// Characters of context handed to the gazetteer on each side of a name.
const AROUND: usize = 400;

/// Candidates kept for a place.
const N_CANDIDATES: usize = 6;

/// The proposal after an edit.
///
/// # Errors
/// A sentence for the person: what cannot be understood, and what would be.
pub fn edited(
    proposal: &Proposal,
    edit: Edit,
    report: &Report,
    gazetteer: &Gazetteer,
) -> Result<Proposal, String> {
    let mut proposal = proposal.clone();
    let (account, field) = match &edit {
        Edit::Type(..) | Edit::Background(_) => (0, Field::Type),
        Edit::Date { account, .. } => (*account, Field::Date),
        Edit::Place { account, .. } | Edit::Spot { account, .. } => (*account, Field::Place),
        Edit::RemovePlace { account, .. } => (*account, Field::Place),
        Edit::Actor { account, .. } => (*account, Field::Actor),
        Edit::Toll { account, .. } => (*account, Field::Toll),
        Edit::Attribution { account, .. } => (*account, Field::Attribution),
        Edit::Words { account, field, .. } => (*account, *field),
    };
    match edit {
        Edit::Type(kind, sub_kind) => {
            proposal.event_type = sub_kind.map_or(kind, |sub_kind| sub_kind.event_type());
            proposal.sub_event_type = sub_kind;
            proposal.rules = vec![BY_HAND.to_owned()];
        }
        Edit::Background(background) => proposal.background = background,
        other => {
            let Some(account) = proposal.accounts.get_mut(account) else {
                return Err("This proposal has no such account.".to_owned());
            };
            edit_account(account, other, report, gazetteer)?;
        }
    }
    proposal.edited.insert(field);
    Ok(proposal)
}

fn edit_account(
    account: &mut Account,
    edit: Edit,
    report: &Report,
    gazetteer: &Gazetteer,
) -> Result<(), String> {
    match edit {
        Edit::Type(..) | Edit::Background(_) => {}
        Edit::Date { edtf, .. } => {
            let edtf = edtf.trim();
            account.date = if edtf.is_empty() {
                None
            } else {
                let date: Edtf = edtf.parse().map_err(|error| format!("{error}."))?;
                let span = account.date.take().and_then(|date| date.span);
                let reason = "typed by the reviewer".to_owned();
                Some(StatedDate { edtf: date.to_string(), reason, rule: BY_HAND.to_owned(), span })
            };
        }
        Edit::Place { at, id, .. } => {
            let Some(entry) = gazetteer.by_id(&id) else {
                return Err(format!("The gazetteer has no place `{id}`."));
            };
            let chosen = entry_place(gazetteer, entry);
            put(&mut account.places, at, |before: Option<&Place>| match before {
                Some(before) => {
                    let by_name = before.candidates.iter().find(|c| c.place == id);
                    let reason = by_name.map_or("chosen by the reviewer".to_owned(), |candidate| {
                        format!("chosen by the reviewer; {}", candidate.reason)
                    });
                    Place {
                        name: before.name.clone(),
                        span: before.span.clone(),
                        candidates: before.candidates.clone(),
                        reason,
                        ..chosen
                    }
                }
                None => chosen,
            });
        }
        Edit::Spot { at, position, radius_m, .. } => {
            put(&mut account.places, at, |before: Option<&Place>| {
                let kept = before.cloned().unwrap_or_default();
                Place {
                    place: String::new(),
                    name: kept.name,
                    span: kept.span,
                    lon_lat: Some([position.lon_deg(), position.lat_deg()]),
                    radius_m: Some(radius_m),
                    reason: "placed by hand".to_owned(),
                    rule: BY_HAND.to_owned(),
                    candidates: kept.candidates,
                }
            });
        }
        Edit::RemovePlace { at, .. } => {
            if at < account.places.len() {
                account.places.remove(at);
            }
        }
        Edit::Actor { at, name, role, .. } => {
            let name = name.trim();
            if name.is_empty() {
                take(&mut account.actors, at);
            } else {
                let found = found_words(report, account, name);
                put(&mut account.actors, at, |before: Option<&Actor>| Actor {
                    name: name.to_owned(),
                    role: role.name().to_owned(),
                    span: before.and_then(|before| before.span.clone()).or(found),
                    rule: BY_HAND.to_owned(),
                });
            }
        }
        Edit::Toll { at, toll: None, .. } => take(&mut account.tolls, at),
        Edit::Toll { at, toll: Some(toll), .. } => {
            if let (Some(min), Some(max)) = (toll.min, toll.max)
                && min > max
            {
                return Err(format!("The lowest number, {min}, is above the highest, {max}."));
            }
            put(&mut account.tolls, at, |before: Option<&Toll>| Toll {
                span: before.and_then(|before| before.span.clone()),
                rule: BY_HAND.to_owned(),
                ..toll
            });
        }
        Edit::Attribution { name, .. } => {
            let name = name.trim();
            account.attribution_span = found_words(report, account, name);
            account.attribution = name.to_owned();
        }
        Edit::Words { field, words, .. } => {
            use_words(account, field, words, report, gazetteer)?;
        }
    }
    Ok(())
}

/// A gazetteer entry that a person chose.
fn entry_place(gazetteer: &Gazetteer, entry: PlaceIdx) -> Place {
    Place {
        name: gazetteer.place(entry).name_en.clone(),
        reason: "chosen by the reviewer".to_owned(),
        rule: BY_HAND.to_owned(),
        ..propose::of_entry(gazetteer, entry)
    }
}

/// Replaces the item at that position, or adds one.
fn put<T>(items: &mut Vec<T>, at: Option<usize>, make: impl FnOnce(Option<&T>) -> T) {
    match at.filter(|at| *at < items.len()) {
        Some(at) => items[at] = make(items.get(at)),
        None => items.push(make(None)),
    }
}

fn take<T>(items: &mut Vec<T>, at: Option<usize>) {
    if let Some(at) = at.filter(|at| *at < items.len()) {
        items.remove(at);
    }
}

/// Where typed words stand in the excerpt, if they do.
fn found_words(report: &Report, account: &Account, words: &str) -> Option<Range<usize>> {
    let excerpt = report.text.get(account.excerpt.clone())?;
    let start = account.excerpt.start + excerpt.find(words).filter(|_| !words.is_empty())?;
    Some(start..start + words.len())
}

/// The words themselves, without the spaces around them.
fn trimmed(report: &Report, words: Range<usize>) -> Option<Range<usize>> {
    let text = report.text.get(words.clone())?;
    let start = words.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    (start < end).then_some(start..end)
}

fn use_words(
    account: &mut Account,
    field: Field,
    words: Range<usize>,
    report: &Report,
    gazetteer: &Gazetteer,
) -> Result<(), String> {
    let words = trimmed(report, words).ok_or("Select some words of the report first.")?;
    // Without the markup that may stand between the words.
    let display = Display::of(&report.text);
    let text = display.text()[display.to_shown(&words)].to_owned();
    let selection = || Selection::new(&report.text, Span::new(words.start, words.end));
    match field {
        Field::Type => return Err("Choose the type from the list.".to_owned()),
        Field::Date => {
            account.date = Some(date_of(report, &selection(), &text, words.clone())?);
        }
        Field::Place => {
            let place = place_of(report, account, &text, words.clone(), gazetteer);
            // The same words again, or another spelling of a place that is there.
            let known = account.places.iter().position(|other| {
                other.span.as_ref() == Some(&words)
                    || !place.place.is_empty() && other.place == place.place
            });
            put(&mut account.places, known, |_| place);
        }
        Field::Actor => {
            let sides = selection().actors();
            let added: Vec<Actor> = if sides.is_empty() {
                vec![(text, words)]
            } else {
                let of = |span: Span| span.start..span.end;
                sides.into_iter().map(|(side, at)| (side.name().to_owned(), of(at))).collect()
            }
            .into_iter()
            .map(|(name, span)| Actor {
                name,
                role: ActorRole::Other.name().to_owned(),
                span: Some(span),
                rule: BY_HAND.to_owned(),
            })
            .collect();
            for actor in added {
                let known = account.actors.iter().position(|other| other.name == actor.name);
                let role = known.map(|at| account.actors[at].role.clone());
                put(&mut account.actors, known, |_| Actor {
                    role: role.unwrap_or(actor.role),
                    ..actor
                });
            }
        }
        Field::Toll => {
            let tolls = selection().tolls();
            if tolls.is_empty() {
                return Err(format!(
                    "No number of people and what became of them is understood in “{text}”; \
                     type it instead."
                ));
            }
            for toll in tolls {
                let toll =
                    Toll { rule: format!("{}, {BY_HAND}", toll.rule), ..propose::toll(&toll) };
                let known = account
                    .tolls
                    .iter()
                    .position(|other| other.who == toll.who && other.outcome == toll.outcome);
                put(&mut account.tolls, known, |_| toll);
            }
        }
        Field::Attribution => {
            account.attribution = text;
            account.attribution_span = Some(words);
        }
        Field::Excerpt => account.excerpt = words,
    }
    Ok(())
}

fn date_of(
    report: &Report,
    selection: &Selection<'_>,
    text: &str,
    words: Range<usize>,
) -> Result<StatedDate, String> {
    let published: Option<Edtf> = report.published.parse().ok();
    let published = published.and_then(|date| {
        let span = date.span();
        (span.first == span.last).then(|| span.first.date()).flatten()
    });
    if let Some(date) = selection.date(published) {
        let rule = format!("{}, {BY_HAND}", date.rule);
        return Ok(StatedDate { edtf: date.edtf, reason: date.reason, rule, span: Some(words) });
    }
    let date: Edtf = text.parse().map_err(|_| {
        format!("No date is understood in “{text}”; type it as EDTF, such as 2016-01-16.")
    })?;
    let reason = "stated in the words".to_owned();
    Ok(StatedDate { edtf: date.to_string(), reason, rule: BY_HAND.to_owned(), span: Some(words) })
}

fn place_of(
    report: &Report,
    account: &Account,
    text: &str,
    words: Range<usize>,
    gazetteer: &Gazetteer,
) -> Place {
    let found = look_up(report, account, text, &words, gazetteer);
    let candidates: Vec<Candidate> = found
        .candidates
        .iter()
        .take(N_CANDIDATES)
        .map(|candidate| Candidate {
            place: gazetteer.place(candidate.place).id.clone(),
            score: candidate.score,
            reason: candidate.reason.clone(),
        })
        .collect();
    let common = |place: Place| Place {
        name: text.to_owned(),
        span: Some(words.clone()),
        rule: BY_HAND.to_owned(),
        ..place
    };
    match found.candidates.first() {
        Some(best) => {
            let of_entry = propose::of_entry(gazetteer, best.place);
            common(Place {
                // A vague phrase ("3 km east of") has a position of its own.
                lon_lat: best.position.map(|p| [p.lon_deg(), p.lat_deg()]).or(of_entry.lon_lat),
                radius_m: best.radius_m.or(of_entry.radius_m),
                reason: best.reason.clone(),
                candidates,
                ..of_entry
            })
        }
        None => common(Place {
            reason: "the name is in no gazetteer; the place is not known".to_owned(),
            ..Place::default()
        }),
    }
}

fn look_up(
    report: &Report,
    account: &Account,
    text: &str,
    words: &Range<usize>,
    gazetteer: &Gazetteer,
) -> Lookup {
    let from = report.text.floor_char_boundary(words.start.saturating_sub(AROUND));
    let to = report.text.ceil_char_boundary((words.end + AROUND).min(report.text.len()));
    let others: Vec<PlaceIdx> =
        account.places.iter().filter_map(|place| gazetteer.by_id(&place.place)).collect();
    let context = Context {
        text_around: report.text.get(from..to),
        at: Some(words.start - from),
        document_places: &others,
        is_place: true,
        ..Context::default()
    };
    gazetteer.lookup(text, &context)
}

/// A new proposal from words of a report: what they say of date, places, parties
/// and people is read by the rules; what happened is for the person to say.
///
/// # Errors
/// When the words are none.
pub fn from_words(
    report: &Report,
    words: Range<usize>,
    number: u32,
    gazetteer: &Gazetteer,
) -> Result<Proposal, String> {
    let words = trimmed(report, words).ok_or("Select the words that tell of it first.")?;
    let mut account = Account { excerpt: words.clone(), ..Account::default() };
    for mention in &report.mentions {
        if words.start <= mention.span.start && mention.span.end <= words.end {
            let span = mention.span.clone();
            use_words(&mut account, Field::Place, span, report, gazetteer)?;
        }
    }
    // What is not in the words is left out: the person adds it or not.
    for field in [Field::Date, Field::Toll] {
        let _ = use_words(&mut account, field, words.clone(), report, gazetteer);
    }
    let selection = Selection::new(&report.text, Span::new(words.start, words.end));
    if !selection.actors().is_empty() {
        let _ = use_words(&mut account, Field::Actor, words, report, gazetteer);
    }
    Ok(Proposal {
        number,
        report: report.id.clone(),
        by_hand: true,
        event_type: EventType::Unstated,
        rules: vec![BY_HAND.to_owned()],
        accounts: vec![account],
        ..Proposal::default()
    })
}

/// One event of two proposals: the accounts of both under the type of the first.
#[must_use]
pub fn merged(first: &Proposal, second: &Proposal, number: u32) -> Proposal {
    let mut accounts = first.accounts.clone();
    accounts.extend(second.accounts.iter().cloned());
    Proposal {
        number,
        background: first.background && second.background,
        accounts,
        edited: first.edited.union(&second.edited).copied().collect(),
        made_from: vec![first.number, second.number],
        ..first.clone()
    }
}

/// An event of each account, or else of each place. A toll that is told for
/// several places together belongs to none of them alone: it goes to the remark.
/// `None` when there is nothing to split.
#[must_use]
pub fn split(proposal: &Proposal, first_number: u32) -> Option<Vec<Proposal>> {
    let accounts: Vec<Account> = match proposal.accounts.as_slice() {
        [only] if only.places.len() > 1 => {
            let names: Vec<&str> = only.places.iter().map(|place| place.name.as_str()).collect();
            let note = together(&only.tolls, &names);
            only.places
                .iter()
                .map(|place| Account {
                    places: vec![place.clone()],
                    tolls: Vec::new(),
                    note: [only.note.as_str(), &note].join(" ").trim().to_owned(),
                    ..only.clone()
                })
                .collect()
        }
        several if several.len() > 1 => several.to_vec(),
        _ => return None,
    };
    let parts = accounts.into_iter().zip(first_number..).map(|(account, number)| Proposal {
        number,
        accounts: vec![account],
        made_from: vec![proposal.number],
        ..proposal.clone()
    });
    Some(parts.collect())
}

fn together(tolls: &[Toll], places: &[&str]) -> String {
    if tolls.is_empty() {
        return String::new();
    }
    let each: Vec<String> = tolls
        .iter()
        .map(|toll| {
            let numbers = crate::scene::phrases::toll_numbers(toll.min, toll.max);
            format!("{numbers} {} ({})", toll.outcome.replace('_', " "), toll.who)
        })
        .collect();
    format!("Told for {} together: {}.", places.join(", "), each.join("; "))
}
