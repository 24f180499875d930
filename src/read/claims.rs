//! Events and claims of the native format, from their JSON into the model.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde_json::value::RawValue;

use crate::model::{
    ActorRole, Claim, ClaimActor, ClaimDate, ClaimPlace, Event, EventType, Excerpt, LonLat,
    Outcome, SubEventType, Toll,
};

use super::coordinates::Bulk;
use super::dates::read_date;
use super::geocode::{PlaceLookup, RowContext};
use super::geojson::read_geometry;
use super::json::{DocumentText, Members, Text, text_of};
use super::native::Documents;
use super::problem::RowProblem;
use super::tolls::{Count, read_count};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EventJson<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow, rename = "type")]
    event_type: Text<'a>,
    #[serde(borrow)]
    subtype: Text<'a>,
    background: Option<bool>,
    #[serde(borrow)]
    properties: Option<Members<'a>>,
    #[serde(borrow)]
    claims: Option<Vec<ClaimJson<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClaimJson<'a> {
    #[serde(borrow)]
    document: Text<'a>,
    #[serde(borrow)]
    excerpt: Option<SpanJson<'a>>,
    #[serde(borrow)]
    date: Option<DateJson<'a>>,
    #[serde(borrow)]
    places: Option<Vec<PlaceJson<'a>>>,
    #[serde(borrow)]
    actors: Option<Vec<ActorJson<'a>>>,
    #[serde(borrow)]
    casualties: Option<Vec<TollJson<'a>>>,
    #[serde(borrow)]
    attribution: Option<NamedJson<'a>>,
    #[serde(borrow)]
    note: Text<'a>,
}

/// A run of words: scalar offsets, or the words, or both.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SpanJson<'a> {
    start: Option<usize>,
    end: Option<usize>,
    #[serde(borrow)]
    text: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DateJson<'a> {
    #[serde(borrow)]
    edtf: Text<'a>,
    #[serde(borrow)]
    reason: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PlaceJson<'a> {
    #[serde(borrow)]
    place: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    lon: Option<f64>,
    lat: Option<f64>,
    radius_m: Option<f32>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    reason: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    start: Option<usize>,
    end: Option<usize>,
    /// In the output of `extract`.
    #[serde(rename = "in_governorate")]
    _in_governorate: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ActorJson<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    role: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TollJson<'a> {
    #[serde(borrow)]
    who: Text<'a>,
    #[serde(borrow)]
    outcome: Text<'a>,
    #[serde(borrow)]
    min: Text<'a>,
    #[serde(borrow)]
    max: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    start: Option<usize>,
    end: Option<usize>,
}

/// `"name"`, or an object with a name and a span.
#[derive(Debug, Default)]
struct NamedJson<'a> {
    name: Text<'a>,
    span: SpanJson<'a>,
}

impl<'de: 'a, 'a> Deserialize<'de> for NamedJson<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Object<'a> {
            #[serde(borrow)]
            name: Text<'a>,
            #[serde(borrow)]
            text: Text<'a>,
            start: Option<usize>,
            end: Option<usize>,
        }
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = NamedJson<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or an object with name, start and end")
            }

            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(NamedJson { name: Text(Cow::Borrowed(name)), ..NamedJson::default() })
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(NamedJson { name: Text(Cow::Owned(name.to_owned())), ..NamedJson::default() })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let object = Object::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let span = SpanJson { start: object.start, end: object.end, text: object.text };
                let name = if object.name.0.is_empty() { span.text.clone() } else { object.name };
                Ok(NamedJson { name, span })
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// What an event is read against, and what was wrong with it.
pub(super) struct Surroundings<'a, 'd> {
    line: u64,
    path: &'d str,
    documents: &'d Documents<'a>,
    gazetteer: Option<&'d dyn PlaceLookup>,
    /// Whether spans of a document without text are passed over in silence.
    pub spans_may_be_dropped: bool,
    problems: Vec<RowProblem>,
    n_geocoded: usize,
}

impl<'a, 'd> Surroundings<'a, 'd> {
    pub fn new(
        line: u64,
        path: &'d str,
        documents: &'d Documents<'a>,
        gazetteer: Option<&'d dyn PlaceLookup>,
    ) -> Self {
        Self {
            line,
            path,
            documents,
            gazetteer,
            spans_may_be_dropped: false,
            problems: Vec::new(),
            n_geocoded: 0,
        }
    }

    /// The problems met, and the number of places that the gazetteer placed.
    pub fn into_parts(self) -> (Vec<RowProblem>, usize) {
        (self.problems, self.n_geocoded)
    }

    fn problem(
        &mut self,
        member: &str,
        value: &str,
        reason: impl Into<Cow<'static, str>>,
        advice: &'static str,
    ) {
        let column = format!("{}.{member}", self.path);
        self.problems.push(RowProblem::value(self.line, column, value, reason, advice));
    }
}

