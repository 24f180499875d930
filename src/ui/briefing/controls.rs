//! Everything that can be chosen about a page. Each frame edits a copy of the page and asks for it
//! when it has changed.

use egui::{ComboBox, DragValue, Panel, Role, ScrollArea, Slider, TextEdit, Ui, WidgetInfo};

use super::BriefingPanel;
use crate::app::page::{Frame, FrameShape, PageCamera, PageSpec, Profile};
use crate::app::state::{PageFile, SaveKind};
use crate::app::{Action, AppState, BriefingAction};
use crate::export::picture::PictureFormat;
use crate::query::BinUnit;
use crate::scene::labels::LabelScript;
use crate::scene::phrases;
use crate::scene::theme::ThemeName;
use crate::scene::words::Language;
use crate::ui::filters::section::section_ui;
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::text::{self, BidiText, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui, segmented_ui};

/// Shows the choices, and below them what to do with the page.
pub fn controls_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    panel: &mut BriefingPanel,
    n_pictures: usize,
    actions: &mut Vec<Action>,
) {
    Panel::bottom("briefing output").resizable(false).frame(egui::Frame::NONE).show(ui, |ui| {
        output_ui(ui, state, actions);
    });
    let before = &state.briefing.page;
    let mut page = before.clone();
    ui.horizontal(|ui| {
        text::label_ui(ui, "Briefing", style::HEADING);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button_ui(ui, "Back to the map", ButtonLook::Quiet).clicked() {
                actions.push(BriefingAction::Close.into());
            }
        });
    });
    ui.checkbox(&mut view.filters_beside_page, "Filters and dates beside the page");
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        section_ui(ui, "Page", true, |ui| frame_ui(ui, &mut page));
        section_ui(ui, "Words", true, |ui| words_ui(ui, &mut page, actions));
        section_ui(ui, "Parts", true, |ui| parts_ui(ui, &mut page));
        if page.parts.key_events {
            section_ui(ui, "Key events", true, |ui| key_events_ui(ui, state, panel, &mut page));
        }
        section_ui(ui, "Map", true, |ui| map_ui(ui, state, view, &mut page));
        section_ui(ui, "Series", page.series.is_some(), |ui| {
            series_ui(ui, state, n_pictures, &mut page, actions);
        });
        section_ui(ui, "Disclosure", false, |ui| profile_ui(ui, &mut page));
        ui.add_space(8.0);
    });
    if page != *before {
        actions.push(BriefingAction::Change(Box::new(page)).into());
    }
}

/// A name in front of a control, which names it for screen readers too.
fn row_ui<R>(ui: &mut Ui, name: &str, add_control: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        let size = egui::vec2(80.0, style::CONTROL_HEIGHT);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_size(size);
            ui.label(name);
        });
        add_control(ui)
    })
    .inner
}

/// A list of which one is chosen.
fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, String)]) {
    row_ui(ui, name, |ui| {
        let words = choices.iter().find(|(choice, _)| choice == value);
        let words = words.map_or("", |(_, words)| words.as_str());
        let shown =
            ComboBox::from_id_salt(name).width(190.0).selected_text(words).show_ui(ui, |ui| {
                for (choice, words) in choices {
                    ui.selectable_value(value, *choice, words);
                }
            });
        shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    });
}

