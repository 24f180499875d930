//! How well spellings are found that the gazetteer does not know.

use deir_atlas::gazetteer::fold::{Script, fold, script_of};
use deir_atlas::gazetteer::{Context, Gazetteer, PlaceIdx};

/// Outcomes of looking up names whose place is known.
#[derive(Debug, Default, Clone)]
struct Tally {
    right: usize,
    tie: usize,
    wrong: usize,
    none: usize,
    /// Names that another place has as well, not asked.
    shared: usize,
}

impl Tally {
    fn n(&self) -> usize {
        self.right + self.tie + self.wrong + self.none
    }

    fn percent(&self, part: usize) -> f64 {
        100.0 * part as f64 / self.n().max(1) as f64
    }

    fn print(&self, title: &str) {
        println!(
            "{title}: {} names ({} more shared by several places), right {:.1} %, tie {:.1} %, wrong {:.1} %, none {:.1} %",
            self.n(),
            self.shared,
            self.percent(self.right),
            self.percent(self.tie),
            self.percent(self.wrong),
            self.percent(self.none)
        );
    }
}

/// Whether two ids name the same thing for this measurement: the city, its
/// countryside and its governorate share their name, as do a town and its district.
fn same(gaz: &Gazetteer, a: PlaceIdx, b: PlaceIdx) -> bool {
    let folded = |idx: PlaceIdx| fold(&gaz.place(idx).name_ar).core;
    a == b
        || !gaz.place(a).name_ar.is_empty()
            && folded(a) == folded(b)
            && (gaz.is_within(a, b) || gaz.is_within(b, a))
}

/// Length of the longest common subsequence over that of the longer name.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()] as f64 / a.len().max(b.len()).max(1) as f64
}

fn leave_one_out(script: Script, strict: bool, is_place: bool) -> (Tally, Vec<(f32, bool)>) {
    let gaz = Gazetteer::bundled();
    let mut tally = Tally::default();
    let mut calibration = Vec::new();
    let context = Context { is_place, ..Context::default() };
    for (idx, place) in gaz.places() {
        if !place.in_governorate || place.kind.is_administrative() {
            continue;
        }
        let names: Vec<(&str, bool)> = place.names().collect();
        for &(name, needs_anchor) in &names {
            if script_of(name) != script || needs_anchor {
                continue;
            }
            let folded = fold(name).whole;
            let left_out = |p: PlaceIdx, other: &str| {
                p == idx && (other == name || strict && fold(other).whole == folded)
            };
            // A different name altogether ("Zenobia" for Halabiyah) cannot be guessed
            // from the others: only names that share half their letters with one are asked.
            let core = fold(name).core;
            let is_variant = names.iter().any(|(other, _)| {
                !left_out(idx, other)
                    && script_of(other) == script
                    && likeness(&core, &fold(other).core) >= 0.5
            });
            if !is_variant {
                continue;
            }
            // Nothing can tell places apart that share a name letter for letter.
            if gaz.lookup_exact(name).iter().any(|p| !same(gaz, *p, idx)) {
                tally.shared += 1;
                continue;
            }
            let lookup = gaz.lookup_but(name, &context, &left_out);
            match lookup.candidates.first() {
                None => {
                    if std::env::var_os("SHOW").is_some() {
                        println!("none  {name} ({})", place.id);
                    }
                    tally.none += 1;
                }
                Some(best) => {
                    let is_right = same(gaz, best.place, idx);
                    calibration.push((best.score, is_right));
                    if is_right {
                        tally.right += 1;
                    } else if lookup.ambiguous {
                        if std::env::var_os("SHOW").is_some() {
                            println!(
                                "tie {name} ({}): {} {:.2} {}",
                                place.id,
                                gaz.place(best.place).id,
                                best.score,
                                best.reason
                            );
                        }
                        tally.tie += 1;
                    } else {
                        if std::env::var_os("SHOW").is_some() {
                            println!(
                                "wrong {name} ({}): {} {:.2} {}",
                                place.id,
                                gaz.place(best.place).id,
                                best.score,
                                best.reason
                            );
                        }
                        tally.wrong += 1;
                    }
                }
            }
        }
    }
    (tally, calibration)
}

#[test]
fn spellings_left_out_in_turn_are_found_by_the_others() {
    for (script, bar) in [(Script::Latin, 93.0), (Script::Arabic, 95.0)] {
        let (tally, _) = leave_one_out(script, false, true);
        tally.print(&format!("{script:?}, each spelling left out"));
        if std::env::var_os("SHOW").is_some() {
            continue;
        }
        assert!(tally.percent(tally.right) >= bar, "{script:?}");
        assert!(tally.percent(tally.wrong) <= 1.5, "{script:?}");
    }
}

#[test]
fn scores_mean_what_they_say() {
    let mut all = Vec::new();
    for script in [Script::Latin, Script::Arabic] {
        let (tally, calibration) = leave_one_out(script, true, false);
        tally.print(&format!("{script:?}, every spelling that folds alike left out"));
        all.extend(calibration);
    }
    for low in [0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
        let high = match low {
            0.95 => 1.01,
            0.9 => 0.95,
            0.4 => 0.5,
            x if x < 0.4 => x + 0.2,
            x => x + 0.1,
        };
        let bin: Vec<_> =
            all.iter().filter(|(s, _)| f64::from(*s) >= low && f64::from(*s) < high).collect();
        let right = bin.iter().filter(|(_, r)| *r).count();
        println!(
            "score {low:.2}..{high:.2}: {} names, {:.2} right",
            bin.len(),
            right as f64 / bin.len().max(1) as f64
        );
    }
}
