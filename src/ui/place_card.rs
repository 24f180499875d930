//! The card of a gazetteer entry: its names, how sure its position is, who says
//! so, and how many events are told of it.

use egui::{Context, Id, ScrollArea, Ui, Window, vec2};

use super::evidence::{fact_ui, link_row_ui};
use super::style::{BODY, HEADING, Palette, SMALL, STRONG};
use super::text::{BidiText, label_ui, rich_label_ui};
use super::view_state::ViewState;
use super::widgets::{ButtonLook, button_ui, grouped, tag_ui};
use crate::app::{Action, AppState, FilterChange};
use crate::gazetteer::{Place, PlaceIdx, PositionStatus};
use crate::scene::phrases;

/// Width of the card in points, and its greatest height.
const WIDTH: f32 = 300.0;
const HEIGHT: f32 = 440.0;
/// Where it opens: so far from the right edge of the window, over the map.
const FROM_RIGHT: f32 = 372.0 + 24.0;
const FROM_TOP: f32 = 64.0;

/// Shows the card of the place that was asked for, if any.
pub fn place_card_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let Some(id) = view.place_card.clone() else { return };
    // Gone when an own place was taken out.
    let Some(place) = state.gazetteer.by_id(&id) else {
        view.place_card = None;
        return;
    };
    let content = ctx.content_rect();
    let left = (content.right() - FROM_RIGHT - WIDTH).max(content.left() + 8.0);
    let mut open = true;
    Window::new(egui::RichText::new("Place").font(STRONG.role.font_id(STRONG.size)))
        .id(Id::unique("place card"))
        .open(&mut open)
        .collapsible(false)
        .auto_sized()
        .default_pos(egui::pos2(left, content.top() + FROM_TOP))
        .show(ctx, |ui| {
            ui.set_width(WIDTH);
            let room = (content.height() - 2.0 * FROM_TOP).clamp(120.0, HEIGHT);
            ScrollArea::vertical().id_salt(&id).max_height(room).show(ui, |ui| {
                card_ui(ui, state, place, view, actions);
            });
        });
    if !open {
        view.place_card = None;
    }
}

fn card_ui(
    ui: &mut Ui,
    state: &AppState,
    index: PlaceIdx,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    let quiet = BODY.color(palette.text_quiet);
    let gazetteer = &*state.gazetteer;
    let place = gazetteer.place(index);
    let mut names = BidiText::line().push_isolated(&place.name_en, HEADING);
    if !place.name_ar.is_empty() {
        names = names.push("  ", HEADING).push_isolated(&place.name_ar, HEADING);
    }
    rich_label_ui(ui, &names);
    let mut kind = BidiText::line().push(place.kind.name(), BODY);
    for parent in phrases::parents(gazetteer, index) {
        kind = kind.push(", ", quiet).push_isolated(&parent.name_en, quiet);
    }
    rich_label_ui(ui, &kind);
    if !place.in_governorate {
        label_ui(ui, "Outside Deir ez-Zor governorate", SMALL.color(palette.warning));
    }
    ui.separator();
    let is_own = gazetteer.own_places().is_some_and(|own| own.places.contains_key(&place.id));
    position_ui(ui, place, is_own);
    ui.separator();
    events_ui(ui, state, place, actions);
    ui.horizontal_wrapped(|ui| {
        if place.position.is_some() && button_ui(ui, "Fly there", ButtonLook::Quiet).clicked() {
            view.show_place(place);
        }
        if button_ui(ui, "Copy id", ButtonLook::Quiet).on_hover_text(&place.id).clicked() {
            actions.push(Action::CopyText { text: place.id.clone(), what: "place’s id" });
        }
    });
    spellings_ui(ui, place);
    if let Some(parent) = place.parent {
        ui.add_space(4.0);
        let parent = gazetteer.place(parent);
        let name = &parent.name_en;
        let line = BidiText::line()
            .push("Part of ", SMALL.color(palette.text_quiet))
            .push_isolated(name, SMALL.color(palette.accent));
        if link_row_ui(ui, &line, &format!("Part of {name}")).clicked() {
            view.show_place(parent);
        }
    }
}

fn position_ui(ui: &mut Ui, place: &Place, is_own: bool) {
    let palette = Palette::of(ui);
    if is_own {
        tag_ui(ui, "YOUR GAZETTEER").on_hover_text(
            "You added or corrected this place; the bundled gazetteer is unchanged.",
        );
    }
    let in_doubt = matches!(place.status, PositionStatus::Unverified | PositionStatus::Unplaced);
    let status = phrases::position_status(place.status);
    if in_doubt {
        label_ui(ui, status, STRONG.color(palette.warning));
    } else {
        label_ui(ui, status, BODY);
    }
    if let Some(position) = place.position {
        let radius = place.radius_m.map_or_else(
            || "radius not stated".to_owned(),
            |radius_m| format!("± {}", phrases::distance(f64::from(radius_m))),
        );
        fact_ui(ui, "Where", &format!("{}, {radius}", phrases::coordinates(position)));
    }
    let source = match (place.source.as_str(), place.licence.as_str()) {
        ("", _) => "not stated".to_owned(),
        (source, "") => source.to_owned(),
        (source, licence) => format!("{source} ({licence})"),
    };
    fact_ui(ui, "Source", &source);
    if !place.pcode.is_empty() {
        fact_ui(ui, "OCHA code", &place.pcode);
    }
    if !place.note.is_empty() {
        fact_ui(ui, if is_own { "Your reason" } else { "Note" }, &place.note);
    }
}

/// How many events of the date range name the place, and a way to see them alone.
fn events_ui(ui: &mut Ui, state: &AppState, place: &Place, actions: &mut Vec<Action>) {
    let count = state
        .table
        .strings()
        .find(&place.id)
        .and_then(|id| state.derived.matched.place(state.date_range(), id));
    let (n, n_total) = count.map_or((0, 0), |count| (count.n, count.n_total));
    let events = |n: u64| match n {
        0 => "No event here".to_owned(),
        1 => "1 event here".to_owned(),
        n => format!("{} events here", grouped(n)),
    };
    let mut line =
        BidiText::line().push(&events(u64::from(n)), STRONG).push(" in the date range", BODY);
    if n_total > n {
        let words = format!(", {} at any date", grouped(u64::from(n_total)));
        line = line.push(&words, BODY.color(Palette::of(ui).text_quiet));
    }
    rich_label_ui(ui, &line);
    let is_chosen = state.view.filter.places.contains(&place.id);
    let words = if is_chosen { "No longer only these" } else { "Show these events" };
    if (n_total > 0 || is_chosen) && button_ui(ui, words, ButtonLook::Quiet).clicked() {
        actions.push(Action::Filter(FilterChange::TogglePlace(place.id.clone())));
    }
}

fn spellings_ui(ui: &mut Ui, place: &Place) {
    if place.spellings.is_empty() {
        return;
    }
    let mut line = BidiText::line().push("Also ", SMALL.color(Palette::of(ui).text_quiet));
    for (at, spelling) in place.spellings.iter().enumerate() {
        if at > 0 {
            line = line.push(" · ", SMALL);
        }
        line = line.push_isolated(&spelling.text, SMALL);
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        rich_label_ui(ui, &line);
    });
}
