//! Where everything is: lines, and the place of each character in them.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rect, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::{Paragraph, paragraphs, trim_end};
use super::rich::{BidiText, TextAlign};
use super::shape::{Cell, Piece, ellipsis, pieces};

/// The line below a mark, in points.
const UNDERLINE_HEIGHT: f32 = 2.0;

/// A line of laid-out text.
#[derive(Clone, Debug)]
struct Line {
    /// Bytes of the text, up to where the next line starts.
    range: Range<usize>,
    /// Relative to the text's upper left corner, in points.
    rect: Rect,
    /// The largest font of the line, in points.
    font_size: f32,
    /// From left to right, from the left edge of `rect` on.
    pieces: Vec<Piece>,
}

impl Line {
    /// The cells with the left and right edge of each.
    fn cells(&self) -> impl Iterator<Item = (&Cell, f32, f32)> {
        let mut x = self.rect.left();
        self.pieces.iter().flat_map(|piece| &piece.cells).map(move |cell| {
            let left = x;
            x += cell.width;
            (cell, left, x)
        })
    }

    /// What a stretch of the text covers of the line, from left to right.
    fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        for (cell, left, right) in self.cells() {
            if !range.contains(&cell.range.start) || left >= right {
                continue;
            }
            match rects.last_mut() {
                Some(last) if left - last.right() < 0.01 => last.max.x = right,
                _ => rects.push(Rect::from_x_y_ranges(left..=right, self.rect.y_range())),
            }
        }
        rects
    }

    /// What egui draws: one section per piece.
    fn job(&self) -> LayoutJob {
        let mut job = LayoutJob {
            wrap: TextWrapping::no_max_width(),
            break_on_newline: false,
            ..LayoutJob::default()
        };
        for piece in self.pieces.iter().filter(|piece| !piece.text.is_empty()) {
            let start = ByteIndex(job.text.len());
            job.text.push_str(&piece.text);
            job.sections.push(LayoutSection {
                leading_space: 0.0,
                byte_range: start..ByteIndex(job.text.len()),
                format: TextFormat {
                    line_height: Some(self.rect.height()),
                    ..TextFormat::simple(
                        FontId::new(piece.style.size, piece.face.family()),
                        piece.style.color.unwrap_or(Color32::PLACEHOLDER),
                    )
                },
            });
        }
        job
    }
}

/// A text with the place of every character. Bytes are those of
/// [`BidiText::text`], places are points from the upper left corner.
#[derive(Clone, Debug)]
pub struct TextLayout {
    text: BidiText,
    lines: Vec<Line>,
    size: Vec2,
    elided: bool,
}

impl TextLayout {
    /// Lays `text` out in lines at most `max_width` points wide (may be infinite).
    pub fn new(text: &BidiText, max_width: f32) -> Self {
        let mut layout =
            Self { text: text.clone(), lines: Vec::new(), size: Vec2::ZERO, elided: false };
        let mut starts_right = Vec::new();
        for (range, next) in paragraphs(&text.text) {
            let resolved = Paragraph::new(&text.text[range.clone()], text.base);
            layout.add_paragraph(text, &resolved, range, next, max_width);
            starts_right.resize(layout.lines.len(), resolved.is_rtl());
            if layout.elided {
                break;
            }
        }
        layout.align(&starts_right, max_width);
        layout
    }

    fn add_paragraph(
        &mut self,
        text: &BidiText,
        paragraph: &Paragraph<'_>,
        range: Range<usize>,
        next: usize,
        max_width: f32,
    ) {
        let source = &text.text[range.clone()];
        let shape = |line: Range<usize>, shown_end: usize| -> Vec<Piece> {
            let runs = paragraph.visual_runs(line);
            runs.iter().flat_map(|run| pieces(text, range.start, run, shown_end)).collect()
        };

        let mut sums = vec![0.0; source.len() + 1];
        for cell in shape(0..source.len(), source.len()).iter().flat_map(|piece| &piece.cells) {
            sums[cell.range.end - range.start] = cell.width;
        }
        let mut sum = 0.0;
        for end in &mut sums {
            sum += *end;
            *end = sum;
        }
        let width = |range: Range<usize>| sums[range.end] - sums[range.start];
        // Rounding in sums of many small numbers must not break a line that fits.
        let room = max_width + 0.01;
        let lines = paragraph.break_lines(room, width);

        let lines_left = self.text.max_lines - self.lines.len();
        let is_last_paragraph = range.end == text.text.len();
        self.elided = lines.len() > lines_left || (lines.len() == lines_left && !is_last_paragraph);
        let n_lines = lines.len().min(lines_left);
        for (index, line) in lines.into_iter().take(n_lines).enumerate() {
            let start = range.start + line.start;
            let is_last = index + 1 == n_lines;
            if is_last && self.elided {
                let (_, style) = text.style_at(start).unwrap_or_default();
                let mut ellipsis = ellipsis(style);
                let room = room - ellipsis.width();
                let rest = source[line.start..].graphemes(true);
                let ends = rest.scan(line.start, |end, grapheme| {
                    *end += grapheme.len();
                    Some(*end)
                });
                let end = ends.take_while(|&end| width(line.start..end) <= room).last();
                let shown = trim_end(source, line.start..end.unwrap_or(line.start));
                ellipsis.move_to(range.start + shown.end);
                let mut pieces = shape(shown.clone(), shown.end);
                let place = if paragraph.is_rtl() { 0 } else { pieces.len() };
                pieces.insert(place, ellipsis);
                self.add_line(start..text.text.len(), pieces);
            } else {
                let shown = trim_end(source, line.clone());
                let end = if is_last { next } else { range.start + line.end };
                self.add_line(start..end, shape(line, shown.end));
            }
        }
    }

