//! The program's own words on maps and pictures, in English and Arabic.

use super::shape::Direction;
use crate::model::EventType;

/// The language of a picture's own words; names of places are set apart, see
/// [`super::labels::LabelScript`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, left to right.
    #[default]
    English,
    /// Arabic, right to left: the whole layout is mirrored.
    Arabic,
}

impl Language {
    /// `en` or `ar` (BCP 47).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// The language of that code; `None` for others.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::English, Self::Arabic].into_iter().find(|language| language.code() == code)
    }

    /// Which way its lines run.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::English => Direction::LeftToRight,
            Self::Arabic => Direction::RightToLeft,
        }
    }

    /// The name of an event type.
    #[must_use]
    pub const fn event_type(self, kind: EventType) -> &'static str {
        match (self, kind) {
            (Self::English, EventType::Battles) => "Battles",
            (Self::English, EventType::Explosions) => "Explosions, remote violence",
            (Self::English, EventType::ViolenceAgainstCivilians) => "Violence against civilians",
            (Self::English, EventType::Protests) => "Protests",
            (Self::English, EventType::Riots) => "Riots",
            (Self::English, EventType::StrategicDevelopments) => "Strategic developments",
            (Self::English, EventType::Unstated) => "Type not stated",
            (Self::Arabic, EventType::Battles) => "معارك",
            (Self::Arabic, EventType::Explosions) => "تفجيرات وعنف عن بعد",
            (Self::Arabic, EventType::ViolenceAgainstCivilians) => "عنف ضد المدنيين",
            (Self::Arabic, EventType::Protests) => "احتجاجات",
            (Self::Arabic, EventType::Riots) => "أعمال شغب",
            (Self::Arabic, EventType::StrategicDevelopments) => "تطورات استراتيجية",
            (Self::Arabic, EventType::Unstated) => "النوع غير مذكور",
        }
    }

    /// Words of the legend and the caption.
    #[must_use]
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Arabic => &ARABIC,
        }
    }
}

/// Fixed words; each says what it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the English words below are the documentation")]
pub struct Words {
    pub toll_range: &'static str,
    pub toll_open: &'static str,
    pub toll_unknown: &'static str,
    pub toll_zero: &'static str,
    pub area: &'static str,
    pub shape: &'static str,
    pub cluster: &'static str,
    pub hollow: &'static str,
    pub tie: &'static str,
    pub unverified_name: &'static str,
    pub north: &'static str,
    pub metres: &'static str,
    pub kilometres: &'static str,
    pub period: &'static str,
    pub filters: &'static str,
    pub no_filters: &'static str,
    pub events_of: [&'static str; 2],
    pub undated: &'static str,
    pub unlocated: &'static str,
    pub reading: &'static str,
    pub data: &'static str,
    pub gazetteer: &'static str,
    pub made: &'static str,
    pub credits: &'static str,
    pub key_events: &'static str,
    pub not_listed: &'static str,
    pub months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    toll_range: "lowest and highest toll stated",
    toll_open: "highest toll left open",
    toll_unknown: "toll not stated",
    toll_zero: "stated: nobody",
    area: "known only to this area",
    shape: "drawn by the source",
    cluster: "number of events, by type",
    hollow: "proposed, not confirmed",
    tie: "places of one event",
    unverified_name: "position not verified",
    north: "N",
    metres: "m",
    kilometres: "km",
    period: "Period",
    filters: "Shown",
    no_filters: "all events",
    events_of: ["of", "events"],
    undated: "undated",
    unlocated: "unplaced",
    reading: "Signs show the type of event; their size the lowest, rings the highest toll stated. \
              Dashed areas are places known only roughly, true to scale.",
    data: "Data",
    gazetteer: "Gazetteer",
    made: "Made",
    credits: "Map",
    key_events: "Key events",
    not_listed: "more not listed",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const ARABIC: Words = Words {
    toll_range: "أدنى وأعلى حصيلة مذكورة",
    toll_open: "الحصيلة العليا مفتوحة",
    toll_unknown: "الحصيلة غير مذكورة",
    toll_zero: "مذكور: لا أحد",
    area: "المكان معروف ضمن هذه المنطقة فقط",
    shape: "رسمه المصدر",
    cluster: "عدد الأحداث حسب النوع",
    hollow: "مقترح غير مؤكد",
    tie: "أماكن حدث واحد",
    unverified_name: "موقع غير موثق",
    north: "ش",
    metres: "م",
    kilometres: "كم",
    period: "الفترة",
    filters: "المعروض",
    no_filters: "كل الأحداث",
    events_of: ["من", "حدثًا"],
    undated: "بلا تاريخ",
    unlocated: "بلا موقع",
    reading: "يدل شكل العلامة على نوع الحدث، وحجمها على أدنى حصيلة مذكورة، والحلقة على أعلاها. \
              المناطق المتقطعة أماكن معروفة على وجه التقريب، بمقياس الخريطة.",
    data: "البيانات",
    gazetteer: "معجم الأماكن",
    made: "أنشئت",
    credits: "الخريطة",
    key_events: "أحداث رئيسية",
    not_listed: "غيرها لم تدرج",
    months: [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
};

/// Whom the bundled map owes thanks; to be shown wherever it is shown.
pub const ATTRIBUTION: &str = "Outlines: OCHA COD-AB, CC BY-IGO 3.0. Places: OCHA, GeoNames CC BY 4.0, \
Airwars (single coordinates). River: CIA WDB-II, Natural Earth. Airport: OurAirports.";
