//! A briefing page from what is shown: the picture that the window previews and saves, and that the
//! command line makes again from the same [`PageSpec`].

mod card;
pub mod frame_size;
mod key_events;
mod output;
mod redacted;
pub mod say;
pub mod spec;

use std::fmt::Write;
use std::sync::Arc;

use super::frame::{self, Emphasis, FrameMemo};
use super::state::Timeline;
use crate::gazetteer::Gazetteer;
use crate::model::document::sha256_hex;
use crate::model::{DaySpan, EventTable, LonLatBox, Mercator, Revision, Row};
use crate::query::{BinUnit, Bins, DateRange, Filter, Matched, MercatorBox};
use crate::scene::camera::Camera;
use crate::scene::page::{Caption, MapMarkers, PageInput, PageScene, page_scene};
use crate::scene::phrases;
use crate::scene::timeline::TimelineInput;
use crate::scene::words::{ATTRIBUTION, Language};
use crate::scene::{Basemap, Rect, Scene};

pub use self::frame_size::{Frame, FrameShape};
pub use self::output::{OutputError, ViewFileError, animation, view_of};
pub use self::redacted::{PageError, data_sha256};
pub use self::spec::{DataStamp, KeyEventChoice, PageCamera, PageSpec};
pub use crate::export::redact::Profile;

/// Room around the events when a page is fitted to them, in units of the page.
const FIT_PADDING: f32 = 56.0;

/// A card comes no closer to its event than this.
const CARD_MOST_ZOOM: f64 = 14.0;

/// A page fitted to its events comes no closer than this.
const FIT_MOST_ZOOM: f64 = 13.5;

/// Placements looked at when a page is fitted to them.
const MOST_TO_FIT: usize = 20_000;

/// All of the Mercator square.
const WORLD: MercatorBox =
    MercatorBox { min: Mercator { x: 0.0, y: 0.0 }, max: Mercator { x: 1.0, y: 1.0 } };

/// What a page is made of. The filter of `matched` has to be that of the [`PageSpec`].
#[derive(Debug, Clone, Copy)]
pub struct PageData<'a> {
    /// What the filter lets through.
    pub matched: &'a Matched,
    /// Everything, for the ghosts behind the bars.
    pub all: &'a Matched,
    /// Names of the open files.
    pub sources: &'a str,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct Page {
    /// In units of the page.
    pub scene: Scene,
    /// Logical pixels to a unit.
    pub scale: f32,
    /// Where the map lies on it, in units of the page.
    pub map: Rect,
    /// The part of the world that it shows.
    pub camera: Camera,
    /// Identifier and title of the events that are numbered, in the order of their numbers.
    pub key_events: Vec<(String, String)>,
    /// What the page was made from, with the stamp of the data: what a picture of it carries.
    pub spec: PageSpec,
    /// The title, or the program's name where there is none.
    pub title: String,
    /// The caption in one line, for readers that do not see the picture.
    pub description: String,
}

/// What is kept from page to page, so that moving the map does not look at all events again.
#[derive(Debug, Default)]
pub struct PageMemo {
    frame: FrameMemo,
    stamp: Option<(Revision, String)>,
    ranked: Option<(Revision, Filter, DaySpan, Arc<Vec<Row>>)>,
    copy: Option<Arc<redacted::RedactedData>>,
}

impl PageMemo {
    /// SHA-256 of the data, see [`fingerprint`].
    pub fn sha256(&mut self, table: &EventTable) -> String {
        match &self.stamp {
            Some((revision, sha256)) if *revision == table.revision() => sha256.clone(),
            _ => {
                let sha256 = fingerprint(table);
                self.stamp = Some((table.revision(), sha256.clone()));
                sha256
            }
        }
    }

    fn ranked(&mut self, matched: &Matched, range: DateRange) -> Arc<Vec<Row>> {
        let revision = matched.index().table().revision();
        if let Some((of, filter, span, ranked)) = &self.ranked
            && (*of, *span) == (revision, range.span)
            && filter == matched.filter()
        {
            return Arc::clone(ranked);
        }
        let ranked = Arc::new(key_events::ranked(matched, range));
        self.ranked = Some((revision, matched.filter().clone(), range.span, Arc::clone(&ranked)));
        ranked
    }
}

/// Lays out a page of the copy of the data that the profile of the spec asks for: what a profile
/// withholds is withheld from everything on the page, and the filter sees no more than its reader.
/// The same data and spec give the same page, whatever the memo holds.
///
/// # Errors
/// [`PageError`] when no copy can be made.
pub fn page(data: &PageData<'_>, spec: &PageSpec, memo: &mut PageMemo) -> Result<Page, PageError> {
    match memo.redacted(data, spec.profile)? {
        Some(copy) => Ok(made(&copy.data(data.sources), spec, &copy.notice, memo)),
        None => Ok(made(data, spec, "", memo)),
    }
}

