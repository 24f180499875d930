//! Which names the map shows at which zoom, and how.

use crate::gazetteer::PlaceKind;

use super::geometry::{Area, runs_near};
use super::{Basemap, MapPlace, ramp};
use crate::scene::camera::{Camera, Projection};
use crate::scene::geometry::{Pos, Rect};
use crate::scene::labels::{Label, LabelScript, Site, Taken, along, place as place_labels};
use crate::scene::shape::{Anchor, Font, Halo, Layer, Text};
use crate::scene::text_metrics;
use crate::scene::theme::Theme;

/// The city that the map is about.
const CHIEF_TOWN: &str = "dez-city";

/// From this zoom the city is an area, with its name beside it, and no dot.
const CITY_DRAWN_FROM_ZOOM: f64 = 11.0;

/// From this zoom the city's neighbourhoods are named.
const NEIGHBOURHOOD_NAMES_FROM_ZOOM: f64 = 11.6;

/// From this zoom the places are named that a user has added.
const OWN_FROM_ZOOM: f64 = 9.0;

/// Cities are named before the river, everything else after it.
const CITY_PRIORITY: i32 = 90;

/// How far off its dot a city may be named, in logical pixels.
const CITY_REACH: f32 = 56.0;

/// And a place whose dot lies under a marker: further off, the name would be taken for that
/// of some other spot.
const MARKER_REACH: f32 = 42.0;

/// Radius of a place's dot in logical pixels; `None` when it has none at this zoom.
pub(super) fn dot_radius(place: &MapPlace, zoom: f64) -> Option<f32> {
    if place.outline.is_some() {
        return None;
    }
    let (from_zoom, radius) = match place.kind {
        _ if place.is_own => (OWN_FROM_ZOOM, 2.4),
        // The city itself is drawn; its dot would only stand in the way.
        PlaceKind::City if zoom >= CITY_DRAWN_FROM_ZOOM && &*place.id == CHIEF_TOWN => return None,
        PlaceKind::City => (0.0, ramp(zoom, 6.0, 2.6, 11.0, 4.0)),
        PlaceKind::Town => (8.0, ramp(zoom, 8.0, 1.8, 12.0, 3.2)),
        PlaceKind::Village => (9.8, ramp(zoom, 9.8, 1.2, 13.0, 2.4)),
        PlaceKind::Landmark
        | PlaceKind::Infrastructure
        | PlaceKind::Military
        | PlaceKind::HousingArea
        | PlaceKind::Neighbourhood
            if !place.is_unverified && &*place.id != "dez-airport" =>
        {
            (12.6, 1.8)
        }
        _ => return None,
    };
    (zoom >= from_zoom).then_some(radius)
}

impl Basemap {
    /// The names of a view of `size`, kept out of what `taken` holds and of each other; a place
    /// under one of the `footprints` of markers is named a little further off. Names of places
    /// whose position is general knowledge end with a question mark.
    #[must_use]
    pub fn names(
        &self,
        camera: &Camera,
        size: [f32; 2],
        theme: &Theme,
        script: LabelScript,
        footprints: &[Rect],
        taken: &mut Taken,
    ) -> Layer {
        let projection = camera.projection(size);
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        let zoom = camera.zoom;
        let mut labels: Vec<Label> = Vec::new();
        let mut avoided = self.river_boxes(camera, size);
        for place in self.places.iter() {
            let at = projection.pos(place.at);
            let is_in_view = match &place.outline {
                Some(outline) => outline.is_near(&projection, &view),
                None => view.contains(at),
            };
            if !is_in_view {
                continue;
            }
            let mut is_under_marker = false;
            if let Some(radius) = dot_radius(place, zoom) {
                // No name may cover a town's dot; a village's gives way where there is no room.
                let dot = Rect::centred(at, 2.0 * radius, 2.0 * radius);
                is_under_marker = !taken.is_free(&dot)
                    && footprints.iter().any(|footprint| footprint.overlaps(&dot));
                match place.kind {
                    PlaceKind::City | PlaceKind::Town => taken.take(dot),
                    _ => avoided.take(dot),
                }
            }
            let Some(mut label) = label(place, at, zoom, theme) else { continue };
            if let Some(outline) = &place.outline {
                label.site = Site::On(label_points(outline, at, &projection, &view));
            } else if let (Site::Beside(at, radius), true) = (&label.site, is_under_marker) {
                // What happened at a place must not hide its name.
                label.site = Site::BesideOrNear(*at, *radius, MARKER_REACH);
            }
            // From where it is drawn, the city's own ground is for its neighbourhoods' names.
            if let (Some(city), true) = (self.shapes.city_proper.first(), &*place.id == CHIEF_TOWN)
                && zoom >= CITY_DRAWN_FROM_ZOOM
            {
                label.site = Site::Outside(city.extent(&projection));
            }
            labels.push(label);
        }
        if (6.5..10.0).contains(&zoom) {
            labels.extend(self.shapes.area_names.iter().map(|([latin, arabic], at)| Label {
                latin: latin.to_uppercase(),
                arabic: arabic.clone(),
                site: Site::Around(projection.pos(*at)),
                priority: 10,
                font: Font::Sans,
                size: ramp(zoom, 6.5, 10.0, 9.0, 13.0),
                colour: theme.area_text,
                arabic_colour: theme.area_text,
                place: None,
            }));
        }
        let halo = Halo { colour: theme.label_halo, width: 1.6 };
        let (mut cities, mut others): (Vec<Label>, Vec<Label>) =
            labels.into_iter().partition(|label| label.priority >= CITY_PRIORITY);
        let mut layer = place_labels(&mut cities, script, halo, taken, &avoided);
        layer.append(self.river_name(camera, size, theme, script, taken));
        layer.append(place_labels(&mut others, script, halo, taken, &avoided));
        layer
    }

