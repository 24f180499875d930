//! Words that say what a place is, in both scripts, and words without meaning
//! for a name. All in folded form, without article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::Tags;

/// Type words, facilities and qualifiers: folded word, tag.
const TAGGED: &[(Tags, &[&str])] = &[
    (Tags::CITY, &["city", "ciy", "madinat", "madinah", "medinat", "madinet", "medinet", "مدينه"]),
    (Tags::TOWN, &["town", "township", "baldat", "baldah", "بلده"]),
    (
        Tags::VILLAGE,
        &[
            "village", "hamlet", "qaryat", "qaryah", "qarya", "qaryet", "qariat", "kariat",
            "karyat", "karyet", "kariet", "قريه",
        ],
    ),
    (
        Tags::QUARTER,
        &[
            "neighbourhood",
            "neighborhood",
            "neighbourhoods",
            "neighborhoods",
            "quarter",
            "quarters",
            "suburb",
            "hay",
            "hayy",
            "hai",
            "حي",
            "حيي",
            "حارة",
            "حاره",
            "احياء",
            "ضاحيه",
        ],
    ),
    (Tags::DISTRICT, &["district", "districts", "mantiqat", "mintaqat", "منطقه"]),
    (
        Tags::SUBDISTRICT,
        &["subdistrict", "nahiyat", "nahiyet", "nahiya", "nahiyah", "nahia", "ناحيه"],
    ),
    (Tags::PROVINCE, &["province", "governorate", "muhafazat", "muhafazah", "mohafazat", "محافظه"]),
    (Tags::COUNTRYSIDE, &["countryside", "rural", "rif", "reef", "ريف"]),
    (
        Tags::AREA,
        &["area", "region", "zone", "locality", "tell", "tall", "tal", "tel", "hill", "تل"],
    ),
    (Tags::HOSPITAL, &["hospital", "mashfa", "mushfa", "mustashfa", "مشفي", "مستشفي"]),
    (Tags::BRIDGE, &["bridge", "jisr", "jiser", "jesr", "djisr", "جسر"]),
    (Tags::MOSQUE, &["mosque", "jami", "jamia", "jamea", "masjid", "جامع", "مسجد"]),
    (Tags::ROUNDABOUT, &["roundabout", "dawwar", "duwwar", "dawar", "duwar", "dowar", "دوار"]),
    (Tags::AIRPORT, &["airport", "airbase", "airfield", "matar", "مطار"]),
    (Tags::FIELD, &["field", "oilfield", "gasfield", "haql", "hakl", "حقل"]),
    (Tags::STREET, &["street", "shari", "sharia", "shara", "شارع"]),
    (Tags::CAMP, &["camp", "mukhayyam", "mukhayam", "muaskar", "moaskar", "معسكر", "مخيم"]),
    (
        Tags::MOUNTAIN,
        &[
            "mountain",
            "mountains",
            "mount",
            "jabal",
            "jebel",
            "jabel",
            "jebal",
            "djebel",
            "gabal",
            "جبل",
        ],
    ),
    (Tags::CHURCH, &["church", "kanisat", "كنيسه"]),
    (Tags::FACULTY, &["faculty", "college", "kulliyat", "kuliyat", "كليه"]),
    (Tags::CROSSING, &["crossing", "maabar", "mabar", "معبر"]),
    (Tags::CHECKPOINT, &["checkpoint", "hajiz", "hajez", "حاجز"]),
    (Tags::DEPOT, &["depot", "depots", "warehouse", "warehouses", "mustawdaat", "مستودعات"]),
    (Tags::HOUSING, &["housing", "residential", "masakin", "masaken", "مساكن"]),
    (
        Tags::ISLAND,
        &[
            "island",
            // "hawijat" and its many spellings: `is_hawijat`.
            "hawiqat",
            "حويجه",
        ],
    ),
    (
        Tags::BASE,
        &[
            "base",
            "brigade",
            "battalion",
            "regiment",
            "liwa",
            "fawj",
            "katibat",
            "لواء",
            "لوا",
            "فوج",
            "كتيبه",
        ],
    ),
    (Tags::UNIVERSITY, &["university", "jamiat", "جامعه"]),
    (Tags::MILITARY, &["military", "askari", "عسكري"]),
    (Tags::PLANT, &["plant", "refinery"]),
    (Tags::JUNCTION, &["junction", "crossroads", "mafraq", "مفرق"]),
    (Tags::STATION, &["station", "mahattat", "mahatat", "mahattet", "محطه"]),
    (Tags::RIVER, &["river", "nahr", "نهر"]),
    (
        Tags::UPPER,
        &[
            "upper",
            "fawqani",
            "fouqani",
            "foqani",
            "fokani",
            "fuqani",
            "faouqani",
            "fawqaniyah",
            "faouqaniye",
            "فوقاني",
        ],
    ),
    (Tags::LOWER, &["lower", "tahtani", "tahtaniyah", "tahtaniye", "تحتاني"]),
    (
        Tags::WEST,
        &[
            "western",
            "west",
            "gharbi",
            "gharbiya",
            "gharbiyah",
            "gharbee",
            "gharbiyeh",
            "غربي",
            "غربيه",
        ],
    ),
    (
        Tags::EAST,
        &[
            "eastern",
            "east",
            "sharqi",
            "sharqiya",
            "sharqiyah",
            "sharki",
            "sharqee",
            "sharqiyeh",
            "شرقي",
            "شرقيه",
        ],
    ),
    (
        Tags::NORTH,
        &["northern", "north", "shamali", "shimali", "chamali", "chimali", "شمالي", "شماليه"],
    ),
    (Tags::SOUTH, &["southern", "south", "janubi", "جنوبي", "جنوبيه"]),
    (
        Tags::BIG,
        &["big", "great", "kabir", "kabira", "kabirah", "kabeer", "kebir", "كبير", "كبيره"],
    ),
    (Tags::SMALL, &["little", "small", "saghir", "saghira", "saghirah", "sghir", "صغير", "صغيره"]),
    (
        Tags::OLD,
        &["old", "atiq", "ateeq", "atik", "qadim", "qadeem", "kadim", "عتيق", "عتيقه", "قديم"],
    ),
];