fn made(data: &PageData<'_>, spec: &PageSpec, notice: &str, memo: &mut PageMemo) -> Page {
    let table = data.matched.index().table();
    let range = DateRange { span: spec.range, undated: false };
    let stamp = DataStamp {
        sha256: memo.sha256(table),
        sources: data.sources.to_owned(),
        n_events: table.n_events(),
    };
    let spec = PageSpec { data: stamp, ..spec.clone() };
    let needs_rows = spec.parts.key_events || spec.parts.sources;
    let ranked = if needs_rows { memo.ranked(data.matched, range) } else { Arc::default() };
    let maker = Maker {
        data,
        caption: caption(data, &spec, range, notice),
        selected: by_id(table, spec.card.as_deref().or(spec.select.as_deref())),
        ranked: &ranked,
        range,
        spec: &spec,
    };
    let is_by_rule = spec.parts.key_events && spec.key_events.chosen.is_empty();
    let mut laid_out = maker.laid_out(None, usize::MAX, &mut memo.frame);
    // Which events are on the map is known once there is one; another table may need a map of
    // another height, so this is done until both agree, and no more than twice.
    for _ in 0..2 {
        let map = &laid_out.scene.map;
        let frame = Some(laid_out.camera.bounds([map.width(), map.height()]));
        if !is_by_rule || maker.key_rows(frame).0 == laid_out.rows {
            break;
        }
        laid_out = maker.laid_out(frame, usize::MAX, &mut memo.frame);
    }
    let n_listed = laid_out.scene.n_listed;
    if n_listed < laid_out.rows.len() {
        // No number on the map without its entry in the table.
        let map = &laid_out.scene.map;
        let frame = Some(laid_out.camera.bounds([map.width(), map.height()]));
        laid_out = maker.laid_out(frame.filter(|_| is_by_rule), n_listed, &mut memo.frame);
        laid_out.rows.truncate(n_listed);
    }
    let LaidOut { scene, camera, rows } = laid_out;
    let caption = maker.caption;
    let description = description(&caption, spec.language);
    let title = match caption.title.as_str() {
        "" => "Deir Atlas".to_owned(),
        title => title.to_owned(),
    };
    Page {
        scene: scene.scene,
        scale: scene.scale,
        map: scene.map,
        camera,
        key_events: rows
            .into_iter()
            .map(|row| (table.id(row).to_owned(), phrases::title(table, row)))
            .collect(),
        spec,
        title,
        description,
    }
}

/// What a page is laid out from.
struct Maker<'a> {
    data: &'a PageData<'a>,
    spec: &'a PageSpec,
    caption: Caption,
    selected: Option<Row>,
    ranked: &'a [Row],
    range: DateRange,
}

/// A page that was laid out, with its camera and its key events.
struct LaidOut {
    scene: PageScene,
    camera: Camera,
    rows: Vec<Row>,
}

