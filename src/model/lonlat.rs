//! Positions: WGS 84 degrees, and Web Mercator normalised to the unit square.
//!
//! Longitude comes before latitude everywhere, as in GeoJSON (RFC 7946).

use std::f64::consts::PI;

use thiserror::Error;

/// Mean Earth radius in metres (IUGG), the sphere that distances are taken on.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Equatorial circumference in metres of the sphere of Web Mercator (EPSG:3857).
pub const MERCATOR_CIRCUMFERENCE_M: f64 = 2.0 * PI * 6_378_137.0;

/// The latitude in degrees at which Web Mercator's square ends.
pub const MERCATOR_MAX_LAT_DEG: f64 = 85.051_128_779_806_59;

/// A position in degrees, WGS 84. Both numbers are finite and in range.
///
/// There is no "unknown" value: what has no position is `Option<LonLat>::None`,
/// and (0, 0) is refused by [`LonLat::reported`], since in event data it means
/// that somebody's software filled a gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    lon_deg: f64,
    lat_deg: f64,
}

/// Why two numbers are no usable position.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum PositionError {
    /// A number is not finite, or longitude is outside -180..=180 or latitude outside -90..=90.
    #[error("longitude {lon_deg}, latitude {lat_deg} is outside -180..180, -90..90")]
    OutOfRange {
        /// The longitude as given, in degrees.
        lon_deg: f64,
        /// The latitude as given, in degrees.
        lat_deg: f64,
    },
    /// Longitude and latitude are both exactly zero.
    #[error("0, 0 stands for an unknown position, not for a place in the Atlantic")]
    NullIsland,
}

impl LonLat {
    /// A position from degrees.
    ///
    /// # Errors
    /// [`PositionError::OutOfRange`] for a number that is not finite or out of range.
    pub fn new(lon_deg: f64, lat_deg: f64) -> Result<Self, PositionError> {
        if lon_deg.abs() <= 180.0 && lat_deg.abs() <= 90.0 {
            Ok(Self { lon_deg, lat_deg })
        } else {
            Err(PositionError::OutOfRange { lon_deg, lat_deg })
        }
    }

    /// A position that somebody's data states: as [`LonLat::new`], and (0, 0) is refused.
    ///
    /// # Errors
    /// [`PositionError`], one variant for each of the two reasons.
    pub fn reported(lon_deg: f64, lat_deg: f64) -> Result<Self, PositionError> {
        if lon_deg == 0.0 && lat_deg == 0.0 {
            return Err(PositionError::NullIsland);
        }
        Self::new(lon_deg, lat_deg)
    }

    /// Longitude in degrees, -180 to 180, east positive.
    #[must_use]
    pub const fn lon_deg(self) -> f64 {
        self.lon_deg
    }

    /// Latitude in degrees, -90 to 90, north positive.
    #[must_use]
    pub const fn lat_deg(self) -> f64 {
        self.lat_deg
    }

    /// Great-circle distance in metres (haversine on the mean sphere; off by 0.5 % at most).
    #[must_use]
    pub fn distance_m(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat_deg.to_radians(), other.lat_deg.to_radians());
        let half_lat = (lat2 - lat1) / 2.0;
        let half_lon = (other.lon_deg - self.lon_deg).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Initial bearing to `other` in degrees clockwise from north, in 0..360.
    #[must_use]
    pub fn bearing_deg(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat_deg.to_radians(), other.lat_deg.to_radians());
        let d_lon = (other.lon_deg - self.lon_deg).to_radians();
        let y = d_lon.sin() * lat2.cos();
        let x = lat1.cos() * lat2.sin() - lat1.sin() * lat2.cos() * d_lon.cos();
        y.atan2(x).to_degrees().rem_euclid(360.0)
    }

    /// The position `distance_m` metres away in direction `bearing_deg` (clockwise from north).
    #[must_use]
    pub fn offset(self, bearing_deg: f64, distance_m: f64) -> Self {
        let angle = distance_m / EARTH_RADIUS_M;
        let (lat, bearing) = (self.lat_deg.to_radians(), bearing_deg.to_radians());
        let lat2 = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos())
            .clamp(-1.0, 1.0)
            .asin();
        let d_lon =
            (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * lat2.sin());
        let lon_deg = (self.lon_deg + d_lon.to_degrees() + 540.0).rem_euclid(360.0) - 180.0;
        Self { lon_deg, lat_deg: lat2.to_degrees() }
    }

    /// This position in the unit square of Web Mercator. Latitudes beyond the
    /// square's edge are drawn at the edge.
    #[must_use]
    pub fn mercator(self) -> Mercator {
        let lat_deg = self.lat_deg.clamp(-MERCATOR_MAX_LAT_DEG, MERCATOR_MAX_LAT_DEG);
        let lat = lat_deg.to_radians();
        Mercator {
            x: (self.lon_deg + 180.0) / 360.0,
            y: (0.5 - lat.tan().asinh() / (2.0 * PI)).clamp(0.0, 1.0),
        }
    }
}