/// Names of the two banks; they qualify a name only behind it, so that
/// "Jazirat Milaj" keeps its first word.
const BANKS: &[(Tags, &[&str])] = &[
    (
        Tags::LEFT_BANK,
        &["jazira", "jazirah", "jazeera", "jezire", "jezireh", "jazireh", "jazera", "جزيره"],
    ),
    (
        Tags::RIGHT_BANK,
        &["shamiya", "shamiyah", "shamiyeh", "shameh", "shameih", "chamiye", "شاميه"],
    ),
];

/// Words that carry nothing in a name.
const FILLERS: &[&str] =
    &["the", "of", "in", "at", "oil", "gas", "air", "th", "km", "كم", "غاز", "نفط", "نفطي", "كيلو"];

static TAG_OF: LazyLock<FxHashMap<&'static str, (Tags, bool)>> = LazyLock::new(|| {
    let anywhere = TAGGED.iter().flat_map(|(tag, words)| words.iter().map(|w| (*w, (*tag, true))));
    let behind = BANKS.iter().flat_map(|(tag, words)| words.iter().map(|w| (*w, (*tag, false))));
    anywhere.chain(behind).collect()
});

/// The tag of a folded word; `is_first`: whether it begins the name.
pub(super) fn tag_of(word: &str, is_first: bool) -> Option<Tags> {
    // No tagged word is shorter than two letters or longer than fifteen.
    if word.len() < 2 || word.len() > 30 {
        return None;
    }
    if is_hawijat(word) {
        return Some(Tags::ISLAND);
    }
    let (tag, anywhere) = *TAG_OF.get(word).or_else(|| {
        // "in the quarter", "and the town": written as one word.
        TAG_OF.get(word.strip_prefix(['و', 'ب', 'ل', 'ف'])?)
    })?;
    (anywhere || !is_first).then_some(tag)
}

/// Whether a folded word is "island of" in Latin letters. No two sources spell it alike:
/// hawijat, huwayjat, hweijet, hwayjet.
fn is_hawijat(word: &str) -> bool {
    let Some(middle) = word.strip_prefix('h') else { return false };
    let middle = ["jat", "jet", "jit"].iter().find_map(|end| middle.strip_suffix(end));
    middle.is_some_and(|middle| {
        middle.bytes().all(|letter| b"aeiouwy".contains(&letter))
            && middle.contains(['w', 'u', 'o'])
    })
}

/// Whether a folded word carries nothing in a name.
pub(super) fn is_filler(word: &str) -> bool {
    word.len() <= 8 && FILLERS.contains(&word)
}
