//! The proposals of the report looked at as cards: the one looked at open, the
//! others in a few lines.

use egui::{
    Align, CornerRadius, Frame, Layout, Margin, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    vec2,
};

use super::fields;
use super::view::Target;
use crate::app::review::event_of;
use crate::app::{Action, AppState, ReviewAction};
use crate::model::EventType;
use crate::scene::phrases::{self, Length};
use crate::store::review::{Proposal, Reviewed, Status};
use crate::ui::icons::{Icon, Look, icon_button_ui};
use crate::ui::style::{BODY, CARD_RADIUS, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{self, ButtonLook, button_ui, tag_ui};

/// Room for the scroll bar in points.
const SCROLL_BAR: f32 = 8.0;

/// Shows the cards.
pub fn cards_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    heading_ui(ui, state, actions);
    let Some(reviewed) = state.review.report() else {
        super::journal_ui(ui, state);
        return;
    };
    ScrollArea::vertical().id_salt(("proposals", &reviewed.report.id)).auto_shrink(false).show(
        ui,
        |ui| {
            ui.set_max_width(ui.available_width() - SCROLL_BAR);
            if reviewed.order.is_empty() {
                empty_ui(ui);
            }
            for number in &reviewed.order {
                let Some(proposal) = state.review.review.proposal(*number) else { continue };
                ui.push_id(number, |ui| {
                    if state.review.review.current == Some(*number) {
                        open_ui(ui, state, view, reviewed, proposal, actions);
                    } else {
                        closed_ui(ui, view, proposal, actions);
                    }
                });
            }
            ui.add_space(4.0);
            super::journal_ui(ui, state);
            ui.add_space(8.0);
        },
    );
}

fn heading_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let review = &state.review;
    ui.horizontal(|ui| {
        let words = review.report().map_or_else(
            || "Proposals".to_owned(),
            |reviewed| super::list::counts_words(reviewed.counts),
        );
        // Short of room, the counts give way to the buttons.
        let room = (ui.available_width() - 84.0).max(80.0);
        let line = BidiText::line().push(&words, STRONG).max_lines(1);
        let layout = text::layout(ui.ctx(), &line, room);
        let (rect, response) = ui.allocate_exact_size(layout.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        layout.paint(ui.painter(), rect.min, Palette::of(ui).text, None);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut button = |ui: &mut Ui, on: bool, icon, name: &str, action| {
                let shown =
                    ui.add_enabled_ui(on, |ui| icon_button_ui(ui, icon, "", name, Look::Quiet));
                if shown.inner.clicked() {
                    actions.push(Action::Review(action));
                }
            };
            let redo = "Decide again (Ctrl+Shift+Z)";
            button(ui, review.can_redo(), Icon::Redo, redo, ReviewAction::Redo);
            let undo = match review.last_done() {
                Some(did) => format!("Take back: {did} (Ctrl+Z)"),
                None => "Take back (Ctrl+Z)".to_owned(),
            };
            button(ui, review.can_undo(), Icon::Undo, &undo, ReviewAction::Undo);
        });
    });
    ui.add_space(2.0);
}

fn empty_ui(ui: &mut Ui) {
    label_ui(ui, "Nothing is proposed", STRONG);
    let quiet = BODY.color(Palette::of(ui).text_quiet);
    label_ui(
        ui,
        "No event was found in this report. Select the words that tell of one, \
         and press N for a new proposal.",
        quiet,
    );
    ui.add_space(6.0);
}

fn frame(ui: &Ui, is_open: bool, status: Status) -> Frame {
    let palette = Palette::of(ui);
    let line = if is_open { palette.accent } else { palette.line };
    let fill = if status == Status::Refused { palette.page } else { palette.panel };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(if is_open { 1.6 } else { 1.0 }, line))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .inner_margin(Margin::symmetric(10, 8))
}

/// What is proposed, in a few words: `Air/drone strike, al-Joura`.
fn title(proposal: &Proposal) -> String {
    let kind = match (proposal.sub_event_type, proposal.event_type) {
        (Some(kind), _) => kind.name(),
        (None, EventType::Unstated) => "Type not chosen yet",
        (None, kind) => kind.name(),
    };
    kind.to_owned()
}

fn title_ui(ui: &mut Ui, proposal: &Proposal) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
        let is_filled = proposal.status == Status::Accepted;
        let painter = ui.painter();
        widgets::sign(ui, painter, proposal.event_type, rect.center(), 5.0, is_filled);
        let color = match proposal.status {
            Status::Refused => palette.text_quiet,
            Status::Proposed | Status::Accepted => palette.text,
        };
        let room = (ui.available_width() - 92.0).max(80.0);
        let words = BidiText::line().push(&title(proposal), STRONG.color(color)).max_lines(1);
        let layout = text::layout(ui.ctx(), &words, room);
        let (rect, response) = ui.allocate_exact_size(layout.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title(proposal)));
        layout.paint(ui.painter(), rect.min, color, None);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            tag_ui(ui, &proposal.status.name().to_uppercase());
        });
    });
}