    /// Whether a place whose position nobody has verified may be named in a view of `size`.
    #[must_use]
    pub fn may_name_unverified(&self, camera: &Camera, size: [f32; 2], theme: &Theme) -> bool {
        let projection = camera.projection(size);
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        self.places.iter().filter(|place| place.is_unverified).any(|place| {
            let at = projection.pos(place.at);
            view.contains(at) && label(place, at, camera.zoom, theme).is_some()
        })
    }

    /// The river as a row of boxes, for names to keep off it where they can.
    fn river_boxes(&self, camera: &Camera, size: [f32; 2]) -> Taken {
        let projection = camera.projection(size);
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        let mut boxes = Taken::new(view);
        let width = (camera.pixels(super::RIVER_WIDTH_M, camera.centre) as f32).max(3.0);
        for line in &self.shapes.river_course {
            let points = super::geometry::thinned(line.points(), &projection);
            for run in runs_near(&points, &view) {
                for pair in run.windows(2) {
                    let n = (pair[0].distance(pair[1]) / width.max(6.0)).ceil().clamp(1.0, 500.0);
                    for i in 0..n as usize {
                        let t = i as f32 / n;
                        let at =
                            pair[0].plus((pair[1].x - pair[0].x) * t, (pair[1].y - pair[0].y) * t);
                        boxes.take(Rect::centred(at, width, width));
                    }
                }
            }
        }
        boxes
    }

    /// The river's name along its course, and again in Arabic further on.
    fn river_name(
        &self,
        camera: &Camera,
        size: [f32; 2],
        theme: &Theme,
        script: LabelScript,
        taken: &mut Taken,
    ) -> Layer {
        let mut layer = Layer::default();
        let zoom = camera.zoom;
        if zoom < 7.5 {
            return layer;
        }
        let projection = camera.projection(size);
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        let font_size = ramp(zoom, 7.5, 11.0, 13.0, 15.0);
        let names: &[(&str, Font)] = match script {
            LabelScript::Both => {
                &[("Euphrates", Font::SerifItalic), ("نهر الفرات", Font::SerifItalic)]
            }
            LabelScript::Latin => &[("Euphrates", Font::SerifItalic)],
            LabelScript::Arabic => &[("نهر الفرات", Font::SerifItalic)],
        };
        for line in &self.shapes.river_course {
            let points = super::geometry::thinned(line.points(), &projection);
            let runs = runs_near(&points, &view);
            let Some(run) = runs.into_iter().max_by_key(|run| run.len()) else { continue };
            let at = run.iter().find(|p| view.contains(**p)).copied().unwrap_or(run[0]);
            let width_px = camera.pixels(super::RIVER_WIDTH_M, camera.unproject(at, size)) as f32;
            // On the water where it is wide enough, beside it elsewhere.
            let offset = if width_px >= font_size * 1.35 {
                -0.32 * font_size
            } else {
                width_px.max(3.0) / 2.0 + 0.45 * font_size
            };
            for &(name, font) in names {
                let width = text_metrics::width(name, font, font_size);
                let height = font_size * 1.1;
                if let Some((pos, rotation_deg)) = along(run, width, height, offset, taken) {
                    let mut text = Text::new(name, pos, font, font_size, theme.water_text)
                        .anchored(Anchor::Middle);
                    text.rotation_deg = rotation_deg;
                    if width_px < font_size * 1.35 {
                        text = text.with_halo(theme.label_halo, 1.4);
                    }
                    layer.push(text);
                }
            }
        }
        layer
    }
}

