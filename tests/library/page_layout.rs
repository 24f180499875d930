//! Nothing on a page is cut or covered: in every frame, in both languages, with one event and with
//! a hundred thousand. Computed on the scene.

use deir_atlas::app::page::{Frame, FrameShape, Page, PageSpec};
use deir_atlas::scene::page::{Logo, PageParts};
use deir_atlas::scene::shape::{Group, Item, Text};
use deir_atlas::scene::words::Language;
use deir_atlas::scene::{LabelScript, Pos, Rect};

use crate::pages::{Data, sample, table};

fn children<'a>(items: &'a [Item], class: &str) -> Option<&'a Group> {
    items.iter().find_map(|item| match item {
        Item::Group(group) if group.class == class => Some(group),
        Item::Group(group) => children(&group.items, class),
        _ => None,
    })
}

/// All texts below a group, with nothing of what is clipped away.
fn texts<'a>(items: &'a [Item], found: &mut Vec<&'a Text>) {
    for item in items {
        match item {
            Item::Text(text) => found.push(text),
            Item::Group(group) => texts(&group.items, found),
            _ => {}
        }
    }
}

/// What the letters of a text take: lines of a block stand closer than their full height.
fn letters(text: &Text) -> Rect {
    let bounds = text.bounds();
    let inset = text.size * 0.12;
    Rect { min: bounds.min.plus(0.05, inset), max: bounds.max.plus(-0.05, -inset) }
}

/// The room of an item: of its shapes and its letters.
fn room(item: &Item) -> Option<Rect> {
    let around = |points: &[Pos]| Rect::around(points.iter().copied());
    match item {
        Item::Fill(fill) => around(&fill.points),
        Item::Stroke(stroke) => around(&stroke.points),
        Item::Circle(circle) => {
            Some(Rect::centred(circle.centre, 2.0 * circle.radius, 2.0 * circle.radius))
        }
        Item::Ring(ring) => Some(Rect::centred(ring.centre, 2.0 * ring.radius, 2.0 * ring.radius)),
        Item::Polygon(polygon) => around(&polygon.points),
        Item::Panel(panel) => Some(panel.rect),
        Item::Image(image) => Some(image.rect),
        Item::Text(text) => Some(letters(text)),
        Item::Group(group) => match group.clip {
            Some(clip) => Some(clip),
            None => rooms(&group.items),
        },
    }
}

fn rooms(items: &[Item]) -> Option<Rect> {
    items.iter().filter_map(room).reduce(|a, b| a.union(&b))
}

/// Fails with what covers what.
#[track_caller]
fn check(page: &Page, what: &str) {
    let scene = &page.scene;
    let frame = Rect::new(0.0, 0.0, scene.width, scene.height);
    let blocks: Vec<(&str, Rect)> = scene
        .items
        .iter()
        .filter_map(|item| match item {
            // The ground and the line around the map lie below and around the others.
            Item::Group(group) if group.class == "map" => Some((group.class, page.map)),
            Item::Group(group) if !["page", "mat", "map-frame"].contains(&group.class) => {
                Some((group.class, room(item)?))
            }
            _ => None,
        })
        .collect();
    for (i, (class, a)) in blocks.iter().enumerate() {
        assert!(frame.grown(0.5).contains_rect(a), "{what}: {class} is cut: {a:?} of {frame:?}");
        for (other, b) in &blocks[i + 1..] {
            assert!(!a.overlaps(&b.grown(-0.3)), "{what}: {class} {a:?} and {other} {b:?}");
        }
    }
    for item in &scene.items {
        let Item::Group(group) = item else { continue };
        if group.class == "map" {
            check_map(group, page.map, what);
            continue;
        }
        let mut words = Vec::new();
        texts(&group.items, &mut words);
        for (i, a) in words.iter().enumerate() {
            assert!(frame.grown(0.5).contains_rect(&letters(a)), "{what}: {} is cut", a.text);
            for b in &words[i + 1..] {
                let covered = letters(a).overlaps(&letters(b));
                assert!(!covered, "{what}: {}: {:?} covers {:?}", group.class, a.text, b.text);
            }
        }
    }
}

/// Nothing that explains the map covers a marker or a name, and numbers keep off each other.
#[track_caller]
fn check_map(map: &Group, clip: Rect, what: &str) {
    let in_view = |rect: &Rect| rect.overlaps(&clip);
    let markers: Vec<Rect> = children(&map.items, "markers")
        .map(|group| group.items.iter().filter_map(room).filter(in_view).collect())
        .unwrap_or_default();
    let mut names = Vec::new();
    if let Some(group) = children(&map.items, "names") {
        texts(&group.items, &mut names);
    }
    let pieces: Vec<(&str, Rect)> = map
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Group(group) if ["legend", "locator", "furniture"].contains(&group.class) => {
                Some((group.class, rooms(&group.items)?))
            }
            _ => None,
        })
        .collect();
    for (i, (class, piece)) in pieces.iter().enumerate() {
        assert!(clip.grown(0.5).contains_rect(piece), "{what}: {class} is cut");
        for (other, b) in &pieces[i + 1..] {
            assert!(!piece.overlaps(b), "{what}: {class} and {other}");
        }
        for marker in &markers {
            assert!(!piece.overlaps(marker), "{what}: {class} covers a marker at {marker:?}");
        }
        for name in names.iter().filter(|name| name.rotation_deg == 0.0) {
            assert!(!piece.overlaps(&letters(name)), "{what}: {class} covers {}", name.text);
        }
    }
    let mut counts = Vec::new();
    if let Some(group) = children(&map.items, "markers") {
        texts(&group.items, &mut counts);
    }
    // Counts stand on clusters, which may touch; the numbers of key events may not.
    let numbers: Vec<&&Text> = counts.iter().filter(|text| text.size == 9.0).collect();
    for (i, a) in numbers.iter().enumerate() {
        for b in &numbers[i + 1..] {
            let is_count = |t: &Text| t.text.parse::<u16>().map_or(true, |n| n > 60);
            let covered = letters(a).overlaps(&letters(b)) && !is_count(a) && !is_count(b);
            assert!(!covered, "{what}: numbers {} and {}", a.text, b.text);
        }
    }
}

