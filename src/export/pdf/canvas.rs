//! Shapes and words as operators of a content stream (ISO 32000-1, annex A).

use std::collections::BTreeSet;
use std::f32::consts::{FRAC_PI_2, TAU};

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Ref, Str};
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};

use super::fonts::{Fonts, resource_name};
use super::{PdfError, Refs, deflated};
use crate::export::png;
use crate::scene::bidi::{SetRun, set_runs};
use crate::scene::colour::Colour;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::logo::Logo;
use crate::scene::shape::{
    Anchor, Circle, Fill, Group, Halo, Item, Line, Panel, RingSlice, Scene, Text,
};
use crate::scene::text_metrics::{SetGlyph, bundled_face, face_index, glyphs};

/// Handles of a Bézier curve that runs like a quarter of a circle of radius 1.
const QUARTER: f32 = 0.552_284_8;

/// Pixels of the longer side of a logo.
const LOGO_PX: f32 = 1_200.0;

/// A tagged part of the page.
pub struct Tag {
    /// The type of the structure element: `H1`, `P`, `Figure`.
    pub role: &'static [u8],
    /// What it is, for figures; empty for the description of the whole page.
    pub title: String,
}

/// The page in the making.
pub struct Canvas {
    pub content: Content,
    pub fonts: Fonts,
    /// Opacities in use.
    pub alphas: BTreeSet<u8>,
    pub logos: Vec<Logo>,
    pub tags: Vec<Tag>,
    /// The opacity in force.
    alpha: u8,
}

/// The name of an opacity in the page's resources.
pub fn alpha_name(alpha: u8) -> String {
    format!("A{alpha}")
}

impl Canvas {
    /// An empty page whose units become points by this matrix.
    pub fn new(matrix: [f32; 6]) -> Self {
        let mut content = Content::new();
        content.transform(matrix);
        content.set_line_join(LineJoinStyle::RoundJoin);
        Self {
            content,
            fonts: Fonts::default(),
            alphas: BTreeSet::new(),
            logos: Vec::new(),
            tags: Vec::new(),
            alpha: 255,
        }
    }

    /// Draws a scene; each of its groups is a part of the page's structure.
    pub fn page(&mut self, scene: &Scene) {
        for item in &scene.items {
            let Item::Group(group) = item else {
                self.artifact(item);
                continue;
            };
            let role: &[u8] = match group.class {
                "page" | "mat" | "map-frame" => {
                    self.artifact(item);
                    continue;
                }
                "title" => b"H1",
                "map" | "timeline" | "logo" | "key" | "basemap" | "markers" => b"Figure",
                _ => b"P",
            };
            let title = match group.class {
                "map" => String::new(),
                _ => group.title.clone().unwrap_or_default(),
            };
            let number = i32::try_from(self.tags.len()).unwrap_or(i32::MAX);
            self.tags.push(Tag { role, title });
            let mut marked = self.content.begin_marked_content_with_properties(Name(role));
            marked.properties().identify(number);
            marked.finish();
            self.item(item);
            self.content.end_marked_content();
        }
    }

