//! The form behind "Place this here…": a place of the user's own while it is being
//! filled in. What it lacks is told in words; only what is whole can be taken.

use crate::app::AppState;
use crate::gazetteer::{
    DEFAULT_RADIUS_M, GREATEST_RADIUS_M, Gazetteer, Overlay, OverlayPlace, PlaceKind, is_name,
    new_id,
};
use crate::model::{EventTable, LonLat, Placement, Row};

/// Whether a place is added or one that is known is put elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A place that the gazetteer does not have.
    Add,
    /// Another position for a place of the gazetteer.
    Correct,
}

/// The form.
#[derive(Debug, Clone, PartialEq)]
pub struct Placing {
    /// Where; `None` for an entry without a position.
    pub at: Option<LonLat>,
    /// What for.
    pub purpose: Purpose,
    /// Id of the place that is corrected, or of the own entry that is edited.
    pub id: Option<String>,
    /// What was typed to find the place to correct.
    pub search: String,
    /// Name in Latin script.
    pub name_en: String,
    /// Name in Arabic script.
    pub name_ar: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The radius in metres, as typed.
    pub radius_m: String,
    /// Why, as typed; required.
    pub reason: String,
    /// Spellings that find it too.
    pub spellings: Vec<String>,
}

/// Kinds that a user's place can be, the likely ones first.
pub const KINDS: [PlaceKind; 11] = [
    PlaceKind::Landmark,
    PlaceKind::Infrastructure,
    PlaceKind::Military,
    PlaceKind::Neighbourhood,
    PlaceKind::HousingArea,
    PlaceKind::Village,
    PlaceKind::Town,
    PlaceKind::City,
    PlaceKind::Island,
    PlaceKind::Region,
    PlaceKind::River,
];

impl Placing {
    /// The form for a spot of the map. Where the selected event names a place that
    /// is nowhere on the map, it is about that place.
    #[must_use]
    pub fn at(position: LonLat, state: &AppState) -> Self {
        let mut form = Self {
            at: Some(pointed_at(position)),
            purpose: Purpose::Add,
            id: None,
            search: String::new(),
            name_en: String::new(),
            name_ar: String::new(),
            kind: PlaceKind::Landmark,
            radius_m: DEFAULT_RADIUS_M.to_string(),
            reason: String::new(),
            spellings: Vec::new(),
        };
        let unplaced = state.selected_row().and_then(|row| unplaced(&state.table, row));
        if let Some(place) = unplaced {
            form.be_about(&state.table, &place, &state.gazetteer);
        }
        form
    }

    /// The form for an entry that the user has already.
    #[must_use]
    pub fn of_entry(entry: &OverlayPlace, gazetteer: &Gazetteer) -> Self {
        let known = gazetteer.by_id(&entry.id).map(|index| gazetteer.place(index));
        let is_new = Gazetteer::bundled().by_id(&entry.id).is_none();
        let text = |own: &Option<String>| own.clone().unwrap_or_default();
        Self {
            at: entry.position,
            purpose: if is_new { Purpose::Add } else { Purpose::Correct },
            id: Some(entry.id.clone()),
            search: known.map_or_else(String::new, |place| place.name_en.clone()),
            name_en: text(&entry.name_en),
            name_ar: text(&entry.name_ar),
            kind: entry.kind.or(known.map(|place| place.kind)).unwrap_or(PlaceKind::Landmark),
            radius_m: entry.radius_m.map_or_else(String::new, |radius_m| radius_m.to_string()),
            reason: entry.reason.clone(),
            spellings: entry.spellings.clone(),
        }
    }

