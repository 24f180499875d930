//! What the marked words of a report support.

use egui::{CollapsingHeader, Color32, Role, Sense, Ui, WidgetInfo, vec2};

use super::parts::{link_row_ui, quiet_ui};
use crate::app::AppState;
use crate::gazetteer::{Place, PositionStatus};
use crate::model::{ActorRole, ClaimRef, Mark, MarkKind};
use crate::scene::phrases::{self, Length};
use crate::ui::style::{Palette, SMALL, Support};
use crate::ui::text::{self, BidiText, rich_label_ui};
use crate::ui::view_state::ViewState;

/// Marked words listed; more are marked in the text all the same.
const N_LISTED: usize = 60;
/// Characters of marked words in the list.
const N_CHARACTERS: usize = 80;

/// All kinds, in the order of the key.
const KINDS: [MarkKind; 5] =
    [MarkKind::Place, MarkKind::Date, MarkKind::Actor, MarkKind::Toll, MarkKind::Attribution];

const fn name(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Place => "place",
        MarkKind::Date => "date",
        MarkKind::Actor => "actor",
        MarkKind::Toll => "toll",
        MarkKind::Attribution => "told by",
    }
}

/// The ground behind marked words and the line below them. Who tells it is no
/// fact about the event and has no colour of its own.
pub fn colours(palette: &Palette, kind: MarkKind) -> (Color32, Color32) {
    let support = match kind {
        MarkKind::Place => Support::Place,
        MarkKind::Date => Support::Date,
        MarkKind::Actor => Support::Actor,
        MarkKind::Toll => Support::Toll,
        MarkKind::Attribution => return (palette.chip_strong, palette.text_quiet),
    };
    (palette.support_fill(support), palette.support(support))
}

/// The key of the colours of the kinds that occur.
pub fn key_ui(ui: &mut Ui, claims: &[ClaimRef<'_>]) {
    let occurs =
        |kind| claims.iter().any(|claim| claim.marks().iter().any(|mark| mark.kind == kind));
    let kinds: Vec<MarkKind> = KINDS.into_iter().filter(|kind| occurs(*kind)).collect();
    if kinds.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    ui.horizontal_wrapped(|ui| {
        for kind in kinds {
            let (fill, line) = colours(&palette, kind);
            let words = BidiText::line().push(name(kind), SMALL);
            let words = text::layout(ui.ctx(), &words, f32::INFINITY);
            let size = words.size() + vec2(10.0, 4.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| {
                let label = format!("Marked in this colour: {}", name(kind));
                WidgetInfo::labeled(Role::Label, true, label)
            });
            ui.painter().rect_filled(rect, 2.0, fill);
            let below = rect.with_min_y(rect.bottom() - 2.0);
            ui.painter().rect_filled(below, 0.0, line);
            words.paint(ui.painter(), rect.min + vec2(5.0, 1.0), palette.text, None);
        }
    });
}

/// What a mark supports, in words: `place: al-Qusour, neighbourhood, ± 614 m`.
pub fn supports(state: &AppState, claim: &ClaimRef<'_>, mark: &Mark) -> String {
    let table = &*state.table;
    let at = usize::from(mark.index);
    let value = match mark.kind {
        MarkKind::Date => claim.date().map(|date| phrases::date(&date, Length::Long)),
        MarkKind::Place => claim.places().nth(at).map(|(place, _)| place_words(state, &place)),
        MarkKind::Actor => claim.actors().nth(at).map(|(actor, role)| {
            let actor = table.string(actor);
            match role {
                ActorRole::Attacker | ActorRole::Target => format!("{actor}, {}", role.name()),
                ActorRole::Other => actor.to_owned(),
            }
        }),
        MarkKind::Toll => claim.tolls().nth(at).map(|toll| {
            let numbers = phrases::toll_numbers(toll.min, toll.max);
            let outcome = phrases::outcome(toll.outcome);
            match phrases::who(table.string(toll.who)) {
                "" => format!("{numbers} {outcome}"),
                who => format!("{numbers} {outcome}, {who}"),
            }
        }),
        MarkKind::Attribution => Some(claim.attribution().to_owned()),
    };
    format!("{}: {}", name(mark.kind), value.unwrap_or_default())
}

/// The gazetteer entry that a mark's words stand for; `None` for other marks.
pub fn place_of<'a>(state: &'a AppState, claim: &ClaimRef<'_>, mark: &Mark) -> Option<&'a Place> {
    if mark.kind != MarkKind::Place {
        return None;
    }
    let (place, _) = claim.places().nth(usize::from(mark.index))?;
    let index = state.gazetteer.by_id(state.table.string(place.place))?;
    Some(state.gazetteer.place(index))
}

/// What a hover over the text tells, as a list for the keyboard and for screen
/// readers: the marked words and what they support. Folded away at first.
pub fn list_ui(ui: &mut Ui, state: &AppState, claim: &ClaimRef<'_>, view: &mut ViewState) {
    let table = &*state.table;
    let marks = claim.marks();
    if marks.is_empty() {
        return;
    }
    let title = format!("Marked words ({})", marks.len());
    CollapsingHeader::new(title).id_salt("marked words").show_unindented(ui, |ui| {
        let palette = Palette::of(ui);
        let mut sorted: Vec<&Mark> = marks.iter().collect();
        sorted.sort_by_key(|mark| (mark.span.start(), mark.span.end()));
        for mark in sorted.iter().take(N_LISTED) {
            let words: String = table.text(mark.span).chars().take(N_CHARACTERS).collect();
            let supports = supports(state, claim, mark);
            let line = BidiText::line()
                .push_isolated(&words, SMALL)
                .push("  ", SMALL)
                .push_isolated(&supports, SMALL.color(palette.text_quiet));
            match place_of(state, claim, mark) {
                Some(place) => {
                    if link_row_ui(ui, &line, &format!("{words}: {supports}")).clicked() {
                        view.show_place(place);
                    }
                }
                None => {
                    rich_label_ui(ui, &line);
                }
            }
        }
        if marks.len() > N_LISTED {
            quiet_ui(ui, &format!("and {} more", marks.len() - N_LISTED));
        }
    });
}

/// A place with what is known of its position: `al-Qusour, neighbourhood, ± 614 m`.
pub fn place_words(state: &AppState, place: &crate::model::Placement) -> String {
    let table = &*state.table;
    let (mut words, _) = phrases::place_name(table, place);
    let gazetteer = &state.gazetteer;
    let entry = gazetteer.by_id(table.string(place.place)).map(|index| gazetteer.place(index));
    if let Some(entry) = entry {
        words.push_str(", ");
        words.push_str(entry.kind.name());
    }
    words.push_str(", ");
    words.push_str(&how_sure(place, entry.map(|entry| entry.status)));
    words
}

/// How sure a position is: `± 614 m`, `± 900 m, position not verified`, `not placed`.
pub fn how_sure(place: &crate::model::Placement, status: Option<PositionStatus>) -> String {
    if place.centre.is_none() {
        return "not placed".to_owned();
    }
    let mut words = match place.radius_m {
        Some(radius_m) if radius_m > 0.0 => {
            format!("± {}", phrases::distance(f64::from(radius_m)))
        }
        Some(_) => "exact".to_owned(),
        None => "how exact is not stated".to_owned(),
    };
    if status == Some(PositionStatus::Unverified) {
        words.push_str(", position not verified");
    }
    words
}
