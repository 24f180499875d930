//! The table that is shown: the files' events with the edits over them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::identity::claim_keys;
use super::{EditReport, EditState};
use crate::gazetteer::{Gazetteer, Place};
use crate::model::{
    Amendment, BuildError, Claim, ClaimDate, DatasetId, Edtf, Event, EventId, EventTable, Row,
};
use crate::store::{ClaimKey, Edit};

/// A claim of the files' table: its event's row, and its position there.
type ClaimAt = (Row, usize);

/// The edited table (`None` when no edit changes it) and what became of each edit.
///
/// Edits are carried out in their order. An edit that does not find its claim, or
/// asks for what is not possible, changes nothing and is told as lost.
///
/// # Errors
/// [`BuildError`] when the table with the edits exceeds the room of a table.
pub fn edited(
    table: &EventTable,
    files: &[(DatasetId, String)],
    edits: &[Edit],
    gazetteer: &Gazetteer,
) -> Result<(Option<EventTable>, EditReport), BuildError> {
    let mut plan = Plan::new(table, files, edits);
    let states = edits.iter().map(|edit| plan.carry_out(edit, files, gazetteer)).collect();
    let (taken_out, put_in, mut report) = plan.finish(gazetteer);
    report.states = states;
    if put_in.is_empty() {
        return Ok((None, report));
    }
    Ok((Some(table.amended(taken_out, put_in)?), report))
}

/// The groups of claims that are to be events.
struct Plan<'a> {
    table: &'a EventTable,
    /// Where the claims of all events are that an edit speaks of.
    found: BTreeMap<ClaimKey, ClaimAt>,
    key_of: BTreeMap<ClaimAt, ClaimKey>,
    groups: Vec<Vec<ClaimAt>>,
    group_of: BTreeMap<ClaimAt, usize>,
    places: BTreeMap<(ClaimAt, usize), Choice>,
    dates: BTreeMap<ClaimAt, ClaimDate>,
}

struct Choice {
    to: String,
    was: String,
}

impl<'a> Plan<'a> {
    fn new(table: &'a EventTable, files: &[(DatasetId, String)], edits: &[Edit]) -> Self {
        let mut plan = Self {
            table,
            found: BTreeMap::new(),
            key_of: BTreeMap::new(),
            groups: Vec::new(),
            group_of: BTreeMap::new(),
            places: BTreeMap::new(),
            dates: BTreeMap::new(),
        };
        let mut wanted: BTreeMap<DatasetId, (&str, FxHashSet<&str>)> = BTreeMap::new();
        for (dataset, name) in files {
            let events: FxHashSet<&str> = edits
                .iter()
                .flat_map(Edit::claims)
                .filter(|key| key.file == *name)
                .map(|key| key.event.as_str())
                .collect();
            if !events.is_empty() {
                wanted.insert(*dataset, (name, events));
            }
        }
        if wanted.is_empty() {
            return plan;
        }
        for row in table.rows() {
            let Some((file, events)) = wanted.get(&table.dataset(row)) else { continue };
            if !events.contains(table.id(row)) {
                continue;
            }
            let group = plan.groups.len();
            plan.groups.push(Vec::new());
            for (nth, key) in claim_keys(table, row, file).into_iter().enumerate() {
                // Two open files of one name: the first one has it.
                plan.found.entry(key.clone()).or_insert((row, nth));
                plan.key_of.insert((row, nth), key);
                plan.groups[group].push((row, nth));
                plan.group_of.insert((row, nth), group);
            }
        }
        plan
    }

    fn carry_out(
        &mut self,
        edit: &Edit,
        files: &[(DatasetId, String)],
        gazetteer: &Gazetteer,
    ) -> EditState {
        let is_open = |key: &ClaimKey| files.iter().any(|(_, name)| *name == key.file);
        if !edit.claims().all(is_open) {
            return EditState::NotOpen;
        }
        let at: Vec<ClaimAt> =
            edit.claims().filter_map(|key| self.found.get(key).copied()).collect();
        if at.len() != edit.claims().count() {
            return EditState::Lost("the file no longer holds this account of the event");
        }
        match edit {
            Edit::Place { nth, was, to, .. } => {
                if gazetteer.by_id(to).is_none() {
                    return EditState::Lost("the gazetteer no longer has this place");
                }
                let n_places = self.claim(at[0]).map_or(0, |claim| claim.places().len());
                if *nth >= n_places {
                    return EditState::Lost("the account no longer names so many places");
                }
                let choice = Choice { to: to.clone(), was: was.clone() };
                self.places.insert((at[0], *nth), choice);
            }
            Edit::Date { edtf, reason, .. } => {
                if self.claim(at[0]).is_some_and(|claim| claim.date().is_some()) {
                    return EditState::Lost("the account has a date of its own now");
                }
                let Ok(edtf) = edtf.parse::<Edtf>() else {
                    return EditState::Lost("its date cannot be read");
                };
                self.dates.insert(at[0], ClaimDate { edtf, reason: reason.clone(), span: None });
            }
            Edit::Join { .. } => {
                let (into, from) = (self.group_of[&at[0]], self.group_of[&at[1]]);
                if into != from {
                    let joined = std::mem::take(&mut self.groups[from]);
                    for claim in &joined {
                        self.group_of.insert(*claim, into);
                    }
                    self.groups[into].extend(joined);
                }
            }
            Edit::Part { .. } => {
                let from = self.group_of[&at[0]];
                if self.groups[from].len() < 2 {
                    return EditState::Lost("it is the only account of its event");
                }
                self.groups[from].retain(|claim| *claim != at[0]);
                self.group_of.insert(at[0], self.groups.len());
                self.groups.push(vec![at[0]]);
            }
            Edit::NotSame { .. } => {}
        }
        EditState::Holds
    }