    fn be_about(&mut self, table: &EventTable, place: &Placement, gazetteer: &Gazetteer) {
        let spelled = table.string(place.name).to_owned();
        if let Some(index) = gazetteer.by_id(table.string(place.place)) {
            self.correct(gazetteer.place(index));
            if !spelled.is_empty() && gazetteer.place(index).names().all(|(n, _)| n != spelled) {
                self.spellings.push(spelled);
            }
        } else if spelled.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)) {
            self.name_ar = spelled;
        } else {
            self.name_en = spelled;
        }
    }

    /// Makes the form one about a known place.
    pub fn correct(&mut self, place: &crate::gazetteer::Place) {
        self.purpose = Purpose::Correct;
        self.id = Some(place.id.clone());
        self.search.clone_from(&place.name_en);
        if let Some(radius_m) = place.radius_m {
            self.radius_m = radius_m.to_string();
        }
    }

    /// What still has to be said, in words; `None` when the form is whole.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        if self.purpose == Purpose::Correct && self.id.is_none() {
            return Some("Choose the place that lies here.");
        }
        let names = [&self.name_en, &self.name_ar];
        if self.purpose == Purpose::Add && !names.iter().any(|name| is_name(name)) {
            return Some("Give a name in Latin or Arabic letters.");
        }
        if self.radius().is_none() {
            return Some("Give a radius in metres, such as 250: the place lies within it.");
        }
        if self.reason.trim().is_empty() {
            return Some(
                "Say how you know: a source, a photograph, a map. It is shown with the place.",
            );
        }
        None
    }

    fn radius(&self) -> Option<f32> {
        let radius_m: f32 = self.radius_m.trim().parse().ok()?;
        (radius_m > 0.0 && radius_m <= GREATEST_RADIUS_M).then_some(radius_m)
    }

    /// The entry that the form makes; `None` while it lacks something.
    #[must_use]
    pub fn entry(&self, gazetteer: &Gazetteer, overlay: &Overlay) -> Option<OverlayPlace> {
        if self.lacks().is_some() {
            return None;
        }
        let some = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let id = match &self.id {
            Some(id) => id.clone(),
            None => new_id(&self.name_en, gazetteer, overlay),
        };
        // What the user said of it before, beyond what this form asks.
        let before = overlay.place(&id).cloned().unwrap_or_default();
        let mut spellings = before.spellings.clone();
        spellings.extend(self.spellings.iter().filter(|s| !before.spellings.contains(s)).cloned());
        Some(OverlayPlace {
            id,
            name_en: some(&self.name_en),
            name_ar: some(&self.name_ar),
            kind: match self.purpose {
                Purpose::Add => Some(self.kind),
                Purpose::Correct => before.kind,
            },
            position: self.at,
            radius_m: self.radius(),
            spellings,
            reason: self.reason.trim().to_owned(),
            ..before
        })
    }
}

/// A position as a pointer gives it: five decimals are about a metre, and more would
/// claim what no hand can point at.
fn pointed_at(position: LonLat) -> LonLat {
    let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
    LonLat::new(rounded(position.lon_deg()), rounded(position.lat_deg())).unwrap_or(position)
}

/// The first place of an event that is nowhere on the map.
fn unplaced(table: &EventTable, row: Row) -> Option<Placement> {
    table.placements(row).find(|place| place.centre.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Placing {
        Placing::at(LonLat::new(40.12, 35.33).unwrap(), &AppState::default())
    }

    #[test]
    fn a_form_says_what_it_lacks_until_it_is_whole() {
        let gazetteer = Gazetteer::bundled();
        let overlay = Overlay::default();
        let mut form = form();
        let mut step = |change: &dyn Fn(&mut Placing), lacks: Option<&str>| {
            change(&mut form);
            let told = form.lacks();
            assert_eq!(told.is_some(), lacks.is_some(), "{told:?}");
            if let (Some(told), Some(lacks)) = (told, lacks) {
                assert!(told.contains(lacks), "{told}");
            }
            form.entry(gazetteer, &overlay)
        };
        assert_eq!(step(&|_| {}, Some("a name")), None);
        assert_eq!(step(&|form| form.name_en = "...".into(), Some("a name")), None);
        assert_eq!(step(&|form| form.name_ar = "البوابة".into(), Some("how you know")), None);
        assert_eq!(step(&|form| form.reason = " ".into(), Some("how you know")), None);
        for radius in ["", "-1", "0", "wide", "NaN", "1e9"] {
            assert_eq!(step(&|form| form.radius_m = radius.into(), Some("metres")), None);
        }
        step(&|form| form.radius_m = " 250 ".into(), Some("how you know"));
        let entry = step(&|form| form.reason = "a photograph".into(), None).unwrap();
        assert_eq!((entry.radius_m, entry.name_en.as_deref()), (Some(250.0), Some("...")));
        let id = step(&|form| form.name_en = "Blue Gate".into(), None).unwrap().id;
        assert_eq!(id, "own-blue-gate");
        assert_eq!(step(&|form| form.purpose = Purpose::Correct, Some("Choose the place")), None);
    }

    #[test]
    fn editing_an_entry_keeps_what_the_form_does_not_ask() {
        let (overlay, _) = Overlay::read(
            b"id,name_en,spellings,parent,reason\na,Alpha Yard,Alfa|Alpha Square,dez-city,seen\n",
        );
        let mut form = Placing::of_entry(&overlay.places[0], Gazetteer::bundled());
        form.radius_m = "80".into();
        let entry = form.entry(Gazetteer::bundled(), &overlay).unwrap();
        let expected = OverlayPlace {
            radius_m: Some(80.0),
            kind: Some(PlaceKind::Landmark),
            ..overlay.places[0].clone()
        };
        assert_eq!(entry, expected);
    }
}
