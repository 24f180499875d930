//! From what is shown to what is drawn: the inputs of the map's and the
//! timeline's scenes. The window and the pictures take the same way.

use std::sync::Arc;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::state::Timeline;
use crate::model::{
    EventId, EventTable, EventType, LonLat, LonLatBox, Mercator, Outcome, Placement, Revision, Row,
};
use crate::query::{CellGrid, CellKey, DateRange, MapCells, MapView, Matched, MercatorBox, Spot};
use crate::scene::basemap::MapShape;
use crate::scene::camera::Camera;
use crate::scene::markers::{ClusterInput, MarkerInput, MarkerState, TollView};
use crate::scene::timeline::{BarInput, SpanInput};

/// Side of a map cell in logical pixels: about the room that a cluster needs.
const CELL_PX: f64 = 52.0;

/// Uncertainty circles wider than this are areas, in logical pixels.
const AREA_PX: f64 = 90.0;

/// Events of a cell that are drawn one by one; more become a cluster.
const MOST_LISTED: u32 = 14;

/// Events of a cell that are looked at one by one where some events are numbered.
const MOST_LOOKED_AT: u32 = 256;

/// Cells in view from which on fewer events are drawn one by one.
const MANY_CELLS: usize = 400;

/// Spans of uncertain days handed to the timeline; it draws those that fit.
const MOST_SPANS: usize = 80;

/// Events of an opened cluster that are listed.
pub const MOST_IN_CLUSTER: u32 = 2_000;

/// Drawable lines and areas by the index that placements hold.
type Shapes = HashMap<u32, Arc<MapShape>, FxBuildHasher>;

/// What does not change from frame to frame: the cells of the view and the
/// shapes of the table, made again when either changes.
#[derive(Debug, Default)]
pub struct FrameMemo {
    grid: Option<(Revision, MapView, Arc<CellGrid>)>,
    shapes: Option<(Revision, Shapes)>,
}

/// Who is set off from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emphasis {
    /// The selected event.
    pub selected: Option<EventId>,
    /// The event under the pointer, in any panel.
    pub hovered: Option<EventId>,
}

/// What lies on the map.
#[derive(Debug, Clone, Default)]
pub struct MapContents {
    /// Places of events, one by one.
    pub markers: Vec<MarkerInput>,
    /// Events close together; the key is the position in `cluster_keys`.
    pub clusters: Vec<ClusterInput>,
    /// Which cell each cluster is.
    pub cluster_keys: Vec<CellKey>,
}

impl MapContents {
    /// Adds what lies on the same view, of another table.
    pub fn extend(&mut self, other: Self) {
        let n_keys = self.cluster_keys.len() as u64;
        self.markers.extend(other.markers);
        self.clusters
            .extend(other.clusters.into_iter().map(|c| ClusterInput { key: c.key + n_keys, ..c }));
        self.cluster_keys.extend(other.cluster_keys);
    }
}

impl FrameMemo {
    /// The cells of a view, from the last frame if it is the same view.
    fn grid(&mut self, matched: &Matched, view: MapView) -> Arc<CellGrid> {
        let revision = matched.index().table().revision();
        if let Some((made_for, made_of, grid)) = &self.grid
            && (*made_for, *made_of) == (revision, view)
        {
            return Arc::clone(grid);
        }
        let grid = Arc::new(CellGrid::new(matched.index(), &view));
        self.grid = Some((revision, view, Arc::clone(&grid)));
        grid
    }

    fn shape(&mut self, table: &EventTable, placement: &Placement) -> Option<Arc<MapShape>> {
        let index = placement.shape?;
        let revision = table.revision();
        if self.shapes.as_ref().is_none_or(|(made_for, _)| *made_for != revision) {
            self.shapes = Some((revision, HashMap::default()));
        }
        let (_, shapes) = self.shapes.as_mut()?;
        if let Some(shape) = shapes.get(&index) {
            return Some(Arc::clone(shape));
        }
        let shape = Arc::new(MapShape::new(table.shape(index)?));
        shapes.insert(index, Arc::clone(&shape));
        Some(shape)
    }

    /// Markers and clusters for a camera and a size in logical pixels.
    pub fn map_contents(
        &mut self,
        matched: &Matched,
        range: DateRange,
        camera: &Camera,
        size: [f32; 2],
        emphasis: Emphasis,
    ) -> MapContents {
        self.numbered_contents(matched, range, camera, size, emphasis, &[])
    }

