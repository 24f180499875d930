//! Which sense a line of a table names: its class and its value, by tables of names.

use super::sense::{Act, Area, Bound, Form, Harm, Head, RelativeDay, Sense, Side, Weapon};

/// The sense of a line with this class and value.
pub(super) fn sense(class: &str, value: &str) -> Option<Sense> {
    Some(match class {
        "actor" => Sense::Actor(named(SIDES, value)?),
        "act" => {
            let (act, form) = with_form(ACTS, value)?;
            Sense::Act(act, form)
        }
        "harm" => {
            let (harm, form) = with_form(HARMS, value)?;
            Sense::Harm(harm, form)
        }
        "carrier" => Sense::Carrier(named(FORMS, value)?),
        "weapon" => Sense::Weapon(named(WEAPONS, value)?),
        "head" => Sense::Head(named(HEADS, value)?),
        "pair" => Sense::Pair(named(HEADS, value)?),
        "number" => Sense::Number(value.parse().ok()?),
        "vague" => Sense::Vague(value.parse().ok()?),
        "times" => Sense::Times(value.parse().ok()?),
        "bound" => Sense::Bound(named(BOUNDS, value)?),
        "month" => Sense::Month(value.parse().ok()?),
        "hijri" => Sense::HijriMonth(value.parse().ok()?),
        "weekday" => Sense::Weekday(value.parse().ok()?),
        "day" => Sense::Day(relative_day(value)?),
        "day-in-row" => Sense::Day(RelativeDay::InRow(value.parse().ok()?)),
        "unit" => Sense::TimeUnit(value.parse().ok()?),
        "part" => Sense::Part(value.parse().ok()?),
        "season" => Sense::Season(value.parse().ok()?),
        "area" => Sense::Area(named(AREAS, value)?),
        "word" => named(WORDS, value)?,
        _ => return None,
    })
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// "shell.past": a name of the table and the form of the word.
fn with_form<T: Copy>(table: &[(&str, T)], value: &str) -> Option<(T, Form)> {
    let (name, form) = value.split_once('.')?;
    Some((named(table, name)?, named(FORMS, form)?))
}

/// A name, or the days from the day of the report: "yesterday" is -1.
fn relative_day(value: &str) -> Option<RelativeDay> {
    named(DAYS, value).or_else(|| value.parse().ok().map(RelativeDay::Away))
}

/// Days that have names.
const DAYS: &[(&str, RelativeDay)] = &[
    ("same", RelativeDay::Same),
    ("before", RelativeDay::Before),
    ("overnight", RelativeDay::Overnight),
    ("weekend", RelativeDay::Weekend),
    ("this-week", RelativeDay::ThisWeek),
];

/// Grammatical forms.
const FORMS: &[(&str, Form)] =
    &[("past", Form::Past), ("base", Form::Base), ("ger", Form::Gerund), ("noun", Form::Noun)];

/// Parties.
const SIDES: &[(&str, Side)] = &[
    ("isis", Side::Isis),
    ("government", Side::Government),
    ("government-air", Side::GovernmentAir),
    ("militia", Side::Militia),
    ("russia", Side::Russia),
    ("iran", Side::Iran),
    ("hezbollah", Side::Hezbollah),
    ("coalition", Side::Coalition),
    ("sdf", Side::Sdf),
    ("turkey", Side::Turkey),
    ("opposition", Side::Opposition),
    ("nusra", Side::Nusra),
    ("iraq", Side::Iraq),
    ("israel", Side::Israel),
    ("terrorists", Side::Terrorists),
    ("unknown-air", Side::UnknownAir),
    ("unknown", Side::Unknown),
    ("civilians", Side::Civilians),
];

/// Acts.
const ACTS: &[(&str, Act)] = &[
    ("air", Act::Air),
    ("shell", Act::Shell),
    ("bomb", Act::Bomb),
    ("hit", Act::Hit),
    ("clash", Act::Clash),
    ("attack", Act::Attack),
    ("besiege", Act::Besiege),
    ("take", Act::Take),
    ("lose", Act::Lose),
    ("repel", Act::Repel),
    ("blast", Act::Blast),
    ("suicide", Act::Suicide),
    ("execute", Act::Execute),
    ("abduct", Act::Abduct),
    ("arrest", Act::Arrest),
    ("shoot", Act::Shoot),
    ("destroy", Act::Destroy),
    ("protest", Act::Protest),
    ("agree", Act::Agree),
    ("down", Act::Down),
    ("chemical", Act::Chemical),
    ("airdrop", Act::Airdrop),
    ("sexual", Act::Sexual),
    ("disarm", Act::Disarm),
];

/// What people suffer.
const HARMS: &[(&str, Harm)] = &[
    ("killed", Harm::Killed),
    ("wounded", Harm::Wounded),
    ("casualties", Harm::KilledOrWounded),
    ("captured", Harm::Captured),
    ("kidnapped", Harm::Kidnapped),
];

/// Means.
const WEAPONS: &[(&str, Weapon)] = &[
    ("air", Weapon::Air),
    ("drone", Weapon::Drone),
    ("shell", Weapon::Shell),
    ("carbomb", Weapon::CarBomb),
    ("suicide", Weapon::Suicide),
    ("mine", Weapon::Mine),
    ("device", Weapon::Device),
    ("gas", Weapon::Gas),
    ("guns", Weapon::SmallArms),
];

/// Whom a noun counts.
const HEADS: &[(&str, Head)] = &[
    ("civilian", Head::Civilian),
    ("family", Head::Family),
    ("soldier", Head::Soldier),
    ("people", Head::People),
    ("fighter", Head::Fighter),
    ("attacker", Head::Attacker),
    ("militant", Head::Militant),
    ("terrorist", Head::Terrorist),
    ("other", Head::Other),
    ("commander", Head::Commander),
    ("body", Head::Body),
    ("dead", Head::Dead),
    ("martyr", Head::Martyr),
    ("injured", Head::Injured),
];

/// Bounds of a number.
const BOUNDS: &[(&str, Bound)] = &[
    ("more", Bound::MoreThan),
    ("least", Bound::AtLeast),
    ("nearly", Bound::Nearly),
    ("upto", Bound::UpTo),
    ("less", Bound::LessThan),
];

/// What a place is called.
const AREAS: &[(&str, Area)] = &[
    ("city", Area::City),
    ("town", Area::Town),
    ("village", Area::Village),
    ("quarter", Area::Quarter),
    ("governorate", Area::Governorate),
    ("countryside", Area::Countryside),
    ("district", Area::District),
    ("site", Area::Site),
    ("area", Area::Area),
];

/// Senses without a value of their own.
const WORDS: &[(&str, Sense)] = &[
    ("daypart", Sense::DayPart),
    ("ago", Sense::Ago),
    ("last", Sense::Last),
    ("this", Sense::This),
    ("since", Sense::Since),
    ("after", Sense::After),
    ("before", Sense::Before),
    ("next", Sense::Next),
    ("hijri-era", Sense::HijriEra),
    ("says", Sense::Says),
    ("speaker", Sense::Speaker),
    ("outlet", Sense::Outlet),
    ("according", Sense::According),
    ("held", Sense::Held),
    ("controls", Sense::Controls),
    ("attempt", Sense::Attempt),
    ("intent", Sense::Intent),
    ("negation", Sense::Negation),
    ("denial", Sense::Denial),
    ("demonstrator", Sense::Demonstrator),
    ("trend", Sense::Trend),
    ("background", Sense::Background),
    ("joint", Sense::Joint),
    ("weak-joint", Sense::WeakJoint),
    ("anaphor", Sense::Anaphor),
    ("place-anaphor", Sense::PlaceAnaphor),
    ("direction", Sense::Direction),
    ("in", Sense::In),
    ("near", Sense::Near),
    ("from", Sense::From),
    ("to", Sense::To),
    ("by", Sense::By),
    ("against", Sense::Against),
    ("between", Sense::Between),
    ("of", Sense::Of),
    ("with", Sense::With),
    ("and", Sense::And),
    ("be", Sense::Be),
    ("have", Sense::Have),
    ("including", Sense::Including),
    ("toll-sum", Sense::TollSum),
    ("target", Sense::Target),
    ("pronoun", Sense::Pronoun),
    ("determiner", Sense::Determiner),
    ("person-title", Sense::PersonTitle),
    ("each", Sense::Each),
    ("transfer", Sense::Transfer),
    ("launch", Sense::Launch),
    ("thing", Sense::Thing),
    ("adverb", Sense::Adverb),
    ("both-sides", Sense::BothSides),
    ("nation", Sense::Nation),
    ("boilerplate", Sense::Boilerplate),
    ("tail", Sense::Tail),
    ("caption", Sense::Caption),
    ("byline", Sense::Byline),
    ("published", Sense::Published),
];