/// The name of a place at this zoom; `None` when it is not shown.
fn label(place: &MapPlace, at: Pos, zoom: f64, theme: &Theme) -> Option<Label> {
    let is_chief_town = &*place.id == CHIEF_TOWN;
    let (from_zoom, to_zoom, size, font, colour, priority) = match place.kind {
        _ if place.is_own => (OWN_FROM_ZOOM, 30.0, 12.0, Font::Sans, theme.label, 80),
        PlaceKind::City if is_chief_town => {
            (0.0, 30.0, ramp(zoom, 6.0, 13.0, 11.0, 17.0), Font::SansBold, theme.label, 100)
        }
        PlaceKind::City => (
            0.0,
            30.0,
            ramp(zoom, 6.0, 11.5, 11.0, 15.0),
            Font::SansBold,
            theme.label,
            CITY_PRIORITY,
        ),
        PlaceKind::Town => {
            (8.0, 30.0, ramp(zoom, 8.0, 10.5, 12.0, 13.0), Font::Sans, theme.label, 60)
        }
        PlaceKind::Neighbourhood if place.outline.is_some() => (
            NEIGHBOURHOOD_NAMES_FROM_ZOOM,
            30.0,
            ramp(zoom, NEIGHBOURHOOD_NAMES_FROM_ZOOM, 10.5, 14.5, 13.5),
            Font::Sans,
            theme.label,
            70,
        ),
        PlaceKind::Neighbourhood | PlaceKind::HousingArea => {
            (13.2, 30.0, ramp(zoom, 13.2, 10.0, 15.0, 12.0), Font::Sans, theme.label_quiet, 40)
        }
        // A name on the map says that the village is there.
        PlaceKind::Village if place.is_unverified => return None,
        PlaceKind::Village => (
            ramp_from(place.radius_m),
            30.0,
            ramp(zoom, 10.0, 10.0, 13.0, 12.0),
            Font::Sans,
            theme.label_quiet,
            30,
        ),
        PlaceKind::Island => {
            (11.8, 30.0, ramp(zoom, 11.8, 10.5, 14.5, 12.5), Font::Sans, theme.label_quiet, 55)
        }
        PlaceKind::Military if &*place.id == "dez-airport" => {
            (10.6, 30.0, ramp(zoom, 10.6, 10.5, 14.0, 13.0), Font::Sans, theme.label_quiet, 65)
        }
        PlaceKind::Military | PlaceKind::Infrastructure | PlaceKind::Landmark => {
            (12.8, 30.0, ramp(zoom, 12.8, 9.5, 15.0, 11.5), Font::Sans, theme.label_quiet, 20)
        }
        PlaceKind::Country
        | PlaceKind::Governorate
        | PlaceKind::District
        | PlaceKind::Subdistrict
        | PlaceKind::Region
        | PlaceKind::River => return None,
    };
    if zoom < from_zoom || zoom >= to_zoom {
        return None;
    }
    // An area's name stands on it; so does the name of a position that nobody has verified.
    let site = match dot_radius(place, zoom) {
        Some(radius) if place.kind == PlaceKind::City => Site::BesideOrNear(at, radius, CITY_REACH),
        Some(radius) => Site::Beside(at, radius),
        None => Site::Around(at),
    };
    let (latin, arabic) = if place.is_unverified {
        (format!("{}?", place.latin), place.arabic.clone())
    } else {
        (place.latin.clone(), place.arabic.clone())
    };
    Some(Label {
        latin,
        arabic,
        site,
        priority: priority - if place.is_unverified { 15 } else { 0 },
        font,
        size,
        colour,
        arabic_colour: theme.label_quiet,
        place: Some(std::sync::Arc::clone(&place.id)),
    })
}

/// Points of an area where its name may stand, best first: its label point, then a grid around
/// it, so that the name keeps to the same points while the map is dragged.
fn label_points(area: &Area, at: Pos, projection: &Projection, view: &Rect) -> Vec<Pos> {
    const N_EACH_WAY: i32 = 12;
    let extent = area.extent(projection);
    let step = (extent.width().max(extent.height()) / N_EACH_WAY as f32).max(24.0);
    let seen = |p: &Pos| view.contains(*p) && area.contains(projection.mercator(*p));
    let mut points: Vec<Pos> = (-N_EACH_WAY..=N_EACH_WAY)
        .flat_map(|row| (-N_EACH_WAY..=N_EACH_WAY).map(move |column| (column, row)))
        .map(|(column, row)| at.plus(column as f32 * step, row as f32 * step))
        .filter(|p| extent.contains(*p) && seen(p))
        .collect();
    points.sort_by(|a, b| a.distance(at).total_cmp(&b.distance(at)));
    points
}

/// Villages that cover more ground appear a little earlier.
fn ramp_from(radius_m: f32) -> f64 {
    if radius_m >= 700.0 { 10.4 } else { 11.0 }
}
