//! Everything about a page: what it shows, how, and how large. A **view file** (`*.view.json`) is
//! this as JSON, and every picture carries the same JSON inside, so that it can be made again.
//!
//! ```json
//! {"format": "deir-atlas/view", "version": 1,
//!  "data": {"sha256": "…", "sources": "a.events.json", "n_events": 29},
//!  "filter": {…}, "first_day": "2016-01-01", "last_day": "2016-01-31",
//!  "camera": {"lon_deg": 40.14, "lat_deg": 35.33, "zoom": 12.2, "map_size": [760.0, 420.0]},
//!  "theme": "light", "names": "both", "language": "en",
//!  "frame": {"shape": "16:9", "size_px": [1920, 1080]},
//!  "title": "…", "notes": "…", "parts": {…}, "key_events": {…}, "profile": "full"}
//! ```
//!
//! A member that is missing takes its default and one that is unknown is ignored, so that files of
//! older and of slightly newer programs can be read; a higher `version` is refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::frame_size::Frame;
use crate::export::redact::Profile;
use crate::model::{Day, DaySpan, Edtf, LonLat};
use crate::query::{BinUnit, Filter};
use crate::scene::camera::Camera;
use crate::scene::labels::LabelScript;
use crate::scene::page::{Logo, LogoError, PageParts};
use crate::scene::theme::ThemeName;
use crate::scene::words::Language;

/// What `format` says in every view file.
pub const FORMAT: &str = "deir-atlas/view";

/// The version of view files that this program writes, and the highest that it reads.
pub const VERSION: u32 = 1;

/// Events in a table of key events at most: with more, numbers on a map can no longer be found.
pub const MOST_KEY_EVENTS: u16 = 60;

/// Everything about a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSpec {
    /// The data that the page was made of.
    pub data: DataStamp,
    /// Which events are shown, apart from their dates.
    pub filter: Filter,
    /// The days shown, both included.
    pub range: DaySpan,
    /// The identifier of the event that is set off; `None` for none.
    pub select: Option<String>,
    /// Where the map is; `None` to fit it to the events shown.
    pub camera: Option<PageCamera>,
    /// The identifier of the one event that the page is about; `None` for a page of many.
    pub card: Option<String>,
    /// Colours.
    pub theme: ThemeName,
    /// Script of the names on the map.
    pub names: LabelScript,
    /// Language of the page's own words; Arabic pages run from right to left.
    pub language: Language,
    /// Shape and size.
    pub frame: Frame,
    /// How large words and signs are, 1 for the usual size, in [`PageSpec::TEXT_SCALES`].
    pub text_scale: f32,
    /// Title; empty for none.
    pub title: String,
    /// A second line; empty for none.
    pub subtitle: String,
    /// The maker's own notes, one paragraph a line; empty for none.
    pub notes: String,
    /// A picture beside the title; `None` for none.
    pub logo: Option<Logo>,
    /// What is drawn.
    pub parts: PageParts,
    /// Which events the table lists.
    pub key_events: KeyEventChoice,
    /// What was taken out before the page was made.
    pub profile: Profile,
    /// One picture for each of these stretches of the range; `None` for one picture of all.
    pub series: Option<BinUnit>,
    /// When the picture is made, if that is to be said; never the clock.
    pub made: Option<String>,
}

impl Default for PageSpec {
    fn default() -> Self {
        Self {
            data: DataStamp::default(),
            filter: Filter::default(),
            range: DaySpan::ALL,
            select: None,
            camera: None,
            card: None,
            theme: ThemeName::Light,
            names: LabelScript::Both,
            language: Language::English,
            frame: Frame::default(),
            text_scale: 1.0,
            title: String::new(),
            subtitle: String::new(),
            notes: String::new(),
            logo: None,
            parts: PageParts::default(),
            key_events: KeyEventChoice::default(),
            profile: Profile::default(),
            series: None,
            made: None,
        }
    }
}

/// What identifies the data of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DataStamp {
    /// SHA-256 as [`super::fingerprint`] makes it; empty before a page was made.
    pub sha256: String,
    /// Names of the files.
    pub sources: String,
    /// Events in the data.
    pub n_events: usize,
}

/// A camera with the size of the map that it was set for, in units of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageCamera {
    /// Where.
    pub camera: Camera,
    /// For a map of this width and height: another size shows at least this
    /// part. `None` keeps the zoom as it is.
    pub map_size: Option<[f32; 2]>,
}

/// Which events the table of key events lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyEventChoice {
    /// Identifiers, in the order of their numbers; empty to take those of the map with the highest
    /// number of people killed, the earlier first among equals.
    pub chosen: Vec<String>,
    /// How many are listed without a choice, 1 to [`MOST_KEY_EVENTS`].
    pub most: u16,
}

impl Default for KeyEventChoice {
    fn default() -> Self {
        Self { chosen: Vec::new(), most: 8 }
    }
}

