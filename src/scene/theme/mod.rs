//! Every colour of the program, light and dark, and the sign of each event type.
//!
//! The palette of event types is described and measured in `assets/palette.md`; the tests below
//! hold it to those figures.

use super::colour::Colour;
use super::geometry::Pos;
use crate::model::{EventType, MarkKind};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Dark on light: for print and daylight.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

impl ThemeName {
    /// The colours.
    #[must_use]
    pub const fn theme(self) -> &'static Theme {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }

    /// `light` or `dark`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name)
    }
}

/// All colours of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Which one.
    pub name: ThemeName,
    /// Behind panels and around the map of a picture.
    pub page: Colour,
    /// Cards on a page: the legend, list entries.
    pub panel: Colour,
    /// Their outline, and lines between panels.
    pub panel_line: Colour,
    /// Words.
    pub text: Colour,
    /// Second words: units, notes, attribution.
    pub text_quiet: Colour,
    /// What can be pressed, and handles.
    pub accent: Colour,
    /// Words on `accent`.
    pub on_accent: Colour,

    /// Land inside the governorate.
    pub land: Colour,
    /// Land outside of it.
    pub land_outside: Colour,
    /// The city's ground.
    pub city: Colour,
    /// Outlines of neighbourhoods.
    pub neighbourhood_line: Colour,
    /// Water.
    pub water: Colour,
    /// Its banks.
    pub water_line: Colour,
    /// Names of waters.
    pub water_text: Colour,
    /// An airfield's ground.
    pub airfield: Colour,
    /// A runway.
    pub runway: Colour,
    /// Main roads.
    pub road: Colour,
    /// Governorate borders.
    pub border: Colour,
    /// District and sub-district borders.
    pub border_minor: Colour,
    /// Names of governorates.
    pub area_text: Colour,
    /// Dots of settlements.
    pub settlement: Colour,
    /// Names of cities and towns.
    pub label: Colour,
    /// Names of villages, neighbourhoods and landmarks, and the second script.
    pub label_quiet: Colour,
    /// Margin around names on the map.
    pub label_halo: Colour,

    /// Margin around markers.
    pub marker_halo: Colour,
    /// Ring around what is selected.
    pub selected: Colour,
    /// Ring around what the pointer is on.
    pub hovered: Colour,
    /// A cluster's disc.
    pub cluster: Colour,
    /// The count in it.
    pub on_cluster: Colour,
    /// Bars of events that a filter hides.
    pub ghost: Colour,
    /// The chosen range of days.
    pub range: Colour,
    /// Lines of the axis.
    pub axis: Colour,

    /// Fill of each event type, by [`EventType::index`].
    pub types: [Colour; EventType::COUNT],
    /// Outline of each event type: contrast of at least 3:1 with the land, where the fill alone
    /// may have less.
    pub type_lines: [Colour; EventType::COUNT],
}

impl Theme {
    /// The colour of words that support a value.
    #[must_use]
    pub const fn mark(&self, kind: MarkKind) -> Colour {
        match (self.name, kind) {
            (ThemeName::Light, MarkKind::Place) => Colour::hex(0x2E8B57),
            (ThemeName::Light, MarkKind::Date) => Colour::hex(0x2F6FB0),
            (ThemeName::Light, MarkKind::Actor) => Colour::hex(0x8A4A9E),
            (ThemeName::Light, MarkKind::Toll) => Colour::hex(0xC8452F),
            (ThemeName::Dark, MarkKind::Place) => Colour::hex(0x3FA66C),
            (ThemeName::Dark, MarkKind::Date) => Colour::hex(0x4B8FD6),
            (ThemeName::Dark, MarkKind::Actor) => Colour::hex(0xA867BD),
            (ThemeName::Dark, MarkKind::Toll) => Colour::hex(0xDE604A),
            (_, MarkKind::Attribution) => self.text_quiet,
        }
    }