fn all_parts() -> PageParts {
    PageParts {
        locator: true,
        key_events: true,
        excerpts: true,
        sources: true,
        ..PageParts::default()
    }
}

fn frames() -> Vec<Frame> {
    let free = |width, height| Frame::of_pixels(width, height).checked().unwrap();
    FrameShape::ALL
        .map(Frame::of_shape)
        .into_iter()
        .chain([free(320, 240), free(2000, 500), free(500, 2000)])
        .collect()
}

fn specs() -> Vec<(String, PageSpec)> {
    let mut specs = Vec::new();
    for frame in frames() {
        for language in [Language::English, Language::Arabic] {
            for (parts, words) in [(PageParts::default(), "plain"), (all_parts(), "all parts")] {
                let spec = PageSpec {
                    frame,
                    language,
                    names: match language {
                        Language::English => LabelScript::Both,
                        Language::Arabic => LabelScript::Arabic,
                    },
                    parts,
                    title: "What was reported from Deir ez-Zor دير الزور in nine years".to_owned(),
                    subtitle: "Every sign leads to a source".to_owned(),
                    notes: "Positions of quarters are the middles of their outlines.".to_owned(),
                    ..PageSpec::default()
                };
                let size = frame.size_px;
                specs.push((format!("{size:?} {language:?} {words}"), spec));
            }
        }
    }
    specs
}

#[test]
fn nothing_is_cut_or_covered_whatever_the_frame_the_language_and_the_number_of_events() {
    for n in [1, 30, 5_000] {
        let mut data = Data::new(table(n));
        for (what, spec) in specs() {
            check(&data.page(&spec), &format!("{n} events, {what}"));
        }
    }
}

#[test]
fn a_hundred_thousand_events_fit_on_a_page() {
    let mut data = Data::new(table(100_000));
    for shape in [FrameShape::Wide, FrameShape::A4Portrait] {
        let frame = Frame::of_shape(shape);
        let spec = PageSpec { frame, parts: all_parts(), ..PageSpec::default() };
        let page = data.page(&spec);
        check(&page, &format!("100,000 events, {shape:?}"));
        assert!(page.description.contains(" of 100000 events"), "{}", page.description);
    }
}

#[test]
fn long_words_are_wrapped_and_what_does_not_fit_is_counted() {
    let mut data = Data::new(sample());
    let long = "A word, another word, and القصور then some more words. ".repeat(60);
    for frame in frames() {
        let spec = PageSpec {
            frame,
            title: long.clone(),
            subtitle: long.clone(),
            notes: format!("{long}\n{long}"),
            made: Some("2026-11-22".to_owned()),
            parts: all_parts(),
            ..PageSpec::default()
        };
        let page = data.page(&spec);
        let what = format!("long words, {:?}", frame.size_px);
        check(&page, &what);
        let mut words = String::new();
        page.scene.visit_texts(&mut |_, text| words.push_str(&text.text));
        assert!(words.contains("more lines do not fit on this page"), "{what}");
        for stated in ["of 29 events", "sha256:", "OCHA", "2026-11-22"] {
            assert!(words.contains(stated), "{what}: {stated}");
        }
    }
}

#[test]
fn numbers_tie_the_map_to_the_table() {
    let mut data = Data::new(table(5_000));
    let spec = PageSpec { parts: all_parts(), ..PageSpec::default() };
    let page = data.page(&spec);
    let mut in_table = Vec::new();
    texts(&children(&page.scene.items, "key-events").unwrap().items, &mut in_table);
    let listed: Vec<u16> = in_table.iter().filter_map(|text| text.text.parse().ok()).collect();
    assert!(!listed.is_empty() && listed.len() == page.key_events.len());
    let mut on_map = Vec::new();
    texts(&children(&page.scene.items, "markers").unwrap().items, &mut on_map);
    for number in listed {
        let word = number.to_string();
        assert!(on_map.iter().any(|text| text.text == word), "{number} is on the map");
    }
}

#[test]
fn a_table_says_which_events_it_leaves_out_and_which_the_map_does_not_show() {
    let mut data = Data::new(sample());
    let ids: Vec<String> = {
        let table = data.all.index().table();
        table.rows().map(|row| table.id(row).to_owned()).collect()
    };
    let n_all = ids.len();
    let mut spec = PageSpec { parts: all_parts(), ..PageSpec::default() };
    spec.key_events.chosen = ids;
    let page = data.page(&spec);
    let mut words = Vec::new();
    texts(&children(&page.scene.items, "key-events").unwrap().items, &mut words);
    let listed = words.iter().filter(|text| text.text.parse::<u16>().is_ok()).count();
    let missing = words
        .iter()
        .find(|text| text.text.contains("not in this table"))
        .and_then(|text| text.text.split(' ').next()?.parse::<usize>().ok());
    assert_eq!(listed + missing.unwrap(), n_all, "undated events are counted as missing");
    assert!(words.iter().any(|text| text.text.contains("chosen by the maker")));
}

#[test]
fn a_logo_takes_room_of_its_own() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"90\"/>".to_vec();
    let logo = Some(Logo::new(svg).unwrap());
    let mut data = Data::new(table(30));
    for (what, spec) in specs() {
        check(&data.page(&PageSpec { logo: logo.clone(), ..spec }), &what);
    }
}
