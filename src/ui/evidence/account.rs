//! A card for one document's account of the event.

use egui::{Response, Ui};

use super::parts::{fact_ui, quiet_ui};
use super::{marks, report};
use crate::app::{Action, AppState, EditAction};
use crate::model::{ClaimRef, DocumentKind, DocumentRef};
use crate::scene::phrases::{self, Length};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui, card_ui, tag_ui};

/// Hexadecimal digits of a hash shown at each end.
const N_DIGITS: usize = 8;

/// Shows an account. `is_only` leaves out what the heading says already.
pub fn account_ui(
    ui: &mut Ui,
    state: &AppState,
    claim: &ClaimRef<'_>,
    is_only: bool,
    how: &mut report::View,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) -> Response {
    let card = card_ui(ui, |ui| {
        let document = claim.document();
        match &document {
            Some(document) => source_ui(ui, document),
            None => {
                label_ui(ui, "Source not stated", STRONG.color(Palette::of(ui).text_quiet));
            }
        }
        ui.add_space(2.0);
        report::report_ui(ui, state, claim, how, view);
        marks::list_ui(ui, state, claim, view);
        ui.add_space(2.0);
        if !claim.attribution().is_empty() {
            fact_ui(ui, "As told by", claim.attribution());
        }
        if !is_only {
            date_ui(ui, claim);
        }
        if !claim.note().is_empty() {
            fact_ui(ui, "Coder’s note", claim.note());
        }
        buttons_ui(ui, claim, document.as_ref(), actions);
        if !is_only {
            part_ui(ui, state, claim, actions);
        }
        if let Some(document) = &document {
            hash_ui(ui, document, actions);
        }
    });
    card.response
}

/// A way to make the account an event of its own.
fn part_ui(ui: &mut Ui, state: &AppState, claim: &ClaimRef<'_>, actions: &mut Vec<Action>) {
    let part = button_ui(ui, "Not this event: part it", ButtonLook::Quiet)
        .on_hover_text("Makes this account an event of its own; it can be joined again.");
    if part.clicked() {
        let nth = state.table.claims(claim.row()).position(|other| other.index() == claim.index());
        let event = state.table.event_id(claim.row());
        actions.extend(nth.map(|claim| Action::Edit(EditAction::Part { event, claim })));
    }
}

fn source_ui(ui: &mut Ui, document: &DocumentRef<'_>) {
    let palette = Palette::of(ui);
    match document.publisher() {
        "" => label_ui(ui, "Publisher not stated", STRONG.color(palette.text_quiet)),
        publisher => label_ui(ui, publisher, STRONG),
    };
    ui.horizontal(|ui| {
        let hover = match document.kind() {
            DocumentKind::Verbatim => "The source’s own words.",
            DocumentKind::Digest => "A summary in other words, not a quotation.",
        };
        tag_ui(ui, phrases::document_kind(document.kind())).on_hover_text(hover);
        match document.published() {
            Some(date) => label_ui(ui, &phrases::date(&date, Length::Short), SMALL),
            None => label_ui(ui, "date not stated", SMALL.color(palette.text_quiet)),
        };
    });
    if !document.title().is_empty() {
        label_ui(ui, document.title(), BODY.color(palette.text_quiet));
    }
    if !document.author().is_empty() {
        fact_ui(ui, "By", document.author());
    }
}

fn date_ui(ui: &mut Ui, claim: &ClaimRef<'_>) {
    let palette = Palette::of(ui);
    let date = claim
        .date()
        .map_or_else(|| "not stated".to_owned(), |date| phrases::date(&date, Length::Long));
    let mut line =
        BidiText::line().push("Dated  ", SMALL.color(palette.text_quiet)).push(&date, SMALL);
    if !claim.date_reason().is_empty() {
        line = line
            .push(" · ", SMALL)
            .push_isolated(claim.date_reason(), SMALL.color(palette.text_quiet));
    }
    rich_label_ui(ui, &line);
}

fn buttons_ui(
    ui: &mut Ui,
    claim: &ClaimRef<'_>,
    document: Option<&DocumentRef<'_>>,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        if button_ui(ui, "Copy citation", ButtonLook::Quiet).clicked() {
            let text = phrases::citation(claim);
            actions.push(Action::CopyText { text, what: "citation" });
        }
        let url = document.map_or("", |document| document.url());
        if is_link(url) {
            let open = button_ui(ui, "Open report", ButtonLook::Quiet)
                .on_hover_text(format!("Opens in your browser, over the network:\n{url}"));
            if open.clicked() {
                actions.push(Action::OpenUrl(url.to_owned()));
            }
        } else if url.is_empty() {
            quiet_ui(ui, "no link");
        } else {
            fact_ui(ui, "Kept at", url);
        }
    });
}

/// Only these are handed to a browser: a file may hold anything.
fn is_link(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

fn hash_ui(ui: &mut Ui, document: &DocumentRef<'_>, actions: &mut Vec<Action>) {
    let language = match document.language() {
        "" => "language not stated",
        code => phrases::language(code),
    };
    let hash = document.sha256();
    if hash.is_empty() {
        quiet_ui(ui, &format!("{language} · no SHA-256 of the original"));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let shown = match (hash.get(..N_DIGITS), hash.get(hash.len().saturating_sub(N_DIGITS)..)) {
            (Some(first), Some(last)) if hash.len() > 2 * N_DIGITS => format!("{first}…{last}"),
            _ => hash.to_owned(),
        };
        quiet_ui(ui, &format!("{language} · SHA-256 {shown}")).on_hover_text(hash);
        if button_ui(ui, "Copy hash", ButtonLook::Quiet).clicked() {
            actions.push(Action::CopyText { text: hash.to_owned(), what: "SHA-256" });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_opened() {
        assert!(is_link("https://example.org/a"));
        assert!(is_link("HTTP://example.org"));
        for other in ["", "file:///etc/passwd", "javascript:alert(1)", "example.org", "ht"] {
            assert!(!is_link(other), "{other}");
        }
    }
}
