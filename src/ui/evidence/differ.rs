//! The table of where the accounts differ.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::parts::quiet_ui;
use crate::model::{ClaimRef, EventTable, Row};
use crate::scene::accounts::{self, Agreement, Comparison};
use crate::ui::style::{Palette, SMALL, Support};
use crate::ui::text::{self, BidiText, rich_label_ui};
use crate::ui::widgets::section_header_ui;

/// Width of the column of questions in points.
const QUESTION_WIDTH: f32 = 58.0;
/// A narrower column of answers is hard to read: they are listed instead.
const NARROWEST: f32 = 84.0;
/// Around the words of a cell, in points.
const PADDING: egui::Vec2 = vec2(6.0, 4.0);

/// A table to compare, by its revision.
#[derive(Clone, Copy)]
struct Key<'a>(&'a EventTable, Row);

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.revision(), self.1).hash(state);
    }
}

/// Compares once for as long as an event is shown.
#[derive(Default)]
struct Comparer;

impl ComputerMut<Key<'_>, Arc<Vec<Comparison>>> for Comparer {
    fn compute(&mut self, Key(table, row): Key<'_>) -> Arc<Vec<Comparison>> {
        Arc::new(accounts::compare(table, row))
    }
}

/// Shows where the accounts differ; nothing for an event with one account.
pub fn differ_ui(ui: &mut Ui, table: &EventTable, row: Row) {
    let comparisons = ui.memory_mut(|memory| {
        let cache = memory.caches.cache::<FrameCache<Arc<Vec<Comparison>>, Comparer>>();
        Arc::clone(cache.get(Key(table, row)))
    });
    if comparisons.is_empty() {
        return;
    }
    section_header_ui(ui, "Where the accounts differ");
    let claims: Vec<ClaimRef<'_>> = table.claims(row).collect();
    comparison_ui(ui, &comparisons, &claims);
}

