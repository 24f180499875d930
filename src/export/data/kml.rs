//! KML 2.2 (OGC 07-147r2), and KMZ: the same in an archive with its icons.
//!
//! Each event is a placemark with a time span, its points, lines and areas, and a
//! circle for a place that is known only roughly. Its balloon shows the words it
//! rests on, publisher, date and link. Events without a date or a place have
//! folders of their own and are not lost. Each event is also held whole, as the
//! native format has it, in a `Data` element, by which this program reads it back.

use std::borrow::Cow;
use std::fmt::Write as _;

use quick_xml::escape::{escape, partial_escape};
use serde::Serialize;
use serde_json::{Value, json};

use super::geojson::properties;
use super::native::{Documents, event_out, push_json, redaction_out};
use super::{Loss, WriteOptions, Written};
use crate::export::png;
use crate::model::{DocumentKind, EventTable, EventType, LonLat, Placement, Row, Shape};
use crate::read::archive::{Entry, Packing, pack};
use crate::read::geojson::EXTENSION;
use crate::scene::colour::Colour;
use crate::scene::geometry::Pos;
use crate::scene::phrases::{self, Length};
use crate::scene::theme::{LIGHT, Sign};

/// Corners of the polygon that stands for a circle: its edges are then within
/// half a percent of the radius.
const N_CORNERS: u32 = 36;

/// A circle smaller than this is not drawn: the icon covers it.
const LEAST_RADIUS_M: f32 = 25.0;

/// Side of an icon in pixels.
const ICON_PX: f32 = 64.0;

/// XML 1.0 has no way to write most control codes; they become U+FFFD.
fn clean(text: &str) -> Cow<'_, str> {
    let is_char = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || c >= '\u{10000}'
    };
    if text.chars().all(is_char) {
        return text.into();
    }
    text.chars().map(|c| if is_char(c) { c } else { '\u{fffd}' }).collect::<String>().into()
}

/// A text between two tags.
fn xml(text: &str) -> String {
    partial_escape(clean(text)).into_owned()
}

/// JSON for a place where XML stands: what XML cannot hold as an escape of JSON.
fn xml_json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    push_json(&mut bytes, value);
    let text = String::from_utf8(bytes).unwrap_or_default();
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        return xml(&text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff"));
    }
    xml(&text)
}

/// `aabbggrr`, as KML writes colours.
fn kml_colour(colour: Colour, opacity: u8) -> String {
    format!("{opacity:02x}{:02x}{:02x}{:02x}", colour.b, colour.g, colour.r)
}

fn style_id(kind: EventType) -> String {
    format!("type-{}", kind.index())
}

fn push_styles(out: &mut String, with_icons: bool) {
    for kind in EventType::ALL {
        let (fill, line) = (LIGHT.event_type(kind), LIGHT.event_type_line(kind));
        let icon = if with_icons {
            format!("<scale>0.6</scale><Icon><href>icons/{}.png</href></Icon>", style_id(kind))
        } else {
            format!("<color>{}</color><scale>0.8</scale>", kml_colour(fill, 255))
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<Style id=\"{}\"><IconStyle>{icon}</IconStyle><LabelStyle><scale>0.7</scale>\
             </LabelStyle><LineStyle><color>{}</color><width>1.5</width></LineStyle><PolyStyle>\
             <color>{}</color></PolyStyle><BalloonStyle><text>$[description]</text>\
             </BalloonStyle></Style>",
            style_id(kind),
            kml_colour(line, 200),
            kml_colour(fill, 64),
        );
    }
}

fn data(out: &mut String, name: &str, value: &str) {
    let _ =
        write!(out, "<Data name=\"{}\"><value>{}</value></Data>", escape(clean(name)), xml(value));
}

fn coordinate(position: LonLat) -> String {
    format!("{},{}", position.lon_deg(), position.lat_deg())
}

/// A ring in the direction asked for; a ring of less than four positions is kept as it is.
fn ring(positions: &[LonLat], counterclockwise: bool) -> String {
    let coordinates = positions.iter().map(|position| coordinate(*position));
    let mut all: Vec<String> = coordinates.collect();
    if super::geojson::is_counterclockwise(positions) != counterclockwise {
        all.reverse();
    }
    format!("<LinearRing><coordinates>{}</coordinates></LinearRing>", all.join(" "))
}

/// A circle on the ground as a closed ring, counterclockwise, to the metre.
fn circle(centre: LonLat, radius_m: f32) -> String {
    let corner = |index: u32| {
        let bearing_deg = -360.0 * f64::from(index % N_CORNERS) / f64::from(N_CORNERS);
        let at = centre.offset(bearing_deg.rem_euclid(360.0), f64::from(radius_m));
        format!("{:.5},{:.5}", at.lon_deg(), at.lat_deg())
    };
    let corners: Vec<String> = (0..=N_CORNERS).map(corner).collect();
    format!(
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>\
         </outerBoundaryIs></Polygon>",
        corners.join(" ")
    )
}