impl<'a> EventJson<'a> {
    /// Makes the claim the event's only one.
    pub fn set_only_claim(&mut self, claim: ClaimJson<'a>) {
        self.claims = Some(vec![claim]);
    }

    pub fn into_event(self, around: &mut Surroundings<'a, '_>) -> Event<Cow<'a, str>> {
        let mut properties = self.properties.unwrap_or_default().0;
        let mut sub_event_type = SubEventType::from_name(&self.subtype.0);
        let mut event_type = EventType::from_name(&self.event_type.0);
        if event_type.is_none() && !self.event_type.0.is_empty() {
            let advice = "use ACLED's event types; the word is kept as a property";
            around.problem("type", &self.event_type.0, "this is no event type of ACLED", advice);
            properties.push((Cow::Borrowed("type"), self.event_type.0.clone()));
        }
        if self.event_type.0.is_empty() {
            event_type = sub_event_type.map(SubEventType::event_type);
        }
        let event_type = event_type.unwrap_or_default();
        let belongs = sub_event_type.is_none_or(|sub| sub.event_type() == event_type);
        if !self.subtype.0.is_empty() && (sub_event_type.is_none() || !belongs) {
            let reason = "this is no sub-event type of ACLED, or of another type";
            let advice = "use ACLED's sub-event types; the word is kept as a property";
            around.problem("subtype", &self.subtype.0, reason, advice);
            properties.push((Cow::Borrowed("subtype"), self.subtype.0.clone()));
            sub_event_type = None;
        }
        let claims = self.claims.unwrap_or_default();
        if claims.is_empty() {
            let advice = "give at least one claim with its document and excerpt";
            around.problem("claims", &self.id.0, "the event rests on no claim", advice);
        }
        Event {
            id: self.id.0,
            title: self.title.0,
            event_type,
            sub_event_type,
            background: self.background.unwrap_or_default(),
            claims: claims
                .into_iter()
                .enumerate()
                .map(|(index, claim)| claim.into_claim(index, &mut properties, around))
                .collect(),
            properties,
        }
    }
}

/// One of a claim's values, named only when there is something wrong with it.
#[derive(Clone, Copy)]
struct Item(&'static str, usize);

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.0, self.1)
    }
}

/// Finds the spans of one claim in its document.
struct Words<'a, 'd> {
    document: Option<&'d DocumentText<'a>>,
    excerpt: Option<Range<usize>>,
    claim: usize,
}

impl<'a> Words<'a, '_> {
    fn member(&self, what: impl fmt::Display) -> String {
        format!("claims[{}].{what}", self.claim)
    }

    /// The bytes of a span in the document. Where the offsets do not fit the
    /// words given beside them, the words are looked for: first in the excerpt,
    /// and they count only when they occur there once.
    fn find(
        &self,
        span: &SpanJson<'a>,
        what: impl fmt::Display + Copy,
        around: &mut Surroundings<'a, '_>,
    ) -> Option<Range<usize>> {
        let words = &*span.text.0;
        let offsets = span.start.zip(span.end);
        let stated = |start: usize, end: usize| format!("{start}..{end}");
        let Some(document) = self.document.filter(|document| !document.is_empty()) else {
            if let Some((start, end)) = offsets
                && !around.spans_may_be_dropped
            {
                let advice = "add the document's text, or leave start and end out";
                let reason = "there is no document text for this span";
                around.problem(&self.member(what), &stated(start, end), reason, advice);
            }
            return None;
        };
        let found = offsets.and_then(|(start, end)| document.range(start, end));
        match (offsets, found) {
            (_, Some(range)) if words.is_empty() || document.text[range.clone()] == *words => {
                (!range.is_empty()).then_some(range)
            }
            (None, _) if words.is_empty() => None,
            (offsets, _) => {
                let located = (!words.is_empty()).then(|| self.locate(document, words)).flatten();
                if let Some((start, end)) = offsets {
                    let reason = match (&located, words.is_empty()) {
                        (Some(_), _) => "the span covers other words; these were found elsewhere",
                        (None, true) => "the span reaches outside the document's text",
                        (None, false) => {
                            "the span covers other words, and these are not found once"
                        }
                    };
                    let advice = "count Unicode characters from 0, the end exclusive";
                    let value = format!("{} {words}", stated(start, end));
                    around.problem(&self.member(what), value.trim(), reason, advice);
                }
                located
            }
        }
    }

    fn locate(&self, document: &DocumentText<'a>, words: &str) -> Option<Range<usize>> {
        let once = |within: Range<usize>| {
            let text = document.text.get(within.clone())?;
            let at = text.find(words)?;
            let is_only = text[at + words.len()..].find(words).is_none();
            is_only.then(|| within.start + at..within.start + at + words.len())
        };
        self.excerpt.clone().and_then(once).or_else(|| once(0..document.text.len()))
    }
}