    /// Fill of markers and bars of a type.
    #[must_use]
    pub const fn event_type(&self, kind: EventType) -> Colour {
        self.types[kind.index()]
    }

    /// Outline of markers of a type.
    #[must_use]
    pub const fn event_type_line(&self, kind: EventType) -> Colour {
        self.type_lines[kind.index()]
    }
}

/// Dark on light.
pub static LIGHT: Theme = Theme {
    name: ThemeName::Light,
    page: Colour::hex(0xF7F5F0),
    panel: Colour::hex(0xFFFEFB),
    panel_line: Colour::hex(0xDDD8CC),
    text: Colour::hex(0x222529),
    text_quiet: Colour::hex(0x5F5D56),
    accent: Colour::hex(0x1F5E8C),
    on_accent: Colour::hex(0xFFFFFF),
    land: Colour::hex(0xF5F1E8),
    land_outside: Colour::hex(0xEEEAE0),
    city: Colour::hex(0xEAE3D3),
    neighbourhood_line: Colour::hex(0xCBC0AA),
    water: Colour::hex(0xB5D2E2),
    water_line: Colour::hex(0x93BCD2),
    water_text: Colour::hex(0x2B6380),
    airfield: Colour::hex(0xE3DFD6),
    runway: Colour::hex(0xB9B4A8),
    road: Colour::hex(0xDCCFB6),
    border: Colour::hex(0x9B8FA3),
    border_minor: Colour::hex(0xC9BFC6),
    area_text: Colour::hex(0x70657A),
    settlement: Colour::hex(0x6E6658),
    label: Colour::hex(0x33302B),
    label_quiet: Colour::hex(0x5E584D),
    label_halo: Colour::hex(0xFAF7F1),
    marker_halo: Colour::hex(0xFFFFFF),
    selected: Colour::hex(0x144E7A),
    hovered: Colour::hex(0x5B97C4),
    cluster: Colour::hex(0x3B3D42),
    on_cluster: Colour::hex(0xFFFFFF),
    ghost: Colour::hex(0xDBD6CA),
    range: Colour::hex(0x1F5E8C),
    axis: Colour::hex(0xC6C0B3),
    types: [
        Colour::hex(0xBB3826),
        Colour::hex(0xD98B12),
        Colour::hex(0x682B93),
        Colour::hex(0x2A5854),
        Colour::hex(0xD8B0C7),
        Colour::hex(0x2F84D0),
        Colour::hex(0x877F76),
    ],
    type_lines: [
        Colour::hex(0x7F2216),
        Colour::hex(0x8F5804),
        Colour::hex(0x451864),
        Colour::hex(0x183A37),
        Colour::hex(0x935B7B),
        Colour::hex(0x18528A),
        Colour::hex(0x554F48),
    ],
};