fn geometries(table: &EventTable, place: &Placement) -> Vec<String> {
    let mut all = Vec::new();
    match place.shape.and_then(|shape| table.shape(shape)) {
        Some(Shape::Lines(lines)) => all.extend(lines.iter().map(|line| {
            let positions: Vec<String> = line.iter().map(|p| coordinate(*p)).collect();
            format!("<LineString><coordinates>{}</coordinates></LineString>", positions.join(" "))
        })),
        Some(Shape::Polygons(polygons)) => all.extend(polygons.iter().map(|rings| {
            let mut polygon = String::from("<Polygon>");
            for (index, positions) in rings.iter().enumerate() {
                let name = if index == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
                let _ = write!(polygon, "<{name}>{}</{name}>", ring(positions, index == 0));
            }
            polygon.push_str("</Polygon>");
            polygon
        })),
        None => {
            let Some(position) = place.position_as_read() else { return all };
            let at = coordinate(position);
            all.push(format!("<Point><coordinates>{at}</coordinates></Point>"));
            if let Some(radius_m) = place.radius_m.filter(|radius_m| *radius_m > LEAST_RADIUS_M) {
                all.push(circle(position, radius_m));
            }
        }
    }
    all
}

/// What stands in the balloon: HTML, in which all texts of others are escaped.
fn balloon(table: &EventTable, row: Row) -> String {
    let mut html = String::new();
    let line = |html: &mut String, name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(html, "<p dir=\"auto\"><b>{name}</b> {}</p>", escape(value));
        }
    };
    let _ = write!(html, "<h3 dir=\"auto\">{}</h3>", escape(phrases::title(table, row)));
    line(&mut html, "What", &what(table, row));
    line(&mut html, "When", &when(table, row));
    line(&mut html, "Where", &super::chronology::places(table, row).join("; "));
    line(&mut html, "Toll", &phrases::tolls(table, row));
    for claim in table.claims(row) {
        let document = claim.document();
        let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
        let excerpt = escape(claim.excerpt()).replace('\n', "<br/>");
        if !excerpt.is_empty() {
            let label = if is_verbatim { "" } else { "<i>Digest, not the source's words:</i> " };
            let _ = write!(html, "<blockquote dir=\"auto\">{label}{excerpt}</blockquote>");
        }
        line(&mut html, "Says", claim.attribution());
        let Some(document) = document else { continue };
        let published = document.published().map(|date| phrases::date(&date, Length::Long));
        let stated = [document.publisher(), document.title(), published.as_deref().unwrap_or("")];
        let stated: Vec<&str> = stated.into_iter().filter(|part| !part.is_empty()).collect();
        line(&mut html, "Source", &stated.join(", "));
        let url = document.url();
        if is_link(url) {
            let url = escape(url);
            let _ = write!(html, "<p><a href=\"{url}\">{url}</a></p>");
        } else {
            line(&mut html, "Link", url);
        }
    }
    html
}

