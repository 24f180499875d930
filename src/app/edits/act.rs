//! From what is asked of the edits to the new list and what has to be done.

use std::path::Path;
use std::sync::Arc;

use super::identity::claim_keys;
use super::resolve::is_parted;
use super::{EditAction, EditReport};
use crate::app::effect::{Effect, Keep};
use crate::app::state::{AppState, MessageKind, View};
use crate::model::EventId;
use crate::store::{ClaimKey, Edit, Splice, edits::Replayed};

/// Tables of up to so many events are searched for events told twice without
/// being asked.
const SEARCHED_UNASKED: usize = 20_000;

/// What is said of an event that has no account to name it by.
const NAMELESS: &str = "This event has no account, so it cannot be edited.";

impl AppState {
    pub(in crate::app) fn apply_edit(&mut self, action: EditAction) -> Vec<Effect> {
        match action {
            EditAction::Choose { event, at, place } => self.choose(event, &at, &place),
            EditAction::Join { into, from } => self.join(into, from),
            EditAction::Part { event, claim } => match self.claim_key(event, claim) {
                Some(key) if self.n_claims(event) > 1 => self.part(event, key),
                Some(_) => self.cannot("It is the only account of this event."),
                None => self.cannot(NAMELESS),
            },
            EditAction::Date { event, edtf, reason } => self.set_date(event, &edtf, &reason),
            EditAction::NotSame(a, b) => {
                let (Some(a), Some(b)) = (self.claim_key(a, 0), self.claim_key(b, 0)) else {
                    return self.cannot(NAMELESS);
                };
                self.add_edit(Edit::NotSame { a, b })
            }
            EditAction::TakeBack(edit) => self.change_edits(|edits| {
                if let Some(at) = edits.iter().rposition(|known| *known == edit) {
                    edits.remove(at);
                }
            }),
            EditAction::Loaded { replayed, path } => self.take_over(replayed, &path),
            EditAction::FindSame => {
                self.across.wanted = true;
                self.find_same()
            }
            EditAction::Found { epoch, proposals } => {
                if epoch == self.across.epoch {
                    self.across.looking = false;
                    self.across.proposals = Some(proposals);
                }
                Vec::new()
            }
        }
    }

    /// The name of a claim of an event that is shown; `None` when there is none.
    #[must_use]
    pub fn claim_key(&self, event: EventId, claim: usize) -> Option<ClaimKey> {
        if let Some(keys) = self.edit_report.claims.get(&event) {
            return keys.get(claim).cloned();
        }
        let row = self.table.row_of(event)?;
        let file = &self.dataset(event.dataset)?.name;
        claim_keys(&self.table, row, file).into_iter().nth(claim)
    }

    /// The edits that speak of a claim, in their order.
    pub fn edits_of(&self, key: &ClaimKey) -> impl Iterator<Item = &Edit> {
        self.view.edits.iter().filter(move |edit| edit.claims().any(|claim| claim == key))
    }

    fn n_claims(&self, event: EventId) -> usize {
        self.table.row_of(event).map_or(0, |row| self.table.claims(row).len())
    }

    fn cannot(&mut self, why: &str) -> Vec<Effect> {
        self.tell(MessageKind::Warning, why.to_owned(), None);
        Vec::new()
    }

    fn change_edits(&mut self, change: impl FnOnce(&mut Vec<Edit>)) -> Vec<Effect> {
        let mut edits = Vec::clone(&self.view.edits);
        change(&mut edits);
        self.change_view(|view| view.edits = Arc::new(edits))
    }

    fn add_edit(&mut self, edit: Edit) -> Vec<Effect> {
        self.change_edits(|edits| edits.push(edit))
    }

    /// Joins two events; where only an edit had parted them, that edit is taken back.
    fn join(&mut self, into: EventId, from: EventId) -> Vec<Effect> {
        // What was parted has no event of its own in the file to stay.
        let (into, from) = if is_parted(into) { (from, into) } else { (into, from) };
        let (Some(into_key), Some(from_key)) = (self.claim_key(into, 0), self.claim_key(from, 0))
        else {
            return self.cannot(NAMELESS);
        };
        if into == from {
            return Vec::new();
        }
        let is_one_event = (&into_key.file, &into_key.event) == (&from_key.file, &from_key.event);
        let parted = self.view.edits.iter().rposition(|edit| {
            let Edit::Part { claim } = edit else { return false };
            is_one_event && (*claim == into_key || *claim == from_key)
        });
        let mut edits = Vec::clone(&self.view.edits);
        match parted {
            Some(at) => {
                edits.remove(at);
            }
            None => edits.push(Edit::Join { into: into_key, from: from_key }),
        }
        self.change_view(|view| {
            view.edits = Arc::new(edits);
            view.selection = Some(into);
        })
    }

    fn choose(&mut self, event: EventId, at: &[(usize, usize)], place: &str) -> Vec<Effect> {
        let chosen: Option<Vec<Edit>> = at
            .iter()
            .map(|&(claim, nth)| {
                let key = self.claim_key(event, claim)?;
                let was = self.place_before(event, &key, claim, nth);
                Some(Edit::Place { claim: key, nth, was, to: place.to_owned() })
            })
            .collect();
        let Some(chosen) = chosen else { return self.cannot(NAMELESS) };
        self.change_edits(|edits| {
            for edit in chosen {
                let Edit::Place { claim, nth, was, to } = &edit else { continue };
                edits.retain(|known| {
                    !matches!(known, Edit::Place { claim: c, nth: n, .. } if c == claim && n == nth)
                });
                // Back to what the file says is no edit.
                if was != to {
                    edits.push(edit);
                }
            }
        })
    }