    /// [`FrameMemo::map_contents`] with some events numbered from 1 in their order: those are
    /// drawn one by one, whatever is near them.
    pub fn numbered_contents(
        &mut self,
        matched: &Matched,
        range: DateRange,
        camera: &Camera,
        size: [f32; 2],
        emphasis: Emphasis,
        numbered: &[Row],
    ) -> MapContents {
        let table = Arc::clone(matched.index().table());
        let grid = self.grid(matched, map_view(camera, size));
        let most_listed = if grid.n_cells() > MANY_CELLS { 1 } else { MOST_LISTED };
        // A numbered event has to be taken out of its cluster, or it would be seen twice.
        let n_looked_at = if numbered.is_empty() { most_listed } else { MOST_LOOKED_AT };
        let cells = matched.cells(&grid, range, n_looked_at);
        let selected = emphasis.selected.and_then(|id| table.row_of(id));
        // Those that are always to be seen, clustered or filtered away by their
        // neighbours or not; they come last, on top.
        let alone: Vec<Row> = numbered
            .iter()
            .copied()
            .chain(selected.filter(|row| !numbered.contains(row)))
            .filter(|row| matched.shows(*row, range))
            .collect();
        let mut contents = MapContents::default();
        for cell in &cells.cells {
            let spots = cells.spots(cell);
            if spots.is_empty() {
                contents.clusters.push(ClusterInput {
                    key: contents.cluster_keys.len() as u64,
                    centre: cell.centre,
                    by_type: cell.by_type,
                    is_selected: false,
                    is_hovered: false,
                    is_hollow: false,
                });
                contents.cluster_keys.push(cell.key);
                continue;
            }
            let others = || spots.iter().filter(|spot| !alone.contains(&spot.row));
            let n_others = others().count();
            if n_others > most_listed as usize {
                let mut by_type = [0; EventType::COUNT];
                let mut centre = Mercator { x: 0.0, y: 0.0 };
                for spot in others() {
                    by_type[table.event_type(spot.row).index()] += 1;
                    centre.x += spot.position.x / n_others as f64;
                    centre.y += spot.position.y / n_others as f64;
                }
                contents.clusters.push(ClusterInput {
                    key: contents.cluster_keys.len() as u64,
                    centre,
                    by_type,
                    is_selected: false,
                    is_hovered: false,
                    is_hollow: false,
                });
                contents.cluster_keys.push(cell.key);
                continue;
            }
            for spot in others() {
                let nth = usize::from(spot.nth_placement);
                if let Some(placement) = table.placements(spot.row).nth(nth) {
                    contents
                        .markers
                        .extend(self.marker(&table, spot.row, nth, &placement, emphasis));
                }
            }
        }
        for row in alone {
            let number = numbered.iter().position(|r| *r == row);
            let number = number.and_then(|at| u16::try_from(at + 1).ok());
            for (nth, placement) in table.placements(row).enumerate() {
                let marker = self.marker(&table, row, nth, &placement, emphasis);
                contents.markers.extend(marker.map(|marker| MarkerInput { number, ..marker }));
            }
        }
        contents
    }

    /// Markers and clusters of proposals, all hollow; undated ones too.
    pub fn proposed_contents(
        &mut self,
        proposed: &Matched,
        range: DateRange,
        camera: &Camera,
        size: [f32; 2],
        emphasis: Emphasis,
    ) -> MapContents {
        let range = DateRange { undated: true, ..range };
        let mut contents = self.map_contents(proposed, range, camera, size, emphasis);
        for marker in &mut contents.markers {
            marker.state.is_hollow = true;
        }
        for cluster in &mut contents.clusters {
            cluster.is_hollow = true;
        }
        contents
    }

    fn marker(
        &mut self,
        table: &EventTable,
        row: Row,
        nth: usize,
        placement: &Placement,
        emphasis: Emphasis,
    ) -> Option<MarkerInput> {
        let event = table.event_id(row);
        Some(MarkerInput {
            event,
            placement: u16::try_from(nth).ok()?,
            centre: placement.centre?,
            radius_m: placement.radius_m,
            shape: self.shape(table, placement),
            event_type: table.event_type(row),
            toll: table
                .toll_range(row, Outcome::Killed)
                .map_or(TollView::Unknown, TollView::Stated),
            state: MarkerState {
                is_selected: emphasis.selected == Some(event),
                is_hovered: emphasis.hovered == Some(event),
                is_hollow: false,
            },
            number: None,
        })
    }

