//! The bundled map: land, water, outlines, borders, settlements and their names.
//!
//! Geometry is projected to the unit square once; a frame culls it, multiplies and adds.

pub(crate) mod geometry;
mod load;
mod names;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::gazetteer::{Gazetteer, PlaceKind, PositionStatus};
use crate::model::{Mercator, OwnPlace, OwnPlaces};

use self::geometry::{Area, MapLine};
use self::load::{BorderClass, Part, borders, parts, river_outside, trimmed_to_course};
use super::camera::{Camera, Projection};
use super::colour::Colour;
use super::geometry::{Pos, Rect};
use super::shape::{Circle, Item, Layer, Line, Stroke};
use super::theme::Theme;

pub use self::geometry::MapShape;
pub use self::load::{BasemapError, Layers};

/// Width of the Euphrates where only its line is known. The channel beside the city, between the
/// official outlines of both banks, is about as wide.
const RIVER_WIDTH_M: f64 = 300.0;

/// Width at which the Khabur is drawn.
const TRIBUTARY_WIDTH_M: f64 = 40.0;

/// Main roads are right to 1.2 km at best, so they are drawn only at zooms below this.
const ROADS_BELOW_ZOOM: f64 = 11.0;

/// From this zoom the neighbourhood outlines are drawn.
const NEIGHBOURHOODS_FROM_ZOOM: f64 = 11.3;

/// The map of city and governorate. Copies share their shapes.
#[derive(Debug, Clone, Default)]
pub struct Basemap {
    shapes: Arc<Shapes>,
    places: Arc<[MapPlace]>,
}

/// What of the map is the same whatever it names.
#[derive(Debug, Default)]
struct Shapes {
    governorate: Vec<Area>,
    city: Vec<Area>,
    city_water: Vec<Area>,
    lakes: Vec<Area>,
    airfield: Vec<Area>,
    paved: Vec<Area>,
    runways: Vec<MapLine>,
    bridges: Vec<MapLine>,
    river: Vec<MapLine>,
    /// The whole river in one line, for its name.
    river_course: Vec<MapLine>,
    tributaries: Vec<MapLine>,
    wadis: Vec<MapLine>,
    roads: Vec<MapLine>,
    borders: Vec<(BorderClass, MapLine)>,
    neighbourhoods: Vec<Area>,
    /// The city on the right bank, without the villages across the river.
    city_proper: Vec<Area>,
    /// Names of governorates in both scripts, and where they stand.
    area_names: Vec<([String; 2], Mercator)>,
}

/// A named place of the map.
#[derive(Debug, Clone)]
struct MapPlace {
    id: Arc<str>,
    latin: String,
    arabic: String,
    at: Mercator,
    kind: PlaceKind,
    /// Whether the position is only general knowledge.
    is_unverified: bool,
    /// Its outline, where the basemap holds one.
    outline: Option<Arc<Area>>,
    /// Whether a user has added it: then it is named from afar, whatever it is.
    is_own: bool,
    /// Whether it lies in the governorate or beside it.
    radius_m: f32,
}