    /// Draws what says nothing to readers that do not see it.
    fn artifact(&mut self, item: &Item) {
        self.content.begin_marked_content(Name(b"Artifact"));
        self.item(item);
        self.content.end_marked_content();
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Fill(fill) => self.fill(fill),
            Item::Stroke(stroke) => self.paint(None, Some(&stroke.line), |content| {
                polyline(content, &stroke.points, stroke.closed);
            }),
            Item::Circle(circle) => self.paint(circle.fill, circle.line.as_ref(), |content| {
                full_circle(content, circle);
            }),
            Item::Ring(slice) => self.ring(slice),
            Item::Polygon(polygon) => self.paint(polygon.fill, polygon.line.as_ref(), |content| {
                polyline(content, &polygon.points, true);
            }),
            Item::Panel(panel) => {
                self.paint(panel.fill, panel.line.as_ref(), |content| rounded(content, panel));
            }
            Item::Text(text) => self.text(text),
            Item::Image(image) => self.logo(image.rect, &image.logo),
            Item::Group(group) => self.group(group),
        }
    }

    fn group(&mut self, group: &Group) {
        let alpha = self.alpha;
        if let Some(clip) = group.clip {
            self.content.save_state();
            self.content.rect(clip.min.x, clip.min.y, clip.width(), clip.height());
            self.content.clip_nonzero().end_path();
        }
        for item in &group.items {
            self.item(item);
        }
        if group.clip.is_some() {
            self.content.restore_state();
            // The state before is in force again.
            self.alpha = alpha;
        }
    }

    fn alpha(&mut self, colour: Colour) {
        if self.alpha != colour.a {
            self.alpha = colour.a;
            self.alphas.insert(colour.a);
            self.content.set_parameters(Name(alpha_name(colour.a).as_bytes()));
        }
    }

    fn fill_colour(&mut self, colour: Colour) {
        self.alpha(colour);
        let [r, g, b] = channels(colour);
        self.content.set_fill_rgb(r, g, b);
    }

    fn line(&mut self, line: &Line, cap: LineCapStyle) {
        self.alpha(line.colour);
        let [r, g, b] = channels(line.colour);
        self.content.set_stroke_rgb(r, g, b);
        self.content.set_line_width(line.width);
        match line.dash {
            Some(lengths) => {
                self.content.set_line_cap(LineCapStyle::ButtCap);
                self.content.set_dash_pattern(lengths, 0.0);
            }
            None => {
                self.content.set_line_cap(cap);
                self.content.set_dash_pattern([], 0.0);
            }
        }
    }

    /// Fills and strokes a path: twice, since fill and line may differ in opacity.
    fn paint(&mut self, fill: Option<Colour>, line: Option<&Line>, path: impl Fn(&mut Content)) {
        if let Some(colour) = fill {
            self.fill_colour(colour);
            path(&mut self.content);
            self.content.fill_nonzero();
        }
        if let Some(line) = line {
            self.line(line, LineCapStyle::RoundCap);
            path(&mut self.content);
            self.content.stroke();
        }
    }

    fn fill(&mut self, fill: &Fill) {
        self.fill_colour(fill.colour);
        let mut is_empty = true;
        for ring in fill.rings() {
            polyline(&mut self.content, ring, true);
            is_empty &= ring.is_empty();
        }
        if is_empty {
            self.content.end_path();
        } else {
            self.content.fill_even_odd();
        }
    }

    fn ring(&mut self, slice: &RingSlice) {
        self.line(&slice.line, LineCapStyle::ButtCap);
        let n_pieces = (slice.sweep.abs() / FRAC_PI_2).ceil().max(1.0);
        let step = slice.sweep.min(TAU) / n_pieces;
        // Distance of the handles of a piece, in radii.
        let reach = 4.0 / 3.0 * (step / 4.0).tan() * slice.radius;
        let at =
            |angle: f32| slice.centre.plus(slice.radius * angle.sin(), -slice.radius * angle.cos());
        let along = |angle: f32| (reach * angle.cos(), reach * angle.sin());
        let start = at(slice.start);
        self.content.move_to(start.x, start.y);
        for piece in 0..n_pieces as u8 {
            let (from, to) =
                (slice.start + step * f32::from(piece), slice.start + step * f32::from(piece + 1));
            let ((fx, fy), (tx, ty)) = (along(from), along(to));
            let (a, b) = (at(from), at(to));
            self.content.cubic_to(a.x + fx, a.y + fy, b.x - tx, b.y - ty, b.x, b.y);
        }
        self.content.stroke();
    }

    fn logo(&mut self, rect: Rect, logo: &Logo) {
        let name = format!("L{}", self.logos.len());
        self.logos.push(logo.clone());
        self.alpha(Colour::hex(0));
        self.content.save_state();
        self.content.transform([rect.width(), 0.0, 0.0, -rect.height(), rect.min.x, rect.max.y]);
        self.content.x_object(Name(name.as_bytes()));
        self.content.restore_state();
    }

    fn text(&mut self, text: &Text) {
        let runs = set_runs(&text.text, text.direction, text.font, text.size);
        let full: f32 = runs.iter().map(|run| run.width).sum();
        let shift = match text.anchor {
            Anchor::Left => 0.0,
            Anchor::Middle => full / 2.0,
            Anchor::Right => full,
        };
        let (sin, cos) = text.rotation_deg.to_radians().sin_cos();
        let at = |along: f32| text.pos.plus(along * cos, along * sin);
        // Words in the order of sight, so that those that stand side by side follow one another.
        let mut runs: Vec<SetRun> = runs;
        runs.sort_by(|a, b| a.left.total_cmp(&b.left));
        let set: Vec<Set> = runs
            .iter()
            .filter_map(|run| Set::new(text, run, at(run.left - shift), [cos, sin]))
            .collect();
        if let Some(halo) = text.halo {
            self.content.begin_marked_content(Name(b"Artifact"));
            for set in &set {
                self.halo(set, halo);
            }
            self.content.end_marked_content();
        }
        self.fill_colour(text.colour);
        for set in &set {
            self.words(set);
        }
    }

    /// The outlines of letters, drawn wide: no reader takes them for words.
    fn halo(&mut self, set: &Set, halo: Halo) {
        let line = Line::solid(2.0 * halo.width, halo.colour);
        self.line(&line, LineCapStyle::RoundCap);
        let Some(face) = bundled_face(set.face) else { return };
        let scale = set.size / face.units_per_em() as f32;
        let [cos, sin] = set.turn;
        let mut along = 0.0;
        let mut is_drawn = false;
        for glyph in &set.glyphs {
            let (x, y) = (along + glyph.offset[0] * set.size, -glyph.offset[1] * set.size);
            let mut outline = Outline {
                content: &mut self.content,
                matrix: [scale * cos, scale * sin, scale * sin, -scale * cos],
                origin: set.at.plus(x * cos - y * sin, x * sin + y * cos),
                last: Pos::default(),
            };
            is_drawn |= face.outline_glyph(GlyphId(glyph.id), &mut outline).is_some();
            along += glyph.advance * set.size;
        }
        if is_drawn {
            self.content.stroke();
        }
    }

    fn words(&mut self, set: &Set) {
        let [cos, sin] = set.turn;
        let name = resource_name(set.face);
        let face = self.fonts.face(set.face);
        self.content.begin_text();
        self.content.set_font(Name(name.as_bytes()), set.size);
        // The page grows downward, letters upward.
        self.content.set_text_matrix([cos, sin, sin, -cos, set.at.x, set.at.y]);
        let mut rise = 0.0;
        let mut shown = Shown::default();
        for letter in &set.letters {
            if letter.rise != rise {
                shown.write(&mut self.content);
                rise = letter.rise;
                self.content.set_rise(rise * set.size);
            }
            shown.adjust(letter.before);
            let code = face.code((letter.glyph, letter.character, letter.width));
            shown.code(code);
            shown.adjust(letter.after);
        }
        shown.write(&mut self.content);
        if rise != 0.0 {
            self.content.set_rise(0.0);
        }
        self.content.end_text();
    }
}