impl Maker<'_> {
    /// The events of the table, by the rule those inside `frame`; and how many more were chosen.
    fn key_rows(&self, frame: Option<LonLatBox>) -> (Vec<Row>, usize) {
        if !self.spec.parts.key_events {
            return (Vec::new(), 0);
        }
        let table = self.data.matched.index().table();
        key_events::chosen(&self.spec.key_events, table, self.ranked, frame)
    }

    /// The page, with key events by the rule taken from inside `frame`, the first `n_numbered` of
    /// them with their numbers on the map.
    fn laid_out(
        &self,
        frame: Option<LonLatBox>,
        n_numbered: usize,
        frames: &mut FrameMemo,
    ) -> LaidOut {
        let (spec, matched) = (self.spec, self.data.matched);
        let table = matched.index().table();
        let (rows, n_more) = self.key_rows(frame);
        let key_events = key_events::described(table, &rows, spec.language, spec.parts.excerpts);
        let sources = spec
            .parts
            .sources
            .then(|| key_events::sources(matched, self.ranked, self.range, spec.language));
        let alone = self.selected.filter(|_| spec.card.is_some());
        let card = alone.map(|row| card::card(table, row, spec.language));
        let timeline = Timeline::for_days(self.data.all.index().days());
        let emphasis =
            Emphasis { selected: self.selected.map(|row| table.event_id(row)), hovered: None };
        let bars = frame::bars(matched, self.data.all, &timeline);
        let spans = frame::spans(matched, &timeline, emphasis);
        let strip = TimelineInput {
            view: timeline.axis,
            bars: &bars,
            range: (spec.range != DaySpan::ALL).then(|| timeline.bounded(spec.range)),
            spans: &spans,
            playhead: None,
            hovered_bar: None,
            has_handles: false,
            language: spec.language,
        };
        let size = spec.frame.logical_size();
        let input = PageInput {
            caption: &self.caption,
            timeline: (spec.parts.timeline && card.is_none()).then_some(strip),
            key_events: if card.is_some() { &[] } else { &key_events },
            key_events_chosen: !spec.key_events.chosen.is_empty(),
            n_more_key_events: n_more,
            sources: sources.as_ref().filter(|_| card.is_none()),
            card: card.as_ref(),
            logo: spec.logo.as_ref(),
            parts: spec.parts,
            language: spec.language,
            script: spec.names,
            size,
            text_scale: spec.text_scale,
        };
        let numbered = &rows[..n_numbered.min(rows.len())];
        let mut used = Camera::default();
        let mut on_map = |map_size: [f32; 2]| {
            let around = alone.and_then(|row| card::extent(table, row));
            used = match around.filter(|_| spec.camera.is_none()) {
                Some(around) => Camera::fit(around, map_size, 12.0, CARD_MOST_ZOOM),
                None => camera(self.data.matched, spec, self.range, map_size),
            };
            let contents =
                frames.numbered_contents(matched, self.range, &used, map_size, emphasis, numbered);
            let (mut markers, mut clusters) = (contents.markers, contents.clusters);
            if let Some(event) = emphasis.selected.filter(|_| alone.is_some()) {
                // Others would only draw the eye off the one that the card is about.
                markers.retain(|marker| marker.event == event);
                clusters.clear();
            }
            MapMarkers { camera: used, markers, clusters }
        };
        let basemap = Basemap::bundled().with_own_places(table.own_places());
        let scene = page_scene(&basemap, &input, &mut on_map, spec.theme.theme());
        LaidOut { scene, camera: used, rows }
    }
}

fn by_id(table: &EventTable, id: Option<&str>) -> Option<Row> {
    let id = id?;
    table.rows().find(|row| table.id(*row) == id)
}

/// The camera for a map of a size: as asked for, or fitted to the events shown.
fn camera(matched: &Matched, spec: &PageSpec, range: DateRange, map_size: [f32; 2]) -> Camera {
    match spec.camera {
        Some(PageCamera { camera, map_size: None }) => camera,
        Some(PageCamera { camera, map_size: Some(for_size) }) => {
            let scale = (map_size[0] / for_size[0]).min(map_size[1] / for_size[1]);
            let levels = f64::from(scale).log2();
            Camera { zoom: camera.zoom + if levels.is_finite() { levels } else { 0.0 }, ..camera }
                .clamped()
        }
        None => {
            let spots = matched.placements_in(&WORLD, range, MOST_TO_FIT);
            let positions = spots.iter().map(|spot| spot.position.lonlat());
            LonLatBox::around(positions).map_or_else(Camera::default, |bounds| {
                Camera::fit(bounds, map_size, FIT_PADDING, FIT_MOST_ZOOM)
            })
        }
    }
}

