//! What a reader of the map relies on: names keep off each other and off markers, and the same view
//! is the same picture.

use deir_atlas::export::svg::{SvgMeta, svg};
use deir_atlas::gazetteer::{Gazetteer, PlaceKind};
use deir_atlas::model::{DatasetId, EventId, EventType, LonLat, OwnPlace, OwnPlaces, TollRange};
use deir_atlas::scene::map::{MapInput, MapParts, map};
use deir_atlas::scene::markers::{MarkerInput, MarkerState, TollView, markers};
use deir_atlas::scene::shape::{Group, HitShape, Item, Target, Text};
use deir_atlas::scene::words::{ATTRIBUTION, Language};
use deir_atlas::scene::{Basemap, Camera, LabelScript, Pos, Rect, Scene, ThemeName};
use proptest::prelude::*;

const SIZE: [f32; 2] = [1280.0, 800.0];

/// Villages that the basemap draws with an outline.
const OUTLINED_VILLAGES: [&str; 3] = ["al-baghiliyah", "al-husayniyah", "hatla"];

fn marker(number: u32, lon: f64, lat: f64, killed: u32) -> MarkerInput {
    MarkerInput {
        event: EventId { dataset: DatasetId(0), number },
        placement: 0,
        centre: LonLat::new(lon, lat).unwrap().mercator(),
        radius_m: Some(500.0),
        shape: None,
        event_type: EventType::ALL[number as usize % EventType::COUNT],
        toll: if killed == 0 {
            TollView::Unknown
        } else {
            TollView::Stated(TollRange { min: killed, max: None, highest_stated: killed })
        },
        state: MarkerState::default(),
        number: None,
    }
}

fn input(camera: Camera, markers: &[MarkerInput], script: LabelScript) -> MapInput<'_> {
    MapInput {
        camera,
        markers,
        clusters: &[],
        script,
        language: Language::English,
        parts: MapParts::default(),
        mark: None,
        attribution: ATTRIBUTION,
    }
}

fn group<'a>(scene: &'a Scene, class: &str) -> Option<&'a Group> {
    fn find<'a>(items: &'a [Item], class: &str) -> Option<&'a Group> {
        items.iter().find_map(|item| match item {
            Item::Group(group) if group.class == class => Some(group),
            Item::Group(group) => find(&group.items, class),
            _ => None,
        })
    }
    find(&scene.items, class)
}