    /// The id that the file gives to a place of a claim; empty for none.
    fn place_before(&self, event: EventId, key: &ClaimKey, claim: usize, nth: usize) -> String {
        let before = self.edits_of(key).find_map(|edit| match edit {
            Edit::Place { nth: n, was, .. } if *n == nth => Some(was.clone()),
            _ => None,
        });
        before.unwrap_or_else(|| {
            let row = self.table.row_of(event);
            let claim = row.and_then(|row| self.table.claims(row).nth(claim));
            let chosen = claim.and_then(|claim| claim.places().nth(nth));
            chosen.map_or_else(String::new, |(at, _)| self.table.string(at.place).to_owned())
        })
    }

    /// Parts a claim from its event; where only an edit had joined it, alone, to the
    /// event, that edit is taken back.
    fn part(&mut self, event: EventId, key: ClaimKey) -> Vec<Effect> {
        let keys = self.edit_report.claims.get(&event).map_or(&[][..], Vec::as_slice);
        let n_of_its_event =
            keys.iter().filter(|k| (&k.file, &k.event) == (&key.file, &key.event)).count();
        let joined = self.view.edits.iter().rposition(|edit| {
            n_of_its_event == 1 && matches!(edit, Edit::Join { from, .. } if *from == key)
        });
        self.change_edits(|edits| match joined {
            Some(at) => {
                edits.remove(at);
            }
            None => edits.push(Edit::Part { claim: key }),
        })
    }

    fn set_date(&mut self, event: EventId, edtf: &str, reason: &str) -> Vec<Effect> {
        let Some(row) = self.table.row_of(event) else { return Vec::new() };
        let undated: Vec<usize> = self
            .table
            .claims(row)
            .enumerate()
            .filter(|(_, claim)| claim.date().is_none())
            .map(|(at, _)| at)
            .collect();
        let keys: Vec<ClaimKey> =
            undated.into_iter().filter_map(|at| self.claim_key(event, at)).collect();
        if keys.is_empty() {
            return self.cannot(NAMELESS);
        }
        self.change_edits(|edits| {
            edits.extend(keys.into_iter().map(|claim| Edit::Date {
                claim,
                edtf: edtf.to_owned(),
                reason: reason.to_owned(),
            }));
        })
    }

    /// What was decided in earlier runs. It is no step of undo.
    fn take_over(&mut self, replayed: Replayed, path: &Path) -> Vec<Effect> {
        self.own.loading_edits = false;
        if !replayed.unread.is_empty() {
            let text = format!(
                "{} of the lines of your edits could not be read; the others hold.\n{}",
                replayed.unread.len(),
                path.display()
            );
            self.tell(MessageKind::Warning, text, None);
        }
        if replayed.edits.is_empty() {
            return Vec::new();
        }
        let loaded = replayed.edits;
        let with_loaded = |view: &mut View| {
            let newer = view.edits.iter().filter(|edit| !loaded.contains(edit)).cloned();
            view.edits = Arc::new(loaded.iter().cloned().chain(newer).collect());
        };
        with_loaded(&mut self.view);
        self.history.each_mut(with_loaded);
        self.range_before.iter_mut().for_each(with_loaded);
        self.reindex()
    }

    /// What follows when the edits are no longer what they were: they are written
    /// down, and the table is made again.
    pub(in crate::app) fn edits_changed(&mut self, before: &View) -> Vec<Effect> {
        if Arc::ptr_eq(&before.edits, &self.view.edits) || before.edits == self.view.edits {
            return Vec::new();
        }
        let path = self.own.folders.edits();
        let splice = Splice::between(&before.edits, &self.view.edits);
        let keep = path
            .zip(splice)
            .map(|(path, splice)| Effect::Keep(Keep::Journal { path, line: splice.to_line() }));
        let mut effects: Vec<Effect> = keep.into_iter().collect();
        effects.extend(self.reindex());
        effects
    }

    /// Takes over what became of the edits over a new table.
    pub(in crate::app) fn edits_resolved(&mut self, report: Arc<EditReport>) -> Vec<Effect> {
        let n_lost = report.n_lost();
        if n_lost > self.edit_report.n_lost() {
            let text = format!(
                "{n_lost} of your edits no longer fit the open files; “My edits” says which and why."
            );
            self.tell(MessageKind::Warning, text, None);
        }
        self.edit_report = report;
        if let Some(selected) = self.view.selection
            && self.table.row_of(selected).is_none()
            && let Some(now) = self.edit_report.became.get(&selected)
        {
            self.view.selection = Some(*now);
        }
        self.across.proposals = None;
        if self.across.wanted || self.table.n_events() <= SEARCHED_UNASKED {
            self.find_same()
        } else {
            Vec::new()
        }
    }

    fn find_same(&mut self) -> Vec<Effect> {
        self.across.epoch += 1;
        self.across.looking = true;
        vec![Effect::FindSame {
            table: Arc::clone(&self.table),
            files: self.files(),
            edits: Arc::clone(&self.view.edits),
            report: Arc::clone(&self.edit_report),
            gazetteer: Arc::clone(&self.gazetteer),
            epoch: self.across.epoch,
        }]
    }
}
