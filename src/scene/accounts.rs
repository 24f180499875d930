//! What several accounts of one event agree on and where they differ.
//!
//! Two accounts *contradict* each other only where both cannot be true: days
//! that do not meet, places of which none is shared or lies in another, numbers
//! whose ranges are apart. An account that says less does not contradict.

use super::phrases::{self, Length};
use crate::gazetteer::Gazetteer;
use crate::model::event::TOTAL;
use crate::model::{
    ActorRole, ClaimRef, EventTable, Outcome, Placement, Row, StrId, TableToll, TollRange,
};

/// How what one account says stands to what the others say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// The account does not say.
    NotStated,
    /// No other account says anything about it.
    Alone,
    /// Every other account that says anything says the same.
    Same,
    /// Not the same, but all can be true.
    Compatible,
    /// It cannot be true together with another account.
    Differs,
}

impl Agreement {
    /// In words, for a key and for screen readers.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotStated => "not stated",
            Self::Alone => "only this account says so",
            Self::Same => "the same",
            Self::Compatible => "can both be true",
            Self::Differs => "cannot both be true",
        }
    }

    /// A sign, for those who do not see the colour; empty where there is nothing
    /// to compare.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::NotStated | Self::Alone => "",
            Self::Same => "=",
            Self::Compatible => "~",
            Self::Differs => "!",
        }
    }
}

/// What an account says about one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// In words; `not stated` when it does not say.
    pub text: String,
    /// How that stands to the other accounts.
    pub agreement: Agreement,
}

/// One question, and what each account says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What is asked: `Day`, `Place`, `Killed`, ...
    pub question: &'static str,
    /// One cell for each claim, in the order of the file.
    pub cells: Vec<Cell>,
}

/// Compares the accounts of an event, question by question. Day, place and
/// killed are always asked; the other outcomes and the actors where any account
/// says something about them. Empty for an event with fewer than two claims.
#[must_use]
pub fn compare(table: &EventTable, row: Row) -> Vec<Comparison> {
    compare_claims(table, &table.claims(row).collect::<Vec<_>>())
}

/// Compares accounts of one event or of several, question by question, as
/// [`compare`] does. All claims must be of `table`.
#[must_use]
pub fn compare_claims(table: &EventTable, claims: &[ClaimRef<'_>]) -> Vec<Comparison> {
    if claims.len() < 2 {
        return Vec::new();
    }
    let mut rows = vec![
        compared("Day", claims, |claim| claim.date(), day_words, day_relation),
        compared(
            "Place",
            claims,
            |claim| some(claim.places().map(|(place, _)| place).collect::<Vec<_>>()),
            |places| place_words(table, places),
            |a, b| place_relation(table, a, b),
        ),
    ];
    for outcome in Outcome::ALL {
        let of_outcome = |claim: &ClaimRef<'_>| {
            some(claim.tolls().filter(|toll| toll.outcome == outcome).collect::<Vec<_>>())
        };
        if outcome != Outcome::Killed && !claims.iter().any(|claim| of_outcome(claim).is_some()) {
            continue;
        }
        rows.push(compared(
            outcome_question(outcome),
            claims,
            |claim| of_outcome(claim).map(|tolls| (tolls, claim.toll_range(outcome))),
            |(tolls, _)| toll_words(table, tolls),
            |a, b| toll_relation(table, a, b),
        ));
    }
    if claims.iter().any(|claim| claim.actors().len() > 0) {
        rows.push(compared(
            "Actors",
            claims,
            |claim| some(claim.actors().collect::<Vec<_>>()),
            |actors| actor_words(table, actors),
            |a, b| actor_relation(a, b),
        ));
    }
    rows
}

const fn outcome_question(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Killed => "Killed",
        Outcome::Wounded => "Wounded",
        Outcome::KilledOrWounded => "Killed or wounded",
        Outcome::Captured => "Taken",
    }
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then_some(values)
}

/// How two accounts that both answer stand to each other; `None` where one
/// speaks of it without saying anything that could be compared.
type Relation = Option<Agreement>;

