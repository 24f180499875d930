//! The fonts of the window: the bundled faces, and nothing else, so that a text
//! looks the same on every machine and no font is ever fetched or searched for.
//!
//! [`text`](super::text) decides which face draws which characters; egui only
//! has to obey. So there is one egui font family per face, that face first and
//! the others behind it, and a text never mixes faces within one family by chance.

use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily, FontId, FontTweak};

use crate::scene::text_metrics::FONT_FILES;

/// A font file that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Noto Sans Regular: Latin, Greek, Cyrillic.
    Sans,
    /// Noto Sans Bold.
    SansBold,
    /// Noto Sans Arabic Regular.
    SansArabic,
    /// Noto Sans Arabic Bold.
    SansArabicBold,
    /// Noto Serif Regular.
    Serif,
    /// Noto Serif Italic.
    SerifItalic,
    /// Noto Naskh Arabic Regular, the companion of the serif.
    NaskhArabic,
    /// egui's few icons.
    Icons,
}

impl Face {
    /// Every face, in the order in which they stand in for one another.
    pub const ALL: [Self; 8] = [
        Self::Sans,
        Self::SansArabic,
        Self::SansBold,
        Self::SansArabicBold,
        Self::Serif,
        Self::NaskhArabic,
        Self::SerifItalic,
        Self::Icons,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Sans => "Noto Sans",
            Self::SansBold => "Noto Sans Bold",
            Self::SansArabic => "Noto Sans Arabic",
            Self::SansArabicBold => "Noto Sans Arabic Bold",
            Self::Serif => "Noto Serif",
            Self::SerifItalic => "Noto Serif Italic",
            Self::NaskhArabic => "Noto Naskh Arabic",
            Self::Icons => "egui-icons",
        }
    }

    /// The egui family that has this face first.
    pub fn family(self) -> FontFamily {
        static NAMES: LazyLock<[Arc<str>; 8]> =
            LazyLock::new(|| Face::ALL.map(|f| f.name().into()));
        FontFamily::Name(Arc::clone(&NAMES[self.place()]))
    }

    /// The bytes of the font file (TrueType).
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Sans => FONT_FILES[0],
            Self::SansBold => FONT_FILES[1],
            Self::Serif => FONT_FILES[2],
            Self::SerifItalic => FONT_FILES[3],
            Self::SansArabic => FONT_FILES[4],
            Self::SansArabicBold => FONT_FILES[5],
            Self::NaskhArabic => FONT_FILES[6],
            Self::Icons => egui_icons(),
        }
    }

    /// The parsed face, for measuring; `None` for a file that is no font.
    pub(crate) fn shaper(self) -> Option<&'static rustybuzz::Face<'static>> {
        static SHAPERS: LazyLock<[Option<rustybuzz::Face<'static>>; 8]> =
            LazyLock::new(|| Face::ALL.map(|face| rustybuzz::Face::from_slice(face.data(), 0)));
        SHAPERS[self.place()].as_ref()
    }

    /// Whether the face can draw `c`. Asked for every character, so it is worked
    /// out once: a bit for each character of the Basic Multilingual Plane, which is
    /// where the bundled faces end.
    pub(crate) fn has(self, c: char) -> bool {
        static COVERED: LazyLock<[Vec<u64>; 8]> = LazyLock::new(|| {
            Face::ALL.map(|face| {
                let mut covered = vec![0; 0x1_0000 / 64];
                for subtable in face
                    .shaper()
                    .and_then(|f| f.tables().cmap)
                    .into_iter()
                    .flat_map(|c| c.subtables)
                {
                    subtable.codepoints(|c| {
                        let is_drawn = subtable.is_unicode()
                            && subtable.glyph_index(c).is_some_and(|glyph| glyph.0 != 0);
                        if let Some(bits) = covered.get_mut(c as usize / 64).filter(|_| is_drawn) {
                            *bits |= 1 << (c % 64);
                        }
                    });
                }
                covered
            })
        });
        let covered = &COVERED[self.place()];
        covered.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    /// Its position in [`Self::ALL`].
    fn place(self) -> usize {
        Self::ALL.iter().position(|&face| face == self).unwrap_or(0)
    }

    /// Where the baseline lies in a row of this face, below the row's middle, in em.
    pub(crate) fn baseline_below_middle_em(self) -> f32 {
        self.shaper().map_or(0.0, |face| {
            let em = face.units_per_em() as f32;
            (f32::from(face.ascender()) + f32::from(face.descender())) / (2.0 * em)
        })
    }

    /// egui centres each face in its row, which sets faces of unlike height on
    /// unlike baselines; this shift puts them all on that of the Latin companion.
    fn tweak(self) -> FontTweak {
        let companion = match self {
            Self::SansArabic | Self::Icons => Self::Sans,
            Self::SansArabicBold => Self::SansBold,
            Self::NaskhArabic => Self::Serif,
            face => face,
        };
        FontTweak {
            y_offset_factor: companion.baseline_below_middle_em() - self.baseline_below_middle_em(),
            ..FontTweak::default()
        }
    }
}

/// The one face taken from egui's own fonts.
fn egui_icons() -> &'static [u8] {
    static ICONS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        FontDefinitions::default()
            .font_data
            .get(Face::Icons.name())
            .map(|data| data.font.as_ref().as_ref().to_vec())
            .unwrap_or_default()
    });
    &ICONS
}

