//! The look of the window: egui's style for light and dark, and the tokens that
//! widgets draw with. Colours come from [`scene::theme`](crate::scene::theme), so
//! that the window and the pictures it exports agree.

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontId, Margin, Stroke, TextStyle, Theme, Vec2, Visuals, vec2};

use super::fonts::FontRole;
use super::text::Style;
use crate::model::MarkKind;
use crate::scene::colour::Colour;
use crate::scene::theme::ThemeName;

/// Words of the interface.
pub const BODY: Style = Style::new(FontRole::Ui, 13.0);
/// Words of the interface that stand out: names, counts.
pub const STRONG: Style = Style::new(FontRole::UiBold, 13.0);
/// Second words: dates below a title, notes, units.
pub const SMALL: Style = Style::new(FontRole::Ui, 11.5);
/// The title of what is selected.
pub const HEADING: Style = Style::new(FontRole::UiBold, 17.0);
/// The words of a source.
pub const EXCERPT: Style = Style::new(FontRole::Excerpt, 15.0);

/// Height of buttons, chips and fields in points.
pub const CONTROL_HEIGHT: f32 = 24.0;
/// Corners of cards and fields, in points.
pub const CARD_RADIUS: u8 = 8;
/// Corners of buttons, tags and list entries, in points.
pub const BUTTON_RADIUS: u8 = 5;
/// Between the edge of a panel and what is in it, in points.
pub const PANEL_MARGIN: i8 = 14;

/// What the words of a source support; each has its colour in every theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// Where it happened.
    Place,
    /// When it happened.
    Date,
    /// Who did it or suffered it.
    Actor,
    /// How many were killed, wounded or taken.
    Toll,
}

impl Support {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Place, Self::Date, Self::Actor, Self::Toll];

    const fn colour(self, theme: ThemeName) -> Colour {
        theme.theme().mark(match self {
            Self::Place => MarkKind::Place,
            Self::Date => MarkKind::Date,
            Self::Actor => MarkKind::Actor,
            Self::Toll => MarkKind::Toll,
        })
    }
}

/// The colours of one theme, as egui takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    theme: ThemeName,
    /// Behind everything but the map.
    pub page: Color32,
    /// Cards, fields and menus.
    pub panel: Color32,
    /// Outlines and lines between panels.
    pub line: Color32,
    /// Words.
    pub text: Color32,
    /// Second words.
    pub text_quiet: Color32,
    /// What can be pressed or is switched on.
    pub accent: Color32,
    /// Words on `accent`.
    pub on_accent: Color32,
    /// Chips, and rows under the pointer.
    pub chip: Color32,
    /// Chips under the pointer, and the selected row.
    pub chip_strong: Color32,
    /// Behind selected text.
    pub selection: Color32,
    /// The empty part of a bar or a rail.
    pub rail: Color32,
    /// What is wrong.
    pub error: Color32,
    /// What needs a look.
    pub warning: Color32,
}

impl Palette {
    /// The palette of a theme.
    pub fn new(theme: ThemeName) -> Self {
        let colours = theme.theme();
        let on_page = |share| color32(colours.page.mixed(colours.text, share));
        let (error, warning) = match theme {
            ThemeName::Light => (Colour::hex(0xA92A1C), Colour::hex(0x855000)),
            ThemeName::Dark => (Colour::hex(0xF28A78), Colour::hex(0xEEA62B)),
        };
        Self {
            theme,
            page: color32(colours.page),
            panel: color32(colours.panel),
            line: color32(colours.panel_line),
            text: color32(colours.text),
            text_quiet: color32(colours.text_quiet),
            accent: color32(colours.accent),
            on_accent: color32(colours.on_accent),
            chip: on_page(0.05),
            chip_strong: on_page(0.10),
            selection: color32(colours.page.mixed(colours.accent, 0.30)),
            rail: on_page(0.14),
            error: color32(error),
            warning: color32(warning),
        }
    }

    /// The palette of the theme in which `ui` is drawn.
    pub fn of(ui: &egui::Ui) -> Self {
        Self::new(theme_name(ui))
    }

    /// The line below words that support a value.
    pub fn support(&self, support: Support) -> Color32 {
        color32(support.colour(self.theme))
    }

    /// The ground behind them.
    pub fn support_fill(&self, support: Support) -> Color32 {
        color32(self.theme.theme().panel.mixed(support.colour(self.theme), 0.22))
    }

    /// The ground behind them while the pointer or the selection is on them.
    pub fn support_fill_strong(&self, support: Support) -> Color32 {
        color32(self.theme.theme().panel.mixed(support.colour(self.theme), 0.40))
    }
}

