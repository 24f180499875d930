//! The figures of `assets/palette.md`, held to.

use super::*;

/// How two colours differ to an eye: CIEDE2000 (Sharma, Wu and Dalal 2005). 1 is just noticeable
/// side by side; above 10 colours are told apart at a glance.
fn delta_e(a: [f64; 3], b: [f64; 3]) -> f64 {
    let ([l1, a1, b1], [l2, a2, b2]) = (a, b);
    let chroma_mean = (a1.hypot(b1) + a2.hypot(b2)) / 2.0;
    let c7 = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - c7(chroma_mean));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let dh = if grey { 0.0 } else { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 };
    let d_hue = 2.0 * (c1 * c2).sqrt() * (dh / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = if grey { h1 + h2 } else { (h1 + dh / 2.0).rem_euclid(360.0) };
    let cos = |factor: f64, shift: f64| (factor * h + shift).to_radians().cos();
    let t = 1.0 - 0.17 * cos(1.0, -30.0) + 0.24 * cos(2.0, 0.0) + 0.32 * cos(3.0, 6.0)
        - 0.20 * cos(4.0, -63.0);
    let s_l = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (s_c, s_h) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let r_t = -2.0 * c7(c) * (60.0 * (-((h - 275.0) / 25.0).powi(2)).exp()).to_radians().sin();
    let (l, c, h) = ((l2 - l1) / s_l, (c2 - c1) / s_c, d_hue / s_h);
    (l * l + c * c + h * h + r_t * c * h).sqrt()
}

/// CIELAB under D65 of linear sRGB.
fn lab(linear: [f64; 3]) -> [f64; 3] {
    let row = |m: [f64; 3]| m[0] * linear[0] + m[1] * linear[1] + m[2] * linear[2];
    let f = |t: f64| {
        if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    let x = f(row([0.412_456_4, 0.357_576_1, 0.180_437_5]) / 0.950_47);
    let y = f(row([0.212_672_9, 0.715_152_2, 0.072_175_0]));
    let z = f(row([0.019_333_9, 0.119_192_0, 0.950_304_1]) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Complete loss of one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1.0).
const VISIONS: [(&str, [[f64; 3]; 3]); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn as_seen(colour: Colour, vision: [[f64; 3]; 3]) -> [f64; 3] {
    let rgb = colour.linear();
    lab(vision.map(|row| {
        row.iter().zip(rgb).map(|(weight, channel)| weight * channel).sum::<f64>().clamp(0.0, 1.0)
    }))
}

#[test]
fn every_two_types_are_told_apart_by_every_eye() {
    for theme in [&LIGHT, &DARK] {
        for (name, vision) in VISIONS {
            let seen = theme.types.map(|colour| as_seen(colour, vision));
            let mut closest = (f64::MAX, "", "");
            for i in 0..seen.len() {
                for j in 0..i {
                    let difference = delta_e(seen[i], seen[j]);
                    if difference < closest.0 {
                        closest = (difference, EventType::ALL[i].name(), EventType::ALL[j].name());
                    }
                }
            }
            println!(
                "{:5} {name:12} {:.1} ({} / {})",
                theme.name.name(),
                closest.0,
                closest.1,
                closest.2
            );
            let wanted = if name == "usual" { 20.0 } else { 15.0 };
            assert!(closest.0 >= wanted, "{} {name}: {closest:?}", theme.name.name());
        }
    }
}

#[test]
fn without_colour_types_differ_in_sign() {
    for (i, a) in EventType::ALL.into_iter().enumerate() {
        for b in EventType::ALL.into_iter().skip(i + 1) {
            assert_ne!(Sign::of(a), Sign::of(b));
        }
    }
    // The two with the same outline are apart in grey by more than a just noticeable step.
    for theme in [&LIGHT, &DARK] {
        let lightness = |kind: EventType| lab(theme.event_type(kind).linear())[0];
        let (disc, ring) = (lightness(EventType::Explosions), lightness(EventType::Unstated));
        assert!((disc - ring).abs() > 5.0, "{disc} {ring}");
    }
}

#[test]
fn words_have_a_contrast_of_at_least_4_5() {
    for t in [&LIGHT, &DARK] {
        let grounds = [
            ("page", t.page),
            ("panel", t.panel),
            ("land", t.land),
            ("land outside", t.land_outside),
            ("city", t.city),
        ];
        for (name, ground) in grounds {
            for (word, colour) in [
                ("text", t.text),
                ("quiet text", t.text_quiet),
                ("label", t.label),
                ("quiet label", t.label_quiet),
                ("water text", t.water_text),
                ("area text", t.area_text),
            ] {
                let is_area_in_city = word == "area text" && name == "city";
                let contrast = colour.contrast(ground);
                assert!(
                    contrast >= 4.5 || is_area_in_city,
                    "{} {word} on {name}: {contrast:.2}",
                    t.name.name()
                );
            }
        }
        for (word, ground) in
            [(t.on_accent, t.accent), (t.on_cluster, t.cluster), (t.water_text, t.water)]
        {
            assert!(word.contrast(ground) >= 4.0, "{word} on {ground}");
        }
    }
}

#[test]
fn outlines_of_markers_stand_out_from_the_ground_by_3_to_1() {
    for theme in [&LIGHT, &DARK] {
        for kind in EventType::ALL {
            for ground in [theme.land, theme.city, theme.water, theme.marker_halo] {
                let contrast = theme.event_type_line(kind).contrast(ground);
                assert!(contrast >= 3.0, "{} on {ground}: {contrast:.2}", kind.name());
            }
        }
    }
}

#[test]
fn signs_of_one_radius_cover_the_same_area() {
    for kind in EventType::ALL {
        let Some(corners) = Sign::of(kind).corners(Pos::new(0.0, 0.0), 10.0) else { continue };
        let area: f32 = (0..corners.len())
            .map(|i| {
                let (a, b) = (corners[i], corners[(i + 1) % corners.len()]);
                (a.x * b.y - b.x * a.y) / 2.0
            })
            .sum();
        assert!((area.abs() - std::f32::consts::PI * 100.0).abs() < 0.1, "{}", kind.name());
    }
}