impl Basemap {
    /// The map inside the program, made at the first call.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Basemap> = LazyLock::new(|| {
            // The layers are part of the program, and a test reads them: they never fail.
            Basemap::new(load::BUNDLED, Gazetteer::bundled()).unwrap_or_default()
        });
        &BUNDLED
    }

    /// The map of these layers with the gazetteer's names.
    ///
    /// # Errors
    /// [`BasemapError`] names the layer that is no GeoJSON feature collection.
    pub fn new(layers: Layers<'_>, gazetteer: &Gazetteer) -> Result<Self, BasemapError> {
        let areas = |parts: &[Part], kind: &str| -> Vec<Area> {
            parts.iter().filter(|p| p.is(kind)).flat_map(Part::areas).collect()
        };
        let lines = |parts: &[Part], kind: &str| -> Vec<MapLine> {
            parts.iter().filter(|p| p.is(kind)).flat_map(Part::map_lines).collect()
        };
        let airport = parts("airport", layers.airport)?;
        let border_parts = parts("borders", layers.borders)?;
        let city = parts("city", layers.city)?;
        let euphrates = parts("euphrates", layers.euphrates)?;
        let water = parts("city_water", layers.city_water)?;
        let water = trimmed_to_course(water, "river_main", &euphrates);
        let lakes = parts("lakes", layers.lakes)?;
        let neighbourhoods = parts("neighbourhoods", layers.neighbourhoods)?;
        let rivers = parts("rivers", layers.rivers)?;
        let roads = parts("roads", layers.roads)?;

        let mut city_water = areas(&water, "river_main");
        let main_channel = city_water.clone();
        city_water.extend(areas(&water, "river_branch"));
        let smooth = |lines: Vec<MapLine>| -> Vec<MapLine> {
            lines
                .iter()
                .filter_map(|line| MapLine::new(geometry::smoothed(line.points(), 2)))
                .collect()
        };
        let places = places(gazetteer, &neighbourhoods).into();
        let shapes = Shapes {
            governorate: border_parts
                .iter()
                .filter(|p| p.id() == "dez-gov")
                .flat_map(Part::areas)
                .collect(),
            city: areas(&city, "city_all"),
            city_proper: areas(&city, "city_right_bank"),
            river: river_outside(&euphrates, &main_channel),
            river_course: smooth(lines(&euphrates, "river")),
            city_water,
            lakes: areas(&lakes, "lake"),
            airfield: areas(&airport, "airfield"),
            paved: areas(&airport, "runway_area"),
            runways: lines(&airport, "runway"),
            bridges: lines(&water, "bridge"),
            tributaries: smooth(lines(&rivers, "river")),
            wadis: smooth(lines(&rivers, "wadi")),
            roads: smooth(lines(&roads, "main_road")),
            borders: borders(&border_parts),
            area_names: border_parts
                .iter()
                .filter(|part| part.level() == 1)
                .filter_map(|part| Some((part.names().clone(), part.areas().next()?.label_point())))
                .collect(),
            neighbourhoods: areas(&neighbourhoods, "neighbourhood"),
        };
        Ok(Self { shapes: Arc::new(shapes), places })
    }

    /// The map with a user's places on it: those added, and those corrected where the user
    /// has them.
    #[must_use]
    pub fn with_own_places(&self, own: Option<&OwnPlaces>) -> Self {
        let Some(own) = own else { return self.clone() };
        let mut added: BTreeMap<&str, &OwnPlace> =
            own.places.iter().map(|(id, place)| (id.as_str(), place)).collect();
        let mut places = self.places.to_vec();
        for place in &mut places {
            let Some(own) = added.remove(&*place.id) else { continue };
            place.latin.clone_from(&own.name_en);
            place.arabic.clone_from(&own.name_ar);
            if let Some(position) = own.position.filter(|_| place.outline.is_none()) {
                place.at = position.mercator();
            }
        }
        places.extend(added.into_iter().filter_map(|(id, own)| {
            Some(MapPlace {
                id: Arc::from(id),
                latin: own.name_en.clone(),
                arabic: own.name_ar.clone(),
                at: own.position?.mercator(),
                kind: PlaceKind::Landmark,
                is_unverified: false,
                outline: None,
                is_own: true,
                radius_m: 0.0,
            })
        }));
        Self { shapes: Arc::clone(&self.shapes), places: places.into() }
    }

    /// The ground of the map in a view of `size` (logical pixels): everything but names.
    #[must_use]
    pub fn ground(&self, camera: &Camera, size: [f32; 2], theme: &Theme) -> Layer {
        let projection = camera.projection(size);
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        let mut frame = Frame { camera, projection, view, theme, items: Vec::new() };
        frame.items.push(
            super::shape::Panel {
                rect: view,
                corner_radius: 0.0,
                fill: Some(theme.land_outside),
                line: None,
            }
            .into(),
        );
        frame.fills(&self.shapes.governorate, theme.land);
        self.draw_city(&mut frame);
        self.draw_waters(&mut frame);
        self.draw_lines(&mut frame);
        self.draw_settlements(&mut frame);
        Layer { items: frame.items, hits: Vec::new() }
    }

    fn draw_city(&self, frame: &mut Frame<'_>) {
        let zoom = frame.camera.zoom;
        frame.fills(&self.shapes.city, frame.theme.city);
        frame.fills(&self.shapes.airfield, frame.theme.airfield);
        if zoom >= NEIGHBOURHOODS_FROM_ZOOM {
            let line =
                Line::solid(ramp(zoom, 11.3, 0.6, 15.0, 1.3), frame.theme.neighbourhood_line);
            for area in &self.shapes.neighbourhoods {
                area.outline(&frame.projection, &frame.view, line, &mut frame.items);
            }
        }
        if zoom >= 9.5 {
            // The second runway is of sand: half as strong.
            let sand = frame.theme.runway.mixed(frame.theme.airfield, 0.5);
            let width = frame.metres(45.0, self.shapes.runways.first()).max(1.2);
            for (i, runway) in self.shapes.runways.iter().enumerate() {
                let colour = if i == 0 { frame.theme.runway } else { sand };
                let line = Line::solid(width, colour);
                runway.strokes(&frame.projection, &frame.view, line, &mut frame.items);
            }
            frame.fills(&self.shapes.paved, frame.theme.runway);
        }
    }

    /// Banks first, all of them, then water over them: so parts that meet have no seam.
    fn draw_waters(&self, frame: &mut Frame<'_>) {
        let theme = frame.theme;
        let zoom = frame.camera.zoom;
        let river = frame
            .metres(RIVER_WIDTH_M, self.shapes.river.first())
            .max(ramp(zoom, 6.0, 1.2, 11.0, 3.6));
        let khabur = frame
            .metres(TRIBUTARY_WIDTH_M, self.shapes.tributaries.first())
            .max(ramp(zoom, 6.0, 0.7, 12.0, 2.0));
        let bank = ramp(zoom, 9.0, 0.0, 12.0, 0.9);
        let wadi = Line::dashed(0.8, theme.water_line.mixed(theme.land, 0.35), 5.0, 4.0);
        frame.lines(&self.shapes.wadis, wadi);
        for (colour, margin) in [(theme.water_line, bank), (theme.water, 0.0)] {
            if margin > 0.0 || colour == theme.water {
                frame.lines(&self.shapes.tributaries, Line::solid(khabur + 2.0 * margin, colour));
                frame.lines(&self.shapes.river, Line::solid(river + 2.0 * margin, colour));
            }
            if margin > 0.0 {
                for area in self.shapes.city_water.iter().chain(&self.shapes.lakes) {
                    let line = Line::solid(2.0 * margin, colour);
                    area.outline(&frame.projection, &frame.view, line, &mut frame.items);
                }
            } else if colour == theme.water {
                frame.fills(&self.shapes.city_water, colour);
                frame.fills(&self.shapes.lakes, colour);
            }
        }
        if zoom >= 12.0 {
            let width = frame.metres(14.0, self.shapes.bridges.first()).max(1.6);
            frame.lines(&self.shapes.bridges, Line::solid(width + 1.4, theme.neighbourhood_line));
            frame.lines(&self.shapes.bridges, Line::solid(width, theme.label_halo));
        }
    }

    fn draw_lines(&self, frame: &mut Frame<'_>) {
        let theme = frame.theme;
        let zoom = frame.camera.zoom;
        if zoom < ROADS_BELOW_ZOOM {
            let line = Line::solid(ramp(zoom, 6.0, 0.7, 10.5, 1.7), theme.road);
            frame.lines(&self.shapes.roads, line);
        }
        for (class, border) in &self.shapes.borders {
            let (from_zoom, line) = match class {
                BorderClass::State => (0.0, Line::dashed(1.6, theme.border, 10.0, 3.0)),
                BorderClass::Governorate => (0.0, Line::dashed(1.1, theme.border, 6.0, 3.0)),
                BorderClass::District => (8.0, Line::dashed(0.9, theme.border_minor, 4.0, 3.0)),
                BorderClass::Subdistrict => (9.5, Line::dashed(0.7, theme.border_minor, 2.0, 3.0)),
            };
            // Borders are right to 300 m: nearer than this they would mislead.
            if zoom >= from_zoom && zoom < 13.5 {
                border.strokes(&frame.projection, &frame.view, line, &mut frame.items);
            }
        }
    }

    fn draw_settlements(&self, frame: &mut Frame<'_>) {
        let zoom = frame.camera.zoom;
        for place in self.places.iter() {
            let Some(radius) = names::dot_radius(place, zoom) else { continue };
            let centre = frame.projection.pos(place.at);
            if frame.view.grown(radius).contains(centre) {
                frame.items.push(
                    Circle {
                        centre,
                        radius,
                        fill: Some(match place.kind {
                            PlaceKind::City | PlaceKind::Town => frame.theme.settlement,
                            _ => frame.theme.settlement.mixed(frame.theme.land, 0.35),
                        }),
                        line: Some(Line::solid(0.8, frame.theme.label_halo)),
                    }
                    .into(),
                );
            }
        }
    }
}

