//! The dialog for a pasted text.

use egui::{Context, Event, Key, ScrollArea, TextEdit, Ui};
use unicode_bidi::BidiInfo;

use crate::app::Action;
use crate::app::review::{Pasted, ReviewAction};
use crate::model::Edtf;
use crate::scene::phrases::{self, Length};
use crate::ui::dialogs::{buttons_ui, modal_ui, title, title_ui};
use crate::ui::style::{BODY, EXCERPT, Palette, SMALL};
use crate::ui::text::{BidiText, label_ui, rich_label_ui, text_field_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Height of the text in the dialog, in points.
const TEXT_HEIGHT: f32 = 240.0;

/// Bytes of a pasted text that are laid out.
const LONGEST_SHOWN: usize = 24_000;

/// What is pasted and typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PasteForm {
    /// Text and what is known of it.
    pub pasted: Pasted,
    /// Whether the text field still has to take the focus.
    has_focus: bool,
}

/// A text pasted while no field has the focus is a report: opens the dialog with it.
pub fn on_paste(ctx: &Context, view: &mut ViewState) {
    let is_typing = ctx.memory(|memory| memory.focused().is_some())
        || view.palette.is_some()
        || view.path_field.is_some();
    if is_typing {
        return;
    }
    let pasted = ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Paste(text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        })
    });
    if let Some(text) = pasted {
        view.review.paste.get_or_insert_default().pasted.text = text;
    }
}

/// Shows the dialog while it is open.
pub fn paste_ui(ctx: &Context, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(mut form) = view.review.paste.clone() else { return };
    let (mut open, mut cancel) = (false, false);
    let response = modal_ui(ctx, "paste a report", 640.0, |ui| {
        title_ui(ui, &title("Paste a report"));
        text_ui(ui, &mut form);
        ui.add_space(6.0);
        let width = ui.available_width();
        let half = (width - 8.0) / 2.0;
        let Pasted { title, publisher, published, url, .. } = &mut form.pasted;
        text_field_ui(ui, title, "Title, if the text does not begin with it", BODY, width);
        ui.horizontal(|ui| {
            text_field_ui(ui, publisher, "Publisher", BODY, half);
            text_field_ui(ui, published, "Published: 2016-01-17", BODY, half);
        });
        text_field_ui(ui, url, "Address", BODY, width);
        let is_date = published_ui(ui, &form.pasted.published);
        let can_open = is_date && !form.pasted.text.trim().is_empty();
        buttons_ui(ui, |ui| {
            ui.add_enabled_ui(can_open, |ui| {
                open = button_ui(ui, "Read it", ButtonLook::Primary)
                    .on_hover_text("Ctrl+Enter")
                    .clicked();
            });
            cancel = button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
        let ctrl_enter = ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
        open |= ctrl_enter && can_open;
    });
    cancel |= response.should_close();
    if open {
        let pasted = std::mem::take(&mut form.pasted);
        actions.push(Action::Review(ReviewAction::Paste(pasted)));
    }
    view.review.paste = (!open && !cancel).then_some(form);
}

/// The text: to type in where it is of one direction; Arabic is shown as it reads
/// and replaced as a whole.
fn text_ui(ui: &mut Ui, form: &mut PasteForm) {
    let text = &mut form.pasted.text;
    let is_rtl = BidiInfo::new(&text[..text.floor_char_boundary(4_000)], None).has_rtl();
    let area = ScrollArea::vertical().id_salt("pasted").max_height(TEXT_HEIGHT).auto_shrink(false);
    if is_rtl {
        area.show(ui, |ui| {
            let shown = &text[..text.floor_char_boundary(LONGEST_SHOWN)];
            rich_label_ui(ui, &BidiText::excerpt(shown, EXCERPT));
        });
        ui.horizontal(|ui| {
            if button_ui(ui, "Clear", ButtonLook::Quiet).clicked() {
                text.clear();
                form.has_focus = false;
            }
            let quiet = SMALL.color(Palette::of(ui).text_quiet);
            label_ui(ui, "Ctrl+V pastes another text in its place.", quiet);
        });
        return;
    }
    area.show(ui, |ui| {
        let field = ui.add(
            TextEdit::multiline(text)
                .hint_text("Paste or type the text of the report")
                .font(EXCERPT.role.font_id(14.0))
                .desired_width(f32::INFINITY)
                .desired_rows(12),
        );
        if !form.has_focus {
            field.request_focus();
            form.has_focus = true;
        }
    });
}

/// What the day of publication means; whether it is one.
pub(super) fn published_ui(ui: &mut Ui, published: &str) -> bool {
    let palette = Palette::of(ui);
    let quiet = SMALL.color(palette.text_quiet);
    match published.trim() {
        "" => {
            let words = "Without a day of publication, “on Saturday” has no date.";
            label_ui(ui, words, quiet);
            true
        }
        typed => match typed.parse::<Edtf>() {
            Ok(date) => {
                let words = format!("Published on {}.", phrases::date(&date, Length::Long));
                label_ui(ui, &words, quiet);
                true
            }
            Err(error) => {
                label_ui(ui, &error.to_string(), SMALL.color(palette.error));
                false
            }
        },
    }
}