fn frame_ui(ui: &mut Ui, page: &mut PageSpec) {
    let mut shape = page.frame.shape;
    let shapes = FrameShape::ALL.map(|shape| {
        let words = match shape {
            FrameShape::Wide => "16:9, a slide",
            FrameShape::Standard => "4:3, an older slide",
            FrameShape::A4Portrait => "A4, upright",
            FrameShape::A4Landscape => "A4, landscape",
            FrameShape::Square => "Square",
            FrameShape::Free => "Free",
        };
        (shape, words.to_owned())
    });
    choice_ui(ui, "Shape", &mut shape, &shapes);
    if shape != page.frame.shape {
        let free = Frame { shape, ..page.frame };
        page.frame = if shape == FrameShape::Free { free } else { Frame::of_shape(shape) };
    }
    let mut frame = page.frame;
    match shape {
        FrameShape::A4Portrait | FrameShape::A4Landscape => {
            let dpi = [96, 150, 200, 300, 600].map(|dpi| (dpi, format!("{dpi} dots per inch")));
            choice_ui(ui, "Print", &mut frame.dpi, &dpi);
        }
        FrameShape::Free => {
            row_ui(ui, "Pixels", |ui| {
                for (side, name) in [(0, "Width in pixels"), (1, "Height in pixels")] {
                    let range = Frame::SHORTEST_PX..=Frame::LONGEST_PX;
                    let field = DragValue::new(&mut frame.size_px[side]).range(range).speed(4);
                    let response = ui.add(field).on_hover_text(name);
                    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
                }
            });
        }
        _ => {
            let widths: &[u32] = match shape {
                FrameShape::Wide => &[1280, 1600, 1920, 2560, 3840, 7680],
                FrameShape::Standard => &[1024, 1600, 2048, 4096],
                _ => &[1080, 1440, 2160, 4320],
            };
            let mut sizes: Vec<(u32, String)> = widths
                .iter()
                .filter_map(|width| {
                    Some((*width, format!("{width} × {}", shape.height_px(*width)?)))
                })
                .collect();
            let [width, height] = frame.size_px;
            if !widths.contains(&width) {
                sizes.insert(0, (width, format!("{width} × {height}")));
            }
            choice_ui(ui, "Pixels", &mut frame.size_px[0], &sizes);
        }
    }
    // A size that no picture can have is not taken over; the field keeps what can be had.
    if let Ok(checked) = frame.checked() {
        page.frame = checked;
    }
    row_ui(ui, "Word size", |ui| {
        let slider = Slider::new(&mut page.text_scale, PageSpec::TEXT_SCALES).step_by(0.05);
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::slider(true, f64::from(page.text_scale), "Word size"));
    });
    row_ui(ui, "Colours", |ui| {
        let themes = [(ThemeName::Light, "Light"), (ThemeName::Dark, "Dark")];
        if let Some(theme) = segmented_ui(ui, page.theme, &themes) {
            page.theme = theme;
        }
    });
}

fn words_ui(ui: &mut Ui, page: &mut PageSpec, actions: &mut Vec<Action>) {
    row_ui(ui, "Language", |ui| {
        let languages = [(Language::English, "English"), (Language::Arabic, "Arabic")];
        if let Some(language) = segmented_ui(ui, page.language, &languages)
            && language != page.language
        {
            page.language = language;
            page.names = match language {
                Language::English => LabelScript::Both,
                Language::Arabic => LabelScript::Arabic,
            };
        }
    });
    let width = ui.available_width() - 18.0;
    for (words, hint) in [(&mut page.title, "Title"), (&mut page.subtitle, "Subtitle")] {
        text::text_field_ui(ui, words, hint, BODY, width);
    }
    let notes = TextEdit::multiline(&mut page.notes)
        .id_salt("notes")
        .hint_text("Notes, one paragraph a line")
        .desired_rows(3)
        .desired_width(width + 16.0);
    let response = ui.add(notes);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Notes"));
    let mut made = page.made.clone().unwrap_or_default();
    if text::text_field_ui(ui, &mut made, "Date made, if it is to be said", BODY, width).changed() {
        page.made = (!made.trim().is_empty()).then_some(made);
    }
    ui.horizontal(|ui| {
        let words = if page.logo.is_some() { "Other logo…" } else { "Logo…" };
        if button_ui(ui, words, ButtonLook::Quiet).clicked() {
            actions.push(BriefingAction::PickLogo.into());
        }
        if page.logo.is_some() && button_ui(ui, "No logo", ButtonLook::Quiet).clicked() {
            page.logo = None;
        }
    });
}

