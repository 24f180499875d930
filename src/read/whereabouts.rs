//! Where the event of a row happened: coordinates, a geometry, or a name to look up.

use std::borrow::Cow;

use crate::model::{ClaimPlace, LonLat};

use super::columns::Source;
use super::coordinates::{read_degrees, read_pair};
use super::geocode::RowContext;
use super::geojson::read_geometry_or_wkt;
use super::geometry::{Geometry, TOO_SHORT};
use super::kinds::{PrecisionCodes, position_precision};
use super::problem::RowProblem;
use super::record::{RecordReader, cell};

impl<'a, 'p> RecordReader<'a, 'p>
where
    'p: 'a,
{
    /// The row's own place: coordinates, a geometry, or a name to look up.
    pub(super) fn place(
        &mut self,
        fields: &[Cow<'a, str>],
        line: u64,
        places: &mut Vec<ClaimPlace<Cow<'a, str>>>,
    ) {
        let plan = self.plan;
        let columns = &plan.columns;
        let mut place = ClaimPlace {
            place: cell(fields, columns.place_id),
            name: cell(fields, columns.place),
            reason: cell(fields, plan.columns.place_reason),
            ..ClaimPlace::default()
        };
        let mut states_position = false;
        if let Some(index) = plan.columns.geometry
            && !cell(fields, Some(index)).is_empty()
        {
            states_position = true;
            let text = cell(fields, Some(index));
            let geometries = read_geometry_or_wkt(&text);
            self.geometry_places(geometries, index, line, &text, places);
        }
        if places.is_empty() {
            let (position, is_stated) = self.coordinates(fields, line);
            place.position = position;
            states_position |= is_stated;
        } else if plan.source == Source::DeirAtlas
            && let [only] = &mut places[..]
            && only.shape.is_some()
        {
            // Our own files give the centre of a shape too.
            let (position, _) = self.coordinates(fields, line);
            only.position = position.or(only.position);
        }
        self.precision(fields, line, &mut place);
        if places.is_empty() {
            if !states_position {
                self.look_up(fields, &mut place);
            }
            let says_something =
                place.position.is_some() || !place.name.is_empty() || !place.place.is_empty();
            if says_something {
                places.push(place);
            }
        } else {
            for other in places {
                other.place = place.place.clone();
                other.name = place.name.clone();
                other.reason = place.reason.clone();
                other.radius_m = place.radius_m.or(other.radius_m);
            }
        }
    }

    /// Names for places whose positions are given, as GeoJSON gives them.
    pub(super) fn name_places(
        &mut self,
        fields: &[Cow<'a, str>],
        places: &mut [ClaimPlace<Cow<'a, str>>],
    ) {
        let mut like = ClaimPlace {
            place: cell(fields, self.plan.columns.place_id),
            name: cell(fields, self.plan.columns.place),
            reason: cell(fields, self.plan.columns.place_reason),
            ..ClaimPlace::default()
        };
        self.precision(fields, 0, &mut like);
        for place in places {
            place.place = like.place.clone();
            place.name = like.name.clone();
            place.reason = like.reason.clone();
            place.radius_m = like.radius_m.or(place.radius_m);
        }
    }

    /// Coordinate columns beside a geometry stay what they are: properties.
    pub(super) fn keep_unused_positions(&mut self, fields: &[Cow<'a, str>]) {
        let columns = &self.plan.columns;
        let pair = self.plan.columns.lat_lon;
        for index in [columns.lon, columns.lat, pair].into_iter().flatten() {
            let value = cell(fields, Some(index));
            if !value.is_empty() {
                self.event.properties.push((self.key(index), value));
            }
        }
    }

    #[expect(clippy::ptr_arg, reason = "a borrowed `Cow` is cloned without copying its text")]
    fn geometry_places(
        &mut self,
        geometries: Option<Vec<Geometry>>,
        index: usize,
        line: u64,
        text: &Cow<'a, str>,
        places: &mut Vec<ClaimPlace<Cow<'a, str>>>,
    ) {
        let Some(geometries) = geometries else {
            let reason = format!("this is no geometry that can be read ({TOO_SHORT})");
            let advice = "write it as WKT, longitude first, such as POINT (40.14 35.33)";
            return self.refuse(index, line, text, reason, advice);
        };
        for geometry in geometries {
            match geometry.place(self.plan.bulk) {
                Ok(place) => places.push(place),
                Err(suspect) => {
                    self.refuse(index, line, text, suspect.reason(), suspect.advice());
                }
            }
        }
    }

    /// The position that the coordinate columns state, and whether they state any.
    fn coordinates(&mut self, fields: &[Cow<'a, str>], line: u64) -> (Option<LonLat>, bool) {
        let columns = &self.plan.columns;
        if let (Some(lon_index), Some(lat_index)) = (columns.lon, columns.lat) {
            let (lon, lat) = (cell(fields, Some(lon_index)), cell(fields, Some(lat_index)));
            if !lon.is_empty() || !lat.is_empty() {
                let mut numbers = [None, None];
                for (slot, (index, text)) in
                    [(lon_index, &lon), (lat_index, &lat)].into_iter().enumerate()
                {
                    if text.is_empty() {
                        let reason = "one of the two coordinates is missing";
                        self.refuse(index, line, text, reason, "give both, or neither");
                        self.event.properties.pop();
                        continue;
                    }
                    numbers[slot] = read_degrees(text).map(|(degrees, _)| degrees);
                    if numbers[slot].is_none() {
                        let reason = "this is no number of degrees";
                        self.refuse(index, line, text, reason, "write it as 40.1413");
                    }
                }
                let [Some(lon_deg), Some(lat_deg)] = numbers else {
                    return (None, true);
                };
                return match self.plan.bulk.check(lon_deg, lat_deg) {
                    Ok(position) => (Some(position), true),
                    Err(suspect) => {
                        let header = self.plan.header;
                        let names = format!("{}, {}", header[lon_index], header[lat_index]);
                        let value = format!("{lon}, {lat}");
                        self.tally.problems.push(RowProblem::value(
                            line,
                            names,
                            &value,
                            suspect.reason(),
                            suspect.advice(),
                        ));
                        let (lon_key, lat_key) = (self.key(lon_index), self.key(lat_index));
                        self.event.properties.extend([(lon_key, lon), (lat_key, lat)]);
                        (None, true)
                    }
                };
            }
        }
        // Atlos writes "lat, lon" where others write a name.
        let named = columns.place.filter(|index| read_pair(&cell(fields, Some(*index))).is_some());
        let Some(index) = columns.lat_lon.or(named) else { return (None, false) };
        let text = cell(fields, Some(index));
        if text.is_empty() {
            return (None, false);
        }
        let Some((lon_deg, lat_deg)) = read_pair(&text) else {
            let advice = "write latitude, longitude, such as 35.3359, 40.1413";
            self.refuse(index, line, &text, "these are no coordinates", advice);
            return (None, true);
        };
        match self.plan.bulk.check(lon_deg, lat_deg) {
            Ok(position) => (Some(position), true),
            Err(suspect) => {
                self.refuse(index, line, &text, suspect.reason(), suspect.advice());
                (None, true)
            }
        }
    }

    /// The radius around the position, from a column of metres or of codes.
    fn precision(
        &mut self,
        fields: &[Cow<'a, str>],
        line: u64,
        place: &mut ClaimPlace<Cow<'a, str>>,
    ) {
        if let Some(index) = self.plan.columns.radius {
            let text = cell(fields, Some(index));
            match text.parse::<f32>() {
                Ok(metres) if metres.is_finite() && metres >= 0.0 => place.radius_m = Some(metres),
                _ if text.is_empty() => {}
                _ => self.refuse(
                    index,
                    line,
                    &text,
                    "this is no distance in metres",
                    "write a number, or leave the cell empty",
                ),
            }
        }
        let columns = &self.plan.columns;
        for (index, codes) in [
            (columns.precision_acled, PrecisionCodes::Acled),
            (columns.precision_ucdp, PrecisionCodes::Ucdp),
            (columns.precision_words, PrecisionCodes::Words),
        ] {
            let Some(index) = index else { continue };
            let text = cell(fields, Some(index));
            if text.is_empty() {
                continue;
            }
            if let Some(precision) = position_precision(codes, &text) {
                place.radius_m = place.radius_m.or(precision.radius_m);
                if place.reason.is_empty() {
                    place.reason = Cow::Borrowed(precision.reason);
                }
            }
            // Words say more than the radius they stand for.
            if codes == PrecisionCodes::Words || place.reason.is_empty() {
                self.event.properties.push((self.key(index), text));
            }
        }
    }

    /// Position, radius and reason from the gazetteer, for a place that has only an id or a name.
    fn look_up(&mut self, fields: &[Cow<'a, str>], place: &mut ClaimPlace<Cow<'a, str>>) {
        let Some(gazetteer) = self.gazetteer else { return };
        if place.place.is_empty() && place.name.is_empty() {
            return;
        }
        let regions: Vec<Cow<'a, str>> =
            self.plan.columns.regions.iter().map(|i| cell(fields, Some(*i))).collect();
        let mut key = format!("{}\u{1f}{}", place.place, place.name);
        for region in &regions {
            key.push('\u{1f}');
            key.push_str(region);
        }
        let found = self.found.entry(key).or_insert_with(|| {
            let regions: Vec<&str> = regions
                .iter()
                .map(|region| &**region)
                .filter(|region| !region.is_empty())
                .collect();
            let context = RowContext { regions: &regions };
            if place.place.is_empty() {
                gazetteer.by_name(&place.name, &context)
            } else {
                gazetteer.by_id(&place.place)
            }
        });
        match found {
            Some(found) => {
                self.tally.n_geocoded += usize::from(found.position.is_some());
                place.place = Cow::Owned(found.place.clone());
                place.position = found.position;
                place.radius_m = place.radius_m.or(found.radius_m);
                if place.reason.is_empty() {
                    place.reason = Cow::Owned(found.reason.clone());
                }
            }
            None => self.tally.n_without_match += 1,
        }
    }
}
