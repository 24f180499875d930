//! A scene as SVG 1.1, the same bytes on every machine.
//!
//! Numbers are written with two decimals at most, attributes in a fixed order. Texts stay text, in
//! logical order. A line of one direction and face is one element; where the words run from right
//! to left they are wrapped in RIGHT-TO-LEFT ISOLATE and POP DIRECTIONAL ISOLATE inside a
//! left-to-right `<text>`, since the `direction` attribute turns `text-anchor` round in browsers and
//! is ignored by other readers. A mixed line names the place of each of its runs: readers differ in
//! how they order runs and join faces, and a toll must not come out wrong in any of them.

use std::fmt::Write as _;

use crate::scene::bidi::set_runs;
use unicode_bidi::{BidiClass, bidi_class};

use crate::scene::colour::Colour;
use crate::scene::geometry::Pos;
use crate::scene::shape::{
    Anchor, Circle, Direction, Fill, Font, Group, Image, Item, Line, Panel, Polygon, RingSlice,
    Scene, Stroke, Text,
};
use crate::scene::text_metrics::width;

/// The size of the drawing, and what a reader is told beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct SvgMeta {
    /// Units of the document to one of the scene: [`crate::scene::page::PageScene::scale`] for
    /// pages, 1 for what a window shows.
    pub scale: f32,
    /// Title of the picture.
    pub title: String,
    /// What it shows, in a sentence or more.
    pub description: String,
    /// The view that the picture was made from, as JSON; see [`super::embed`]. Empty for none.
    pub metadata: String,
    /// Language of the picture's words (BCP 47); empty when not known.
    pub language: String,
}

impl Default for SvgMeta {
    fn default() -> Self {
        Self {
            scale: 1.0,
            title: String::new(),
            description: String::new(),
            metadata: String::new(),
            language: String::new(),
        }
    }
}

/// The scene as an SVG document, its size enlarged by the scale.
#[must_use]
pub fn svg(scene: &Scene, meta: &SvgMeta) -> String {
    let mut out = Writer::default();
    let (width, height) = (number(scene.width), number(scene.height));
    let [full_width, full_height] = [scene.width, scene.height].map(|s| number(s * meta.scale));
    let _ = write!(
        out.text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{full_width}\" height=\"{full_height}\" viewBox=\"0 0 {width} {height}\" role=\"img\""
    );
    if !meta.language.is_empty() {
        let _ = write!(out.text, " xml:lang=\"{}\"", escaped(&meta.language));
    }
    out.text.push_str(">\n");
    for (name, words) in [("title", &meta.title), ("desc", &meta.description)] {
        if !words.is_empty() {
            let _ = writeln!(out.text, "<{name}>{}</{name}>", escaped(words));
        }
    }
    if !meta.metadata.is_empty() {
        let _ = writeln!(
            out.text,
            "<metadata>{}</metadata>",
            super::embed::view_element(&meta.metadata)
        );
    }
    for item in &scene.items {
        out.item(item);
    }
    out.text.push_str("</svg>\n");
    out.text
}

