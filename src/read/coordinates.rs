//! Positions as data files write them, and the signs of a wrong one.

use crate::model::{LonLat, LonLatBox, PositionError};

/// The region that the bundled gazetteer covers: Deir ez-Zor governorate and
/// its borders. Only used to tell that longitude and latitude changed places.
pub const HOME: LonLatBox =
    LonLatBox { west_deg: 38.5, south_deg: 33.9, east_deg: 41.5, north_deg: 36.2 };

/// A number of degrees: `40.1467`, `40,1467`, `40°08'48.1"E`, `N 35 20 15`,
/// `٤٠٫١٤`. West and south are negative. `None` for anything else, `NaN` included.
///
/// The second value is the axis that a letter names: `true` for longitude.
#[must_use]
pub fn read_degrees(text: &str) -> Option<(f64, Option<bool>)> {
    let text = text.trim();
    if let Ok(degrees) = text.parse::<f64>() {
        return degrees.is_finite().then_some((degrees, None));
    }
    let plain: String = text
        .chars()
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            '٫' | ',' => '.',
            '\u{2212}' => '-',
            '°' | 'º' | '\'' | '′' | '’' | '"' | '″' | '”' | ':' | '\u{a0}' => ' ',
            _ => c.to_ascii_uppercase(),
        })
        .collect();
    let (mut sign, mut axis, mut numbers) = (1.0, None, Vec::new());
    let spaced: String = plain
        .chars()
        .flat_map(|c| match c {
            'N' | 'S' | 'E' | 'W' => [Some(' '), Some(c), Some(' ')],
            _ => [Some(c), None, None],
        })
        .flatten()
        .collect();
    for word in spaced.split_whitespace() {
        match word {
            "N" | "S" | "E" | "W" if axis.is_some() => return None,
            "N" => axis = Some(false),
            "E" => axis = Some(true),
            "S" => (axis, sign) = (Some(false), -1.0),
            "W" => (axis, sign) = (Some(true), -1.0),
            _ => numbers.push(word),
        }
    }
    let number = |word: &str| {
        let plain = word.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
        word.parse::<f64>().ok().filter(|value| plain && value.is_finite())
    };
    let small = |word: &str| number(word).filter(|value| (0.0..60.0).contains(value));
    let (degrees, fraction) = match numbers[..] {
        [degrees] => (number(degrees)?, 0.0),
        [degrees, minutes] => (number(degrees)?, small(minutes)? / 60.0),
        [degrees, minutes, seconds] => {
            (number(degrees)?, small(minutes)? / 60.0 + small(seconds)? / 3600.0)
        }
        _ => return None,
    };
    let negative = numbers.first().is_some_and(|word| word.starts_with('-'));
    if negative && sign < 0.0 {
        return None;
    }
    let size = degrees.abs() + fraction;
    Some((if negative { -size } else { sign * size }, axis))
}

/// Longitude and latitude in degrees out of one cell: `35.3359, 40.1413`
/// (latitude first, as maps print it, unless letters say otherwise),
/// `POINT (40.1413 35.3359)` (longitude first), `geo:35.3359,40.1413`.
#[must_use]
pub fn read_pair(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let text = text.strip_prefix("geo:").unwrap_or(text);
    let text = text.trim_matches(['(', ')', '[', ']', ' ']);
    let separators: [&[char]; 5] = [&[';'], &['|'], &['،'], &[','], &['/', '\t']];
    let halves = separators.iter().find_map(|separator| {
        let mut halves = text.split(*separator);
        let (first, second) = (halves.next()?, halves.next()?);
        match (halves.next(), halves.next(), halves.next()) {
            (None, ..) => Some((first.to_owned(), second.to_owned())),
            // Decimal commas: `35,3359, 40,1413`.
            (Some(third), Some(fourth), None) if separator == &[','] => {
                Some((format!("{first}.{}", second.trim()), format!("{third}.{}", fourth.trim())))
            }
            _ => None,
        }
    });
    let (first, second) = match halves {
        Some(halves) => halves,
        None => {
            let mut words = text.split_whitespace();
            let halves = (words.next()?.to_owned(), words.next()?.to_owned());
            words.next().is_none().then_some(halves)?
        }
    };
    let ((first, first_axis), (second, second_axis)) =
        (read_degrees(&first)?, read_degrees(&second)?);
    match (first_axis, second_axis) {
        (Some(true), None | Some(false)) | (None, Some(false)) => Some((first, second)),
        (None, None | Some(true)) | (Some(false), None | Some(true)) => Some((second, first)),
        _ => None,
    }
}

/// Why a stated position is not plotted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Suspect {
    /// Out of range, or 0, 0.
    Impossible(PositionError),
    /// Longitude and latitude stand in each other's place.
    Swapped,
}