fn parts_ui(ui: &mut Ui, page: &mut PageSpec) {
    let parts = &mut page.parts;
    egui::Grid::new("parts of the page").num_columns(2).show(ui, |ui| {
        let boxes = [
            (&mut parts.timeline, "Timeline"),
            (&mut parts.legend, "Legend"),
            (&mut parts.scale_bar, "Scale bar"),
            (&mut parts.north_arrow, "North arrow"),
            (&mut parts.locator, "Small map"),
            (&mut parts.sources, "Sources"),
            (&mut parts.key_events, "Key events"),
            (&mut parts.excerpts, "Excerpts"),
        ];
        for (i, (on, name)) in boxes.into_iter().enumerate() {
            ui.checkbox(on, name);
            if i % 2 == 1 {
                ui.end_row();
            }
        }
    });
    // Excerpts stand in the table.
    parts.key_events |= parts.excerpts && !parts.key_events;
}

fn key_events_ui(ui: &mut Ui, state: &AppState, panel: &mut BriefingPanel, page: &mut PageSpec) {
    let is_by_rule = page.key_events.chosen.is_empty();
    let titles: Vec<String> = panel.page(state).map_or_else(
        |_| Vec::new(),
        |page| page.key_events.iter().map(|(_, title)| title.clone()).collect(),
    );
    let listed = panel.listed(state);
    row_ui(ui, "Which", |ui| {
        let choices = [(true, "Most killed"), (false, "Chosen")];
        match segmented_ui(ui, is_by_rule, &choices) {
            Some(true) => page.key_events.chosen.clear(),
            Some(false) if is_by_rule => page.key_events.chosen.clone_from(&listed),
            _ => {}
        }
    });
    if is_by_rule {
        row_ui(ui, "How many", |ui| {
            let most = crate::app::page::spec::MOST_KEY_EVENTS;
            let response = ui.add(Slider::new(&mut page.key_events.most, 1..=most));
            let value = f64::from(page.key_events.most);
            response.widget_info(|| WidgetInfo::slider(true, value, "How many key events"));
        });
    }
    let mut change = None;
    for (i, title) in titles.iter().enumerate() {
        ui.horizontal(|ui| {
            let title = format!("{}  {title}", i + 1);
            let room = ui.available_width() - if is_by_rule { 0.0 } else { 92.0 };
            ui.allocate_ui(egui::vec2(room, 18.0), |ui| {
                ui.set_min_width(room);
                rich_label_ui(ui, &BidiText::source(title, SMALL).max_lines(1));
            });
            if !is_by_rule {
                for (words, name, by) in [("↑", "Up", -1), ("↓", "Down", 1), ("×", "Out", 0)] {
                    let response = ui.small_button(words).on_hover_text(name);
                    response.widget_info(|| {
                        WidgetInfo::labeled(Role::Button, true, format!("{name}: number {}", i + 1))
                    });
                    if response.clicked() {
                        change = Some((i, by));
                    }
                }
            }
        });
    }
    if let Some((at, by)) = change {
        let chosen = &mut page.key_events.chosen;
        match by {
            0 if at < chosen.len() => {
                chosen.remove(at);
            }
            _ => {
                let to = at.saturating_add_signed(by);
                if at < chosen.len() && to < chosen.len() {
                    chosen.swap(at, to);
                }
            }
        }
    }
    if let Some(row) = state.selected_row()
        && button_ui(ui, "Add the selected event", ButtonLook::Quiet).clicked()
    {
        let id = state.table.id(row).to_owned();
        if page.key_events.chosen.is_empty() {
            page.key_events.chosen = listed;
        }
        if !page.key_events.chosen.contains(&id) {
            page.key_events.chosen.push(id);
        }
    }
}