/// What the parts of one frame share.
struct Frame<'a> {
    camera: &'a Camera,
    projection: Projection,
    view: Rect,
    theme: &'a Theme,
    items: Vec<Item>,
}

impl Frame<'_> {
    fn fills(&mut self, areas: &[Area], colour: Colour) {
        for area in areas {
            self.items.extend(area.fill(&self.projection, &self.view, colour));
        }
    }

    fn lines(&mut self, lines: &[MapLine], line: Line) {
        for map_line in lines {
            map_line.strokes(&self.projection, &self.view, line, &mut self.items);
        }
    }

    /// Logical pixels of a length at the latitude where a line begins.
    fn metres(&self, metres: f64, line: Option<&MapLine>) -> f32 {
        let at = line.and_then(|l| l.points().first()).copied().unwrap_or(self.camera.centre);
        self.camera.pixels(metres, at) as f32
    }
}

/// A value that grows with the zoom: `low` up to zoom `from`, `high` from zoom `to` on.
pub(crate) fn ramp(zoom: f64, from: f64, low: f32, to: f64, high: f32) -> f32 {
    let share = ((zoom - from) / (to - from)).clamp(0.0, 1.0) as f32;
    low + (high - low) * share
}

fn places(gazetteer: &Gazetteer, neighbourhoods: &[Part]) -> Vec<MapPlace> {
    gazetteer
        .places()
        .filter_map(|(_, place)| {
            let outline = neighbourhoods
                .iter()
                .filter(|part| part.id() == place.id)
                .flat_map(Part::areas)
                .next();
            let at = outline
                .as_ref()
                .map(Area::label_point)
                .or_else(|| place.position.map(|p| p.mercator()))?;
            Some(MapPlace {
                id: Arc::from(place.id.as_str()),
                latin: place.name_en.clone(),
                arabic: place.name_ar.clone(),
                at,
                kind: place.kind,
                is_unverified: place.status == PositionStatus::Unverified,
                outline: outline.map(Arc::new),
                is_own: false,
                radius_m: place.radius_m.unwrap_or(0.0),
            })
        })
        .collect()
}