    fn claim(&self, (row, nth): ClaimAt) -> Option<crate::model::ClaimRef<'a>> {
        self.table.claims(row).nth(nth)
    }

    /// Whether a group is an event of the files as it stands there.
    fn is_as_read(&self, group: &[ClaimAt]) -> bool {
        let Some((row, _)) = group.first().copied() else { return true };
        let n = self.table.claims(row).len();
        let in_order = group.iter().enumerate().all(|(nth, claim)| *claim == (row, nth));
        let is_edited = |claim: &ClaimAt| {
            self.dates.contains_key(claim)
                || self.places.range((*claim, 0)..=(*claim, usize::MAX)).next().is_some()
        };
        n == group.len() && in_order && !group.iter().any(is_edited)
    }

    /// Rows to take out, events to put in, and who became what.
    fn finish(self, gazetteer: &Gazetteer) -> (BTreeSet<Row>, Vec<Amendment>, EditReport) {
        let mut report = EditReport::default();
        let mut taken_out = BTreeSet::new();
        let mut put_in: Vec<Amendment> = Vec::new();
        let mut taken_ids: BTreeSet<EventId> = BTreeSet::new();
        for group in self.groups.iter().filter(|group| !self.is_as_read(group)) {
            taken_out.extend(group.iter().map(|(row, _)| *row));
            let amendment = self.amendment(group, &mut taken_ids, gazetteer);
            let keys = group.iter().map(|claim| self.key_of[claim].clone());
            report.claims.insert(amendment.id, keys.collect());
            for (row, _) in group.iter().filter(|(_, nth)| *nth == 0) {
                let id = self.table.event_id(*row);
                if id != amendment.id {
                    report.became.insert(id, amendment.id);
                }
            }
            put_in.push(amendment);
        }
        (taken_out, put_in, report)
    }

    fn amendment(
        &self,
        group: &[ClaimAt],
        taken_ids: &mut BTreeSet<EventId>,
        gazetteer: &Gazetteer,
    ) -> Amendment {
        let table = self.table;
        let mut events: BTreeMap<Row, Event> = BTreeMap::new();
        for (row, _) in group {
            events.entry(*row).or_insert_with(|| table.event(*row));
        }
        // An event stays the one it was as long as it has its first claim.
        let anchor = group.iter().find(|(_, nth)| *nth == 0);
        let first = anchor.unwrap_or(&group[0]).0;
        let mut event = Event {
            background: events.values().all(|event| event.background),
            claims: group.iter().map(|claim| self.edited_claim(*claim, gazetteer)).collect(),
            ..events[&first].clone()
        };
        event.properties.clear();
        let mut id = table.event_id(first);
        if anchor.is_none() {
            // A title tells of the whole event, not of this account of it.
            event.title = String::new();
            let key = &self.key_of[&group[0]].claim;
            event.id = format!("{}-part-{key}", event.id);
            id.number = u32::from_str_radix(&key[..key.len().min(7)], 16).unwrap_or(0) | PARTED;
            while taken_ids.contains(&id) || table.row_of(id).is_some() {
                id.number = id.number.wrapping_add(1) | PARTED;
            }
        }
        taken_ids.insert(id);
        for (row, _) in group.iter().filter(|(_, nth)| *nth == 0) {
            add_properties(&mut event.properties, &events[row].properties);
        }
        let documents =
            group.iter().map(|claim| Some(self.claim(*claim)?.document()?.index())).collect();
        Amendment { id, event, documents }
    }

    fn edited_claim(&self, at: ClaimAt, gazetteer: &Gazetteer) -> Claim {
        // The claim is there: `found` was filled from the table.
        let mut claim = self.claim(at).map_or_else(Claim::default, |claim| claim.to_claim());
        if let Some(date) = self.dates.get(&at) {
            claim.date = Some(date.clone());
        }
        for ((_, nth), choice) in self.places.range((at, 0)..=(at, usize::MAX)) {
            let entry = gazetteer.by_id(&choice.to).map(|index| gazetteer.place(index));
            if let (Some(place), Some(entry)) = (claim.places.get_mut(*nth), entry) {
                choose(place, entry, &choice.was);
            }
        }
        claim
    }
}

/// Numbers of events that were parted from another; no file has so many.
const PARTED: u32 = 1 << 31;

/// Whether an event was parted from another one by an edit.
#[must_use]
pub const fn is_parted(event: EventId) -> bool {
    event.number & PARTED != 0
}

fn choose(place: &mut crate::model::ClaimPlace, entry: &Place, was: &str) {
    place.place.clone_from(&entry.id);
    place.position = entry.position;
    place.radius_m = entry.radius_m;
    place.shape = None;
    let was = if was.is_empty() { "no entry" } else { was };
    place.reason = match place.reason.as_str() {
        "" => format!("chosen by you, was {was}"),
        reason => format!("chosen by you, was {was} ({reason})"),
    };
}

/// Adds what is not there; two values of one name stand side by side.
fn add_properties(to: &mut Vec<(String, String)>, from: &[(String, String)]) {
    for (name, value) in from {
        match to.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if known == value => {}
            Some((_, known)) => {
                known.push_str("; ");
                known.push_str(value);
            }
            None => to.push((name.clone(), value.clone())),
        }
    }
}
