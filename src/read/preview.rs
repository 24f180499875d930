//! The first rows of a table and how they would be understood, for a person to
//! say yes to or to correct.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::columns::{ColumnMap, Role, Source};
use super::coordinates::{read_degrees, read_pair};
use super::csv::{self, Rows};
use super::dates::{DateOrder, read_date, read_unix_time};
use super::sniff;
use crate::model::{EventType, SubEventType};

/// Rows shown.
const N_ROWS: usize = 12;

/// Rows looked at for the order of day and month.
const N_EVIDENCE: usize = 2_000;

/// A table before it is read: header, first rows and a first guess.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnPreview {
    /// What each column seems to mean.
    pub guess: ColumnMap,
    /// The first rows, as many fields as the header has; longer ones are cut.
    pub rows: Vec<Vec<String>>,
    /// The order of day and month that the dates prove; `None` when they do not.
    pub proven_order: Option<DateOrder>,
    /// Whether some date has another meaning in another order.
    pub depends_on_order: bool,
}

/// How a person says that a table is to be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understanding {
    /// What each column means.
    pub columns: ColumnMap,
    /// Order of day and month; `None` to decide by the dates themselves.
    pub date_order: Option<DateOrder>,
}

/// How one cell is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellMeaning {
    /// As text, or not at all.
    Plain,
    /// As this, in words.
    Understood(String),
    /// Not: the reason.
    Problem(String),
}

impl ColumnPreview {
    /// The key under which a mapping of this header is remembered.
    #[must_use]
    pub fn header_key(&self) -> String {
        self.guess.header_key()
    }

    /// Whether the guess would be a gamble: not a table whose columns are known
    /// by name, without a date or a place, or with dates that can be read two ways.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        let has = |roles: &[Role]| roles.iter().any(|role| self.guess.column(role).is_some());
        let has_date = has(&[Role::Date, Role::DateStart, Role::UnixTime, Role::Year]);
        let has_place = has(&[Role::Lat, Role::LatLon, Role::Geometry, Role::PlaceId, Role::Place]);
        let is_known = self.guess.source != Source::Other;
        let is_clear_order = self.proven_order.is_some() || !self.depends_on_order;
        !(is_known || has_date && has_place) || !is_clear_order
    }

    /// How a cell of the preview is understood in a role.
    #[must_use]
    pub fn meaning(cell: &str, role: &Role, order: Option<DateOrder>) -> CellMeaning {
        let cell = cell.trim();
        if cell.is_empty() {
            return CellMeaning::Plain;
        }
        let understood = |words: String| CellMeaning::Understood(words);
        match role {
            Role::Date | Role::DateStart | Role::DateEnd | Role::Published => {
                match read_date(cell, order) {
                    Ok(reading) => understood(reading.edtf.to_string()),
                    Err(problem) => CellMeaning::Problem(problem.to_string()),
                }
            }
            Role::UnixTime => match read_unix_time(cell) {
                Ok(reading) => understood(reading.edtf.to_string()),
                Err(problem) => CellMeaning::Problem(problem.to_string()),
            },
            Role::Lon | Role::Lat => {
                let limit = if *role == Role::Lon { 180.0 } else { 90.0 };
                match read_degrees(cell) {
                    Some((degrees, _)) if degrees.abs() <= limit => {
                        understood(format!("{degrees:.5}°"))
                    }
                    Some(_) => CellMeaning::Problem(format!("outside -{limit}..{limit}")),
                    None => CellMeaning::Problem("no coordinate".to_owned()),
                }
            }
            Role::LatLon => match read_pair(cell) {
                Some((lon_deg, lat_deg)) => understood(format!("{lon_deg:.5}° E, {lat_deg:.5}° N")),
                None => CellMeaning::Problem("no pair of coordinates".to_owned()),
            },
            Role::EventType => EventType::from_name(cell)
                .map_or(CellMeaning::Plain, |kind| understood(kind.name().to_owned())),
            Role::SubEventType => SubEventType::from_name(cell)
                .map_or(CellMeaning::Plain, |kind| understood(kind.name().to_owned())),
            _ => CellMeaning::Plain,
        }
    }
}

