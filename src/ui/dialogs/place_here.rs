//! "Place this here…": adds a place to the user's own gazetteer, or puts a known
//! one where the user says.

use egui::{ComboBox, Context, ScrollArea, Ui, WidgetInfo};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::{Action, AppState, PlaceAction};
use crate::gazetteer::{Context as PlaceContext, Place, PositionStatus};
use crate::scene::phrases;
use crate::ui::chrome;
use crate::ui::placing::{KINDS, Placing, Purpose};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui, segmented_ui};

/// Known places proposed.
const N_PROPOSED: usize = 5;

/// Shows the form while it is open.
pub fn place_here_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let Some(mut form) = view.placing.clone() else { return };
    let mut close = false;
    let response = modal_ui(ctx, "place here", 520.0, |ui| {
        let is_edit = form.id.as_ref().is_some_and(|id| state.view.own_places.place(id).is_some());
        title_ui(ui, &title(if is_edit { "Edit my place" } else { "Place this here" }));
        let room = (ctx.content_rect().height() - 260.0).max(160.0);
        ScrollArea::vertical().max_height(room).show(ui, |ui| form_ui(ui, state, &mut form));
        let lacks = form.lacks();
        ui.add_space(4.0);
        let note = lacks.unwrap_or("The bundled gazetteer stays as it is. Ctrl+Z takes this back.");
        label_ui(ui, note, SMALL.color(Palette::of(ui).text_quiet));
        let entry = form.entry(&state.gazetteer, &state.view.own_places);
        buttons_ui(ui, |ui| {
            ui.add_enabled_ui(entry.is_some(), |ui| {
                if button_ui(ui, "Place", ButtonLook::Primary).clicked()
                    && let Some(entry) = entry
                {
                    actions.push(Action::Place(PlaceAction::Put(entry.into())));
                    close = true;
                }
            });
            close |= button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
    });
    let is_open = !(close || response.should_close());
    view.placing = is_open.then_some(form);
}

fn form_ui(ui: &mut Ui, state: &AppState, form: &mut Placing) {
    where_ui(ui, state, form);
    ui.add_space(6.0);
    let choices = [(Purpose::Add, "A new place"), (Purpose::Correct, "A known place lies here")];
    let is_own = form.id.as_ref().is_some_and(|id| state.view.own_places.place(id).is_some());
    if !is_own
        && let Some(purpose) = segmented_ui(ui, form.purpose, &choices)
        && purpose != form.purpose
    {
        form.purpose = purpose;
        form.id = None;
    }
    ui.add_space(4.0);
    match form.purpose {
        Purpose::Add => names_ui(ui, state, form),
        Purpose::Correct => known_ui(ui, state, form, is_own),
    }
    let width = ui.available_width();
    field_name_ui(ui, "Within how many metres of this spot");
    text::text_field_ui(ui, &mut form.radius_m, "Radius in metres", BODY, 140.0);
    field_name_ui(ui, "How you know (required; it is shown with the place)");
    text::text_field_ui(ui, &mut form.reason, "Reason", BODY, width);
}

fn field_name_ui(ui: &mut Ui, words: &str) {
    ui.add_space(4.0);
    label_ui(ui, words, SMALL.color(Palette::of(ui).text_quiet));
}

/// The spot: coordinates, and what the gazetteer has there.
fn where_ui(ui: &mut Ui, state: &AppState, form: &Placing) {
    let Some(at) = form.at else {
        label_ui(ui, "No position yet: right-click on the map to give one.", BODY);
        return;
    };
    let gazetteer = &state.gazetteer;
    let here = gazetteer.reverse(at);
    let quiet = BODY.color(Palette::of(ui).text_quiet);
    let mut line = BidiText::line().push(&phrases::coordinates(at), STRONG);
    for place in [here.neighbourhood, here.subdistrict, here.district].into_iter().flatten() {
        line = line.push(", ", quiet).push_isolated(&gazetteer.place(place).name_en, quiet);
    }
    rich_label_ui(ui, &line);
}

fn names_ui(ui: &mut Ui, state: &AppState, form: &mut Placing) {
    let width = ui.available_width();
    field_name_ui(ui, "Name in Latin letters");
    text::text_field_ui(ui, &mut form.name_en, "Name in Latin letters", BODY, width);
    field_name_ui(ui, "Name in Arabic");
    text::text_field_ui(ui, &mut form.name_ar, "Name in Arabic", BODY, width);
    namesake_ui(ui, state, form);
    field_name_ui(ui, "What it is");
    let combo = ComboBox::from_id_salt("kind").selected_text(form.kind.name()).show_ui(ui, |ui| {
        for kind in KINDS {
            ui.selectable_value(&mut form.kind, kind, kind.name());
        }
    });
    let name = format!("What it is: {}", form.kind.name());
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}

/// Says when the gazetteer has a place of that name already.
fn namesake_ui(ui: &mut Ui, state: &AppState, form: &mut Placing) {
    let gazetteer = &state.gazetteer;
    let namesake = [&form.name_en, &form.name_ar]
        .into_iter()
        .filter(|name| !name.trim().is_empty())
        .find_map(|name| gazetteer.lookup_exact(name.trim()).first().copied())
        .map(|index| gazetteer.place(index))
        .filter(|place| Some(&place.id) != form.id.as_ref());
    let Some(place) = namesake else { return };
    let palette = Palette::of(ui);
    let line = BidiText::line()
        .push("There is a place of this name: ", SMALL.color(palette.warning))
        .push_isolated(&place.name_en, SMALL)
        .push(", ", SMALL)
        .push(place.kind.name(), SMALL)
        .push(". Click here if you mean it.", SMALL.color(palette.accent));
    if chrome::clickable_row_ui(ui, &line).clicked() {
        form.correct(place);
    }
}

/// Finds the known place that lies here.
fn known_ui(ui: &mut Ui, state: &AppState, form: &mut Placing, is_own: bool) {
    let gazetteer = &state.gazetteer;
    let chosen = form.id.as_ref().and_then(|id| gazetteer.by_id(id));
    if !is_own {
        let width = ui.available_width();
        field_name_ui(ui, "Which place, in any spelling");
        let hint = "Name of the known place";
        let field = text::text_field_ui(ui, &mut form.search, hint, BODY, width);
        if field.changed() {
            form.id = None;
        }
    }
    if let Some(index) = chosen {
        let place = gazetteer.place(index);
        rich_label_ui(ui, &named(place));
        rich_label_ui(ui, &BidiText::line().push(&moved_words(place, form), SMALL));
        return;
    }
    let query = form.search.trim();
    if query.chars().count() < 2 {
        return;
    }
    let context = PlaceContext { is_place: true, ..PlaceContext::default() };
    let found = gazetteer.lookup(query, &context);
    for candidate in found.candidates.iter().take(N_PROPOSED) {
        let place = gazetteer.place(candidate.place);
        if chrome::clickable_row_ui(ui, &named(place)).clicked() {
            form.correct(place);
        }
    }
    if found.candidates.is_empty() {
        label_ui(ui, "No place of that name", SMALL.color(Palette::of(ui).text_quiet));
    }
}

fn named(place: &Place) -> BidiText {
    BidiText::line()
        .push_isolated(&place.name_en, STRONG)
        .push("   ", BODY)
        .push_isolated(&place.name_ar, BODY)
        .push(&format!("   {}", place.kind.name()), SMALL)
}

/// How far the place is from where it was.
fn moved_words(place: &Place, form: &Placing) -> String {
    match (place.position, form.at) {
        (Some(before), Some(now)) => {
            let apart = phrases::distance(before.distance_m(now));
            let whose = match place.status {
                PositionStatus::User => "where you placed it",
                _ => "its position in the gazetteer",
            };
            format!("{apart} from {whose}")
        }
        (None, Some(_)) => "The gazetteer has no position for it.".to_owned(),
        (_, None) => String::new(),
    }
}