    fn add_line(&mut self, range: Range<usize>, pieces: Vec<Piece>) {
        let at = range.start.min(self.text.text.len().saturating_sub(1));
        let here = self.text.style_at(at).map_or(0.0, |(_, style)| style.size);
        let font_size = pieces.iter().map(|piece| piece.style.size).fold(here, f32::max);
        let height = (font_size * f32::from(self.text.line_height_percent) / 100.0).round();
        let width = pieces.iter().map(Piece::width).sum();
        let rect = Rect::from_min_size(pos2(0.0, self.size.y), vec2(width, height));
        self.lines.push(Line { range, rect, font_size, pieces });
        self.size = vec2(self.size.x.max(width), self.size.y + height);
    }

    /// Moves the lines to their side. A paragraph that starts on the right takes
    /// the whole room, where that is limited, so that its start is where the eye looks.
    fn align(&mut self, starts_right: &[bool], max_width: f32) {
        let takes_room = match self.text.align {
            TextAlign::Start => starts_right.contains(&true),
            TextAlign::Left => false,
            TextAlign::Center | TextAlign::Right => true,
        };
        if takes_room && max_width.is_finite() {
            self.size.x = self.size.x.max(max_width);
        }
        for (line, &starts_right) in self.lines.iter_mut().zip(starts_right) {
            let spare = self.size.x - line.rect.width();
            let left = match self.text.align {
                TextAlign::Start if starts_right => spare,
                TextAlign::Start | TextAlign::Left => 0.0,
                TextAlign::Center => spare / 2.0,
                TextAlign::Right => spare,
            };
            line.rect = line.rect.translate(vec2(left, 0.0));
        }
    }

    /// Width and height in points.
    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// Whether an ellipsis stands for lines that had no room.
    pub fn is_elided(&self) -> bool {
        self.elided
    }

    /// How far the baseline of the first line lies below the upper edge, in points.
    pub fn first_baseline(&self) -> f32 {
        let line = self.lines.first();
        let style = self.text.style_at(0).map(|(_, style)| style).unwrap_or_default();
        let middle = line.map_or(0.0, |line| line.rect.height() / 2.0);
        middle + style.role.latin().baseline_below_middle_em() * style.size
    }

    /// What egui draws, line by line; each goes to the left edge of its line.
    pub fn galleys(&self, painter: &Painter) -> impl Iterator<Item = Arc<Galley>> {
        self.lines.iter().map(|line| painter.layout_job(line.job()))
    }

    /// The number of lines.
    pub fn n_lines(&self) -> usize {
        self.lines.len()
    }

    /// The text laid out.
    pub fn text(&self) -> &BidiText {
        &self.text
    }

    /// The place between two characters nearest to a point, as a byte.
    pub fn index_at(&self, point: Vec2) -> usize {
        let Some(line) = self.line_at(point.y) else { return 0 };
        let nearest = line.cells().min_by(|a, b| {
            let distance = |(_, left, right): &(&Cell, f32, f32)| {
                (left - point.x).max(point.x - right).max(0.0)
            };
            distance(a).total_cmp(&distance(b)).then((b.2 - b.1).total_cmp(&(a.2 - a.1)))
        });
        match nearest {
            Some((cell, left, right)) if (point.x < (left + right) / 2.0) != cell.rtl => {
                cell.range.start
            }
            Some((cell, ..)) => cell.range.end,
            None => line.range.start,
        }
    }

    /// Where the caret stands before the character at byte `index`: at the end of the
    /// character typed before it. Without width; as high as its line.
    pub fn caret(&self, index: usize) -> Rect {
        let before = index.saturating_sub(1);
        let line = self.lines.iter().find(|line| line.range.contains(&before));
        let Some(line) = line.or(self.lines.first()) else { return Rect::ZERO };
        let x = line
            .cells()
            .find(|(cell, ..)| cell.range.contains(&before))
            // At the very beginning: before the first character.
            .map(|(cell, left, right)| if cell.rtl == (index > 0) { left } else { right })
            .unwrap_or(line.rect.left());
        Rect::from_x_y_ranges(x..=x, line.rect.y_range())
    }