fn closed_ui(ui: &mut Ui, view: &mut ViewState, proposal: &Proposal, actions: &mut Vec<Action>) {
    let card = frame(ui, false, proposal.status).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        // The card as a whole takes the clicks.
        ui.style_mut().interaction.selectable_labels = false;
        title_ui(ui, proposal);
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        for line in summary(proposal) {
            rich_label_ui(ui, &BidiText::source(line, quiet).max_lines(1));
        }
    });
    let id = ui.scope_id().with("card");
    let response = ui.interact(card.response.rect, id, Sense::click());
    response.widget_info(|| {
        let words = format!("{}, {}", title(proposal), proposal.status.name());
        WidgetInfo::labeled(Role::Button, true, words)
    });
    if response.hovered() || response.has_focus() {
        view.hover.on(event_of(proposal));
        let stroke = Stroke::new(1.4, Palette::of(ui).accent);
        let rect = card.response.rect;
        ui.painter().rect_stroke(rect, CARD_RADIUS, stroke, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        actions.push(Action::Review(ReviewAction::Go(proposal.number)));
    }
}

/// Date, places and tolls, a line each, of all accounts.
fn summary(proposal: &Proposal) -> Vec<String> {
    let Some(account) = proposal.accounts.first() else { return Vec::new() };
    let date = account.date.as_ref().map_or_else(
        || "date not stated".to_owned(),
        |date| match date.date() {
            Some(edtf) => phrases::date(&edtf, Length::Short),
            None => date.edtf.clone(),
        },
    );
    let names: Vec<&str> = account.places.iter().map(|place| place.name.as_str()).collect();
    let places = if names.is_empty() { "no place".to_owned() } else { names.join(", ") };
    let mut lines = vec![format!("{date} · {places}")];
    if !account.tolls.is_empty() {
        let tolls: Vec<String> = account.tolls.iter().map(fields::toll_words).collect();
        lines.push(tolls.join(" · "));
    }
    if proposal.accounts.len() > 1 {
        lines.push(format!("{} accounts", proposal.accounts.len()));
    }
    lines
}

fn open_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    reviewed: &Reviewed,
    proposal: &Proposal,
    actions: &mut Vec<Action>,
) {
    let card = frame(ui, true, proposal.status).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        title_ui(ui, proposal);
        buttons_ui(ui, proposal, actions);
        ui.separator();
        fields::type_ui(ui, state, view, proposal, actions);
        let n = proposal.accounts.len();
        for (at, account) in proposal.accounts.iter().enumerate() {
            if n > 1 {
                ui.add_space(4.0);
                let words = format!("Account {} of {n}", at + 1);
                let is_on = view.review.account == at;
                let radio = ui.radio(is_on, words);
                if radio.on_hover_text("Selected words go to this account").clicked() {
                    view.review.account = at;
                    view.review.scroll_text = true;
                }
            }
            ui.push_id(("account", at), |ui| {
                let target = Target { number: proposal.number, account: at, at: None };
                fields::account_ui(ui, state, view, &reviewed.report, account, target, actions);
            });
        }
        ui.add_space(2.0);
        more_ui(ui, view, proposal, actions);
    });
    if std::mem::take(&mut view.review.scroll_card) {
        // Low cards come up whole; a tall one shows its head.
        let height = ui.clip_rect().height();
        let rect = card.response.rect;
        let align = (rect.height() > height).then_some(Align::TOP);
        ui.scroll_to_rect(rect, align);
    }
}

fn buttons_ui(ui: &mut Ui, proposal: &Proposal, actions: &mut Vec<Action>) {
    let mut ask = |action| actions.push(Action::Review(action));
    ui.horizontal_wrapped(|ui| {
        match proposal.status {
            Status::Accepted => {
                let reopen = button_ui(ui, "Undecided again", ButtonLook::Quiet);
                if reopen.on_hover_text("No longer an event (R)").clicked() {
                    ask(ReviewAction::Reopen);
                }
            }
            Status::Proposed | Status::Refused => {
                let accept = button_ui(ui, "Accept", ButtonLook::Primary);
                let tip = "The report claims this: make it an event (A or Enter)";
                if accept.on_hover_text(tip).clicked() {
                    ask(ReviewAction::Accept);
                }
            }
        }
        if proposal.status != Status::Refused {
            let refuse = button_ui(ui, "Refuse", ButtonLook::Quiet);
            let tip = "The report does not claim this, or it is no event (X or Delete)";
            if refuse.on_hover_text(tip).clicked() {
                ask(ReviewAction::Refuse);
            }
        }
        let merge = button_ui(ui, "Merge", ButtonLook::Quiet);
        if merge.on_hover_text("One event of this and the next proposal (M)").clicked() {
            ask(ReviewAction::MergeNext);
        }
        let can_split = proposal.accounts.len() > 1
            || proposal.accounts.iter().any(|account| account.places.len() > 1);
        if can_split {
            let split = button_ui(ui, "Split", ButtonLook::Quiet);
            if split.on_hover_text("An event of each account, or of each place (S)").clicked() {
                ask(ReviewAction::Split);
            }
        }
    });
}

/// Whether it is background, and the rules behind each field.
fn more_ui(ui: &mut Ui, view: &mut ViewState, proposal: &Proposal, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let mut background = proposal.background;
        let tip = "Told only as background to something else";
        if ui.checkbox(&mut background, "Background").on_hover_text(tip).changed() {
            let edit = crate::app::review::Edit::Background(background);
            actions.push(Action::Review(ReviewAction::Edit(proposal.number, edit)));
        }
        let tip = "The rule and the reason behind each field (W)";
        ui.checkbox(&mut view.review.shows_why, "Why").on_hover_text(tip);
    });
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    if !proposal.edited.is_empty() {
        let names: Vec<&str> = proposal.edited.iter().map(|field| field.name()).collect();
        label_ui(ui, &format!("Changed by you: {}", names.join(", ")), quiet);
    }
    if proposal.by_hand {
        label_ui(ui, "Made by you, from words of the report", quiet);
    }
}
