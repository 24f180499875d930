//! The session: what was open and how it was looked at, as JSON.
//!
//! It holds no events: the files do, and they are read again. A member that is
//! missing takes its default, one that is unknown is ignored, so that an older
//! or newer program still starts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{Day, DaySpan, Edtf};
use crate::query::{Filter, SliderMode};
use crate::read::Understanding;

/// What is kept between two runs. Days are EDTF; `None` for an open end.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// `light` or `dark`.
    pub theme: String,
    /// `both`, `english` or `arabic`.
    pub labels: String,
    /// The PMTiles file under the markers; `None` for the bundled map. The
    /// network layer is never kept: it is off at every start.
    pub pmtiles: Option<PathBuf>,
    /// Files open at the end, in order; empty for the sample alone.
    pub files: Vec<PathBuf>,
    /// Files opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// How columns were understood, by header.
    pub known_columns: Vec<(String, Understanding)>,
    /// What was shown.
    pub filter: Filter,
    /// First day shown.
    pub first_day: Option<String>,
    /// Last day shown.
    pub last_day: Option<String>,
    /// How the range moves when it plays.
    pub mode: SliderMode,
    /// Steps a second while it plays.
    pub steps_per_second: Option<f32>,
    /// Where the map was: longitude, latitude in degrees, and zoom.
    pub camera: Option<[f64; 3]>,
    /// The part of the map in view, in a view that others open too, whose windows have
    /// other sizes: west, south, east, north in degrees, as in GeoJSON's `bbox`.
    pub map_bounds: Option<[f64; 4]>,
}

/// Why a session could not be restored; the program starts afresh.
#[derive(Debug, Error)]
#[error("the saved session could not be read ({0}); starting afresh")]
pub struct SessionError(#[from] serde_json::Error);

impl Session {
    /// Reads a session.
    ///
    /// # Errors
    /// [`SessionError`] when the text is no JSON object of this form.
    pub fn from_json(json: &str) -> Result<Self, SessionError> {
        Ok(serde_json::from_str(json)?)
    }

    /// The session as JSON; empty text if a path in it is no Unicode.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The days shown; an end that is missing or no date is open.
    #[must_use]
    pub fn range(&self) -> DaySpan {
        let day = |text: &Option<String>| text.as_deref()?.parse::<Edtf>().ok();
        DaySpan::new(
            day(&self.first_day).map_or(Day::OPEN_START, |date| date.span().first),
            day(&self.last_day).map_or(Day::OPEN_END, |date| date.span().last),
        )
    }

    /// Notes the days shown.
    #[must_use]
    pub fn with_range(mut self, range: DaySpan) -> Self {
        let text = |day: Day| day.is_bounded().then(|| day.to_string());
        (self.first_day, self.last_day) = (text(range.first), text(range.last));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_comes_back_as_it_was() {
        let range: Edtf = "2016-01-01/2017-01-15".parse().unwrap();
        let session = Session {
            files: vec!["a/البيانات.csv".into()],
            camera: Some([40.14, 35.33, 12.5]),
            filter: Filter { text: "القصور".into(), ..Filter::default() },
            ..Session::default()
        }
        .with_range(range.span());
        let back = Session::from_json(&session.to_json()).unwrap();
        assert_eq!(back, session);
        assert_eq!(back.range(), range.span());
    }

    #[test]
    fn missing_members_take_defaults_and_unknown_ones_are_ignored() {
        let session = Session::from_json(r#"{"theme":"dark","future":1}"#).unwrap();
        assert_eq!((session.theme.as_str(), session.range()), ("dark", DaySpan::ALL));
        assert!(Session::from_json("{").is_err());
    }
}