/// Codes and the gaps between them, in the making.
#[derive(Default)]
struct Shown {
    /// Each with the gap before it, in thousandths of an em to the right.
    codes: Vec<(f32, u16)>,
    gap: f32,
}

impl Shown {
    fn adjust(&mut self, gap: f32) {
        self.gap += gap;
    }

    fn code(&mut self, code: u16) {
        self.codes.push((std::mem::take(&mut self.gap), code));
    }

    fn write(&mut self, content: &mut Content) {
        if self.codes.is_empty() {
            return;
        }
        let mut operator = content.show_positioned();
        let mut items = operator.items();
        let mut bytes: Vec<u8> = Vec::new();
        for (gap, code) in self.codes.drain(..) {
            if gap.abs() >= 0.5 {
                if !bytes.is_empty() {
                    items.show(Str(&bytes));
                    bytes.clear();
                }
                items.adjust(-gap);
            }
            bytes.extend(code.to_be_bytes());
        }
        items.show(Str(&bytes));
        items.finish();
        operator.finish();
    }
}

/// A glyph that stands for one character, or for none.
struct Letter {
    glyph: u16,
    character: Option<char>,
    /// Its width as readers are told, in thousandths of an em.
    width: i32,
    /// What the place of the glyph and of the next one differ from where its width would put them.
    before: f32,
    after: f32,
    /// How far it stands above the line, in ems.
    rise: f32,
}