fn map_ui(ui: &mut Ui, state: &AppState, view: &ViewState, page: &mut PageSpec) {
    row_ui(ui, "Names", |ui| {
        let scripts = [
            (LabelScript::Both, "Both"),
            (LabelScript::Latin, "English"),
            (LabelScript::Arabic, "Arabic"),
        ];
        if let Some(names) = segmented_ui(ui, page.names, &scripts) {
            page.names = names;
        }
    });
    ui.horizontal(|ui| {
        if button_ui(ui, "Fit to the events", ButtonLook::Quiet).clicked() {
            page.camera = None;
        }
        if button_ui(ui, "As in the window", ButtonLook::Quiet).clicked() {
            let frame = view.picture_frame();
            page.camera = Some(PageCamera { camera: frame.camera, map_size: Some(frame.map_size) });
        }
    });
    if let Some(row) = state.selected_row() {
        let mut is_card = page.card.is_some();
        if ui.checkbox(&mut is_card, "A card of the selected event alone").changed() {
            page.card = is_card.then(|| state.table.id(row).to_owned());
            page.camera = None;
        }
        let title = phrases::title(&state.table, row);
        let words =
            BidiText::line().push("Set off: ", SMALL).push_isolated(&title, SMALL).max_lines(2);
        rich_label_ui(ui, &words);
    }
}

fn series_ui(
    ui: &mut Ui,
    state: &AppState,
    n_pictures: usize,
    page: &mut PageSpec,
    actions: &mut Vec<Action>,
) {
    let units = [
        (None, "One picture".to_owned()),
        (Some(BinUnit::Day), "One a day".to_owned()),
        (Some(BinUnit::Week), "One a week".to_owned()),
        (Some(BinUnit::Month), "One a month".to_owned()),
        (Some(BinUnit::Year), "One a year".to_owned()),
    ];
    choice_ui(ui, "Pictures", &mut page.series, &units);
    if page.series.is_none() || n_pictures == 0 {
        return;
    }
    row_ui(ui, "Shown", |ui| {
        let mut nth = state.briefing.nth_picture.min(n_pictures - 1) + 1;
        let response = ui.add(Slider::new(&mut nth, 1..=n_pictures));
        response.widget_info(|| WidgetInfo::slider(true, nth as f64, "Picture of the series"));
        if response.changed() {
            actions.push(BriefingAction::ShowPicture(nth - 1).into());
        }
    });
    for (words, file) in [
        ("Save as GIF or animated PNG…", PageFile::Animation),
        ("Save a file for each…", PageFile::Series),
    ] {
        if button_ui(ui, words, ButtonLook::Quiet).clicked() {
            actions.push(Action::Save(SaveKind::Page(file)));
        }
    }
}

fn profile_ui(ui: &mut Ui, page: &mut PageSpec) {
    row_ui(ui, "Profile", |ui| {
        let profiles =
            [(Profile::Full, "Full"), (Profile::Partner, "Partner"), (Profile::Public, "Public")];
        if let Some(profile) = segmented_ui(ui, page.profile, &profiles) {
            page.profile = profile;
        }
    });
    let words = match page.profile {
        Profile::Full => "Nothing is withheld.",
        Profile::Partner => "Places to the quarter, village or town; speakers hidden.",
        Profile::Public => "Places to the sub-district; speakers hidden; excerpts alone.",
    };
    text::label_ui(ui, words, SMALL);
}

/// What to do with the page.
fn output_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        for (format, look) in [
            (PictureFormat::Png, ButtonLook::Primary),
            (PictureFormat::Pdf, ButtonLook::Primary),
            (PictureFormat::Svg, ButtonLook::Primary),
        ] {
            let words = format!("{}…", format.extension().to_uppercase());
            if button_ui(ui, &words, look).clicked() {
                actions.push(Action::Save(SaveKind::Page(PageFile::Picture(format))));
            }
        }
        ui.add_enabled_ui(!state.briefing.is_copying(), |ui| {
            let words = if state.briefing.is_copying() { "Copying…" } else { "Copy" };
            if button_ui(ui, words, ButtonLook::Quiet).clicked() {
                actions.push(BriefingAction::Copy.into());
            }
        });
    });
    ui.horizontal(|ui| {
        if button_ui(ui, "Save view…", ButtonLook::Quiet).clicked() {
            actions.push(Action::Save(SaveKind::Page(PageFile::View)));
        }
        if button_ui(ui, "Open view…", ButtonLook::Quiet).clicked() {
            actions.push(BriefingAction::PickView.into());
        }
    });
    ui.add_space(4.0);
}