    /// The byte of the character under a point; `None` beside the text.
    pub fn character_at(&self, point: Vec2) -> Option<usize> {
        let line = self.lines.iter().find(|line| line.rect.contains(point.to_pos2()))?;
        line.cells()
            .find(|&(_, left, right)| (left..right).contains(&point.x))
            .map(|(cell, ..)| cell.range.start)
    }

    /// What egui draws for each line, and how wide that ought to be.
    #[cfg(test)]
    pub(super) fn jobs(&self) -> Vec<(LayoutJob, f32)> {
        self.lines.iter().map(|line| (line.job(), line.rect.width())).collect()
    }

    /// The bytes of every character that has a place, line by line from the left.
    #[cfg(test)]
    pub(super) fn cells(&self) -> Vec<Range<usize>> {
        self.lines.iter().flat_map(Line::cells).map(|(cell, ..)| cell.range.clone()).collect()
    }

    fn line_at(&self, y: f32) -> Option<&Line> {
        let below = self.lines.partition_point(|line| line.rect.bottom() <= y);
        self.lines.get(below).or(self.lines.last())
    }

    /// The rectangles a stretch of text covers, whole lines high, from above and
    /// from left to right. One stretch may cover several in one line.
    pub fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        self.lines_over(range).iter().flat_map(|line| line.rects(range)).collect()
    }

    fn lines_over(&self, range: &Range<usize>) -> &[Line] {
        let first = self.lines.partition_point(|line| line.range.end <= range.start);
        let end = self.lines.partition_point(|line| line.range.start < range.end);
        self.lines.get(first..end).unwrap_or_default()
    }

    /// The word around a place.
    pub fn word_at(&self, index: usize) -> Range<usize> {
        self.text
            .text
            .split_word_bound_indices()
            .map(|(at, word)| at..at + word.len())
            .find(|word| word.contains(&index))
            .unwrap_or(index..index)
    }

    /// The paragraph around a place.
    pub fn paragraph_at(&self, index: usize) -> Range<usize> {
        paragraphs(&self.text.text)
            .into_iter()
            .find(|(range, next)| index <= range.end || index < *next)
            .map_or(index..index, |(range, _)| range)
    }

    /// Paints the marks and the text, with `selected` in the selection's colour,
    /// the upper left corner at `origin`; lines outside the clip rectangle cost nothing.
    pub fn paint(
        &self,
        painter: &Painter,
        origin: Pos2,
        color: Color32,
        selected: Option<(Range<usize>, Color32)>,
    ) {
        let visible = painter.clip_rect().translate(-origin.to_vec2()).y_range();
        let first = self.lines.partition_point(|line| line.rect.bottom() < visible.min);
        let end = self.lines.partition_point(|line| line.rect.top() <= visible.max);
        let Some(lines) = self.lines.get(first..end).filter(|lines| !lines.is_empty()) else {
            return;
        };
        let shown = lines[0].range.start..lines[lines.len() - 1].range.end;
        let clamp = |range: &Range<usize>| range.start.max(shown.start)..range.end.min(shown.end);

        for mark in &self.text.marks {
            for (fill, underline) in self.mark_rects(&clamp(&mark.range)) {
                painter.rect_filled(fill.translate(origin.to_vec2()), 2.0, mark.fill);
                painter.rect_filled(underline.translate(origin.to_vec2()), 0.0, mark.underline);
            }
        }
        if let Some((range, fill)) = selected {
            for rect in self.rects(&clamp(&range)) {
                painter.rect_filled(rect.translate(origin.to_vec2()), 0.0, fill);
            }
        }
        for line in lines {
            let galley = painter.layout_job(line.job());
            painter.galley(origin + line.rect.min.to_vec2(), galley, color);
        }
    }

    /// The fill and the underline of a mark: around the letters, not the whole line,
    /// so that marks of neighbouring lines do not touch.
    fn mark_rects(&self, range: &Range<usize>) -> Vec<(Rect, Rect)> {
        let lines = self.lines_over(range).iter();
        let rects = lines.flat_map(|line| line.rects(range).into_iter().map(move |r| (line, r)));
        rects
            .map(|(line, rect)| {
                let half = (line.font_size * 0.75).min(line.rect.height() / 2.0);
                let top = (rect.center().y - half).round();
                let bottom = (rect.center().y + half).round();
                (
                    Rect::from_x_y_ranges(rect.x_range(), top..=bottom),
                    Rect::from_x_y_ranges(rect.x_range(), bottom - UNDERLINE_HEIGHT..=bottom),
                )
            })
            .collect()
    }
}