impl<'a> ClaimJson<'a> {
    pub fn set_document(&mut self, id: Cow<'a, str>) {
        self.document = Text(id);
    }

    fn into_claim(
        self,
        index: usize,
        properties: &mut Vec<(Cow<'a, str>, Cow<'a, str>)>,
        around: &mut Surroundings<'a, '_>,
    ) -> Claim<Cow<'a, str>> {
        let documents = around.documents;
        let document = documents.get(&*self.document.0);
        let mut words = Words { document, excerpt: None, claim: index };
        let mut id = self.document.0;
        if document.is_none() && !id.is_empty() {
            let advice = "add the document, or correct the identifier";
            around.problem(&words.member("document"), &id, "there is no such document", advice);
            properties.push((Cow::Owned(words.member("document")), id));
            id = Cow::Borrowed("");
        }
        let excerpt = match self.excerpt {
            None => Excerpt::Absent,
            Some(span) => match words.find(&span, "excerpt", around) {
                Some(range) => Excerpt::Span(range),
                None if span.text.0.is_empty() => Excerpt::Absent,
                None => Excerpt::Text(span.text.0),
            },
        };
        if let Excerpt::Span(range) = &excerpt {
            words.excerpt = Some(range.clone());
        }
        let date = self.date.and_then(|date| date.into_date(&words, properties, around));
        let places = self.places.unwrap_or_default();
        let places = places
            .into_iter()
            .enumerate()
            .filter_map(|(number, place)| place.into_place(number, &words, around))
            .collect();
        let actors = self.actors.unwrap_or_default();
        let actors = actors
            .into_iter()
            .enumerate()
            .map(|(number, actor)| actor.into_actor(number, &words, around))
            .collect();
        let tolls = self.casualties.unwrap_or_default();
        let tolls = tolls
            .into_iter()
            .enumerate()
            .filter_map(|(number, toll)| toll.into_toll(number, &words, properties, around))
            .collect();
        let attribution = self.attribution.unwrap_or_default();
        let attribution_span = words.find(&attribution.span, "attribution", around);
        Claim {
            document: id,
            excerpt,
            date,
            places,
            actors,
            tolls,
            attribution: attribution.name.0,
            attribution_span,
            note: self.note.0,
        }
    }
}

impl<'a> DateJson<'a> {
    fn into_date(
        self,
        words: &Words<'a, '_>,
        properties: &mut Vec<(Cow<'a, str>, Cow<'a, str>)>,
        around: &mut Surroundings<'a, '_>,
    ) -> Option<ClaimDate<Cow<'a, str>>> {
        let span = SpanJson { start: self.start, end: self.end, text: self.text };
        if self.edtf.0.is_empty() {
            return None;
        }
        let edtf = match self.edtf.0.parse() {
            Ok(edtf) => edtf,
            Err(_) => match read_date(&self.edtf.0, None) {
                Ok(reading) => {
                    let reason = format!("this is no EDTF; read as {}", reading.edtf);
                    let advice = "write it as EDTF";
                    around.problem(&words.member("date.edtf"), &self.edtf.0, reason, advice);
                    reading.edtf
                }
                Err(e) => {
                    let member = words.member("date.edtf");
                    around.problem(&member, &self.edtf.0, e.to_string(), e.advice());
                    properties.push((Cow::Owned(member), self.edtf.0));
                    return None;
                }
            },
        };
        Some(ClaimDate { edtf, reason: self.reason.0, span: words.find(&span, "date", around) })
    }
}

impl<'a> PlaceJson<'a> {
    fn into_place(
        self,
        number: usize,
        words: &Words<'a, '_>,
        around: &mut Surroundings<'a, '_>,
    ) -> Option<ClaimPlace<Cow<'a, str>>> {
        let what = Item("places", number);
        let name = if self.name.0.is_empty() { self.text.0.clone() } else { self.name.0 };
        let span = SpanJson { start: self.start, end: self.end, text: self.text };
        let mut place = ClaimPlace {
            place: self.place.0,
            name,
            radius_m: self.radius_m.filter(|metres| metres.is_finite() && *metres >= 0.0),
            reason: self.reason.0,
            span: words.find(&span, what, around),
            ..ClaimPlace::default()
        };
        let mut is_stated = self.lon.is_some() || self.lat.is_some();
        match (self.lon, self.lat) {
            (Some(lon), Some(lat)) => match LonLat::reported(lon, lat) {
                Ok(position) => place.position = Some(position),
                Err(e) => {
                    let member = words.member(what);
                    let advice = "correct lon and lat; the place stays unplaced until then";
                    around.problem(&member, &format!("{lon}, {lat}"), e.to_string(), advice);
                }
            },
            (None, None) => {}
            _ => around.problem(
                &words.member(what),
                "",
                "one of lon and lat is missing",
                "give both, or neither",
            ),
        }
        if let Some(raw) = self.geometry.filter(|raw| raw.get() != "null") {
            is_stated = true;
            self::set_shape(
                &mut place,
                raw,
                &words.member(format_args!("{what}.geometry")),
                around,
            );
        }
        if !is_stated {
            around.look_up(&mut place);
        }
        let says_something = place.position.is_some()
            || place.shape.is_some()
            || !place.place.is_empty()
            || !place.name.is_empty();
        says_something.then_some(place)
    }
}

