//! Places and the text form they are kept in: one line a place, tab-separated.

use std::num::NonZeroU32;

use thiserror::Error;

use crate::model::LonLat;

/// A place's position in one [`Gazetteer`](super::Gazetteer): not stable between
/// versions of the data, so files hold [`Place::id`] instead. `Option<PlaceIdx>` is four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceIdx(NonZeroU32);

impl PlaceIdx {
    /// The handle of row `row`, counted from 0.
    pub(super) fn from_row(row: usize) -> Self {
        let number = u32::try_from(row).unwrap_or(u32::MAX - 1).saturating_add(1);
        Self(NonZeroU32::MIN.saturating_add(number - 1))
    }

    /// The row in [`Gazetteer::places`](super::Gazetteer::places), counted from 0.
    #[must_use]
    pub const fn row(self) -> usize {
        (self.0.get() - 1) as usize
    }
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A state.
    Country,
    /// A governorate (muhafazah).
    Governorate,
    /// A district (mintaqah), the second administrative level.
    District,
    /// A sub-district (nahiyah), the third administrative level.
    Subdistrict,
    /// A vague area such as a countryside.
    Region,
    /// A city.
    City,
    /// A town.
    Town,
    /// A village or hamlet.
    Village,
    /// A quarter of a city.
    Neighbourhood,
    /// A housing estate.
    HousingArea,
    /// A river.
    River,
    /// An island.
    Island,
    /// A building, square, hill or other thing people steer by.
    Landmark,
    /// A bridge, oil field, station or the like.
    Infrastructure,
    /// A base, an airfield, a depot.
    Military,
}

impl PlaceKind {
    /// Every kind with its name in the data files.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Country, "country"),
        (Self::Governorate, "governorate"),
        (Self::District, "district"),
        (Self::Subdistrict, "subdistrict"),
        (Self::Region, "region"),
        (Self::City, "city"),
        (Self::Town, "town"),
        (Self::Village, "village"),
        (Self::Neighbourhood, "neighbourhood"),
        (Self::HousingArea, "housing area"),
        (Self::River, "river"),
        (Self::Island, "island"),
        (Self::Landmark, "landmark"),
        (Self::Infrastructure, "infrastructure"),
        (Self::Military, "military"),
    ];

    /// The name in the data files, in English and lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("place", |(_, name)| name)
    }

    /// The kind with this name; `None` for any other word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let wanted = name.trim();
        let found = Self::ALL.iter().find(|(_, n)| n.eq_ignore_ascii_case(wanted));
        found.map(|(kind, _)| *kind)
    }

    /// Whether the place is an administrative area rather than somewhere to stand.
    #[must_use]
    pub const fn is_administrative(self) -> bool {
        matches!(self, Self::Country | Self::Governorate | Self::District | Self::Subdistrict)
    }

    /// Whether people live there under that name: city, town or village.
    #[must_use]
    pub const fn is_settlement(self) -> bool {
        matches!(self, Self::City | Self::Town | Self::Village)
    }
}

/// How far a place's position is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PositionStatus {
    /// A published source gives it.
    Sourced,
    /// Worked out from sourced data; the note says how.
    Derived,
    /// From general knowledge, not yet sourced: to be drawn as a wide area that says so.
    Unverified,
    /// Nobody knows: no position.
    Unplaced,
    /// The place is a line (a river), not a point.
    Line,
    /// The user's own gazetteer gives it.
    User,
}

impl PositionStatus {
    /// Every status with its name in the data files.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Sourced, "sourced"),
        (Self::Derived, "derived"),
        (Self::Unverified, "unverified"),
        (Self::Unplaced, "unplaced"),
        (Self::Line, "line"),
        (Self::User, "user"),
    ];

    /// The name in the data files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("unplaced", |(_, name)| name)
    }

    /// The status with this name; `None` for any other word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, n)| n.eq_ignore_ascii_case(name.trim()));
        found.map(|(status, _)| *status)
    }
}

/// One way of writing a place's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The name as written.
    pub text: String,
    /// The words are too ordinary to mean this place unless something around them
    /// says so ("the cemetery", "military airport").
    pub needs_anchor: bool,
}