/// What a text is for; decides the pair of faces, one for each writing direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FontRole {
    /// Labels, buttons, lists.
    #[default]
    Ui,
    /// Headings and counts.
    UiBold,
    /// The words of a source.
    Excerpt,
    /// Titles of sources within an excerpt. Arabic has no italic and stays upright.
    ExcerptItalic,
}

impl FontRole {
    /// The face for Latin text.
    pub const fn latin(self) -> Face {
        match self {
            Self::Ui => Face::Sans,
            Self::UiBold => Face::SansBold,
            Self::Excerpt => Face::Serif,
            Self::ExcerptItalic => Face::SerifItalic,
        }
    }

    /// The face for Arabic text.
    pub const fn arabic(self) -> Face {
        match self {
            Self::Ui => Face::SansArabic,
            Self::UiBold => Face::SansArabicBold,
            Self::Excerpt | Self::ExcerptItalic => Face::NaskhArabic,
        }
    }

    /// The egui font of Latin text in this role, `size` points high.
    pub fn font_id(self, size: f32) -> FontId {
        FontId::new(size, self.latin().family())
    }
}

/// The families and their faces, for egui.
pub fn definitions() -> FontDefinitions {
    let mut definitions = FontDefinitions::default();
    for face in Face::ALL.into_iter().filter(|&face| face != Face::Icons) {
        let data = FontData::from_static(face.data()).tweak(face.tweak());
        definitions.font_data.insert(face.name().to_owned(), Arc::new(data));
    }
    let mut icons = FontData::from_static(Face::Icons.data());
    icons.tweak = Face::Icons.tweak();
    definitions.font_data.insert(Face::Icons.name().to_owned(), Arc::new(icons));
    for face in Face::ALL {
        let others = Face::ALL.into_iter().filter(|&other| other != face);
        let chain = std::iter::once(face).chain(others).map(|f| f.name().to_owned()).collect();
        definitions.families.insert(face.family(), chain);
    }
    let sans = definitions.families[&Face::Sans.family()].clone();
    definitions.families.insert(FontFamily::Proportional, sans.clone());
    definitions.families.entry(FontFamily::Monospace).or_default().extend(sans);
    definitions
}

/// Installs the bundled fonts; call once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(definitions());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_can_be_read() {
        assert!(Face::ALL.into_iter().all(|face| face.shaper().is_some()));
    }

    #[test]
    fn each_role_covers_both_scripts_and_the_signs_of_the_window() {
        for role in [FontRole::Ui, FontRole::UiBold, FontRole::Excerpt, FontRole::ExcerptItalic] {
            assert!("aé–“”…·½".chars().all(|c| role.latin().has(c)), "{role:?}");
            assert!("ابتثجحخةىئ،؛؟٠٩ً ".chars().all(|c| role.arabic().has(c)), "{role:?}");
        }
    }
}