/// The preview of a table; `None` when the bytes are no table with a header.
#[must_use]
pub fn preview(bytes: &[u8]) -> Option<ColumnPreview> {
    let decoded = sniff::decode(bytes).ok()?;
    let text: &str = &decoded.text;
    if sniff::is_json(text) || sniff::is_markup(text) {
        return None;
    }
    let mut rows = Rows::new(text, csv::sniff_separator(text));
    let mut fields: Vec<Cow<'_, str>> = Vec::new();
    if !rows.next(&mut fields) {
        return None;
    }
    let header: Vec<String> = fields.iter().map(|field| field.trim().to_owned()).collect();
    let guess = ColumnMap::guess(&header);
    let date_columns: Vec<usize> = (0..header.len())
        .filter(|column| {
            matches!(guess.roles[*column], Role::Date | Role::DateStart | Role::DateEnd)
        })
        .collect();
    let (mut shown, mut n_day_first, mut n_month_first) = (Vec::new(), 0, 0);
    let mut depends_on_order = false;
    for _ in 0..N_EVIDENCE {
        if !rows.next(&mut fields) {
            break;
        }
        for column in &date_columns {
            let Some(cell) = fields.get(*column) else { continue };
            let Ok(reading) = read_date(cell.trim(), None) else { continue };
            depends_on_order |= reading.depends_on_order;
            match reading.proves {
                Some(DateOrder::DayFirst) => n_day_first += 1,
                Some(DateOrder::MonthFirst) => n_month_first += 1,
                None => {}
            }
        }
        if shown.len() < N_ROWS {
            let cut = |field: &Cow<'_, str>| field.chars().take(160).collect::<String>();
            let mut row: Vec<String> = fields.iter().map(cut).collect();
            row.resize(header.len(), String::new());
            shown.push(row);
        }
    }
    let proven_order = match (n_day_first, n_month_first) {
        (1.., 0) => Some(DateOrder::DayFirst),
        (0, 1..) => Some(DateOrder::MonthFirst),
        _ => None,
    };
    Some(ColumnPreview { guess, rows: shown, proven_order, depends_on_order })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> ColumnPreview {
        preview(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_clear_table_is_read_without_asking() {
        let clear = of("id,date,latitude,longitude\na,2016-01-16,35.33,40.14\n");
        assert!(!clear.is_in_doubt());
        assert_eq!(clear.rows, [["a", "2016-01-16", "35.33", "40.14"]]);
    }

    #[test]
    fn a_gamble_is_put_to_a_person() {
        assert!(of("when it was,somewhere\nfoo,bar\n").is_in_doubt(), "no column is known");
        let two_ways = of("date,place\n03/04/2016,Hatla\n05/06/2016,Hatla\n");
        assert!(two_ways.is_in_doubt() && two_ways.depends_on_order);
        let proven = of("date,place\n03/04/2016,Hatla\n25/06/2016,Hatla\n");
        assert_eq!(proven.proven_order, Some(DateOrder::DayFirst));
        assert!(!proven.is_in_doubt());
    }

    #[test]
    fn cells_say_how_they_are_understood() {
        let meaning = |cell: &str, role: Role| ColumnPreview::meaning(cell, &role, None);
        let understood = |words: &str| CellMeaning::Understood(words.to_owned());
        assert_eq!(meaning("16 May 2016", Role::Date), understood("2016-05-16"));
        assert!(matches!(meaning("31.2.2016", Role::Date), CellMeaning::Problem(_)));
        assert_eq!(meaning("40.14", Role::Lon), understood("40.14000°"));
        assert!(matches!(meaning("140.0", Role::Lat), CellMeaning::Problem(_)));
        assert_eq!(meaning("", Role::Date), CellMeaning::Plain);
    }

    #[test]
    fn what_is_no_table_has_no_preview() {
        assert_eq!(preview(b""), None);
        assert_eq!(preview(br#"{"format":"deir-atlas/events"}"#), None);
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_preview_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Some(preview) = preview(&bytes) {
                let n_columns = preview.guess.header.len();
                prop_assert!(preview.rows.iter().all(|row| row.len() == n_columns));
            }
        }
    }
}