fn compared<T>(
    question: &'static str,
    claims: &[ClaimRef<'_>],
    answer: impl Fn(&ClaimRef<'_>) -> Option<T>,
    in_words: impl Fn(&T) -> String,
    relation: impl Fn(&T, &T) -> Relation,
) -> Comparison {
    let answers: Vec<Option<T>> = claims.iter().map(answer).collect();
    let cell = |(at, answer): (usize, &Option<T>)| {
        let Some(mine) = answer else {
            return Cell { text: "not stated".to_owned(), agreement: Agreement::NotStated };
        };
        let others = answers.iter().enumerate().filter(|(other, _)| *other != at);
        let agreement = others
            .filter_map(|(_, other)| relation(mine, other.as_ref()?))
            .max()
            .unwrap_or(Agreement::Alone);
        Cell { text: in_words(mine), agreement }
    };
    Comparison { question, cells: answers.iter().enumerate().map(cell).collect() }
}

fn day_words(edtf: &crate::model::Edtf) -> String {
    phrases::date(edtf, Length::Short)
}

fn day_relation(a: &crate::model::Edtf, b: &crate::model::Edtf) -> Relation {
    let (a, b) = (a.span(), b.span());
    Some(if a == b {
        Agreement::Same
    } else if a.first <= b.last && b.first <= a.last {
        Agreement::Compatible
    } else {
        Agreement::Differs
    })
}

fn place_words(table: &EventTable, places: &[Placement]) -> String {
    let names: Vec<String> =
        places.iter().map(|place| phrases::place_name(table, place).0).collect();
    names.join(", ")
}

/// Whether two placements are one place, or one lies in the other.
fn is_same_place(table: &EventTable, a: &Placement, b: &Placement) -> bool {
    if a.place.is_empty() || b.place.is_empty() {
        return a.place == b.place && a.name == b.name && a.centre == b.centre;
    }
    let lies_in = |a: StrId, b: StrId| {
        let own = table.own_places();
        own.is_some_and(|own| own.lies_in(table.string(a), table.string(b)))
    };
    a.place == b.place || lies_in(a.place, b.place) || lies_in(b.place, a.place) || {
        let gazetteer = Gazetteer::bundled();
        let index = |id: StrId| gazetteer.by_id(table.string(id));
        match (index(a.place), index(b.place)) {
            (Some(a), Some(b)) => gazetteer.is_within(a, b) || gazetteer.is_within(b, a),
            _ => false,
        }
    }
}

fn place_relation(table: &EventTable, a: &[Placement], b: &[Placement]) -> Relation {
    let all_in = |a: &[Placement], b: &[Placement]| {
        a.iter().all(|a| {
            b.iter().any(|b| {
                (a.place, a.name, a.centre) == (b.place, b.name, b.centre)
                    || (!a.place.is_empty() && a.place == b.place)
            })
        })
    };
    if all_in(a, b) && all_in(b, a) {
        return Some(Agreement::Same);
    }
    let meet = a.iter().any(|a| b.iter().any(|b| is_same_place(table, a, b)));
    Some(if meet { Agreement::Compatible } else { Agreement::Differs })
}

fn toll_words(table: &EventTable, tolls: &[TableToll]) -> String {
    let mut parts = Vec::with_capacity(tolls.len());
    // The count of everybody first, whatever the order of the file.
    let mut sorted: Vec<&TableToll> = tolls.iter().collect();
    sorted.sort_by_key(|toll| table.string(toll.who) != TOTAL);
    let only_total = tolls.len() == 1 && table.string(tolls[0].who) == TOTAL;
    for toll in sorted {
        let numbers = phrases::toll_numbers(toll.min, toll.max);
        let who = phrases::who(table.string(toll.who));
        parts.push(if only_total || who.is_empty() { numbers } else { format!("{numbers} {who}") });
    }
    parts.join("; ")
}

type Tolls = (Vec<TableToll>, Option<TollRange>);

fn toll_relation(table: &EventTable, a: &Tolls, b: &Tolls) -> Relation {
    let (Some(a_range), Some(b_range)) = (a.1, b.1) else { return None };
    // The sides may add up to more than the count of everybody says.
    let least = |tolls: &[TableToll], range: TollRange| {
        let sides = tolls.iter().filter(|toll| table.string(toll.who) != TOTAL);
        let sum = sides.fold(0u32, |sum, toll| sum.saturating_add(toll.min.unwrap_or(0)));
        sum.max(range.min)
    };
    let most = |range: TollRange| range.max.unwrap_or(u32::MAX);
    Some(if least(&a.0, a_range) > most(b_range) || least(&b.0, b_range) > most(a_range) {
        Agreement::Differs
    } else if a_range == b_range {
        Agreement::Same
    } else {
        Agreement::Compatible
    })
}

fn actor_words(table: &EventTable, actors: &[(StrId, ActorRole)]) -> String {
    let mut names: Vec<&str> = Vec::with_capacity(actors.len());
    for (name, _) in actors {
        let name = table.string(*name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn actor_relation(a: &[(StrId, ActorRole)], b: &[(StrId, ActorRole)]) -> Relation {
    let meet = |role: Option<ActorRole>| {
        let named = |all: &[(StrId, ActorRole)]| -> Vec<StrId> {
            all.iter()
                .filter(|(_, r)| role.is_none_or(|role| role == *r))
                .map(|(n, _)| *n)
                .collect()
        };
        let (a, b) = (named(a), named(b));
        a.is_empty() || b.is_empty() || a.iter().any(|name| b.contains(name))
    };
    let is_in =
        |a: &[(StrId, ActorRole)], b: &[(StrId, ActorRole)]| a.iter().all(|x| b.contains(x));
    Some(if is_in(a, b) && is_in(b, a) {
        Agreement::Same
    } else if meet(None) && meet(Some(ActorRole::Attacker)) {
        Agreement::Compatible
    } else {
        Agreement::Differs
    })
}

/// How many of each side met an outcome, over all claims: the lowest minimum to
/// the highest maximum of those that count the side. Sides in order of first
/// mention; without the count of everybody and sides without any number.
#[must_use]
pub fn sides(table: &EventTable, row: Row, outcome: Outcome) -> Vec<(StrId, TollRange)> {
    let mut sides: Vec<(StrId, TollRange)> = Vec::new();
    for toll in table.claims(row).flat_map(|claim| claim.tolls().collect::<Vec<_>>()) {
        let Some(stated) = toll.max.or(toll.min) else { continue };
        if toll.outcome != outcome || table.string(toll.who) == TOTAL {
            continue;
        }
        let min = toll.min.unwrap_or(0);
        match sides.iter_mut().find(|(who, _)| *who == toll.who) {
            Some((_, range)) => {
                range.min = range.min.min(min);
                range.max = range.max.zip(toll.max).map(|(a, b)| a.max(b));
                range.highest_stated = range.highest_stated.max(stated);
            }
            None => {
                sides.push((toll.who, TollRange { min, max: toll.max, highest_stated: stated }));
            }
        }
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Event, TableBuilder, Toll,
    };

    /// A claim from a day, places by gazetteer id, and tolls as `who min max`;
    /// `-` leaves out.
    fn claim(day: &str, places: &[&str], killed: &[(&str, Option<u32>, Option<u32>)]) -> Claim {
        Claim {
            date: day.parse().ok().map(|edtf| ClaimDate {
                edtf,
                reason: String::new(),
                span: None,
            }),
            places: places
                .iter()
                .map(|id| ClaimPlace { place: (*id).to_owned(), ..ClaimPlace::default() })
                .collect(),
            tolls: killed
                .iter()
                .map(|(who, min, max)| Toll {
                    who: (*who).to_owned(),
                    outcome: Outcome::Killed,
                    min: *min,
                    max: *max,
                    span: None,
                })
                .collect(),
            ..Claim::default()
        }
    }

    fn table(claims: Vec<Claim>) -> EventTable {
        let mut builder = TableBuilder::new(DatasetId(0), 0);
        builder.add_event(&Event { id: "e".into(), claims, ..Event::default() }).unwrap();
        builder.finish().unwrap()
    }

    #[track_caller]
    fn check(question: &str, claims: Vec<Claim>, expected: &[(&str, Agreement)]) {
        let table = table(claims);
        let rows = compare(&table, Row(0));
        let row = rows.iter().find(|row| row.question == question).expect(question);
        let found: Vec<(&str, Agreement)> =
            row.cells.iter().map(|cell| (cell.text.as_str(), cell.agreement)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_vaguer_day_does_not_contradict() {
        use Agreement::{Compatible, Differs, NotStated, Same};
        let day = |day| claim(day, &[], &[]);
        check(
            "Day",
            vec![day("2016-01-16"), day("2016-01~")],
            &[("Sat 16 Jan 2016", Compatible), ("about January 2016", Compatible)],
        );
        check(
            "Day",
            vec![day("2016-01-16"), day("2016-01-16")],
            &[("Sat 16 Jan 2016", Same), ("Sat 16 Jan 2016", Same)],
        );
        check(
            "Day",
            vec![day("2016-01-16"), day("2016-01-17"), day("-")],
            &[
                ("Sat 16 Jan 2016", Differs),
                ("Sun 17 Jan 2016", Differs),
                ("not stated", NotStated),
            ],
        );
    }

    #[test]
    fn places_that_share_one_or_lie_in_one_another_agree() {
        use Agreement::{Compatible, Differs, Same};
        let at = |places: &[&str]| claim("-", places, &[]);
        let first = |a: &[&str], b: &[&str]| {
            compare(&table(vec![at(a), at(b)]), Row(0))[1].cells[0].agreement
        };
        assert_eq!(first(&["ayash", "al-baghiliyah"], &["al-baghiliyah", "ayash"]), Same);
        assert_eq!(first(&["ayash", "al-baghiliyah"], &["al-baghiliyah"]), Compatible);
        assert_eq!(first(&["al-qusour"], &["dez-city"]), Compatible);
        assert_eq!(first(&["al-qusour"], &["hatla"]), Differs);
    }

    #[test]
    fn numbers_contradict_only_where_their_ranges_are_apart() {
        use Agreement::{Alone, Compatible, Differs, NotStated, Same};
        let total = |min, max| claim("-", &[], &[("total", min, max)]);
        check(
            "Killed",
            vec![total(Some(12), Some(12)), total(Some(12), Some(12))],
            &[("12", Same), ("12", Same)],
        );
        check(
            "Killed",
            vec![total(Some(31), None), total(Some(40), Some(50))],
            &[("at least 31", Compatible), ("40–50", Compatible)],
        );
        check(
            "Killed",
            vec![total(Some(31), None), total(Some(20), Some(30))],
            &[("at least 31", Differs), ("20–30", Differs)],
        );
        check(
            "Killed",
            vec![total(Some(31), None), claim("-", &[], &[])],
            &[("at least 31", Alone), ("not stated", NotStated)],
        );
        // A word such as "dozens" coded without a number can be compared with nothing.
        check(
            "Killed",
            vec![total(None, None), total(Some(0), Some(0))],
            &[("number not stated", Alone), ("0", Alone)],
        );
    }

    #[test]
    fn sides_that_add_up_to_more_than_the_other_total_contradict_it() {
        use Agreement::Differs;
        let sides = [
            ("government", Some(40), None),
            ("civilian", Some(130), None),
            ("total", Some(151), None),
        ];
        check(
            "Killed",
            vec![claim("-", &[], &sides), claim("-", &[], &[("total", Some(140), Some(159))])],
            &[
                (
                    "at least 151 in all; at least 40 government forces; at least 130 civilians",
                    Differs,
                ),
                ("140–159", Differs),
            ],
        );
    }

    #[test]
    fn accounts_that_name_other_attackers_contradict() {
        let by = |attacker: &str| Claim {
            actors: vec![ClaimActor {
                name: attacker.to_owned(),
                role: ActorRole::Attacker,
                span: None,
            }],
            ..Claim::default()
        };
        let agreement = |a: &str, b: &str| {
            let rows = compare(&table(vec![by(a), by(b)]), Row(0));
            let row = rows.iter().find(|row| row.question == "Actors").expect("actors");
            row.cells[0].agreement
        };
        assert_eq!(agreement("Russian forces", "Russian forces"), Agreement::Same);
        assert_eq!(agreement("Russian forces", "Coalition"), Agreement::Differs);
    }

    #[test]
    fn what_nobody_says_is_asked_only_of_day_place_and_dead() {
        let rows = compare(&table(vec![Claim::default(), Claim::default()]), Row(0));
        let questions: Vec<&str> = rows.iter().map(|row| row.question).collect();
        assert_eq!(questions, ["Day", "Place", "Killed"]);
        let cells = rows.iter().flat_map(|row| &row.cells);
        assert!(cells.into_iter().all(|cell| cell.agreement == Agreement::NotStated));
        assert!(compare(&table(vec![Claim::default()]), Row(0)).is_empty());
    }

    #[test]
    fn sides_are_counted_over_all_claims_and_the_unknown_stays_out() {
        let table = table(vec![
            claim("-", &[], &[("civilian", Some(3), Some(3)), ("isis", None, None)]),
            claim("-", &[], &[("civilian", Some(5), None), ("total", Some(9), Some(9))]),
        ]);
        let sides = sides(&table, Row(0), Outcome::Killed);
        let found: Vec<_> =
            sides.iter().map(|(who, range)| (table.string(*who), range.min, range.max)).collect();
        assert_eq!(found, [("civilian", 3, None)]);
    }
}