/// Whether a link leads to a page and not into a program.
pub(super) fn is_link(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Type and finer type in words.
pub(super) fn what(table: &EventTable, row: Row) -> String {
    let kind = table.event_type(row).name();
    let mut words =
        table.sub_event_type(row).map_or(kind.to_owned(), |sub| format!("{kind}: {}", sub.name()));
    if table.is_background(row) {
        words.push_str(" (background)");
    }
    words
}

/// The date in words, with the EDTF that it is of.
pub(super) fn when(table: &EventTable, row: Row) -> String {
    super::csv::event_date(table, row).map_or_else(
        || "date not known".to_owned(),
        |(edtf, _)| {
            let words = phrases::date(&edtf, Length::Long);
            if edtf.is_exact_day() { words } else { format!("{words} ({edtf})") }
        },
    )
}

fn placemark(table: &EventTable, row: Row, number: usize, documents: &Documents<'_>) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<Placemark id=\"event-{number}\"><name>{}</name><Snippet maxLines=\"1\">{}</Snippet>\
         <description>{}</description>",
        xml(&phrases::title(table, row)),
        xml(&when(table, row)),
        xml(&balloon(table, row)),
    );
    if let Some(span) = table.span(row) {
        out.push_str("<TimeSpan>");
        for (name, day) in [("begin", span.first), ("end", span.last)] {
            if day.is_bounded() {
                let _ = write!(out, "<{name}>{day}</{name}>");
            }
        }
        out.push_str("</TimeSpan>");
    }
    let _ = write!(out, "<styleUrl>#{}</styleUrl><ExtendedData>", style_id(table.event_type(row)));
    for (key, value) in properties(table, row) {
        data(&mut out, &key, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    let _ = write!(
        out,
        "<Data name=\"{EXTENSION}\"><value>{}</value></Data></ExtendedData>",
        xml_json(&event_out(table, row, documents))
    );
    let all: Vec<String> =
        table.placements(row).flat_map(|place| geometries(table, &place)).collect();
    match &all[..] {
        [] => {}
        [only] => out.push_str(only),
        several => {
            let _ = write!(out, "<MultiGeometry>{}</MultiGeometry>", several.concat());
        }
    }
    out.push_str("</Placemark>\n");
    out
}

fn document(table: &EventTable, rows: &[Row], options: WriteOptions<'_>, icons: bool) -> String {
    let documents = Documents::of(table, rows, options);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>",
    );
    let title = if options.title.is_empty() { "Deir Atlas" } else { options.title };
    let _ = writeln!(
        out,
        "<name>{}</name><open>1</open><description>{}</description>",
        xml(title),
        xml(&super::chronology::counts(table, rows, options)),
    );
    push_styles(&mut out, icons);
    let held: Vec<Value> =
        documents.out().map(|d| serde_json::to_value(d).unwrap_or_default()).collect();
    let held = json!({"redaction": redaction_out(options), "documents": held});
    let _ = writeln!(
        out,
        "<ExtendedData><Data name=\"{EXTENSION}\"><value>{}</value></Data></ExtendedData>",
        xml_json(&held)
    );
    let is_dated = |row: &Row| table.span(*row).is_some();
    let is_placed = |row: &Row| table.is_placed(*row);
    let numbered: Vec<(usize, Row)> = (1..).zip(rows.iter().copied()).collect();
    type Chosen<'a> = Box<dyn Fn(&Row) -> bool + 'a>;
    let folders: [(&str, Chosen<'_>); 3] = [
        ("Events", Box::new(move |row| is_dated(row) && is_placed(row))),
        ("Without a date", Box::new(move |row| !is_dated(row) && is_placed(row))),
        ("Without a place", Box::new(move |row| !is_placed(row))),
    ];
    for (name, is_here) in folders {
        let here: Vec<&(usize, Row)> = numbered.iter().filter(|(_, row)| is_here(row)).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<Folder><name>{name} ({})</name>", here.len());
        for (number, row) in here {
            out.push_str(&placemark(table, *row, *number, &documents));
        }
        out.push_str("</Folder>\n");
    }
    out.push_str("</Document>\n</kml>\n");
    out
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let bytes = document(table, rows, options, false).into_bytes();
    Written { bytes, n_events: rows.len(), losses: Vec::new() }
}

/// The sign of a type as a picture: its fill, its outline, a light margin.
fn icon(kind: EventType) -> Vec<u8> {
    let (fill, line) = (LIGHT.event_type(kind), LIGHT.event_type_line(kind));
    let (middle, radius) = (ICON_PX / 2.0, ICON_PX * 0.30);
    let centre = Pos { x: middle, y: middle };
    let outline = match Sign::of(kind).corners(centre, radius) {
        Some(corners) => {
            let points: Vec<String> =
                corners.iter().map(|p| format!("{:.2},{:.2}", p.x, p.y)).collect();
            format!("<polygon points=\"{}\"", points.join(" "))
        }
        None => format!("<circle cx=\"{middle}\" cy=\"{middle}\" r=\"{radius}\""),
    };
    let hole = if Sign::of(kind) == Sign::RingDisc {
        format!("<circle cx=\"{middle}\" cy=\"{middle}\" r=\"{}\" fill=\"#ffffff\"/>", radius / 2.5)
    } else {
        String::new()
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{ICON_PX}\" height=\"{ICON_PX}\">\
         {outline} fill=\"#ffffff\" stroke=\"#ffffff\" stroke-width=\"9\" \
         stroke-linejoin=\"round\"/>{outline} fill=\"{fill}\" stroke=\"{line}\" \
         stroke-width=\"4\" stroke-linejoin=\"round\"/>{hole}</svg>"
    );
    // The drawing is this module's own; a type without an icon keeps its colour.
    png::png(&svg, 1.0, &[]).unwrap_or_default()
}

pub(super) fn write_kmz(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let kml = document(table, rows, options, true);
    let icons: Vec<(String, Vec<u8>)> = EventType::ALL
        .into_iter()
        .map(|kind| (format!("icons/{}.png", style_id(kind)), icon(kind)))
        .collect();
    // Google Earth opens the first KML of an archive.
    let mut entries =
        vec![Entry { name: "doc.kml", bytes: kml.as_bytes(), packing: Packing::Deflated }];
    entries.extend(icons.iter().map(|(name, bytes)| Entry {
        name,
        bytes,
        packing: Packing::Stored,
    }));
    match pack(&entries, "") {
        Ok(bytes) => Written { bytes, n_events: rows.len(), losses: Vec::new() },
        Err(_) => {
            let what = "events: an archive of 4 GiB cannot be written, write KML";
            Written { losses: vec![Loss { what, n: rows.len() }], ..Written::default() }
        }
    }
}