fn set_shape<'a>(
    place: &mut ClaimPlace<Cow<'a, str>>,
    raw: &RawValue,
    member: &str,
    around: &mut Surroundings<'a, '_>,
) {
    let advice = "write a GeoJSON geometry, longitude first";
    let geometries = match read_geometry(raw.get()) {
        Ok(geometries) => geometries,
        Err(reason) => return around.problem(member, &text_of(raw), reason, advice),
    };
    match geometries.first().map(|geometry| geometry.place::<Cow<'a, str>>(Bulk::default())) {
        Some(Ok(drawn)) => {
            place.shape = drawn.shape;
            place.position = place.position.or(drawn.position);
            place.radius_m = place.radius_m.or(drawn.radius_m);
        }
        Some(Err(suspect)) => {
            around.problem(member, &text_of(raw), suspect.reason(), suspect.advice());
        }
        None => {}
    }
}

impl Surroundings<'_, '_> {
    fn look_up(&mut self, place: &mut ClaimPlace<Cow<'_, str>>) {
        let Some(gazetteer) = self.gazetteer else { return };
        let found = if place.place.is_empty() {
            if place.name.is_empty() {
                return;
            }
            gazetteer.by_name(&place.name, &RowContext::default())
        } else {
            gazetteer.by_id(&place.place)
        };
        let Some(found) = found else { return };
        self.n_geocoded += usize::from(found.position.is_some());
        place.place = Cow::Owned(found.place);
        place.position = found.position;
        place.radius_m = place.radius_m.or(found.radius_m);
        if place.reason.is_empty() {
            place.reason = Cow::Owned(found.reason);
        }
    }
}

impl<'a> ActorJson<'a> {
    fn into_actor(
        self,
        number: usize,
        words: &Words<'a, '_>,
        around: &mut Surroundings<'a, '_>,
    ) -> ClaimActor<Cow<'a, str>> {
        let what = Item("actors", number);
        let role = ActorRole::from_name(&self.role.0).unwrap_or_else(|| {
            if !self.role.0.is_empty() {
                let member = words.member(format_args!("{what}.role"));
                let advice = "use attacker, target or other";
                around.problem(
                    &member,
                    &self.role.0,
                    "there is no such role; taken as other",
                    advice,
                );
            }
            ActorRole::Other
        });
        let name = if self.name.0.is_empty() { self.text.0.clone() } else { self.name.0 };
        let span = SpanJson { start: self.start, end: self.end, text: self.text };
        ClaimActor { name, role, span: words.find(&span, what, around) }
    }
}

impl<'a> TollJson<'a> {
    fn into_toll(
        self,
        number: usize,
        words: &Words<'a, '_>,
        properties: &mut Vec<(Cow<'a, str>, Cow<'a, str>)>,
        around: &mut Surroundings<'a, '_>,
    ) -> Option<Toll<Cow<'a, str>>> {
        let what = Item("casualties", number);
        let Some(outcome) = Outcome::from_name(&self.outcome.0) else {
            let member = words.member(format_args!("{what}.outcome"));
            let advice = "use killed, wounded, killed_or_wounded or captured";
            around.problem(&member, &self.outcome.0, "there is no such outcome", advice);
            let value = format!("{} {} {}-{}", self.who.0, self.outcome.0, self.min.0, self.max.0);
            properties.push((Cow::Owned(words.member(what)), Cow::Owned(value)));
            return None;
        };
        let mut number_of = |member: &str, text: &Text<'a>| match read_count(&text.0) {
            Count::NotStated => None,
            Count::Range { min: Some(n), max: Some(m) } if n == m => Some(n),
            _ => {
                let member = words.member(format_args!("{what}.{member}"));
                let advice = "write a whole number, or null when none is stated";
                around.problem(&member, &text.0, "this is no number of people", advice);
                None
            }
        };
        let (min, mut max) = (number_of("min", &self.min), number_of("max", &self.max));
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            let member = words.member(format_args!("{what}.max"));
            let advice = "correct the two numbers";
            around.problem(&member, &self.max.0, "the highest number is below the lowest", advice);
            max = None;
        }
        let span = SpanJson { start: self.start, end: self.end, text: self.text };
        Some(Toll { who: self.who.0, outcome, min, max, span: words.find(&span, what, around) })
    }
}