/// A point of Web Mercator (EPSG:3857) scaled to the unit square: `x` grows
/// eastward from the antimeridian, `y` grows **southward** from the top edge.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mercator {
    /// 0 at 180° W, 1 at 180° E.
    pub x: f64,
    /// 0 at the northern edge (85.05° N), 1 at the southern.
    pub y: f64,
}

impl Mercator {
    /// Back to degrees. Points outside the unit square are clamped to its edge.
    #[must_use]
    pub fn lonlat(self) -> LonLat {
        let x = self.x.clamp(0.0, 1.0);
        let y = self.y.clamp(0.0, 1.0);
        LonLat {
            lon_deg: x * 360.0 - 180.0,
            lat_deg: (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees(),
        }
    }

    /// Metres on the ground that one unit of the square covers at this point:
    /// divide a length in metres by it to get the length in Mercator units.
    #[must_use]
    pub fn metres_per_unit(self) -> f64 {
        MERCATOR_CIRCUMFERENCE_M * self.lonlat().lat_deg.to_radians().cos()
    }
}

/// A rectangle of degrees, edges included. It never crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLatBox {
    /// Western edge in degrees.
    pub west_deg: f64,
    /// Southern edge in degrees.
    pub south_deg: f64,
    /// Eastern edge in degrees, not less than the western.
    pub east_deg: f64,
    /// Northern edge in degrees, not less than the southern.
    pub north_deg: f64,
}

impl LonLatBox {
    /// The smallest box around the given positions; `None` when there are none.
    pub fn around(positions: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        positions.into_iter().fold(None, |bounds: Option<Self>, p| {
            let b = bounds.unwrap_or(Self {
                west_deg: p.lon_deg,
                south_deg: p.lat_deg,
                east_deg: p.lon_deg,
                north_deg: p.lat_deg,
            });
            Some(Self {
                west_deg: b.west_deg.min(p.lon_deg),
                south_deg: b.south_deg.min(p.lat_deg),
                east_deg: b.east_deg.max(p.lon_deg),
                north_deg: b.north_deg.max(p.lat_deg),
            })
        })
    }

    /// West, south, east and north in degrees, as in GeoJSON's `bbox` (RFC 7946, section 5).
    #[must_use]
    pub const fn to_bbox(self) -> [f64; 4] {
        [self.west_deg, self.south_deg, self.east_deg, self.north_deg]
    }

    /// The box of [`LonLatBox::to_bbox`], whatever the numbers are.
    #[must_use]
    pub const fn from_bbox([west_deg, south_deg, east_deg, north_deg]: [f64; 4]) -> Self {
        Self { west_deg, south_deg, east_deg, north_deg }
    }

    /// Whether the position lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, p: LonLat) -> bool {
        (self.west_deg..=self.east_deg).contains(&p.lon_deg)
            && (self.south_deg..=self.north_deg).contains(&p.lat_deg)
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).unwrap()
    }

    #[test]
    fn positions_out_of_range_or_at_null_island_are_refused() {
        for (lon_deg, lat_deg) in [(181.0, 0.0), (0.0, 90.5), (f64::NAN, 1.0), (1.0, f64::INFINITY)]
        {
            assert!(LonLat::reported(lon_deg, lat_deg).is_err(), "{lon_deg}, {lat_deg}");
        }
        assert_eq!(LonLat::reported(0.0, 0.0), Err(PositionError::NullIsland));
        assert!(LonLat::reported(0.0, 35.3).is_ok());
        assert!(LonLat::new(0.0, 0.0).is_ok());
    }

    #[test]
    fn distances_and_bearings_agree_with_known_values() {
        // Paris to London, 343.5 km on the mean sphere, leaving north-west.
        let (paris, london) = (at(2.3522, 48.8566), at(-0.1276, 51.5072));
        assert_relative_eq!(paris.distance_m(london), 343_556.0, epsilon = 300.0);
        assert_relative_eq!(paris.bearing_deg(london), 330.0, epsilon = 1.0);
    }

    proptest! {
        #[test]
        fn mercator_round_trips(lon in -180.0..180.0f64, lat in -85.0..85.0f64) {
            let back = at(lon, lat).mercator().lonlat();
            prop_assert!((back.lon_deg() - lon).abs() < 1e-9);
            prop_assert!((back.lat_deg() - lat).abs() < 1e-9);
        }

        #[test]
        fn an_offset_is_as_far_and_in_the_direction_asked(
            lon in -170.0..170.0f64, lat in -60.0..60.0f64, bearing in 0.0..360.0f64, m in 10.0..50_000.0f64,
        ) {
            let start = at(lon, lat);
            let end = start.offset(bearing, m);
            prop_assert!((start.distance_m(end) - m).abs() < 0.01 + m * 1e-6);
            let turn = (start.bearing_deg(end) - bearing).rem_euclid(360.0);
            prop_assert!(turn.min(360.0 - turn) < 0.01);
        }
    }
}