impl Suspect {
    /// The reason in words.
    #[must_use]
    pub fn reason(self) -> String {
        match self {
            Self::Impossible(error) => error.to_string(),
            Self::Swapped => "longitude and latitude seem to have changed places".to_owned(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Impossible(PositionError::NullIsland) => {
                "give the position, or leave both cells empty"
            }
            Self::Impossible(_) => "correct the coordinates",
            Self::Swapped => "swap the two values, or map the columns the other way round",
        }
    }
}

/// Where most positions of a file lie, for telling which are the wrong way round.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bulk(Option<LonLatBox>);

impl Bulk {
    /// Of a sample of the file's positions, as (longitude, latitude) in degrees.
    ///
    /// The box holds the middle 80 % on each axis and half a degree around it.
    /// It says nothing (and nothing is taken for swapped) where it overlaps its
    /// own mirror image, as it does for data from all over the world. Where the
    /// whole bulk lies in the mirror image of [`HOME`], the columns themselves
    /// are swapped, and the box is [`HOME`].
    #[must_use]
    pub fn of(sample: &[(f64, f64)]) -> Self {
        let inner = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            let (low, high) = (values.len() / 10, values.len() - 1 - values.len() / 10);
            (values[low], values[high])
        };
        let possible = || {
            sample.iter().filter(|(lon, lat)| (*lon != 0.0 || *lat != 0.0) && lon.abs() <= 180.0)
        };
        if possible().next().is_none() {
            return Self(None);
        }
        let (west_deg, east_deg) = inner(possible().map(|(lon, _)| *lon).collect());
        let (south_deg, north_deg) = inner(possible().map(|(_, lat)| *lat).collect());
        let inside = LonLatBox { west_deg, south_deg, east_deg, north_deg };
        let home = mirror(HOME);
        let within = |b: LonLatBox| {
            b.west_deg <= west_deg
                && east_deg <= b.east_deg
                && b.south_deg <= south_deg
                && north_deg <= b.north_deg
        };
        if within(home) {
            return Self(Some(HOME));
        }
        let around = LonLatBox {
            west_deg: inside.west_deg - 0.5,
            south_deg: inside.south_deg - 0.5,
            east_deg: inside.east_deg + 0.5,
            north_deg: inside.north_deg + 0.5,
        };
        Self((!overlap(around, mirror(around))).then_some(around))
    }

    /// The position, unless it is impossible or the wrong way round.
    ///
    /// # Errors
    /// [`Suspect`] with the reason.
    pub fn check(self, lon_deg: f64, lat_deg: f64) -> Result<LonLat, Suspect> {
        let is_swapped = self.0.is_some_and(|b| {
            let inside = |lon, lat| LonLat::new(lon, lat).is_ok_and(|p| b.contains(p));
            inside(lat_deg, lon_deg) && !inside(lon_deg, lat_deg)
        });
        match LonLat::reported(lon_deg, lat_deg) {
            _ if is_swapped => Err(Suspect::Swapped),
            Ok(position) => Ok(position),
            Err(error) => Err(Suspect::Impossible(error)),
        }
    }
}

fn mirror(b: LonLatBox) -> LonLatBox {
    LonLatBox {
        west_deg: b.south_deg,
        south_deg: b.west_deg,
        east_deg: b.north_deg,
        north_deg: b.east_deg,
    }
}

fn overlap(a: LonLatBox, b: LonLatBox) -> bool {
    a.west_deg <= b.east_deg
        && b.west_deg <= a.east_deg
        && a.south_deg <= b.north_deg
        && b.south_deg <= a.north_deg
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: f64) {
        let (degrees, _) = read_degrees(text).unwrap_or_else(|| panic!("{text} is not read"));
        assert_relative_eq!(degrees, expected, epsilon = 1e-6);
    }

    #[test]
    fn degrees_are_read_in_every_notation() {
        check("40.1413", 40.1413);
        check(" -40.5 ", -40.5);
        check("40,1413", 40.1413);
        check("٤٠٫١٤١٣", 40.1413);
        check("40°08'28.7\"E", 40.141_305_6);
        check("N 35 20 09.2", 35.335_889);
        check("35° 20.153′ N", 35.335_883);
        check("40.5 W", -40.5);
        for text in ["", "NaN", "inf", "N", "40.1 E E", "12 70", "abc", "1 2 3 4", "-40 W"] {
            assert_eq!(read_degrees(text), None, "{text}");
        }
    }

    #[test]
    fn pairs_are_latitude_first_unless_letters_say_otherwise() {
        for text in [
            "35.3359, 40.1413",
            "35.3359;40.1413",
            "35,3359, 40,1413",
            "(35.3359, 40.1413)",
            "40.1413E, 35.3359N",
            "35.3359N 40.1413E",
            "35.3359 40.1413",
            "geo:35.3359,40.1413",
        ] {
            assert_eq!(read_pair(text), Some((40.1413, 35.3359)), "{text}");
        }
        for text in ["35.3", "Deir ez-Zor", "", "1,2,3", "35N, 36N"] {
            assert_eq!(read_pair(text), None, "{text}");
        }
    }

    #[test]
    fn positions_the_wrong_way_round_are_found() {
        let mut sample = vec![(40.14, 35.33); 20];
        sample.push((35.33, 40.14));
        let bulk = Bulk::of(&sample);
        assert!(bulk.check(40.2, 35.4).is_ok());
        assert_eq!(bulk.check(35.3, 40.1), Err(Suspect::Swapped));
        assert!(matches!(
            bulk.check(0.0, 0.0),
            Err(Suspect::Impossible(PositionError::NullIsland))
        ));
        assert!(matches!(bulk.check(400.0, 35.0), Err(Suspect::Impossible(_))));
        assert!(bulk.check(35.5, 33.5).is_ok(), "Damascus is not Deir ez-Zor swapped");
        let columns_swapped = Bulk::of(&[(35.33, 40.14), (35.34, 40.15)]);
        assert_eq!(columns_swapped.check(35.33, 40.14), Err(Suspect::Swapped));
        let world = Bulk::of(&[(-70.0, -30.0), (140.0, 60.0), (10.0, 50.0), (40.1, 35.3)]);
        assert!(world.check(35.3, 40.1).is_ok(), "world-wide data has no wrong way round");
        assert!(Bulk::of(&[]).check(35.3, 40.1).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}|[-0-9NSEW., °'\"]{0,20}") {
            if let Some((degrees, _)) = read_degrees(&text) {
                prop_assert!(degrees.is_finite());
            }
            let _ = read_pair(&text);
        }
    }
}
