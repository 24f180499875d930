//! The dialog on what is known of a report beside its text.

use egui::{Context, Key, Ui};

use crate::app::{Action, ReviewAction};
use crate::store::review::Description;
use crate::ui::dialogs::{buttons_ui, modal_ui, title, title_ui};
use crate::ui::style::{BODY, Palette, SMALL};
use crate::ui::text::{label_ui, text_field_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Shows the dialog while it is open.
pub fn details_ui(ctx: &Context, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(mut described) = view.review.details.clone() else { return };
    let (mut apply, mut cancel) = (false, false);
    let response = modal_ui(ctx, "details of a report", 560.0, |ui| {
        title_ui(ui, &title("What is known of the report"));
        let is_date = fields_ui(ui, &mut described, &mut apply);
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        let words = "The report is read again. What you decided or changed stays as it is.";
        label_ui(ui, words, quiet);
        apply &= is_date;
        buttons_ui(ui, |ui| {
            ui.add_enabled_ui(is_date, |ui| {
                apply |= button_ui(ui, "Apply", ButtonLook::Primary).clicked();
            });
            cancel = button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
    });
    cancel |= response.should_close();
    if apply {
        let trimmed = Description {
            report: described.report.clone(),
            title: described.title.trim().to_owned(),
            publisher: described.publisher.trim().to_owned(),
            published: described.published.trim().to_owned(),
            url: described.url.trim().to_owned(),
        };
        actions.push(Action::Review(ReviewAction::Describe(trimmed)));
    }
    view.review.details = (!apply && !cancel).then_some(described);
}

/// The fields; whether the day of publication is one.
fn fields_ui(ui: &mut Ui, described: &mut Description, apply: &mut bool) -> bool {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let width = ui.available_width();
    let Description { title, publisher, published, url, .. } = described;
    let mut is_first = ui.memory(|memory| memory.focused().is_none());
    for (name, text, hint) in [
        ("Day of publication", published, "2016-01-17"),
        ("Publisher", publisher, "Who published it"),
        ("Title", title, "Headline"),
        ("Address", url, "Where it can be read"),
    ] {
        label_ui(ui, name, quiet);
        let field = text_field_ui(ui, text, hint, BODY, width);
        if std::mem::take(&mut is_first) {
            field.request_focus();
        }
        *apply |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(2.0);
    }
    super::paste::published_ui(ui, &described.published)
}