fn texts(group: Option<&Group>) -> Vec<&Text> {
    let items = group.map(|g| g.items.as_slice()).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// Whether two turned rectangles share more than an edge: no axis of either parts them.
fn overlap(a: &[Pos; 4], b: &[Pos; 4]) -> bool {
    let axes =
        |q: &[Pos; 4]| [(q[1].x - q[0].x, q[1].y - q[0].y), (q[3].x - q[0].x, q[3].y - q[0].y)];
    let extent = |q: &[Pos; 4], (x, y): (f32, f32)| {
        let along = q.map(|p| p.x * x + p.y * y);
        (along.into_iter().fold(f32::MAX, f32::min), along.into_iter().fold(f32::MIN, f32::max))
    };
    axes(a).into_iter().chain(axes(b)).all(|(x, y)| {
        let length = x.hypot(y).max(1e-6);
        let axis = (x / length, y / length);
        let ((a0, a1), (b0, b1)) = (extent(a, axis), extent(b, axis));
        a0 < b1 - 0.2 && b0 < a1 - 0.2
    })
}

fn corners(rect: &Rect) -> [Pos; 4] {
    [rect.min, Pos::new(rect.max.x, rect.min.y), rect.max, Pos::new(rect.min.x, rect.max.y)]
}

fn views() -> impl Strategy<Value = (Camera, Vec<MarkerInput>, LabelScript)> {
    let camera = (39.9..40.5f64, 35.0..35.5f64, 7.0..15.5f64)
        .prop_map(|(lon, lat, zoom)| Camera::new(LonLat::new(lon, lat).unwrap(), zoom));
    let markers = prop::collection::vec((40.0..40.3f64, 35.2..35.45f64, 0u32..200), 0..60)
        .prop_map(|events| {
            events
                .into_iter()
                .enumerate()
                .map(|(i, (lon, lat, killed))| marker(i as u32, lon, lat, killed))
                .collect()
        });
    let script =
        prop::sample::select(vec![LabelScript::Both, LabelScript::Latin, LabelScript::Arabic]);
    (camera, markers, script)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn names_overlap_neither_each_other_nor_markers((camera, events, script) in views()) {
        let theme = ThemeName::Light.theme();
        let scene = map(Basemap::bundled(), &input(camera, &events, script), SIZE, theme);
        let names = texts(group(&scene, "names"));
        let boxes: Vec<[Pos; 4]> = names.iter().map(|text| text.corners()).collect();
        for (i, a) in boxes.iter().enumerate() {
            for (j, b) in boxes.iter().enumerate().skip(i + 1) {
                prop_assert!(!overlap(a, b), "{} / {}", names[i].text, names[j].text);
            }
        }
        let drawn = markers(&events, &[], &camera, SIZE, theme);
        for footprint in &drawn.footprints {
            for (text, name) in names.iter().zip(&boxes) {
                prop_assert!(!overlap(&corners(footprint), name), "{}", text.text);
            }
        }
    }

    #[test]
    fn names_lie_in_the_frame_and_off_legend_and_furniture((camera, events, script) in views()) {
        let scene =
            map(Basemap::bundled(), &input(camera, &events, script), SIZE, ThemeName::Dark.theme());
        let frame = Rect::new(0.0, 0.0, SIZE[0], SIZE[1]).grown(1.0);
        let others: Vec<&Text> = texts(group(&scene, "legend"))
            .into_iter()
            .chain(texts(group(&scene, "furniture")))
            .collect();
        prop_assert!(others.iter().any(|text| text.text.contains("OCHA")), "attribution is drawn");
        for name in texts(group(&scene, "names")) {
            prop_assert!(name.corners().iter().all(|p| frame.contains(*p)), "{}", name.text);
            for other in &others {
                prop_assert!(!overlap(&name.corners(), &other.corners()), "{}", name.text);
            }
        }
        for other in others {
            prop_assert!(other.corners().iter().all(|p| frame.contains(*p)), "{}", other.text);
        }
    }

    #[test]
    fn every_event_in_the_frame_answers_to_the_pointer((camera, events, _) in views()) {
        let drawn = markers(&events, &[], &camera, SIZE, ThemeName::Light.theme());
        let inside = Rect::new(0.0, 0.0, SIZE[0], SIZE[1]);
        let n_inside =
            events.iter().filter(|e| inside.contains(camera.project(e.centre, SIZE))).count();
        prop_assert!(drawn.markers.hits.len() >= n_inside);
    }

    #[test]
    fn a_village_is_named_beside_its_dot((camera, events, script) in views()) {
        let theme = ThemeName::Light.theme();
        let scene = map(Basemap::bundled(), &input(camera, &events, script), SIZE, theme);
        let gazetteer = Gazetteer::bundled();
        let drawn = markers(&events, &[], &camera, SIZE, theme);
        for hit in &scene.hits {
            let (HitShape::Rect(name), Target::Place(id)) = (&hit.shape, &hit.target) else { continue };
            let place = gazetteer.place(gazetteer.by_id(id).unwrap());
            // What has an outline is named anywhere on its ground.
            let has_outline = OUTLINED_VILLAGES.contains(&&**id);
            if place.kind != PlaceKind::Village || has_outline {
                continue;
            }
            let dot = camera.project(place.position.unwrap().mercator(), SIZE);
            let x = dot.x.clamp(name.min.x, name.max.x);
            let y = dot.y.clamp(name.min.y, name.max.y);
            let away = dot.distance(Pos::new(x, y));
            let is_covered = drawn.footprints.iter().any(|f| f.grown(3.0).contains(dot));
            let most = if is_covered { 52.0 } else { 8.0 };
            prop_assert!(away <= most, "{id} is named {away} px from its dot");
        }
    }
}

#[test]
fn the_city_is_named_however_many_events_lie_on_it() {
    // A spiral of events over the whole city.
    let events: Vec<_> = (0..60)
        .map(|i| {
            let (turn, out) = (f64::from(i) * 2.4, f64::from(i) * 0.0006);
            marker(i, 40.14 + out * turn.cos(), 35.335 + 0.8 * out * turn.sin(), i)
        })
        .collect();
    for tenths in (70..=130).step_by(2) {
        let zoom = f64::from(tenths) / 10.0;
        let camera = Camera::new(LonLat::new(40.14, 35.33).unwrap(), zoom);
        let theme = ThemeName::Light.theme();
        let scene =
            map(Basemap::bundled(), &input(camera, &events, LabelScript::Both), SIZE, theme);
        let names = texts(group(&scene, "names"));
        assert!(names.iter().any(|name| name.text == "Deir ez-Zor"), "zoom {zoom}");
    }
}

#[test]
fn a_place_is_named_where_the_events_on_it_leave_room() {
    let named = |name: &str, zoom: f64, camera: LonLat, events: &[MarkerInput]| {
        let camera = Camera::new(camera, zoom);
        let scene = map(
            Basemap::bundled(),
            &input(camera, events, LabelScript::Both),
            SIZE,
            ThemeName::Light.theme(),
        );
        texts(group(&scene, "names")).iter().any(|text| text.text == name)
    };
    for (name, lon, lat) in [
        ("al-Baghiliyah", 40.09224, 35.37768),
        ("Harabish", 40.16107, 35.32147),
        ("Hatla", 40.19897, 35.34169),
    ] {
        let at = LonLat::new(lon, lat).unwrap();
        let events: Vec<_> = (0..9).map(|i| marker(i, lon, lat, i * 20)).collect();
        for zoom in [13.0, 14.0, 15.0] {
            assert!(named(name, zoom, at, &[]), "{name}, zoom {zoom}, no event");
            assert!(named(name, zoom, at, &events), "{name}, zoom {zoom}, nine events");
        }
    }
    // The corner of an outline is seen, not its middle.
    let corner = LonLat::new(40.0852, 35.3700).unwrap();
    assert!(named("al-Baghiliyah", 17.0, corner, &[]));
}

#[test]
fn places_of_a_user_are_named_where_the_user_has_them() {
    let position = LonLat::new(40.30, 35.20).unwrap();
    let own = |name: &str| OwnPlace {
        name_en: name.to_owned(),
        position: Some(position),
        ..OwnPlace::default()
    };
    let named = |own: Option<&OwnPlaces>, zoom: f64| -> Vec<String> {
        let camera = Camera::new(position, zoom);
        let basemap = Basemap::bundled().with_own_places(own);
        let input = input(camera, &[], LabelScript::Latin);
        let scene = map(&basemap, &input, SIZE, ThemeName::Light.theme());
        texts(group(&scene, "names")).iter().map(|text| text.text.clone()).collect()
    };
    let shows = |names: &[String], name: &str| names.iter().any(|shown| shown == name);
    let mut places = OwnPlaces::default();
    places.places.insert("own-pump".to_owned(), own("The old pump"));
    // Hajin lies sixty kilometres from there.
    places.places.insert("hajin".to_owned(), own("Hajin, as the survey has it"));
    for zoom in [10.0, 12.0, 14.0] {
        assert!(!shows(&named(None, zoom), "The old pump"));
        assert!(shows(&named(Some(&places), zoom), "The old pump"), "{zoom}");
    }
    assert!(shows(&named(Some(&places), 12.0), "Hajin, as the survey has it"));
}

#[test]
fn the_same_view_is_the_same_bytes() {
    let events: Vec<_> =
        (0..40).map(|i| marker(i, 40.1 + f64::from(i % 7) * 0.01, 35.3, i)).collect();
    let camera = Camera::new(LonLat::new(40.14, 35.33).unwrap(), 12.5);
    let draw = || {
        let theme = ThemeName::Light.theme();
        let scene =
            map(Basemap::bundled(), &input(camera, &events, LabelScript::Both), SIZE, theme);
        svg(&scene, &SvgMeta::default())
    };
    let first = draw();
    assert!((0..3).all(|_| draw() == first));
    let others = std::thread::spawn({
        let events = events.clone();
        move || {
            let scene = map(
                Basemap::bundled(),
                &input(camera, &events, LabelScript::Both),
                SIZE,
                ThemeName::Light.theme(),
            );
            svg(&scene, &SvgMeta::default())
        }
    });
    assert_eq!(others.join().unwrap(), first);
}