/// A run of one face that is ready to be written.
struct Set {
    face: usize,
    size: f32,
    at: Pos,
    /// Cosine and sine of the turn of the line.
    turn: [f32; 2],
    glyphs: Vec<SetGlyph>,
    letters: Vec<Letter>,
}

impl Set {
    /// `None` for a run of nothing but marks of direction.
    fn new(text: &Text, run: &SetRun, at: Pos, turn: [f32; 2]) -> Option<Self> {
        let is_control = |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        let words: String =
            text.text[run.range.clone()].chars().filter(|c| !is_control(c)).collect();
        if words.is_empty() {
            return None;
        }
        let glyphs = glyphs(&words, text.font, run.is_arabic, run.is_rtl);
        let face = face_index(text.font, run.is_arabic);
        // A glyph without an outline, for characters that share one with others.
        let blank = bundled_face(face).and_then(|face| face.glyph_index(' '));
        let letters = letters(&words, &glyphs, run.is_rtl, blank.map_or(0, |glyph| glyph.0));
        Some(Self { face, size: text.size, at, turn, glyphs, letters })
    }
}

/// Glyphs with the characters that they stand for, from left to right.
fn letters(words: &str, glyphs: &[SetGlyph], is_rtl: bool, blank: u16) -> Vec<Letter> {
    let mut starts: Vec<usize> = glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut found = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    while at < glyphs.len() {
        let cluster = glyphs[at].cluster;
        let n = glyphs[at..].iter().take_while(|glyph| glyph.cluster == cluster).count();
        let next = starts.get(starts.partition_point(|start| *start <= cluster));
        let end = next.copied().unwrap_or(words.len());
        let mut characters: Vec<char> =
            words.get(cluster..end).unwrap_or_default().chars().collect();
        if is_rtl {
            characters.reverse();
        }
        let (own, rest) = characters.split_at(n.min(characters.len()));
        for (i, glyph) in glyphs[at..at + n].iter().enumerate() {
            // The last glyph shares its width with what stands for the characters left over.
            let n_sharing = if i + 1 == n { 1 + rest.len() } else { 1 };
            let full = (glyph.advance * 1_000.0).round() as i32;
            let share = full / n_sharing as i32;
            let moved = glyph.offset[0] * 1_000.0;
            found.push(Letter {
                glyph: glyph.id,
                character: own.get(i).copied(),
                width: share,
                before: moved,
                after: -moved,
                rise: glyph.offset[1],
            });
            if i + 1 == n {
                for (j, character) in rest.iter().enumerate() {
                    let is_last = j + 1 == rest.len();
                    let width = if is_last { full - share * rest.len() as i32 } else { share };
                    let (character, rise) = (Some(*character), glyph.offset[1]);
                    found.push(Letter {
                        glyph: blank,
                        character,
                        width,
                        before: 0.0,
                        after: 0.0,
                        rise,
                    });
                }
            }
        }
        at += n;
    }
    found
}

/// Draws the outline of a glyph as a path.
struct Outline<'a> {
    content: &'a mut Content,
    matrix: [f32; 4],
    origin: Pos,
    last: Pos,
}

