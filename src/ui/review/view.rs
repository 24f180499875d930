//! What of the review belongs to the window alone: words selected, a field being
//! typed in, a place about to be clicked.

use std::ops::Range;
use std::sync::Arc;

use super::paste::PasteForm;
use crate::app::AppState;
use crate::app::review::display::Display;
use crate::model::ActorRole;
use crate::store::review::Description;

/// The window's own state of the review.
#[derive(Debug, Default)]
pub struct ReviewView {
    /// The report that the text column shows, and how.
    pub display: Option<(String, Arc<Display>)>,
    /// The proposal shown in the last frame.
    pub shown: Option<u32>,
    /// Whether text and card are to be brought into view, once each.
    pub scroll_text: bool,
    /// As `scroll_text`, for the card.
    pub scroll_card: bool,
    /// Words of the report that are selected, in bytes of its text.
    pub words: Option<Range<usize>>,
    /// Whether the list of reports stands in place of the text.
    pub lists_reports: bool,
    /// Whether the rules behind each field are shown.
    pub shows_why: bool,
    /// The account of the proposal that selected words go to.
    pub account: usize,
    /// What is being typed.
    pub editing: Option<Editing>,
    /// The place that a click on the map will give.
    pub placing: Option<Target>,
    /// The paste dialog, when open.
    pub paste: Option<PasteForm>,
    /// The dialog on what is known of the report, when open.
    pub details: Option<Description>,
}

/// A part of a proposal: which proposal, which of its accounts, and which place,
/// actor or toll of that; `None` for a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Number of the proposal.
    pub number: u32,
    /// Which account.
    pub account: usize,
    /// Which item.
    pub at: Option<usize>,
}

/// A field being typed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing {
    /// What it changes.
    pub target: Target,
    /// The part, with what is typed.
    pub form: Form,
    /// Whether the field still has to take the focus.
    pub is_new: bool,
}

/// What is typed, part by part.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Event type: what to look for, and the line chosen.
    Type {
        /// Typed.
        query: String,
        /// From 0.
        chosen: usize,
    },
    /// Date.
    Date {
        /// EDTF.
        edtf: String,
    },
    /// Place: what to look for in the gazetteer, and the line chosen.
    Place {
        /// Typed.
        query: String,
        /// From 0.
        chosen: usize,
        /// Uncertainty in metres, where the place was put by hand.
        radius_m: String,
    },
    /// Actor.
    Actor {
        /// Name.
        name: String,
        /// What they did.
        role: ActorRole,
    },
    /// Toll.
    Toll {
        /// Whose people.
        who: String,
        /// What became of them.
        outcome: String,
        /// Lowest number.
        min: String,
        /// Highest number.
        max: String,
    },
    /// Who says so.
    Attribution {
        /// Name.
        name: String,
    },
}

impl ReviewView {
    /// Notes which proposal and report are shown; what belonged to others is dropped.
    pub fn follow(&mut self, state: &AppState) {
        let report = state.review.report().map(|reviewed| Arc::clone(&reviewed.report));
        let id = report.as_ref().map(|report| report.id.as_str());
        if self.display.as_ref().map(|(of, _)| of.as_str()) != id {
            self.display = report
                .as_ref()
                .map(|report| (report.id.clone(), Arc::new(Display::of(&report.text))));
            self.words = None;
            self.scroll_text = true;
        }
        let current = state.review.current();
        let number = current.map(|proposal| proposal.number);
        if self.shown != number {
            self.shown = number;
            self.editing = None;
            self.placing = None;
            self.account = 0;
            self.scroll_text = true;
            self.scroll_card = true;
        }
        let n_accounts = current.map_or(0, |proposal| proposal.accounts.len());
        self.account = self.account.min(n_accounts.saturating_sub(1));
    }

    /// Takes away what is open on top; whether there was something.
    pub fn escape(&mut self, ctx: &egui::Context) -> bool {
        if self.paste.take().is_some()
            || self.details.take().is_some()
            || self.editing.take().is_some()
            || self.placing.take().is_some()
        {
            return true;
        }
        if self.words.take().is_some() {
            crate::ui::text::clear_selection(ctx);
            return true;
        }
        std::mem::take(&mut self.lists_reports)
    }

    /// Opens a form for a part of a proposal.
    pub fn edit(&mut self, target: Target, form: Form) {
        self.placing = None;
        self.editing = Some(Editing { target, form, is_new: true });
    }
}
