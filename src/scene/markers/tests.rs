//! What each marker means, and that no event is out of reach.

use proptest::prelude::*;

use super::*;
use crate::model::{DatasetId, LonLat};
use crate::scene::shape::Item;
use crate::scene::theme::LIGHT;

const SIZE: [f32; 2] = [800.0, 600.0];

fn camera() -> Camera {
    Camera::new(LonLat::new(40.14, 35.33).unwrap(), 13.0)
}

fn input(number: u32, lon: f64, lat: f64, toll: TollView) -> MarkerInput {
    MarkerInput {
        event: EventId { dataset: DatasetId(0), number },
        placement: 0,
        centre: LonLat::new(lon, lat).unwrap().mercator(),
        radius_m: None,
        shape: None,
        event_type: EventType::ALL[number as usize % EventType::COUNT],
        toll,
        state: MarkerState::default(),
        number: None,
    }
}

fn stated(min: u32, max: Option<u32>) -> TollView {
    TollView::Stated(TollRange { min, max, highest_stated: max.unwrap_or(min) })
}

fn drawn(inputs: &[MarkerInput]) -> MarkerLayers {
    markers(inputs, &[], &camera(), SIZE, &LIGHT)
}

#[test]
fn unknown_zero_open_and_ranged_tolls_look_different() {
    let tolls = [
        TollView::Unknown,
        stated(0, Some(0)),
        stated(5, None),
        stated(5, Some(5)),
        stated(5, Some(9)),
    ];
    let pictures: Vec<String> = tolls
        .iter()
        .map(|&toll| format!("{:?}", drawn(&[input(0, 40.14, 35.33, toll)]).markers.items))
        .collect();
    for (i, a) in pictures.iter().enumerate() {
        assert!(pictures[i + 1..].iter().all(|b| a != b), "{:?}", tolls[i]);
    }
}

#[test]
fn a_fan_keeps_every_event_in_reach_and_a_pile_counts_them() {
    for n in [2, 5, 8] {
        let inputs: Vec<_> = (0..n).map(|i| input(i, 40.14, 35.33, stated(i, None))).collect();
        let out = drawn(&inputs);
        assert_eq!(out.markers.hits.len(), n as usize);
        for (i, a) in out.footprints.iter().enumerate() {
            for b in &out.footprints[i + 1..] {
                let apart = a.centre().distance(b.centre());
                assert!(apart >= (a.width() + b.width()) / 2.0 - 0.01, "{n}: {apart}");
            }
        }
    }
    let many: Vec<_> = (0..9).map(|i| input(i, 40.14, 35.33, TollView::Unknown)).collect();
    let out = drawn(&many);
    assert_eq!(out.markers.hits.len(), 1);
    assert!(matches!(out.markers.hits[0].target, Target::Pile(_)));
}

#[test]
fn an_area_that_many_events_share_is_drawn_once() {
    let mut inputs: Vec<_> = (0..4).map(|i| input(i, 40.14, 35.33, TollView::Unknown)).collect();
    inputs.iter_mut().for_each(|i| i.radius_m = Some(1_500.0));
    let out = drawn(&inputs);
    assert_eq!(out.areas.items.len(), 1);
    let Item::Circle(circle) = &out.areas.items[0] else { panic!("a circle") };
    let metres = f64::from(circle.radius) * camera().metres_per_pixel();
    assert!((metres - 1_500.0).abs() < 5.0, "{metres}");
}

#[test]
fn counts_take_four_characters_at_most() {
    for (n, expected) in
        [(7, "7"), (999, "999"), (1_250, "1.2k"), (34_999, "34k"), (5_600_000, "5M")]
    {
        assert_eq!(short_count(n), expected);
    }
}

proptest! {
    #[test]
    fn a_higher_toll_is_never_drawn_smaller(a in 0u32..1000, b in 0u32..1000) {
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(radius_for(low) <= radius_for(high));
        for kind in EventType::ALL {
            let sign = Sign::of(kind);
            prop_assert!(ring_radius(high, low, sign) > radius_for(low) * sign.reach());
        }
    }
}

#[test]
fn a_count_is_of_events_or_of_proposals_and_never_of_both() {
    let hollow = MarkerState { is_hollow: true, ..MarkerState::default() };
    let inputs: Vec<_> = (0..24)
        .map(|i| MarkerInput {
            state: if i % 2 == 0 { hollow } else { MarkerState::default() },
            ..input(i, 40.14, 35.33, TollView::Unknown)
        })
        .collect();
    let out = drawn(&inputs);
    let counts: Vec<&str> = out
        .markers
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text(text) => Some(text.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(counts, ["12", "12"]);
    assert!(out.seen.hollow && out.seen.cluster);
    let [a, b] = out.footprints.as_slice() else { panic!("two piles: {:?}", out.footprints) };
    assert!(!a.overlaps(b), "one beside the other: {a:?} {b:?}");
}
