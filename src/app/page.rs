//! A briefing page from what is shown: the picture that the window saves and
//! that the command line renders again from the same choices.

use std::fmt::Write;

use super::frame::{self, Emphasis, FrameMemo};
use super::state::{Timeline, View};
use crate::gazetteer::Gazetteer;
use crate::model::document::sha256_hex;
use crate::model::{DaySpan, EventTable, LonLatBox, Mercator, Row};
use crate::query::{DateRange, Filter, Matched, MercatorBox};
use crate::scene::camera::Camera;
use crate::scene::labels::LabelScript;
use crate::scene::map::{MapInput, MapParts};
use crate::scene::phrases::{self, Length};
use crate::scene::picture::{Caption, PictureInput, map_size, page_scale, picture};
use crate::scene::theme::ThemeName;
use crate::scene::timeline::TimelineInput;
use crate::scene::words::{ATTRIBUTION, Language};
use crate::scene::{Basemap, Scene};

/// Room around the events when a page is fitted to them, in logical pixels.
const FIT_PADDING: f32 = 56.0;

/// A page fitted to its events comes no closer than this.
const FIT_MOST_ZOOM: f64 = 13.5;

/// Placements looked at when a page is fitted to them.
const MOST_TO_FIT: usize = 20_000;

/// All of the Mercator square.
const WORLD: MercatorBox =
    MercatorBox { min: Mercator { x: 0.0, y: 0.0 }, max: Mercator { x: 1.0, y: 1.0 } };

/// What a page shows and how.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// What the filter lets through.
    pub matched: &'a Matched,
    /// Everything, for the ghosts behind the bars.
    pub all: &'a Matched,
    /// Filter, range, selection.
    pub view: &'a View,
    /// Axis and unit of the strip.
    pub timeline: &'a Timeline,
    /// Where the map is; `None` to fit it to the events shown.
    pub camera: Option<PageCamera>,
    /// Names of the open files.
    pub sources: &'a str,
    /// Title; empty for none.
    pub title: &'a str,
    /// Colours.
    pub theme: ThemeName,
    /// Script of the names.
    pub labels: LabelScript,
    /// Width and height in logical pixels.
    pub size: [f32; 2],
    /// When the picture is made, if that is to be said; never the clock.
    pub made: Option<&'a str>,
}

/// A camera with the size of the map that it was set for, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageCamera {
    /// Where.
    pub camera: Camera,
    /// For a map of this width and height: another size shows at least this
    /// part. `None` keeps the zoom as it is.
    pub map_size: Option<[f32; 2]>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Laid out at the size asked for, divided by `scale`.
    pub scene: Scene,
    /// What a picture of the size asked for has to be enlarged by.
    pub scale: f32,
    /// The caption in one line, for readers that do not see the picture.
    pub description: String,
}

/// Lays out a page.
#[must_use]
pub fn page(request: &PageRequest<'_>) -> Page {
    let table = request.matched.index().table();
    let range = DateRange { span: request.view.range, undated: false };
    let caption = caption(request, table, range);
    let emphasis = Emphasis { selected: request.view.selection, hovered: None };
    let bars = frame::bars(request.matched, request.all, request.timeline);
    let spans = frame::spans(request.matched, request.timeline, emphasis);
    let shown = request.view.range;
    let strip = TimelineInput {
        view: request.timeline.axis,
        bars: &bars,
        range: (shown != DaySpan::ALL).then(|| request.timeline.bounded(shown)),
        spans: &spans,
        playhead: None,
        hovered_bar: None,
        has_handles: false,
        language: Language::English,
    };
    let base = MapInput {
        camera: Camera::default(),
        markers: &[],
        clusters: &[],
        script: request.labels,
        language: Language::English,
        parts: MapParts::default(),
        attribution: ATTRIBUTION,
    };
    let empty = PictureInput {
        map: base,
        timeline: Some(strip),
        caption: &caption,
        key_events: &[],
        size: request.size,
    };
    let theme = request.theme.theme();
    let map_size = map_size(&empty, theme);
    let camera = camera(request, map_size, range);
    let contents =
        FrameMemo::default().map_contents(request.matched, range, &camera, map_size, emphasis);
    let map = MapInput { camera, markers: &contents.markers, clusters: &contents.clusters, ..base };
    let scene = picture(Basemap::bundled(), &PictureInput { map, ..empty }, theme);
    Page { scene, scale: page_scale(request.size), description: description(&caption) }
}

fn camera(request: &PageRequest<'_>, map_size: [f32; 2], range: DateRange) -> Camera {
    match request.camera {
        Some(PageCamera { camera, map_size: None }) => camera.clamped(),
        Some(PageCamera { camera, map_size: Some(for_size) }) => {
            // Neither side may show less than it did.
            let scale = (map_size[0] / for_size[0]).min(map_size[1] / for_size[1]);
            let levels = f64::from(scale).log2();
            Camera { zoom: camera.zoom + if levels.is_finite() { levels } else { 0.0 }, ..camera }
                .clamped()
        }
        None => {
            let spots = request.matched.placements_in(&WORLD, range, MOST_TO_FIT);
            let positions = spots.iter().map(|spot| spot.position.lonlat());
            LonLatBox::around(positions).map_or_else(Camera::default, |bounds| {
                Camera::fit(bounds, map_size, FIT_PADDING, FIT_MOST_ZOOM)
            })
        }
    }
}

fn caption(request: &PageRequest<'_>, table: &EventTable, range: DateRange) -> Caption {
    let counts = request.matched.counts(range);
    let shown = request.view.range;
    Caption {
        title: request.title.to_owned(),
        subtitle: String::new(),
        period: if shown == DaySpan::ALL {
            let days = request.matched.index().days();
            days.map_or_else(
                || "no dated events".to_owned(),
                |days| format!("all dates: {}", phrases::span(days, Length::Short)),
            )
        } else {
            phrases::span(shown, Length::Short)
        },
        filters: filter_words(&request.view.filter),
        n_shown: counts.n_in_range as usize,
        n_all: table.n_events(),
        n_undated: counts.n_undated as usize,
        n_unlocated: counts.n_unlocated as usize,
        data: format!("{} sha256:{}", request.sources, &fingerprint(table)[..16]),
        gazetteer: table
            .own_places()
            .map_or_else(|| Gazetteer::bundled().version(), |own| &own.gazetteer)
            .to_owned(),
        made: request.made.map(str::to_owned),
        notes: Vec::new(),
    }
}

fn description(caption: &Caption) -> String {
    let mut words = format!(
        "{} of {} events, {}; {} undated, {} unlocated.",
        caption.n_shown, caption.n_all, caption.period, caption.n_undated, caption.n_unlocated
    );
    if !caption.filters.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(words, " Filters: {}.", caption.filters);
    }
    let _ = write!(words, " Data: {}.", caption.data);
    words
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