/// Light on dark.
pub static DARK: Theme = Theme {
    name: ThemeName::Dark,
    page: Colour::hex(0x13161A),
    panel: Colour::hex(0x1A1E24),
    panel_line: Colour::hex(0x313740),
    text: Colour::hex(0xECEAE4),
    text_quiet: Colour::hex(0xA5A7A9),
    accent: Colour::hex(0x6FB3E3),
    on_accent: Colour::hex(0x0F1A24),
    land: Colour::hex(0x1C2026),
    land_outside: Colour::hex(0x161A1F),
    city: Colour::hex(0x272C33),
    neighbourhood_line: Colour::hex(0x434A54),
    water: Colour::hex(0x1D3B50),
    water_line: Colour::hex(0x2E5670),
    water_text: Colour::hex(0x8FC0DC),
    airfield: Colour::hex(0x242930),
    runway: Colour::hex(0x4B525B),
    road: Colour::hex(0x353A42),
    border: Colour::hex(0x6D677C),
    border_minor: Colour::hex(0x3D3F4A),
    area_text: Colour::hex(0x9C95AE),
    settlement: Colour::hex(0xA39F97),
    label: Colour::hex(0xE4E1DA),
    label_quiet: Colour::hex(0xAEADA8),
    label_halo: Colour::hex(0x171B20),
    marker_halo: Colour::hex(0x0E1114),
    selected: Colour::hex(0xA9D6F5),
    hovered: Colour::hex(0x6FB3E3),
    cluster: Colour::hex(0xD9D7D1),
    on_cluster: Colour::hex(0x1A1D21),
    ghost: Colour::hex(0x333941),
    range: Colour::hex(0x6FB3E3),
    axis: Colour::hex(0x464C55),
    types: [
        Colour::hex(0xCF4D3E),
        Colour::hex(0xEEA62B),
        Colour::hex(0x844CC3),
        Colour::hex(0x457373),
        Colour::hex(0xEFD2E3),
        Colour::hex(0x79A5E2),
        Colour::hex(0xA19D91),
    ],
    type_lines: [
        Colour::hex(0xF28A78),
        Colour::hex(0xFAD78C),
        Colour::hex(0xC49CEA),
        Colour::hex(0x7CC2B7),
        Colour::hex(0xFFEEF7),
        Colour::hex(0xA6D1FA),
        Colour::hex(0xC6C0B7),
    ],
};

/// The sign of an event type: shapes differ, so that types can be told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// A square on its corner: battles.
    Diamond,
    /// A disc: explosions and remote violence.
    Disc,
    /// A square: violence against civilians.
    Square,
    /// A pentagon: protests.
    Pentagon,
    /// A triangle on its tip: riots.
    TriangleDown,
    /// A triangle: strategic developments.
    Triangle,
    /// A disc with a hole: type not stated.
    RingDisc,
}

impl Sign {
    /// The sign of a type.
    #[must_use]
    pub const fn of(kind: EventType) -> Self {
        match kind {
            EventType::Battles => Self::Diamond,
            EventType::Explosions => Self::Disc,
            EventType::ViolenceAgainstCivilians => Self::Square,
            EventType::Protests => Self::Pentagon,
            EventType::Riots => Self::TriangleDown,
            EventType::StrategicDevelopments => Self::Triangle,
            EventType::Unstated => Self::RingDisc,
        }
    }

    /// The corners of the sign around `centre`, clockwise, so that it covers as much as a disc of
    /// `radius`; `None` for the round ones.
    #[must_use]
    pub fn corners(self, centre: Pos, radius: f32) -> Option<Vec<Pos>> {
        let (n_corners, first_turn) = match self {
            Self::Diamond => (4, 0.0),
            Self::Square => (4, 0.125),
            Self::Pentagon => (5, 0.0),
            Self::Triangle => (3, 0.0),
            Self::TriangleDown => (3, 0.5),
            Self::Disc | Self::RingDisc => return None,
        };
        let reach = radius * self.reach();
        let turn = std::f32::consts::TAU;
        Some(
            (0..n_corners)
                .map(|i| {
                    let angle = turn * (first_turn + i as f32 / n_corners as f32);
                    centre.plus(reach * angle.sin(), -reach * angle.cos())
                })
                .collect(),
        )
    }

    /// Distance from the centre to the farthest point of the sign, for a `radius` of 1. A regular
    /// polygon of n corners covers n/2 · sin(2π/n) · reach², a disc π · radius².
    #[must_use]
    pub fn reach(self) -> f32 {
        let n: f32 = match self {
            Self::Diamond | Self::Square => 4.0,
            Self::Pentagon => 5.0,
            Self::Triangle | Self::TriangleDown => 3.0,
            Self::Disc | Self::RingDisc => return 1.0,
        };
        let area_of_unit = n / 2.0 * (std::f32::consts::TAU / n).sin();
        (std::f32::consts::PI / area_of_unit).sqrt()
    }
}

#[cfg(test)]
mod tests;
