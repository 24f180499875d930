//! What each column of a table means: roles, guessed from the header or set by hand.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::Outcome;

use super::headers::plain_name;

/// Which end of a range a toll column gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The lowest number.
    Min,
    /// The highest number.
    Max,
    /// A number or a range in one cell.
    Range,
}

/// What a column means. Written as `date`, `lon`, ... and
/// `toll:civilian:killed:min` in files and on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Role {
    /// Identifier of the event.
    Id,
    /// Title of the event.
    Title,
    /// A date of any usual form, or a range of dates.
    Date,
    /// First possible date.
    DateStart,
    /// Last possible date.
    DateEnd,
    /// Unix time.
    UnixTime,
    /// Year, where the date is spread over columns.
    Year,
    /// Month, 1 to 12.
    Month,
    /// Day of the month.
    Day,
    /// ACLED's `time_precision`.
    DatePrecision,
    /// Why that date.
    DateReason,
    /// ACLED event type, or a word for one.
    EventType,
    /// ACLED sub-event type.
    SubEventType,
    /// UCDP's `type_of_violence`.
    TypeOfViolence,
    /// Whether the event is only background: `true`, `yes`, `1`.
    Background,
    /// Longitude in degrees.
    Lon,
    /// Latitude in degrees.
    Lat,
    /// Latitude and longitude in one cell.
    LatLon,
    /// Well-known text or a GeoJSON geometry.
    Geometry,
    /// Uncertainty of the position in metres.
    Radius,
    /// ACLED's `geo_precision`.
    PrecisionAcled,
    /// UCDP's `where_prec`.
    PrecisionUcdp,
    /// Precision in words (`exact`, `village`).
    PrecisionWords,
    /// Gazetteer id.
    PlaceId,
    /// Name of the place.
    Place,
    /// District, governorate or country around the place: helps to tell places apart.
    Region,
    /// How the position was found.
    PlaceReason,
    /// Those who acted, separated by `;`.
    Attacker,
    /// Those who were acted upon, separated by `;`.
    Target,
    /// Those who took part, separated by `;`.
    Actor,
    /// A number of people.
    Toll {
        /// Whose.
        who: Cow<'static, str>,
        /// What became of them.
        outcome: Outcome,
        /// Which end of the range.
        bound: Bound,
    },
    /// Identifier of the document.
    DocumentId,
    /// `verbatim` or `digest`.
    DocumentKind,
    /// Publisher of the document.
    Publisher,
    /// Author of the document.
    Author,
    /// Where the document can be read.
    Url,
    /// Headline of the document.
    DocumentTitle,
    /// When the document was published.
    Published,
    /// Language of the document, BCP 47.
    Language,
    /// SHA-256 of the document.
    Sha256,
    /// The source's own words.
    Excerpt,
    /// A summary in a coder's words.
    Digest,
    /// A coder's remark.
    Note,
    /// Who says so.
    Attribution,
    /// Worked out from other columns: not read.
    Derived,
    /// Kept as a property of the event.
    #[default]
    Property,
}

/// Roles without parameters, with their names.
pub(super) const NAMED: [(&str, Role); 44] = [
    ("id", Role::Id),
    ("title", Role::Title),
    ("date", Role::Date),
    ("date_start", Role::DateStart),
    ("date_end", Role::DateEnd),
    ("unix_time", Role::UnixTime),
    ("year", Role::Year),
    ("month", Role::Month),
    ("day", Role::Day),
    ("date_precision", Role::DatePrecision),
    ("date_reason", Role::DateReason),
    ("event_type", Role::EventType),
    ("sub_event_type", Role::SubEventType),
    ("type_of_violence", Role::TypeOfViolence),
    ("background", Role::Background),
    ("lon", Role::Lon),
    ("lat", Role::Lat),
    ("lat_lon", Role::LatLon),
    ("geometry", Role::Geometry),
    ("radius_m", Role::Radius),
    ("precision_acled", Role::PrecisionAcled),
    ("precision_ucdp", Role::PrecisionUcdp),
    ("precision", Role::PrecisionWords),
    ("place_id", Role::PlaceId),
    ("place", Role::Place),
    ("region", Role::Region),
    ("place_reason", Role::PlaceReason),
    ("attackers", Role::Attacker),
    ("targets", Role::Target),
    ("actors", Role::Actor),
    ("document_id", Role::DocumentId),
    ("document_kind", Role::DocumentKind),
    ("publisher", Role::Publisher),
    ("author", Role::Author),
    ("url", Role::Url),
    ("document_title", Role::DocumentTitle),
    ("published", Role::Published),
    ("language", Role::Language),
    ("sha256", Role::Sha256),
    ("excerpt", Role::Excerpt),
    ("digest", Role::Digest),
    ("note", Role::Note),
    ("attribution", Role::Attribution),
    ("derived", Role::Derived),
];