impl Outline<'_> {
    fn at(&self, x: f32, y: f32) -> Pos {
        let [a, b, c, d] = self.matrix;
        self.origin.plus(a * x + c * y, b * x + d * y)
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.last = self.at(x, y);
        self.content.move_to(self.last.x, self.last.y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.last = self.at(x, y);
        self.content.line_to(self.last.x, self.last.y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (handle, end) = (self.at(x1, y1), self.at(x, y));
        let third = |a: f32, b: f32| a + (b - a) * 2.0 / 3.0;
        let from = self.last;
        self.content.cubic_to(
            third(from.x, handle.x),
            third(from.y, handle.y),
            third(end.x, handle.x),
            third(end.y, handle.y),
            end.x,
            end.y,
        );
        self.last = end;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, end) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.content.cubic_to(a.x, a.y, b.x, b.y, end.x, end.y);
        self.last = end;
    }

    fn close(&mut self) {
        self.content.close_path();
    }
}

fn channels(colour: Colour) -> [f32; 3] {
    [colour.r, colour.g, colour.b].map(|channel| f32::from(channel) / 255.0)
}

fn polyline(content: &mut Content, points: &[Pos], closed: bool) {
    for (i, p) in points.iter().enumerate() {
        if i == 0 {
            content.move_to(p.x, p.y);
        } else {
            content.line_to(p.x, p.y);
        }
    }
    if closed && !points.is_empty() {
        content.close_path();
    }
}

fn full_circle(content: &mut Content, circle: &Circle) {
    let (Pos { x, y }, r) = (circle.centre, circle.radius);
    let k = r * QUARTER;
    content.move_to(x + r, y);
    content.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    content.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    content.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    content.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    content.close_path();
}

fn rounded(content: &mut Content, panel: &Panel) {
    let Rect { min, max } = panel.rect;
    let r = panel.corner_radius.min(panel.rect.width() / 2.0).min(panel.rect.height() / 2.0);
    if r <= 0.0 {
        content.rect(min.x, min.y, panel.rect.width(), panel.rect.height());
        return;
    }
    let k = r * (1.0 - QUARTER);
    content.move_to(min.x + r, min.y);
    content.line_to(max.x - r, min.y);
    content.cubic_to(max.x - k, min.y, max.x, min.y + k, max.x, min.y + r);
    content.line_to(max.x, max.y - r);
    content.cubic_to(max.x, max.y - k, max.x - k, max.y, max.x - r, max.y);
    content.line_to(min.x + r, max.y);
    content.cubic_to(min.x + k, max.y, min.x, max.y - k, min.x, max.y - r);
    content.line_to(min.x, min.y + r);
    content.cubic_to(min.x, min.y + k, min.x + k, min.y, min.x + r, min.y);
    content.close_path();
}

/// Writes logos as pixels with their opacity; returns their names in the resources.
pub fn write_logos(
    logos: &[Logo],
    file: &mut Pdf,
    refs: &mut Refs,
) -> Result<Vec<(String, Ref)>, PdfError> {
    let mut written = Vec::new();
    for (i, logo) in logos.iter().enumerate() {
        let [width, height] = logo.fitted(LOGO_PX, LOGO_PX);
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\">\
             <image width=\"{width}\" height=\"{height}\" xlink:href=\"{}\"/></svg>",
            logo.data_url()
        );
        let failed = |error: png::PngError| PdfError::Logo(error.to_string());
        let tree = png::tree(&drawing).map_err(failed)?;
        let pixels = png::Pixels::from(png::pixels(&tree, 1.0).map_err(failed)?);
        let (image_ref, mask_ref) = (refs.bump(), refs.bump());
        let opacity: Vec<u8> = pixels.rgba.chunks_exact(4).map(|pixel| pixel[3]).collect();
        let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let rgb = deflated(&pixels.rgb());
        let mut image = file.image_xobject(image_ref, &rgb);
        image.filter(Filter::FlateDecode);
        image.width(side(pixels.width)).height(side(pixels.height));
        image.color_space().device_rgb();
        image.bits_per_component(8).s_mask(mask_ref);
        image.finish();
        let opacity = deflated(&opacity);
        let mut mask = file.image_xobject(mask_ref, &opacity);
        mask.filter(Filter::FlateDecode);
        mask.width(side(pixels.width)).height(side(pixels.height));
        mask.color_space().device_gray();
        mask.bits_per_component(8);
        mask.finish();
        written.push((format!("L{i}"), image_ref));
    }
    Ok(written)
}
