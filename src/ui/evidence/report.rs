//! A document's own text: the excerpt with its marked words, a little of what
//! stands around it, or the whole report. However long a report is, only a part
//! of it is ever laid out.

use std::ops::Range;

use egui::{Align, ScrollArea, Ui};

use super::marks;
use super::parts::quiet_ui;
use crate::app::AppState;
use crate::model::{ClaimRef, DocumentKind};
use crate::ui::style::{EXCERPT, Palette};
use crate::ui::text::{BidiText, Mark, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui, grouped, segmented_ui};

/// Bytes of context shown on each side of an excerpt.
const CONTEXT: usize = 90;
/// Marks so many bytes beside an excerpt are shown with it.
const NEAR: usize = 240;
/// Bytes of an excerpt shown before somebody asks for the whole report.
const LONGEST_EXCERPT: usize = 3_000;
/// Bytes of a whole report shown at first, and added when somebody asks for more.
const STEP: usize = 12_000;
/// Bytes of a whole report laid out at most.
const LONGEST_SHOWN: usize = 48_000;
/// Height of a whole report in points; it scrolls within.
const HEIGHT: f32 = 380.0;

/// How a report is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// All of it, not only the excerpt.
    whole: bool,
    /// The part of the whole that is laid out, in bytes; empty before it is known.
    shown: Range<usize>,
    /// Whether the excerpt is to be brought into view.
    scroll: bool,
}