impl Role {
    /// Every role without parameters, and `property`: what a mapping dialog offers.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMED.into_iter().map(|(_, role)| role).chain([Self::Property])
    }

    /// Whether several columns may have this role.
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        matches!(self, Self::Property | Self::Actor | Self::Attacker | Self::Target | Self::Region)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Toll { who, outcome, bound } = self {
            let bound = match bound {
                Bound::Min => "min",
                Bound::Max => "max",
                Bound::Range => "range",
            };
            return write!(f, "toll:{who}:{}:{bound}", outcome.name());
        }
        let named = NAMED.iter().find(|(_, role)| role == self);
        f.write_str(named.map_or("property", |(name, _)| name))
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.to_string()
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Role {
    type Err = String;

    /// # Errors
    /// A message that lists the roles.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "property" {
            return Ok(Self::Property);
        }
        if let Some((_, role)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(role.clone());
        }
        let toll = || {
            let mut parts = text.strip_prefix("toll:")?.split(':');
            let (who, outcome) = (parts.next()?, Outcome::from_name(parts.next()?)?);
            let bound = match parts.next() {
                Some("min") => Bound::Min,
                Some("max") => Bound::Max,
                None | Some("range") => Bound::Range,
                Some(_) => return None,
            };
            (!who.is_empty() && parts.next().is_none()).then(|| Self::Toll {
                who: who.to_owned().into(),
                outcome,
                bound,
            })
        };
        toll().ok_or_else(|| {
            let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
            format!(
                "`{text}` is no role; choose one of {}, property, toll:WHO:OUTCOME:min|max|range",
                names.join(", ")
            )
        })
    }
}

/// Whose table it is, which decides what some of its values mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Written by this program.
    DeirAtlas,
    /// Armed Conflict Location & Event Data.
    Acled,
    /// Uppsala Conflict Data Program, Georeferenced Event Dataset.
    Ucdp,
    /// Airwars civilian-harm assessments.
    Airwars,
    /// Any other.
    #[default]
    Other,
}

/// The meaning of each column of one header.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnMap {
    /// Whose table it is.
    pub source: Source,
    /// The header, as in the file.
    pub header: Vec<String>,
    /// One role for each column.
    pub roles: Vec<Role>,
}

impl ColumnMap {
    pub(super) fn new<S: AsRef<str>>(source: Source, header: &[S], roles: Vec<Role>) -> Self {
        let header = header.iter().map(|name| name.as_ref().to_owned()).collect();
        Self { source, header, roles }
    }

    /// Gives a column a role; a role that only one column may have is taken
    /// from the column that had it.
    ///
    /// # Errors
    /// A message that lists the columns when there is none of that name.
    pub fn assign(&mut self, column: &str, role: Role) -> Result<(), String> {
        let found = self
            .header
            .iter()
            .position(|name| name == column)
            .or_else(|| self.header.iter().position(|n| plain_name(n) == plain_name(column)));
        let Some(index) = found else {
            return Err(format!(
                "there is no column `{column}`; the file has {}",
                self.header.join(", ")
            ));
        };
        if !role.is_repeatable() {
            for other in &mut self.roles {
                if *other == role {
                    *other = Role::Property;
                }
            }
        }
        self.roles[index] = role;
        Ok(())
    }

    /// The first column of a role.
    #[must_use]
    pub fn column(&self, role: &Role) -> Option<usize> {
        self.roles.iter().position(|other| other == role)
    }

    /// Whether any column is more than a property.
    #[must_use]
    pub fn is_meaningful(&self) -> bool {
        self.roles.iter().any(|role| *role != Role::Property)
    }

    /// The same text for the same header, whatever the mapping: the key under
    /// which a mapping is remembered.
    #[must_use]
    pub fn header_key(&self) -> String {
        self.header.iter().map(|name| plain_name(name)).collect::<Vec<_>>().join("\u{1f}")
    }
}