/// A number with two decimals at most and no needless zeros; not finite ones become 0.
fn number(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let rounded = format!("{value:.2}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Text with the five characters that XML reserves written as entities; characters that XML 1.0
/// does not allow at all are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Writer {
    text: String,
    n_clips: usize,
}

impl Writer {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Fill(fill) => self.fill(fill),
            Item::Stroke(stroke) => self.stroke(stroke),
            Item::Circle(circle) => self.circle(circle),
            Item::Ring(slice) => self.ring(slice),
            Item::Polygon(polygon) => self.polygon(polygon),
            Item::Panel(panel) => self.panel(panel),
            Item::Text(text) => self.words(text),
            Item::Image(image) => self.image(image),
            Item::Group(group) => self.group(group),
        }
    }

    fn group(&mut self, group: &Group) {
        if let Some(clip) = group.clip {
            self.n_clips += 1;
            let _ = writeln!(
                self.text,
                "<clipPath id=\"clip{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
                self.n_clips,
                number(clip.min.x),
                number(clip.min.y),
                number(clip.width()),
                number(clip.height()),
            );
        }
        let _ = write!(self.text, "<g class=\"{}\"", escaped(group.class));
        if group.clip.is_some() {
            let _ = write!(self.text, " clip-path=\"url(#clip{})\"", self.n_clips);
        }
        self.text.push_str(">\n");
        if let Some(title) = &group.title {
            let _ = writeln!(self.text, "<title>{}</title>", escaped(title));
        }
        for item in &group.items {
            self.item(item);
        }
        self.text.push_str("</g>\n");
    }

    fn fill(&mut self, fill: &Fill) {
        self.text.push_str("<path d=\"");
        for ring in fill.rings() {
            self.points(ring);
            self.text.push('Z');
        }
        self.text.push('"');
        self.paint("fill", fill.colour);
        if fill.ring_ends.len() > 1 {
            self.text.push_str(" fill-rule=\"evenodd\"");
        }
        self.text.push_str("/>\n");
    }

    fn stroke(&mut self, stroke: &Stroke) {
        self.text.push_str("<path d=\"");
        self.points(&stroke.points);
        if stroke.closed {
            self.text.push('Z');
        }
        self.text.push_str("\" fill=\"none\"");
        self.line(&stroke.line);
        self.text.push_str("/>\n");
    }

    fn circle(&mut self, circle: &Circle) {
        let _ = write!(
            self.text,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
            number(circle.centre.x),
            number(circle.centre.y),
            number(circle.radius),
        );
        self.fill_and_line(circle.fill, circle.line.as_ref());
    }

    fn ring(&mut self, slice: &RingSlice) {
        let at =
            |angle: f32| slice.centre.plus(slice.radius * angle.sin(), -slice.radius * angle.cos());
        if slice.sweep >= std::f32::consts::TAU - 1e-3 {
            let line = Some(slice.line);
            let (centre, radius) = (slice.centre, slice.radius);
            self.circle(&Circle { centre, radius, fill: None, line });
            return;
        }
        let (a, b) = (at(slice.start), at(slice.start + slice.sweep));
        let radius = number(slice.radius);
        let large = u8::from(slice.sweep > std::f32::consts::PI);
        let _ = write!(
            self.text,
            "<path d=\"M{} {}A{radius} {radius} 0 {large} 1 {} {}\" fill=\"none\"",
            number(a.x),
            number(a.y),
            number(b.x),
            number(b.y),
        );
        self.paint("stroke", slice.line.colour);
        let _ = writeln!(self.text, " stroke-width=\"{}\"/>", number(slice.line.width));
    }

    fn polygon(&mut self, polygon: &Polygon) {
        self.text.push_str("<path d=\"");
        self.points(&polygon.points);
        self.text.push_str("Z\"");
        self.fill_and_line(polygon.fill, polygon.line.as_ref());
    }

    fn panel(&mut self, panel: &Panel) {
        let _ = write!(
            self.text,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            number(panel.rect.min.x),
            number(panel.rect.min.y),
            number(panel.rect.width()),
            number(panel.rect.height()),
        );
        if panel.corner_radius > 0.0 {
            let _ = write!(self.text, " rx=\"{}\"", number(panel.corner_radius));
        }
        self.fill_and_line(panel.fill, panel.line.as_ref());
    }

    fn words(&mut self, text: &Text) {
        let is_rtl = text.direction == Direction::RightToLeft;
        let runs = set_runs(&text.text, text.direction, text.font, text.size);
        // One face, and no number or foreign word to be put in order: the reader can set it.
        let is_plain = runs.iter().all(|run| run.is_arabic == is_rtl && run.is_rtl == is_rtl);
        let (x, y) = (number(text.pos.x), number(text.pos.y));
        let _ = write!(self.text, "<text x=\"{x}\" y=\"{y}\"");
        if text.rotation_deg != 0.0 {
            let _ =
                write!(self.text, " transform=\"rotate({} {x} {y})\"", number(text.rotation_deg));
        }
        match text.anchor {
            Anchor::Middle if is_plain => self.text.push_str(" text-anchor=\"middle\""),
            Anchor::Right if is_plain => self.text.push_str(" text-anchor=\"end\""),
            _ => {}
        }
        let _ = write!(
            self.text,
            " font-family=\"{}\" font-size=\"{}\"",
            family(text.font, is_rtl),
            number(text.size),
        );
        if text.font == Font::SansBold {
            self.text.push_str(" font-weight=\"700\"");
        }
        if text.font == Font::SerifItalic && !is_rtl {
            self.text.push_str(" font-style=\"italic\"");
        }
        self.paint("fill", text.colour);
        if let Some(halo) = text.halo {
            self.paint("stroke", halo.colour);
            let _ = write!(
                self.text,
                " stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                number(2.0 * halo.width),
            );
        }
        self.text.push_str(" xml:space=\"preserve\">");
        if is_plain {
            self.run(&text.text, is_rtl);
        } else {
            let full: f32 = runs.iter().map(|run| run.width).sum();
            let left = text.pos.x
                - match text.anchor {
                    Anchor::Left => 0.0,
                    Anchor::Middle => full / 2.0,
                    Anchor::Right => full,
                };
            for run in runs {
                // Readers disagree on which end of a run its outer spaces stand, so those are
                // written between the runs, for whoever copies the words.
                let words = &text.text[run.range];
                let is_outer = |c: char| c == ' ' || is_control(c);
                let shown = words.trim_matches(is_outer);
                let (before, after) = if shown.is_empty() {
                    (words, "")
                } else {
                    let start = words.len() - words.trim_start_matches(is_outer).len();
                    (&words[..start], &words[start + shown.len()..])
                };
                let spaces = |outer: &str| " ".repeat(outer.matches(' ').count());
                if shown.is_empty() {
                    self.text.push_str(&spaces(before));
                    continue;
                }
                let on_the_left = if run.is_rtl { after } else { before };
                let x = left + run.left + width(on_the_left, text.font, text.size);
                let _ = write!(self.text, "{}<tspan x=\"{}\"", spaces(before), number(x));
                if run.is_arabic != is_rtl {
                    let family = family(text.font, run.is_arabic);
                    let _ = write!(self.text, " font-family=\"{family}\"");
                }
                self.text.push('>');
                self.run(shown, run.is_rtl);
                let _ = write!(self.text, "</tspan>{}", spaces(after));
            }
        }
        self.text.push_str("</text>\n");
    }

    /// Words of one direction, without the controls that said so.
    fn run(&mut self, words: &str, is_rtl: bool) {
        let shown: String = words.chars().filter(|c| !is_control(*c)).collect();
        // Words that begin and end with a letter need no isolate, and readers of PDF made from this
        // would take its empty glyph for a space.
        let is_letter =
            |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM);
        let needs_isolate = !(shown.starts_with(is_letter) && shown.ends_with(is_letter));
        let shown = escaped(&shown);
        if is_rtl && needs_isolate {
            let _ = write!(self.text, "\u{2067}{shown}\u{2069}");
        } else {
            self.text.push_str(&shown);
        }
    }

    fn image(&mut self, image: &Image) {
        let _ = writeln!(
            self.text,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" xlink:href=\"{}\"/>",
            number(image.rect.min.x),
            number(image.rect.min.y),
            number(image.rect.width()),
            number(image.rect.height()),
            image.logo.data_url(),
        );
    }

    fn fill_and_line(&mut self, fill: Option<Colour>, line: Option<&Line>) {
        match fill {
            Some(colour) => self.paint("fill", colour),
            None => self.text.push_str(" fill=\"none\""),
        }
        if let Some(line) = line {
            self.line(line);
        }
        self.text.push_str("/>\n");
    }

    fn line(&mut self, line: &Line) {
        self.paint("stroke", line.colour);
        let _ = write!(self.text, " stroke-width=\"{}\"", number(line.width));
        match line.dash {
            Some([dash, gap]) => {
                let _ = write!(self.text, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
            }
            None => self.text.push_str(" stroke-linecap=\"round\""),
        }
        self.text.push_str(" stroke-linejoin=\"round\"");
    }

    fn paint(&mut self, attribute: &str, colour: Colour) {
        let _ = write!(self.text, " {attribute}=\"{colour}\"");
        if colour.a < 255 {
            let opacity = number(f32::from(colour.a) / 255.0);
            let _ = write!(self.text, " {attribute}-opacity=\"{opacity}\"");
        }
    }

    fn points(&mut self, points: &[Pos]) {
        for (i, p) in points.iter().enumerate() {
            self.text.push(if i == 0 { 'M' } else { 'L' });
            self.text.push_str(&number(p.x));
            self.text.push(' ');
            self.text.push_str(&number(p.y));
        }
    }
}