/// What there is to show.
enum Source<'a> {
    /// The document's text, and the bytes of it that are the excerpt.
    Report(&'a str, Option<Range<usize>>),
    /// Only the words of the claim.
    Excerpt(&'a str),
    /// Neither.
    Nothing,
}

impl<'a> Source<'a> {
    fn of(claim: &ClaimRef<'a>) -> Self {
        let text = claim.document().map_or("", |document| document.text());
        let excerpt = claim.excerpt();
        let range = (!excerpt.is_empty())
            .then(|| claim.range_in_document(claim.excerpt_span()))
            .flatten()
            .or_else(|| (!excerpt.is_empty()).then(|| found(text, excerpt)).flatten());
        match (text.is_empty(), range) {
            (false, Some(range)) => Self::Report(text, Some(range)),
            (_, None) if !excerpt.is_empty() => Self::Excerpt(excerpt),
            (false, None) => Self::Report(text, None),
            (true, _) => Self::Nothing,
        }
    }
}

/// Where words held beside a document stand in its text, if they do. Only near
/// its start: this is asked in every frame.
fn found(text: &str, words: &str) -> Option<Range<usize>> {
    let text = &text[..text.floor_char_boundary(LONGEST_SHOWN)];
    let start = text.find(words)?;
    Some(start..start + words.len())
}

/// Shows the text of a claim's document.
pub fn report_ui(
    ui: &mut Ui,
    state: &AppState,
    claim: &ClaimRef<'_>,
    how: &mut View,
    view: &mut ViewState,
) {
    let is_digest = claim.document().is_none_or(|document| document.kind() == DocumentKind::Digest);
    match Source::of(claim) {
        Source::Nothing => {
            quiet_ui(ui, "No excerpt: the file holds no words of this source.");
        }
        Source::Excerpt(words) => {
            let end = cut(words, LONGEST_EXCERPT);
            let shown = Shown { text: words, range: 0..end, excerpt: Some(0..words.len()) };
            shown.show(ui, state, claim, view, false);
            if end < words.len() {
                let rest = n_about(words.len() - end);
                quiet_ui(ui, &format!("The excerpt goes on for {rest} characters."));
            }
            quiet_ui(ui, "The file holds this excerpt only, not the whole report.");
        }
        Source::Report(text, excerpt) => {
            let choices = if is_digest {
                [(false, "Excerpt"), (true, "Whole digest")]
            } else {
                [(false, "Excerpt"), (true, "Whole report")]
            };
            if let Some(whole) = segmented_ui(ui, how.whole, &choices)
                && whole != how.whole
            {
                *how = View { whole, shown: 0..0, scroll: whole };
            }
            if how.whole {
                whole_ui(ui, state, claim, text, excerpt, how, view);
                return;
            }
            match excerpt {
                Some(excerpt) => excerpt_ui(ui, state, claim, text, excerpt, view),
                None => {
                    quiet_ui(ui, "The file does not say which words of the report tell of this.");
                }
            }
        }
    }
}

fn excerpt_ui(
    ui: &mut Ui,
    state: &AppState,
    claim: &ClaimRef<'_>,
    text: &str,
    excerpt: Range<usize>,
    view: &mut ViewState,
) {
    let end = excerpt.start + cut(&text[excerpt.clone()], LONGEST_EXCERPT);
    let mut focus = excerpt.start..end;
    for mark in claim.marks() {
        let Some(range) = claim.range_in_document(mark.span) else { continue };
        if range.start + NEAR >= excerpt.start && range.end <= end + NEAR {
            focus = focus.start.min(range.start)..focus.end.max(range.end);
        }
    }
    let range = around(text, &focus, CONTEXT);
    let n_rest = excerpt.end - end;
    Shown { text, range, excerpt: Some(excerpt) }.show(ui, state, claim, view, false);
    if n_rest > 0 {
        let rest = n_about(n_rest);
        quiet_ui(ui, &format!("The excerpt goes on for {rest} characters: see the whole."));
    }
}

fn whole_ui(
    ui: &mut Ui,
    state: &AppState,
    claim: &ClaimRef<'_>,
    text: &str,
    excerpt: Option<Range<usize>>,
    how: &mut View,
    view: &mut ViewState,
) {
    if how.shown.is_empty() {
        let focus = excerpt.clone().unwrap_or(0..0);
        let focus = focus.start..focus.start + cut(&text[focus.clone()], STEP / 2);
        how.shown = around(text, &focus, STEP / 2);
    }
    ScrollArea::vertical().id_salt("whole report").max_height(HEIGHT).show(ui, |ui| {
        if how.shown.start > 0 {
            let words = format!("Show more before ({} characters)", n_about(how.shown.start));
            if button_ui(ui, &words, ButtonLook::Quiet).clicked() {
                let start = around(text, &(how.shown.start..how.shown.start), STEP).start;
                let end = how.shown.end.min(text.floor_char_boundary(start + LONGEST_SHOWN));
                how.shown = start..end;
            }
        }
        let range = how.shown.clone();
        Shown { text, range, excerpt }.show(ui, state, claim, view, how.scroll);
        how.scroll = false;
        if how.shown.end < text.len() {
            let n_rest = text.len() - how.shown.end;
            let words = format!("Show more after ({} characters)", n_about(n_rest));
            if button_ui(ui, &words, ButtonLook::Quiet).clicked() {
                let end = around(text, &(how.shown.end..how.shown.end), STEP).end;
                let least = text.ceil_char_boundary(end.saturating_sub(LONGEST_SHOWN));
                how.shown = how.shown.start.max(least)..end;
            }
        }
    });
}

/// A number of bytes as a rough number of characters; counting a long text in
/// every frame would cost too much.
fn n_about(n_bytes: usize) -> String {
    if n_bytes < 1_000 {
        "under 1000".to_owned()
    } else {
        format!("about {}", grouped((n_bytes / 1_000 * 1_000) as u64))
    }
}

/// A part of a text to lay out.
struct Shown<'a> {
    text: &'a str,
    /// The part that is laid out, in bytes of `text`.
    range: Range<usize>,
    /// The excerpt; what is outside it is dimmed.
    excerpt: Option<Range<usize>>,
}