/// Why a view cannot be read.
#[derive(Debug, Error)]
pub enum ViewError {
    /// No JSON, or not of this form.
    #[error("the view cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Some other JSON.
    #[error("this is no view file: its `format` is {0:?}, not \"{FORMAT}\"")]
    Format(String),
    /// Made by a later program.
    #[error("this view is of version {0}, and this program reads versions up to {VERSION}")]
    Version(u32),
    /// A value that makes no sense.
    #[error("the view cannot be used: {0}")]
    Value(String),
    /// The picture in it is none.
    #[error("the logo in the view cannot be used")]
    Logo(#[source] LogoError),
}

impl PageSpec {
    /// How large words may be.
    pub const TEXT_SCALES: std::ops::RangeInclusive<f32> = 0.6..=2.0;

    /// The view as JSON, the same text for the same view.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers here are finite and keys are strings, so this cannot fail.
        serde_json::to_string(&ViewFile::from(self)).unwrap_or_default()
    }

    /// The view as JSON in several lines, for a file.
    #[must_use]
    pub fn to_file(&self) -> String {
        let mut text = serde_json::to_string_pretty(&ViewFile::from(self)).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads a view.
    ///
    /// # Errors
    /// [`ViewError`], one variant for each reason. Values out of range are refused, not bent.
    pub fn from_json(json: &str) -> Result<Self, ViewError> {
        let head: Head = serde_json::from_str(json)?;
        if head.format != FORMAT {
            return Err(ViewError::Format(head.format));
        }
        if head.version > VERSION {
            return Err(ViewError::Version(head.version));
        }
        serde_json::from_str::<ViewFile>(json)?.spec()
    }
}

/// What is looked at first.
#[derive(Deserialize)]
#[serde(default)]
struct Head {
    format: String,
    version: u32,
}

impl Default for Head {
    fn default() -> Self {
        Self { format: String::new(), version: VERSION }
    }
}

/// The form in a file. Words are those of the command line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
struct ViewFile {
    format: String,
    version: u32,
    data: DataStamp,
    filter: Filter,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    select: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    camera: Option<CameraFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<String>,
    theme: String,
    names: String,
    language: String,
    frame: Frame,
    text_scale: f32,
    title: String,
    subtitle: String,
    notes: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<LogoFile>,
    parts: PageParts,
    key_events: KeyEventChoice,
    profile: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<String>,
}

impl Default for ViewFile {
    fn default() -> Self {
        Self::from(&PageSpec::default())
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct CameraFile {
    lon_deg: f64,
    lat_deg: f64,
    zoom: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    map_size: Option<[f32; 2]>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LogoFile {
    /// The file as base64 (RFC 4648).
    base64: String,
}

impl From<&PageSpec> for ViewFile {
    fn from(spec: &PageSpec) -> Self {
        let day = |day: Day| day.is_bounded().then(|| day.to_string());
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            data: spec.data.clone(),
            filter: spec.filter.clone(),
            first_day: day(spec.range.first),
            last_day: day(spec.range.last),
            select: spec.select.clone(),
            camera: spec.camera.map(|page| {
                let centre = page.camera.centre.lonlat();
                CameraFile {
                    lon_deg: centre.lon_deg(),
                    lat_deg: centre.lat_deg(),
                    zoom: page.camera.zoom,
                    map_size: page.map_size,
                }
            }),
            card: spec.card.clone(),
            theme: spec.theme.name().to_owned(),
            names: spec.names.name().to_owned(),
            language: spec.language.code().to_owned(),
            frame: spec.frame,
            text_scale: spec.text_scale,
            title: spec.title.clone(),
            subtitle: spec.subtitle.clone(),
            notes: spec.notes.clone(),
            logo: spec.logo.as_ref().map(|logo| LogoFile { base64: logo.base64() }),
            parts: spec.parts,
            key_events: spec.key_events.clone(),
            profile: spec.profile.name().to_owned(),
            series: spec.series.map(|unit| unit.name().to_owned()),
            made: spec.made.clone(),
        }
    }
}

impl ViewFile {
    fn spec(self) -> Result<PageSpec, ViewError> {
        fn known<T>(what: &str, word: &str, found: Option<T>) -> Result<T, ViewError> {
            found.ok_or_else(|| ViewError::Value(format!("there is no {what} `{word}`")))
        }
        let day = |text: Option<String>| -> Result<Option<DaySpan>, ViewError> {
            let Some(text) = text else { return Ok(None) };
            let date = text.parse::<Edtf>();
            date.map(|date| Some(date.span()))
                .map_err(|error| ViewError::Value(format!("{text}: {error}")))
        };
        let first = day(self.first_day)?.map_or(Day::OPEN_START, |span| span.first);
        let last = day(self.last_day)?.map_or(Day::OPEN_END, |span| span.last);
        if first > last {
            return Err(ViewError::Value(format!("{first} lies after {last}")));
        }
        let camera = match self.camera {
            None => None,
            Some(file) => Some(file.camera()?),
        };
        if !PageSpec::TEXT_SCALES.contains(&self.text_scale) {
            let scale = self.text_scale;
            return Err(ViewError::Value(format!("words cannot be {scale} times as large")));
        }
        let key_events = KeyEventChoice {
            most: self.key_events.most.clamp(1, MOST_KEY_EVENTS),
            ..self.key_events
        };
        let mut filter = self.filter;
        // Datasets are numbered anew in each run.
        filter.hidden_datasets.clear();
        Ok(PageSpec {
            data: self.data,
            filter,
            range: DaySpan { first, last },
            select: self.select,
            camera,
            card: self.card,
            theme: known("theme", &self.theme, ThemeName::from_name(&self.theme))?,
            names: known("script of names", &self.names, LabelScript::from_name(&self.names))?,
            language: known("language", &self.language, Language::from_code(&self.language))?,
            frame: self.frame.checked().map_err(|error| ViewError::Value(error.to_string()))?,
            text_scale: self.text_scale,
            title: self.title,
            subtitle: self.subtitle,
            notes: self.notes,
            logo: match self.logo {
                None => None,
                Some(logo) => Some(Logo::from_base64(&logo.base64).map_err(ViewError::Logo)?),
            },
            parts: self.parts,
            key_events,
            profile: known("profile", &self.profile, Profile::from_name(&self.profile))?,
            series: match self.series {
                None => None,
                Some(word) => {
                    let unit = BinUnit::ALL.into_iter().find(|unit| unit.name() == word);
                    Some(known("series", &word, unit)?)
                }
            },
            made: self.made,
        })
    }
}

impl CameraFile {
    fn camera(self) -> Result<PageCamera, ViewError> {
        let centre = LonLat::new(self.lon_deg, self.lat_deg)
            .map_err(|error| ViewError::Value(error.to_string()))?;
        let is_size = |side: &f32| side.is_finite() && *side >= 1.0;
        if self.map_size.is_some_and(|size| !size.iter().all(is_size)) || !self.zoom.is_finite() {
            return Err(ViewError::Value("the camera has no size or zoom".to_owned()));
        }
        Ok(PageCamera { camera: Camera::new(centre, self.zoom), map_size: self.map_size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::page::frame_size::FrameShape;

    fn spec() -> PageSpec {
        PageSpec {
            filter: Filter { text: "القصور".to_owned(), ..Filter::default() },
            range: "2016-01".parse::<Edtf>().unwrap().span(),
            select: Some("e3".to_owned()),
            camera: Some(PageCamera {
                camera: Camera::new(LonLat::new(40.14, 35.33).unwrap(), 12.25),
                map_size: Some([700.0, 400.5]),
            }),
            theme: ThemeName::Dark,
            names: LabelScript::Arabic,
            language: Language::Arabic,
            frame: Frame::of_shape(FrameShape::A4Portrait),
            title: "شتاء 2016 <b>".to_owned(),
            notes: "one\ntwo".to_owned(),
            parts: PageParts { legend: false, excerpts: true, ..PageParts::default() },
            key_events: KeyEventChoice { chosen: vec!["a".to_owned()], most: 5 },
            profile: Profile::Public,
            series: Some(BinUnit::Week),
            made: Some("2026-11-22".to_owned()),
            ..PageSpec::default()
        }
    }

    #[test]
    fn a_view_reads_back_as_it_was_written() {
        for spec in [PageSpec::default(), spec()] {
            for json in [spec.to_json(), spec.to_file()] {
                let back = PageSpec::from_json(&json).unwrap();
                // A camera goes through degrees and back.
                let camera = |spec: &PageSpec| {
                    spec.camera.map(|c| (c.camera.zoom, c.map_size, c.camera.centre))
                };
                if let (Some(a), Some(b)) = (camera(&spec), camera(&back)) {
                    assert_eq!((a.0, a.1), (b.0, b.1));
                    assert!((a.2.x - b.2.x).hypot(a.2.y - b.2.y) < 1e-12);
                }
                assert_eq!(
                    PageSpec { camera: None, ..back },
                    PageSpec { camera: None, ..spec.clone() }
                );
            }
        }
    }

    #[track_caller]
    fn check_refused(json: &str, why: &str) {
        let error = PageSpec::from_json(json).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn what_is_no_view_is_refused_with_the_reason() {
        check_refused("{", "cannot be read");
        check_refused("{}", "no view file");
        check_refused(r#"{"format":"deir-atlas/events"}"#, "deir-atlas/events");
        check_refused(r#"{"format":"deir-atlas/view","version":9}"#, "version 9");
        let with = |member: &str| format!(r#"{{"format":"deir-atlas/view",{member}}}"#);
        check_refused(&with(r#""theme":"pink""#), "no theme `pink`");
        check_refused(&with(r#""first_day":"2017","last_day":"2016""#), "lies after");
        check_refused(&with(r#""text_scale":40"#), "40 times");
        check_refused(&with(r#""camera":{"lon_deg":400,"lat_deg":1,"zoom":3}"#), "400");
        check_refused(&with(r#""frame":{"shape":"free","size_px":[9,90000]}"#), "pixels");
        check_refused(&with(r#""logo":{"base64":"AAAA"}"#), "logo");
    }

    #[test]
    fn what_a_view_leaves_out_takes_its_default() {
        let spec = PageSpec::from_json(r#"{"format":"deir-atlas/view","future":1}"#).unwrap();
        assert_eq!(spec, PageSpec::default());
    }
}