/// The theme in which `ui` is drawn.
pub fn theme_name(ui: &egui::Ui) -> ThemeName {
    if ui.visuals().dark_mode { ThemeName::Dark } else { ThemeName::Light }
}

/// A scene's colour for egui.
pub fn color32(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, colour.a)
}

/// Sets egui's styles for both themes; call once, after [`fonts::install`](super::fonts::install).
pub fn install(ctx: &egui::Context) {
    for (theme, name) in [(Theme::Light, ThemeName::Light), (Theme::Dark, ThemeName::Dark)] {
        ctx.style_mut_of(theme, |style| apply(style, &Palette::new(name)));
    }
}

fn apply(style: &mut egui::Style, palette: &Palette) {
    let font = |style: Style| style.role.font_id(style.size);
    style.text_styles = [
        (TextStyle::Body, font(BODY)),
        (TextStyle::Button, font(BODY)),
        (TextStyle::Small, font(SMALL)),
        (TextStyle::Heading, font(HEADING)),
        (TextStyle::Monospace, FontId::monospace(12.5)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(10.0, 3.0);
    style.spacing.interact_size = Vec2::splat(CONTROL_HEIGHT);
    style.spacing.window_margin = Margin::same(PANEL_MARGIN);
    style.spacing.menu_margin = Margin::same(6);
    style.interaction.tooltip_delay = 0.3;
    style.visuals = visuals(palette);
}

fn visuals(palette: &Palette) -> Visuals {
    let base = match palette.theme {
        ThemeName::Light => Visuals::light(),
        ThemeName::Dark => Visuals::dark(),
    };
    let widget = |fill, stroke, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius: CornerRadius::same(BUTTON_RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    Visuals {
        widgets: Widgets {
            noninteractive: widget(palette.page, palette.line, palette.text),
            inactive: widget(palette.panel, palette.line, palette.text),
            hovered: widget(palette.chip, palette.accent, palette.text),
            active: widget(palette.chip_strong, palette.accent, palette.text),
            open: widget(palette.chip, palette.line, palette.text),
        },
        selection: Selection { bg_fill: palette.selection, stroke: Stroke::new(1.0, palette.text) },
        weak_text_color: Some(palette.text_quiet),
        hyperlink_color: palette.accent,
        faint_bg_color: palette.chip,
        extreme_bg_color: palette.panel,
        text_edit_bg_color: Some(palette.panel),
        code_bg_color: palette.chip,
        warn_fg_color: palette.warning,
        error_fg_color: palette.error,
        window_corner_radius: CornerRadius::same(CARD_RADIUS),
        window_fill: palette.panel,
        window_stroke: Stroke::new(1.0, palette.line),
        menu_corner_radius: CornerRadius::same(CARD_RADIUS),
        panel_fill: palette.page,
        slider_trailing_fill: true,
        ..base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, success criterion 1.4.3, for text of ordinary size.
    const MIN_CONTRAST: f64 = 4.5;

    fn contrast(a: Color32, b: Color32) -> f64 {
        let luminance = |color: Color32| {
            Colour { r: color.r(), g: color.g(), b: color.b(), a: 255 }.luminance()
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_can_be_read_on_every_ground() {
        for theme in [ThemeName::Light, ThemeName::Dark] {
            let p = Palette::new(theme);
            let mut pairs = vec![(p.on_accent, p.accent)];
            for ground in [p.page, p.panel, p.chip] {
                let words = [p.text, p.text_quiet, p.accent, p.error, p.warning];
                pairs.extend(words.map(|words| (words, ground)));
            }
            pairs.extend([(p.text, p.chip_strong), (p.text_quiet, p.chip_strong)]);
            pairs.push((p.text, p.selection));
            for support in Support::ALL {
                pairs.push((p.text, p.support_fill(support)));
                pairs.push((p.text, p.support_fill_strong(support)));
            }
            for (words, ground) in pairs {
                let contrast = contrast(words, ground);
                assert!(
                    contrast >= MIN_CONTRAST,
                    "{theme:?}: {words:?} on {ground:?}: {contrast:.2}"
                );
            }
        }
    }

    #[test]
    fn lines_below_supporting_words_stand_out() {
        for theme in [ThemeName::Light, ThemeName::Dark] {
            let p = Palette::new(theme);
            for support in Support::ALL {
                // WCAG 2.2, success criterion 1.4.11, for what is not text.
                let contrast = contrast(p.support(support), p.panel);
                assert!(contrast >= 3.0, "{theme:?} {support:?}: {contrast:.2}");
            }
        }
    }
}