impl Shown<'_> {
    fn show(
        &self,
        ui: &mut Ui,
        state: &AppState,
        claim: &ClaimRef<'_>,
        view: &mut ViewState,
        scroll: bool,
    ) {
        let palette = Palette::of(ui);
        let Range { start, end } = self.range;
        let plain = EXCERPT.color(palette.text);
        let dim = EXCERPT.color(palette.text_quiet);
        let excerpt = self.excerpt.clone().unwrap_or(start..start);
        let inner = excerpt.start.clamp(start, end)..excerpt.end.clamp(start, end);
        let before = if start > 0 { "… " } else { "" };
        let after = if end < self.text.len() { " …" } else { "" };
        let text = BidiText::excerpt("", plain)
            .push(before, dim)
            .push(&self.text[start..inner.start], dim)
            .push(&self.text[inner.clone()], plain)
            .push(&self.text[inner.end..end], dim)
            .push(after, dim);
        let shift = |range: Range<usize>| {
            let place = |at: usize| at.clamp(start, end) - start + before.len();
            place(range.start)..place(range.end)
        };
        let mut found: Vec<Mark> = (0..)
            .zip(claim.marks())
            .filter_map(|(id, mark)| {
                let range = shift(claim.range_in_document(mark.span)?);
                let (fill, underline) = marks::colours(&palette, mark.kind);
                (!range.is_empty()).then_some(Mark { range, id, fill, underline })
            })
            .collect();
        // A shorter mark is painted over the longer one that it lies in.
        found.sort_by_key(|mark| std::cmp::Reverse(mark.range.len()));
        let rich = rich_label_ui(ui, &text.marks(found));
        if scroll && let Some(rect) = rich.rect_of(&shift(inner)) {
            // A long excerpt is shown from its start.
            let top = rect.with_max_y(rect.max.y.min(rect.min.y + HEIGHT * 0.6));
            ui.scroll_to_rect(top, Some(Align::Center));
        }
        let of = |id: u32| claim.marks().get(id as usize);
        if let Some(mark) = rich.clicked_mark.and_then(of)
            && let Some(place) = marks::place_of(state, claim, mark)
        {
            view.show_place(place);
        }
        if let Some(mark) = rich.hovered_mark.and_then(of) {
            let words = marks::supports(state, claim, mark);
            rich.response.on_hover_ui_at_pointer(|ui| {
                ui.set_max_width(280.0);
                crate::ui::text::label_ui(ui, &words, crate::ui::style::BODY);
            });
        }
    }
}

/// The first bytes of a text, at most `limit` if it has more, ending between words.
fn cut(text: &str, limit: usize) -> usize {
    if text.len() <= limit {
        return text.len();
    }
    let end = text.floor_char_boundary(limit);
    let near = text.floor_char_boundary(limit.saturating_sub(200));
    text[near..end].rfind(char::is_whitespace).map_or(end, |at| near + at)
}

/// The part of a text with about `context` bytes on each side of `focus`, beginning
/// and ending between words, and at the edge of a paragraph where one is in reach.
fn around(text: &str, focus: &Range<usize>, context: usize) -> Range<usize> {
    let first = text.floor_char_boundary(focus.start.saturating_sub(context));
    let last = text.ceil_char_boundary(focus.end.saturating_add(context).min(text.len()));
    let before = &text[first..focus.start];
    let start = match before.rfind('\n') {
        // Context that ends in the paragraph before says nothing about this one.
        Some(at) if context < STEP / 2 => first + at + 1,
        _ if text[..first].chars().next_back().is_none_or(char::is_whitespace) => first,
        _ => before.find(char::is_whitespace).map_or(focus.start, |at| first + at + 1),
    };
    let after = &text[focus.end..last];
    let end = match after.find('\n') {
        Some(at) if context < STEP / 2 => focus.end + at,
        _ if text[last..].chars().next().is_none_or(char::is_whitespace) => last,
        _ => after.rfind(char::is_whitespace).map_or(focus.end, |at| focus.end + at),
    };
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, focus: &str, context: usize, expected: &str) {
        let start = text.find(focus).expect("focus");
        let range = around(text, &(start..start + focus.len()), context);
        assert_eq!(&text[range], expected);
    }

    #[test]
    fn context_begins_and_ends_between_words_and_within_the_paragraph() {
        let text = "First part.\nOne two three four five.\nLast.";
        check(text, "three", 5, "two three four");
        check(text, "three", 100, "One two three four five.");
        check(text, "One", 3, "One");
        check("قال شهود إن القصف أصاب الحي", "القصف", 12, "إن القصف أصاب");
        check("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", 4, "aaaaaaaaaaaaaaaaaaaa");
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        for limit in 0..40 {
            let text = "قتل اثنا عشر شخصا";
            assert!(text.is_char_boundary(cut(text, limit)));
        }
        assert_eq!(&"one two three"[..cut("one two three", 9)], "one two");
    }
}
