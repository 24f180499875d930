//! How far one hit is to be trusted.

use super::*;

/// Whether the name carries the marks of a scholarly transliteration (macrons,
/// dots below, ayn): nobody writes a person's or a month's name so in news.
pub(super) fn is_scholarly(name: &str) -> bool {
    name.chars().any(|c| {
        matches!(
            c,
            '`' | '‘'
                | 'â'
                | 'î'
                | 'û'
                | 'ï'
                | 'ʿ'
                | 'ʾ'
                | '\u{0100}'
                | '\u{0101}'
                | '\u{012a}'
                | '\u{012b}'
                | '\u{016a}'
                | '\u{016b}'
                | '\u{1e00}'..='\u{1eff}'
        )
    })
}

/// How much of the limit of difference a query may use up. Where nothing says that
/// a place is meant, the less a Latin word looks like an Arabic name the less;
/// Arabic script shows most of a name's sounds, so spellings differ less in it.
pub(super) fn slack(
    query: &str,
    script: Script,
    folded: &Folded,
    sounds: &[Sound],
    hints: &Hints,
) -> f32 {
    if script == Script::Arabic {
        let strength = sound::strength(sounds);
        let open = if strength < 3.0 {
            0.3
        } else if strength < 4.0 {
            0.5
        } else {
            0.9
        };
        return if hints.sure || hints.anchored && hints.about_region { 1.0 } else { open };
    }
    if hints.sure || hints.anchored && hints.about_region {
        return 1.0;
    }
    let n_vowels = sounds.iter().filter(|s| sound::is_vowel(**s)).count();
    let strength = sound::strength(sounds);
    if n_vowels == 0 || folded.core.len() < 4 || strength < 2.0 && !folded.has_article {
        return 0.0;
    }
    let article = if folded.has_article { 6.0 } else { 0.0 };
    let region = if hints.about_region { 2.0 } else { 0.0 };
    let qualifier = if folded.tags.meets(Tags::QUALIFIER) { 2.0 } else { 0.0 };
    let type_word = if hints.anchored { 4.0 } else { 0.0 };
    let marks = if is_scholarly(query) { 5.0 } else { 0.0 };
    let short = if strength < 3.0 { 1.5 } else { 0.0 };
    (0.3 + 0.15
        * (likeness(&folded.core) + article + region + qualifier + type_word + marks - short))
        .clamp(0.0, 1.0)
}

/// The core without an article glued to it, in each way it may be cut.
pub(super) fn glued_article(core: &str) -> impl Iterator<Item = &str> {
    ["al", "el", "ul"]
        .into_iter()
        .filter_map(move |article| core.strip_prefix(article))
        .chain(core.strip_prefix(['a', 'e']).filter(|rest| {
            let b = rest.as_bytes();
            b.len() > 3 && (b[0] == b[1] || rest.starts_with("shsh")) && b[0].is_ascii_lowercase()
        }))
        .filter(|rest| rest.len() > 3)
}

pub(super) fn sound_limit(core: &str) -> f32 {
    let mut sounds: Vec<Sound> = Vec::with_capacity(sound::MAX_SOUNDS);
    sound::push_sounds(core, &mut sounds);
    limit(&sounds)
}

/// How often a fit of this kind is right when no other place competes.
pub(super) fn trust(hit: Match, limit: f32) -> f32 {
    match hit.how {
        How::Whole => 0.99,
        How::Core => 0.97,
        How::Sound => {
            let strain = (f32::from(hit.cost) / limit).min(1.2);
            0.96 - 0.42 * strain * strain
        }
    }
}

/// How much more often a name means the place that goes by it than one of which
/// it is a further spelling.
pub(super) const OWN_NAME: f32 = 3.0;

/// Whether the spelling is the place's own name in one of the two scripts.
pub(super) const fn is_own_name(name: &Name) -> bool {
    name.spelling < 2
}

/// How likely a place is to be named at all, relative to a village.
pub(super) fn prior(place: &Place) -> f32 {
    let by_kind = match place.kind {
        PlaceKind::City => 14.0,
        PlaceKind::Governorate => 4.0,
        PlaceKind::Country => 10.0,
        PlaceKind::Town => 5.0,
        PlaceKind::Neighbourhood => 4.0,
        PlaceKind::Region | PlaceKind::River => 4.0,
        PlaceKind::Military | PlaceKind::Infrastructure | PlaceKind::Landmark => 2.5,
        PlaceKind::Island | PlaceKind::HousingArea => 1.6,
        PlaceKind::Village if place.pcode.is_empty() => 0.8,
        PlaceKind::Village => 1.5,
        PlaceKind::District => 0.5,
        PlaceKind::Subdistrict => 0.3,
    };
    let known = match place.status {
        PositionStatus::User => 6.0,
        // A name that a report leaves unresolved stays so before a guess at it.
        PositionStatus::Unplaced if place.kind == PlaceKind::Village => 1.6,
        PositionStatus::Unplaced if !place.kind.is_administrative() => 0.7,
        PositionStatus::Unverified if place.kind == PlaceKind::Village => 0.6,
        _ => 1.0,
    };
    let reach = match (place.in_governorate, place.population) {
        (true, _) => 1.0,
        (false, Some(people)) => (people as f32 / 40_000.0).clamp(0.15, 3.0),
        (false, None) => 0.5,
    };
    by_kind * known * reach
}

/// What the type words beside a name do to a place of this kind.
pub(super) fn kind_weight(place: &Place, tags: Tags, notes: &mut Vec<&'static str>) -> f32 {
    let said = tags.and(Tags::SETTLEMENT.with(Tags::COUNTRYSIDE));
    if said.is_empty() || said == Tags::AREA {
        return 1.0;
    }
    let (fits, near) = match place.kind {
        PlaceKind::City => (Tags::CITY, Tags::TOWN),
        PlaceKind::Town => (Tags::TOWN, Tags::CITY.with(Tags::VILLAGE)),
        PlaceKind::Village => (Tags::VILLAGE, Tags::TOWN.with(Tags::QUARTER).with(Tags::DISTRICT)),
        PlaceKind::Neighbourhood | PlaceKind::HousingArea => {
            (Tags::QUARTER.with(Tags::DISTRICT), Tags::AREA.with(Tags::VILLAGE))
        }
        PlaceKind::District => (Tags::DISTRICT, Tags::AREA),
        PlaceKind::Subdistrict => (Tags::SUBDISTRICT, Tags::DISTRICT),
        PlaceKind::Governorate => (Tags::PROVINCE, Tags::COUNTRYSIDE),
        PlaceKind::Region => (Tags::COUNTRYSIDE, Tags::AREA),
        _ => return 1.0,
    };
    if said.meets(fits) {
        notes.push(match place.kind {
            PlaceKind::City => "“city” beside it",
            PlaceKind::Town => "“town” beside it",
            PlaceKind::Village => "“village” beside it",
            PlaceKind::Governorate => "“province” beside it",
            PlaceKind::Region => "“countryside” beside it",
            PlaceKind::Neighbourhood | PlaceKind::HousingArea => "“neighbourhood” beside it",
            _ => "its type word beside it",
        });
        12.0
    } else if said.meets(near) {
        1.5
    } else {
        0.25
    }
}