/// A gazetteer entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Stable id, lower-case ASCII with hyphens; files refer to places by it.
    pub id: String,
    /// The name to show, in Latin script.
    pub name_en: String,
    /// The name to show, in Arabic script; empty when unknown.
    pub name_ar: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Centre; `None` when unplaced or a line.
    pub position: Option<LonLat>,
    /// The place lies within this many metres of `position`; `None` without a position.
    pub radius_m: Option<f32>,
    /// How far the position is to be believed.
    pub status: PositionStatus,
    /// The next larger place; `None` at the top.
    pub parent: Option<PlaceIdx>,
    /// OCHA place code; empty when it has none.
    pub pcode: String,
    /// Inhabitants by GeoNames, only given outside the governorate.
    pub population: Option<u32>,
    /// Further spellings in both scripts, without the two names.
    pub spellings: Vec<Spelling>,
    /// Who says so.
    pub source: String,
    /// The licence of the position.
    pub licence: String,
    /// What a reader should know; may be empty.
    pub note: String,
    /// Whether it is inside Deir ez-Zor governorate (or is the governorate).
    pub in_governorate: bool,
}

impl Place {
    /// The two names and all further spellings, each with whether it needs an anchor.
    pub fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        [self.name_en.as_str(), self.name_ar.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| (name, false))
            .chain(self.spellings.iter().map(|s| (s.text.as_str(), s.needs_anchor)))
    }
}

/// The columns of the gazetteer files, in order.
pub const COLUMNS: [&str; 15] = [
    "id",
    "name_en",
    "name_ar",
    "kind",
    "lon",
    "lat",
    "radius_m",
    "status",
    "parent",
    "pcode",
    "population",
    "spellings",
    "source",
    "licence",
    "note",
];

/// A line of a gazetteer file that cannot be used.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("line {line}, column {column}: {reason}: {value:?}")]
pub struct PlaceLineError {
    /// 1 for the first line of the file.
    pub line: usize,
    /// One of [`COLUMNS`].
    pub column: &'static str,
    /// What is wrong, in plain words.
    pub reason: &'static str,
    /// The text that is wrong.
    pub value: String,
}

/// A place as read, its parent still an id.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlaceRow {
    pub place: Place,
    pub parent_id: String,
}

/// Reads one gazetteer file (tab-separated, header line first).
///
/// # Errors
/// The first line that cannot be used, with its column.
pub(super) fn read_rows(text: &str) -> Result<Vec<PlaceRow>, PlaceLineError> {
    let mut rows = Vec::with_capacity(700);
    for (number, line) in text.lines().enumerate().skip(1) {
        if line.trim().is_empty() {
            continue;
        }
        rows.push(read_row(line).map_err(|(column, reason, value)| PlaceLineError {
            line: number + 1,
            column,
            reason,
            value,
        })?);
    }
    Ok(rows)
}

type CellError = (&'static str, &'static str, String);

fn read_row(line: &str) -> Result<PlaceRow, CellError> {
    let mut cells = [""; COLUMNS.len()];
    let mut n_cells = 0;
    for cell in line.split('\t') {
        if let Some(slot) = cells.get_mut(n_cells) {
            *slot = cell;
        }
        n_cells += 1;
    }
    if n_cells != COLUMNS.len() {
        return Err(("id", "not fifteen columns", cells[0].to_owned()));
    }
    let [
        id,
        en,
        ar,
        kind,
        lon,
        lat,
        radius,
        status,
        parent,
        pcode,
        people,
        spellings,
        source,
        licence,
        note,
    ] = cells;
    let bad = |column, reason, value: &str| (column, reason, value.to_owned());
    let kind = PlaceKind::from_name(kind).ok_or_else(|| bad("kind", "unknown kind", kind))?;
    let status =
        PositionStatus::from_name(status).ok_or_else(|| bad("status", "unknown status", status))?;
    let position = match (lon.parse::<f64>(), lat.parse::<f64>()) {
        (Ok(lon_deg), Ok(lat_deg)) => Some(
            LonLat::reported(lon_deg, lat_deg).map_err(|_| bad("lon", "not a position", lon))?,
        ),
        _ if lon.is_empty() && lat.is_empty() => None,
        _ => return Err(bad("lon", "not a number", lon)),
    };
    let radius_m = match radius.parse::<f32>() {
        Ok(radius_m) if radius_m > 0.0 => Some(radius_m),
        _ if radius.is_empty() => None,
        _ => return Err(bad("radius_m", "not a length in metres", radius)),
    };
    let spellings = spellings.split('|').filter(|s| !s.is_empty()).map(|s| Spelling {
        text: s.strip_prefix('~').unwrap_or(s).to_owned(),
        needs_anchor: s.starts_with('~'),
    });
    let place = Place {
        id: id.to_owned(),
        name_en: en.to_owned(),
        name_ar: ar.to_owned(),
        kind,
        position,
        radius_m,
        status,
        parent: None,
        pcode: pcode.to_owned(),
        population: people.parse().ok(),
        spellings: spellings.collect(),
        source: source.to_owned(),
        licence: licence.to_owned(),
        note: note.to_owned(),
        in_governorate: false,
    };
    Ok(PlaceRow { place, parent_id: parent.to_owned() })
}