/// A stroke between two points, for leader lines.
pub(crate) fn segment(a: Pos, b: Pos, line: Line) -> Item {
    Stroke { points: vec![a, b], closed: false, line }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use crate::scene::theme::LIGHT;

    #[test]
    fn the_bundled_layers_can_be_read_and_none_is_empty() {
        let map = Basemap::new(load::BUNDLED, Gazetteer::bundled()).unwrap();
        for (layer, n) in [
            ("governorate", map.shapes.governorate.len()),
            ("city", map.shapes.city.len()),
            ("city water", map.shapes.city_water.len()),
            ("lakes", map.shapes.lakes.len()),
            ("airfield", map.shapes.airfield.len()),
            ("runways", map.shapes.runways.len()),
            ("bridges", map.shapes.bridges.len()),
            ("river", map.shapes.river.len()),
            ("tributaries", map.shapes.tributaries.len()),
            ("roads", map.shapes.roads.len()),
            ("borders", map.shapes.borders.len()),
            ("places", map.places.len()),
        ] {
            assert!(n > 0, "{layer}");
        }
        assert_eq!(map.shapes.neighbourhoods.len(), 19);
        assert_eq!(map.places.iter().filter(|p| p.outline.is_some()).count(), 19);
    }

    #[test]
    fn the_border_with_iraq_is_told_from_the_inner_ones() {
        let map = Basemap::bundled();
        let has = |class| map.shapes.borders.iter().any(|(c, _)| *c == class);
        for class in [
            BorderClass::State,
            BorderClass::Governorate,
            BorderClass::District,
            BorderClass::Subdistrict,
        ] {
            assert!(has(class), "{class:?}");
        }
    }

    #[test]
    fn roads_are_drawn_at_overview_zooms_only() {
        let roads = |zoom| {
            let camera = Camera::new(LonLat::new(40.14, 35.33).unwrap(), zoom);
            let ground = Basemap::bundled().ground(&camera, [800.0, 600.0], &LIGHT);
            ground
                .items
                .iter()
                .filter(|item| matches!(item, Item::Stroke(s) if s.line.colour == LIGHT.road))
                .count()
        };
        assert!(roads(10.9) > 0);
        assert_eq!(roads(11.0), 0);
    }
}