    /// The events of one cluster, each once, in order of the table; at most
    /// [`MOST_IN_CLUSTER`], with the number of placements that there are.
    pub fn cluster_events(
        &mut self,
        matched: &Matched,
        range: DateRange,
        camera: &Camera,
        size: [f32; 2],
        key: CellKey,
    ) -> Option<(Mercator, Vec<EventId>, u32)> {
        let table = Arc::clone(matched.index().table());
        let grid = self.grid(matched, map_view(camera, size));
        let cells: MapCells = matched.cells(&grid, range, MOST_IN_CLUSTER);
        let cell = cells.cells.iter().find(|cell| cell.key == key)?;
        let mut rows: Vec<Row> = cells.spots(cell).iter().map(|spot| spot.row).collect();
        rows.sort_unstable();
        rows.dedup();
        Some((cell.centre, rows.into_iter().map(|row| table.event_id(row)).collect(), cell.n))
    }
}

fn map_view(camera: &Camera, size: [f32; 2]) -> MapView {
    let half = |pixels: f32| f64::from(pixels) / 2.0 / camera.world_size();
    MapView {
        bounds: MercatorBox::around(camera.centre, half(size[0]), half(size[1])),
        zoom: camera.zoom,
        cell_px: CELL_PX,
        area_px: AREA_PX,
    }
}

/// Placements looked at for [`bulk`].
const MOST_FOR_BULK: usize = 20_000;

/// Share of the placements left out at each edge of [`bulk`].
const OUTLYING: f64 = 0.08;

/// Where most of the events are: the box around all placements but the outlying
/// few on each side. A first view of it shows streets, not a province with one
/// event at each end; `None` when nothing has a position.
#[must_use]
pub fn bulk(matched: &Matched) -> Option<LonLatBox> {
    let world = MercatorBox { min: Mercator { x: 0.0, y: 0.0 }, max: Mercator { x: 1.0, y: 1.0 } };
    let spots = matched.placements_in(&world, DateRange::EVERYTHING, MOST_FOR_BULK);
    // Vague areas say little about where the middle is.
    let precise = |spot: &&Spot| spot.radius_m.is_none_or(|radius_m| radius_m < 5_000.0);
    let positions: Vec<LonLat> =
        spots.iter().filter(precise).map(|spot| spot.position.lonlat()).collect();
    if positions.is_empty() {
        return matched.extent();
    }
    let edges = |degrees: fn(&LonLat) -> f64| {
        let mut sorted: Vec<f64> = positions.iter().map(degrees).collect();
        sorted.sort_by(f64::total_cmp);
        let n_out = (sorted.len() as f64 * OUTLYING) as usize;
        (sorted[n_out], sorted[sorted.len() - 1 - n_out])
    };
    let (west_deg, east_deg) = edges(|position| position.lon_deg());
    let (south_deg, north_deg) = edges(|position| position.lat_deg());
    Some(LonLatBox { west_deg, south_deg, east_deg, north_deg })
}

/// The bars of the timeline: what the filters let through, before the ghost of
/// everything.
#[must_use]
pub fn bars(matched: &Matched, all: &Matched, timeline: &Timeline) -> Vec<BarInput> {
    let bins = timeline.bins();
    let shown = matched.histogram(bins, DateRange::EVERYTHING);
    let ghosts = all.histogram(bins, DateRange::EVERYTHING);
    bins.spans()
        .zip(shown.bars.iter().zip(&ghosts.bars))
        .map(|(days, (by_type, all))| BarInput {
            days,
            by_type: *by_type,
            n_all: all.iter().sum(),
            n_proposed: 0,
        })
        .collect()
}

/// Adds proposals: hollow on top of the bars, hollow spans behind the others.
pub fn add_proposed(
    bars: &mut [BarInput],
    spans: &mut Vec<SpanInput>,
    proposed: &Matched,
    timeline: &Timeline,
    emphasis: Emphasis,
) {
    let histogram = proposed.histogram(timeline.bins(), DateRange::EVERYTHING);
    for (bar, by_type) in bars.iter_mut().zip(&histogram.bars) {
        bar.n_proposed = by_type.iter().sum();
    }
    let own = self::spans(proposed, timeline, emphasis);
    spans.extend(own.into_iter().map(|span| SpanInput { is_hollow: true, ..span }));
}

/// The spans of events whose days fit no bar.
#[must_use]
pub fn spans(matched: &Matched, timeline: &Timeline, emphasis: Emphasis) -> Vec<SpanInput> {
    let table = matched.index().table();
    let rows = matched.spans(timeline.unit, timeline.axis, MOST_SPANS);
    rows.into_iter()
        .filter_map(|row| {
            let event = table.event_id(row);
            Some(SpanInput {
                event,
                days: table.span(row)?,
                likely: None,
                event_type: table.event_type(row),
                is_selected: emphasis.selected == Some(event),
                is_hovered: emphasis.hovered == Some(event),
                is_hollow: false,
            })
        })
        .collect()
}