fn caption(data: &PageData<'_>, spec: &PageSpec, range: DateRange, notice: &str) -> Caption {
    let counts = data.matched.counts(range);
    let language = spec.language;
    let table = data.matched.index().table();
    let event = by_id(table, spec.card.as_deref());
    let [title, subtitle] = match event {
        // The event names the card; the maker's title stands below.
        Some(row) if !spec.title.trim().is_empty() => {
            [say::title(table, row, language), spec.title.trim().to_owned()]
        }
        Some(row) => [say::title(table, row, language), spec.subtitle.trim().to_owned()],
        None => [spec.title.trim().to_owned(), spec.subtitle.trim().to_owned()],
    };
    let period = match event {
        Some(row) => say::when(table, row, language),
        None if spec.range == DaySpan::ALL => say::all_dates(data.matched.index().days(), language),
        None => say::span(spec.range, language),
    };
    Caption {
        title,
        subtitle,
        period,
        filters: match event {
            Some(_) => language.one_event().to_owned(),
            None => say::filter(data.matched.filter(), language),
        },
        n_shown: if event.is_some() { 1 } else { counts.n_in_range as usize },
        n_all: spec.data.n_events,
        n_undated: counts.n_undated as usize,
        n_unlocated: counts.n_unlocated as usize,
        data: format!("{} sha256:{}", data.sources, &spec.data.sha256[..16]),
        gazetteer: data
            .matched
            .index()
            .table()
            .own_places()
            .map_or_else(|| Gazetteer::bundled().version(), |own| &own.gazetteer)
            .to_owned(),
        credits: ATTRIBUTION.to_owned(),
        profile: match language {
            Language::English if !notice.is_empty() => notice.trim_end_matches('.').to_owned(),
            _ => language.profile_words(spec.profile.name()).to_owned(),
        },
        made: spec.made.clone(),
        notes: spec
            .notes
            .lines()
            .map(str::trim)
            .filter(|n| !n.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

fn description(caption: &Caption, language: Language) -> String {
    format!("{}. {}", caption.shown(language), caption.origin(language))
}

/// The stretches of a series: those of the unit that share a day with the range and with the days
/// of the data, each cut to the range. Empty when no event has a date.
#[must_use]
pub fn series(unit: BinUnit, range: DaySpan, days: Option<DaySpan>) -> Vec<DaySpan> {
    let Some(within) = days.and_then(|days| days.intersection(range)) else { return Vec::new() };
    Bins::covering(unit, within).spans().filter_map(|span| span.intersection(range)).collect()
}

/// The spec of each picture of a series, all with the same map: the one that shows every event of
/// the whole range.
///
/// # Errors
/// See [`page`].
pub fn series_specs(
    data: &PageData<'_>,
    spec: &PageSpec,
    unit: BinUnit,
    memo: &mut PageMemo,
) -> Result<Vec<PageSpec>, PageError> {
    let spans = series(unit, spec.range, data.matched.index().days());
    let camera = match spec.camera {
        Some(camera) => camera,
        None => {
            let whole = page(data, spec, memo)?;
            let map_size = Some([whole.map.width(), whole.map.height()]);
            PageCamera { camera: whole.camera, map_size }
        }
    };
    let one = |range| PageSpec { range, camera: Some(camera), series: None, ..spec.clone() };
    Ok(spans.into_iter().map(one).collect())
}

/// A filter in words; empty when it asks for nothing.
#[must_use]
pub fn filter_words(filter: &Filter) -> String {
    let mut parts: Vec<String> = Vec::new();
    let types = filter.event_types.iter().map(|kind| kind.name());
    let types: Vec<&str> = types.chain(filter.sub_event_types.iter().map(|k| k.name())).collect();
    if !types.is_empty() {
        parts.push(types.join(" or "));
    }
    for (what, values) in
        [("actor", &filter.actors), ("place", &filter.places), ("source", &filter.publishers)]
    {
        if !values.is_empty() {
            let named: Vec<&str> = values
                .iter()
                .map(|value| if value.is_empty() { "none named" } else { value.as_str() })
                .collect();
            parts.push(format!("{what} {}", named.join(" or ")));
        }
    }
    if let Some(radius_m) = filter.max_radius_m {
        parts.push(format!("place known to {}", phrases::distance(f64::from(radius_m))));
    }
    match filter.placed {
        Some(true) => parts.push("placed events only".to_owned()),
        Some(false) => parts.push("unplaced events only".to_owned()),
        None => {}
    }
    if !filter.include_background {
        parts.push("no background events".to_owned());
    }
    if !filter.text.trim().is_empty() {
        parts.push(format!("words “{}”", filter.text.trim()));
    }
    if filter.extent.is_some() {
        parts.push("events in this part of the map".to_owned());
    }
    if !filter.hidden_datasets.is_empty() {
        let n = filter.hidden_datasets.len();
        parts.push(format!("{n} open {} hidden", if n == 1 { "file" } else { "files" }));
    }
    parts.join("; ")
}

/// SHA-256 over identifiers, days, types and excerpts of all events, in order:
/// the same data give the same text, whatever file format they came in.
#[must_use]
pub fn fingerprint(table: &EventTable) -> String {
    let mut text = String::new();
    for row in table.rows() {
        let _ = writeln!(text, "{}", event_line(table, row));
    }
    sha256_hex(text.as_bytes())
}

fn event_line(table: &EventTable, row: Row) -> String {
    let span = table.span(row).map_or_else(String::new, |s| format!("{}/{}", s.first, s.last));
    let excerpts: Vec<&str> = table.claims(row).map(|claim| claim.excerpt()).collect();
    format!(
        "{}\t{span}\t{}\t{}",
        table.id(row),
        table.event_type(row).name(),
        excerpts.join("\u{1f}")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventType;

    #[test]
    fn a_filter_is_told_in_words() {
        assert_eq!(filter_words(&Filter::default()), "");
        let filter = Filter {
            event_types: [EventType::Battles, EventType::Protests].into(),
            actors: ["Islamic State".to_owned()].into(),
            max_radius_m: Some(2_500.0),
            text: " القصور ".to_owned(),
            include_background: false,
            ..Filter::default()
        };
        assert_eq!(
            filter_words(&filter),
            "Battles or Protests; actor Islamic State; place known to 2.5 km; \
             no background events; words “القصور”"
        );
    }
}