/// Shows how accounts of one event, or of several that may be one, stand to each
/// other.
pub fn comparison_ui(ui: &mut Ui, comparisons: &[Comparison], claims: &[ClaimRef<'_>]) {
    let names = names(claims);
    let room = ui.available_width() - QUESTION_WIDTH;
    if room / claims.len().max(1) as f32 >= NARROWEST {
        table_ui(ui, comparisons, &names);
    } else {
        list_ui(ui, comparisons, &names);
    }
    key_ui(ui, comparisons);
}

/// What each account is called: its publisher, numbered where two have the same.
fn names(claims: &[ClaimRef<'_>]) -> Vec<String> {
    let publishers: Vec<&str> = claims
        .iter()
        .map(|claim| claim.document().map_or("", |document| document.publisher()))
        .map(|publisher| if publisher.is_empty() { "Not stated" } else { publisher })
        .collect();
    let numbered = |(at, publisher): (usize, &&str)| {
        let same = |others: &[&str]| others.iter().filter(|other| *other == publisher).count();
        match same(&publishers) {
            1 => (*publisher).to_owned(),
            _ => format!("{publisher} {}", same(&publishers[..at]) + 1),
        }
    };
    publishers.iter().enumerate().map(numbered).collect()
}

/// What lies behind an answer: green where the accounts say the same, red where
/// they contradict each other, nothing where there is nothing to compare.
fn ground(palette: &Palette, agreement: Agreement) -> Color32 {
    match agreement {
        Agreement::Same => palette.support_fill(Support::Place),
        Agreement::Compatible => palette.support_fill(Support::Place).gamma_multiply(0.45),
        Agreement::Differs => palette.support_fill(Support::Toll),
        Agreement::NotStated | Agreement::Alone => Color32::TRANSPARENT,
    }
}

fn answer(palette: &Palette, cell: &accounts::Cell) -> BidiText {
    match cell.agreement {
        Agreement::NotStated => BidiText::line().push(&cell.text, SMALL.color(palette.text_quiet)),
        agreement => {
            let sign = agreement.sign();
            let line = BidiText::line();
            let line =
                if sign.is_empty() { line } else { line.push(&format!("{sign} "), SMALL.bold()) };
            line.push_isolated(&cell.text, SMALL)
        }
    }
}

fn spoken(question: &str, name: &str, cell: &accounts::Cell) -> String {
    match cell.agreement {
        Agreement::NotStated => format!("{question}, {name}: {}", cell.text),
        agreement => format!("{question}, {name}: {}, {}", cell.text, agreement.words()),
    }
}

fn table_ui(ui: &mut Ui, comparisons: &[Comparison], names: &[String]) {
    let palette = Palette::of(ui);
    let quiet = SMALL.color(palette.text_quiet);
    let width = (ui.available_width() - QUESTION_WIDTH) / names.len() as f32;
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 1.0);
    let heads: Vec<BidiText> = names.iter().map(|n| BidiText::source(n, quiet)).collect();
    row_ui(ui, "", &heads, width, |_| (Color32::TRANSPARENT, None));
    for comparison in comparisons {
        let answers: Vec<BidiText> =
            comparison.cells.iter().map(|cell| answer(&palette, cell)).collect();
        row_ui(ui, comparison.question, &answers, width, |at| {
            let cell = &comparison.cells[at];
            let spoken = spoken(comparison.question, &names[at], cell);
            (ground(&palette, cell.agreement), Some(spoken))
        });
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

/// A row of the table; `look` gives the ground of a cell and what a screen reader
/// says of it.
fn row_ui(
    ui: &mut Ui,
    question: &str,
    cells: &[BidiText],
    width: f32,
    look: impl Fn(usize) -> (Color32, Option<String>),
) {
    let palette = Palette::of(ui);
    let question_words = BidiText::line().push(question, SMALL.color(palette.text_quiet));
    let question_words = text::layout(ui.ctx(), &question_words, QUESTION_WIDTH - PADDING.x);
    let room = width - 2.0 * PADDING.x - 1.0;
    let cells: Vec<_> = cells.iter().map(|cell| text::layout(ui.ctx(), cell, room)).collect();
    let height = cells.iter().map(|cell| cell.size().y).fold(question_words.size().y, f32::max)
        + 2.0 * PADDING.y;
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    if !question.is_empty() {
        row.widget_info(|| WidgetInfo::labeled(Role::Label, true, question));
        let top = pos2(rect.left(), rect.top() + PADDING.y);
        question_words.paint(ui.painter(), top, palette.text, None);
    }
    for (at, cell) in cells.iter().enumerate() {
        let left = rect.left() + QUESTION_WIDTH + at as f32 * width;
        let ground = Rect::from_min_size(pos2(left, rect.top()), vec2(width - 1.0, height));
        let (fill, spoken) = look(at);
        ui.painter().rect_filled(ground, 0.0, fill);
        let response = ui.interact(ground, row.id.with(at), Sense::hover());
        let spoken = spoken.unwrap_or_else(|| cell.text().plain());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
        cell.paint(ui.painter(), ground.min + PADDING, palette.text, None);
    }
}

/// The same as a list, where the columns would be too narrow.
fn list_ui(ui: &mut Ui, comparisons: &[Comparison], names: &[String]) {
    let palette = Palette::of(ui);
    for comparison in comparisons {
        rich_label_ui(ui, &BidiText::line().push(comparison.question, SMALL.bold()));
        for (name, cell) in names.iter().zip(&comparison.cells) {
            let quiet = SMALL.color(palette.text_quiet);
            let words = BidiText::line()
                .push_isolated(name, quiet)
                .push(": ", quiet)
                .push_isolated(&answer(&palette, cell).plain(), SMALL);
            let room = ui.available_width() - 2.0 * PADDING.x;
            let words = text::layout(ui.ctx(), &words, room);
            let size = vec2(ui.available_width(), words.size().y + 2.0 * PADDING.y);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| {
                let spoken = spoken(comparison.question, name, cell);
                WidgetInfo::labeled(Role::Label, true, spoken)
            });
            ui.painter().rect_filled(rect, 2.0, ground(&palette, cell.agreement));
            words.paint(ui.painter(), rect.min + PADDING, palette.text, None);
        }
    }
}

/// What the signs mean that occur.
fn key_ui(ui: &mut Ui, comparisons: &[Comparison]) {
    let occurs = |agreement| {
        comparisons.iter().any(|row| row.cells.iter().any(|cell| cell.agreement == agreement))
    };
    let signs: Vec<String> = [Agreement::Same, Agreement::Compatible, Agreement::Differs]
        .into_iter()
        .filter(|agreement| occurs(*agreement))
        .map(|agreement| format!("{} {}", agreement.sign(), agreement.words()))
        .collect();
    if !signs.is_empty() {
        quiet_ui(ui, &signs.join("   "));
    }
}