/// The isolates of UAX #9.
const fn is_control(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// The families of a font, the one for the script first.
const fn family(font: Font, is_arabic: bool) -> &'static str {
    match (font, is_arabic) {
        (Font::Sans | Font::SansBold, false) => "Noto Sans, Noto Sans Arabic, sans-serif",
        (Font::Sans | Font::SansBold, true) => "Noto Sans Arabic, Noto Sans, sans-serif",
        (Font::Serif | Font::SerifItalic, false) => "Noto Serif, Noto Naskh Arabic, serif",
        (Font::Serif | Font::SerifItalic, true) => "Noto Naskh Arabic, Noto Serif, serif",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_scientific() {
        for (value, expected) in [
            (1.0, "1"),
            (-0.001, "0"),
            (0.125, "0.13"),
            (10.10, "10.1"),
            (1e7, "10000000"),
            (f32::NAN, "0"),
        ] {
            // 0.125 is exact in binary, so the tie is resolved by the standard library's rule.
            let expected = if value == 0.125 { "0.12" } else { expected };
            assert_eq!(number(value), expected, "{value}");
        }
    }

    #[test]
    fn what_xml_reserves_is_escaped_and_what_it_forbids_is_left_out() {
        assert_eq!(escaped("a<b & \"c\"\u{1}"), "a&lt;b &amp; &quot;c&quot;");
    }
}
