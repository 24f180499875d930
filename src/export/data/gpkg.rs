//! GeoPackage 1.3 (OGC 12-128r18): a database that QGIS, ArcGIS and GDAL open.
//!
//! Layers: `events` (a point, with first and last day as DATE, so that a
//! timeline can be driven by them), `places` (every place of every event),
//! `areas` and `lines` (circles of uncertainty, and what sources draw), and the
//! tables `claims` and `documents`. `deir_atlas` holds documents and events as
//! the native format has them, by which this program reads the file back.
//!
//! The database is made in memory, in the order of the rows, and holds no time
//! of making: the same events give the same bytes with the same SQLite.

use rusqlite::{Connection, ToSql, params, params_from_iter};
use serde::Serialize;

use super::chronology;
use super::csv::event_date;
use super::native::{Documents, event_out, redaction_out};
use super::{Loss, WriteOptions, Written};
use crate::model::{
    Day, DocIdx, DocumentKind, EventTable, EventType, LonLat, LonLatBox, Outcome, Placement, Row,
    Shape,
};
use crate::read::gpkg::{APPLICATION_ID, OWN_TABLE};
use crate::scene::phrases;

/// GeoPackage 1.3.0.
const USER_VERSION: i32 = 10300;

/// `gpkg_contents.last_change` must be given, and the clock is never asked.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

/// Corners of the polygon that stands for a circle.
const N_CORNERS: u32 = 48;

const SCHEMA: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE events (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, event_id TEXT, title TEXT,
  event_type TEXT, sub_event_type TEXT, background BOOLEAN, edtf TEXT, first_day DATE,
  last_day DATE, date_reason TEXT, place TEXT, place_id TEXT, radius_m DOUBLE, n_places INTEGER,
  actors TEXT, toll TEXT, killed_min INTEGER, killed_max INTEGER, wounded_min INTEGER,
  wounded_max INTEGER, killed_or_wounded_min INTEGER, killed_or_wounded_max INTEGER,
  captured_min INTEGER, captured_max INTEGER, n_claims INTEGER, excerpt TEXT, digest TEXT,
  publisher TEXT, url TEXT, colour TEXT, redaction TEXT);
CREATE TABLE places (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, event_fid INTEGER, name TEXT,
  name_en TEXT, name_ar TEXT, place_id TEXT, radius_m DOUBLE, edtf TEXT, first_day DATE,
  last_day DATE, event_type TEXT);
CREATE TABLE areas (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, event_fid INTEGER,
  name TEXT, what TEXT, radius_m DOUBLE, first_day DATE, last_day DATE, event_type TEXT);
CREATE TABLE lines (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTILINESTRING, event_fid INTEGER,
  name TEXT, first_day DATE, last_day DATE, event_type TEXT);
CREATE TABLE claims (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, event_fid INTEGER, document_fid INTEGER,
  number INTEGER, edtf TEXT, first_day DATE, last_day DATE, date_reason TEXT, places TEXT,
  actors TEXT, tolls TEXT, excerpt TEXT, digest TEXT, attribution TEXT, note TEXT);
CREATE TABLE documents (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, document_id TEXT, kind TEXT, title TEXT,
  publisher TEXT, author TEXT, url TEXT, language TEXT, published TEXT, published_day DATE,
  sha256 TEXT, text TEXT);
CREATE TABLE deir_atlas (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, kind TEXT NOT NULL, json TEXT NOT NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
";

/// Layers with their geometry, and what each row of them is.
const LAYERS: [(&str, Option<&str>, &str); 7] = [
    ("events", Some("POINT"), "One event a row, at its first place"),
    ("places", Some("POINT"), "Every place of every event that has a position"),
    ("areas", Some("MULTIPOLYGON"), "Areas drawn by sources, and circles in which a place lies"),
    ("lines", Some("MULTILINESTRING"), "Lines drawn by sources"),
    ("claims", None, "Each document's account of each event"),
    ("documents", None, "The reports"),
    (OWN_TABLE, None, "Documents and events whole, for Deir Atlas"),
];

/// A geometry in GeoPackage's binary form (section 2.1.3): header without an
/// envelope, then ISO WKB, little-endian.
struct Blob(Vec<u8>);

impl Blob {
    fn new(wkb_type: u32) -> Self {
        let mut bytes = vec![b'G', b'P', 0, 1];
        bytes.extend_from_slice(&4326i32.to_le_bytes());
        let mut blob = Self(bytes);
        blob.part(wkb_type);
        blob
    }

    fn part(&mut self, wkb_type: u32) {
        self.0.push(1);
        self.count(wkb_type);
    }

    fn count(&mut self, n: u32) {
        self.0.extend_from_slice(&n.to_le_bytes());
    }

    fn position(&mut self, at: LonLat) {
        self.0.extend_from_slice(&at.lon_deg().to_le_bytes());
        self.0.extend_from_slice(&at.lat_deg().to_le_bytes());
    }

    fn positions(&mut self, all: &[LonLat]) {
        self.count(u32::try_from(all.len()).unwrap_or_default());
        for at in all {
            self.position(*at);
        }
    }

    fn point(at: LonLat) -> Vec<u8> {
        let mut blob = Self::new(1);
        blob.position(at);
        blob.0
    }

    fn lines(lines: &[Vec<LonLat>]) -> Vec<u8> {
        let mut blob = Self::new(5);
        blob.count(u32::try_from(lines.len()).unwrap_or_default());
        for line in lines {
            blob.part(2);
            blob.positions(line);
        }
        blob.0
    }

    fn polygons(polygons: &[Vec<Vec<LonLat>>]) -> Vec<u8> {
        let mut blob = Self::new(6);
        blob.count(u32::try_from(polygons.len()).unwrap_or_default());
        for rings in polygons {
            blob.part(3);
            blob.count(u32::try_from(rings.len()).unwrap_or_default());
            for ring in rings {
                blob.positions(ring);
            }
        }
        blob.0
    }
}

/// A circle on the ground as a closed ring, counterclockwise.
fn circle(centre: LonLat, radius_m: f32) -> Vec<LonLat> {
    let corner = |index: u32| {
        let turn = f64::from(index % N_CORNERS) / f64::from(N_CORNERS);
        centre.offset((-360.0 * turn).rem_euclid(360.0), f64::from(radius_m))
    };
    (0..=N_CORNERS).map(corner).collect()
}

fn date(day: Option<Day>) -> Option<String> {
    day.filter(|day| day.is_bounded()).map(|day| day.to_string())
}

fn unless_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

struct Writer<'t> {
    table: &'t EventTable,
    database: &'t Connection,
    options: WriteOptions<'t>,
    bounds: Vec<LonLat>,
}

impl<'t> Writer<'t> {
    fn insert(&self, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        self.database.prepare_cached(sql)?.execute(params_from_iter(values.iter())).map(|_| ())
    }

    fn bounds(&mut self, at: impl IntoIterator<Item = LonLat>) {
        // Two corners are enough for what follows.
        let all = self.bounds.drain(..).chain(at);
        if let Some(b) = LonLatBox::around(all) {
            let corners = [(b.west_deg, b.south_deg), (b.east_deg, b.north_deg)];
            self.bounds = corners.iter().filter_map(|(x, y)| LonLat::new(*x, *y).ok()).collect();
        }
    }

    fn event(&mut self, row: Row, fid: i64) -> rusqlite::Result<()> {
        let table = self.table;
        let span = table.span(row);
        let date_of = event_date(table, row);
        let (first, last) = (date(span.map(|s| s.first)), date(span.map(|s| s.last)));
        let place = table.placements(row).next();
        let at = place.and_then(|place| place.position_as_read());
        let kind = table.event_type(row);
        let kind_name = (kind != EventType::Unstated).then(|| kind.name());
        let claim = table.claims(row).next();
        let document = claim.and_then(|claim| claim.document());
        let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
        let excerpt = claim.map_or("", |claim| claim.excerpt());
        let tolls = Outcome::ALL.map(|outcome| table.toll_range(row, outcome));
        let toll = |index: usize| tolls[index].map(|range| range.min);
        let most = |index: usize| tolls[index].and_then(|range| range.max);
        let actors: Vec<&str> = table.actors(row).iter().map(|id| table.string(*id)).collect();
        let titled = phrases::title(table, row);
        let blob = at.map(Blob::point);
        self.insert(
            "INSERT INTO events VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,\
             ?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32)",
            params![
                fid,
                blob,
                table.id(row),
                titled,
                kind_name,
                table.sub_event_type(row).map(|sub| sub.name()),
                table.is_background(row),
                date_of.as_ref().map(|(edtf, _)| edtf.as_str()),
                first,
                last,
                date_of.as_ref().and_then(|(_, reason)| unless_empty(reason)),
                place.map(|place| table.string(place.name)),
                place.map(|place| table.string(place.place)),
                place.and_then(|place| place.radius_m),
                table.n_placements(row) as i64,
                actors.join("; "),
                phrases::tolls(table, row),
                toll(0),
                most(0),
                toll(1),
                most(1),
                toll(2),
                most(2),
                toll(3),
                most(3),
                table.claims(row).len() as i64,
                unless_empty(excerpt).filter(|_| is_verbatim),
                unless_empty(excerpt).filter(|_| !is_verbatim),
                document.map(|document| document.publisher()),
                document.and_then(|document| unless_empty(document.url())),
                crate::scene::theme::LIGHT.event_type(kind).to_string(),
                self.options.notice.profile.name(),
            ],
        )?;
        self.bounds(at);
        for place in table.placements(row) {
            self.place(&place, fid, row)?;
        }
        Ok(())
    }

    fn place(&mut self, place: &Placement, event: i64, row: Row) -> rusqlite::Result<()> {
        let table = self.table;
        let Some(at) = place.position_as_read() else { return Ok(()) };
        let span = table.span(row);
        let (first, last) = (date(span.map(|s| s.first)), date(span.map(|s| s.last)));
        let edtf = event_date(table, row).map(|(edtf, _)| edtf.to_string());
        let name = table.string(place.name);
        let (name_en, name_ar) = phrases::place_name(table, place);
        let kind = table.event_type(row).name();
        self.insert(
            "INSERT INTO places VALUES (NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
            params![
                Blob::point(at),
                event,
                name,
                name_en,
                unless_empty(&name_ar),
                table.string(place.place),
                place.radius_m,
                edtf,
                first,
                last,
                kind,
            ],
        )?;
        let shape = place.shape.and_then(|shape| table.shape(shape));
        let reach_m = place.radius_m.filter(|radius_m| *radius_m > 0.0 && shape.is_none());
        let area = match (shape, reach_m) {
            (Some(Shape::Polygons(polygons)), _) => Some((polygons.clone(), "drawn by the source")),
            (None, Some(radius_m)) => {
                Some((vec![vec![circle(at, radius_m)]], "somewhere in this circle"))
            }
            _ => None,
        };
        if let Some((polygons, what)) = area {
            self.bounds(polygons.iter().flatten().flatten().copied());
            let blob = Blob::polygons(&polygons);
            self.insert(
                "INSERT INTO areas VALUES (NULL,?1,?2,?3,?4,?5,?6,?7,?8)",
                params![blob, event, name_en, what, place.radius_m, first, last, kind],
            )?;
        }
        if let Some(Shape::Lines(lines)) = shape {
            self.bounds(lines.iter().flatten().copied());
            self.insert(
                "INSERT INTO lines VALUES (NULL,?1,?2,?3,?4,?5,?6)",
                params![Blob::lines(lines), event, name_en, first, last, kind],
            )?;
        }
        Ok(())
    }

    fn claims(&self, row: Row, event: i64, documents: &[DocIdx]) -> rusqlite::Result<()> {
        let table = self.table;
        for (number, claim) in (1i64..).zip(table.claims(row)) {
            let document = claim.document();
            let fid = document.and_then(|document| {
                let at = documents.binary_search(&document.index()).ok()?;
                i64::try_from(at).ok().map(|at| at + 1)
            });
            let span = claim.date().map(|date| date.span());
            let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
            let excerpt = unless_empty(claim.excerpt());
            let places: Vec<String> =
                claim.places().map(|(place, _)| phrases::place_name(table, &place).0).collect();
            let actors: Vec<&str> = claim.actors().map(|(name, _)| table.string(name)).collect();
            let tolls: Vec<String> = claim
                .tolls()
                .map(|toll| {
                    let numbers = phrases::toll_numbers(toll.min, toll.max);
                    let who = phrases::who(table.string(toll.who));
                    format!("{numbers} {} ({who})", phrases::outcome(toll.outcome))
                })
                .collect();
            self.insert(
                "INSERT INTO claims VALUES (NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
                params![
                    event,
                    fid,
                    number,
                    claim.date().map(|date| date.to_string()),
                    date(span.map(|s| s.first)),
                    date(span.map(|s| s.last)),
                    unless_empty(claim.date_reason()),
                    places.join("; "),
                    actors.join("; "),
                    tolls.join("; "),
                    excerpt.filter(|_| is_verbatim),
                    excerpt.filter(|_| !is_verbatim),
                    unless_empty(claim.attribution()),
                    unless_empty(claim.note()),
                ],
            )?;
        }
        Ok(())
    }

    fn contents(&self, rows: &[Row]) -> rusqlite::Result<()> {
        let counts = chronology::counts(self.table, rows, self.options);
        let corner = |index: usize| self.bounds.get(index);
        for (name, geometry, what) in LAYERS {
            let data_type = if geometry.is_some() { "features" } else { "attributes" };
            let at = |index: usize| corner(index).filter(|_| geometry.is_some());
            self.insert(
                "INSERT INTO gpkg_contents VALUES (?1,?2,?1,?3,?4,?5,?6,?7,?8,?9)",
                params![
                    name,
                    data_type,
                    format!("{what}. {counts}"),
                    NO_TIME,
                    at(0).map(|p| p.lon_deg()),
                    at(0).map(|p| p.lat_deg()),
                    at(1).map(|p| p.lon_deg()),
                    at(1).map(|p| p.lat_deg()),
                    geometry.map(|_| 4326),
                ],
            )?;
            if let Some(geometry) = geometry {
                self.insert(
                    "INSERT INTO gpkg_geometry_columns VALUES (?1,'geom',?2,4326,0,0)",
                    params![name, geometry],
                )?;
            }
        }
        Ok(())
    }

    fn own(&self, kind: &str, value: &impl Serialize) -> rusqlite::Result<()> {
        // Texts, numbers and lists: this cannot fail.
        let json = serde_json::to_string(value).unwrap_or_default();
        self.insert("INSERT INTO deir_atlas VALUES (NULL,?1,?2)", params![kind, json])
    }
}

fn database(
    table: &EventTable,
    rows: &[Row],
    options: WriteOptions<'_>,
) -> rusqlite::Result<Vec<u8>> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(&format!(
        "PRAGMA encoding='UTF-8'; PRAGMA page_size=4096; PRAGMA journal_mode=OFF; \
         PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={USER_VERSION};"
    ))?;
    database.execute_batch("BEGIN")?;
    database.execute_batch(SCHEMA)?;
    let held = Documents::of(table, rows, options);
    let documents: Vec<DocIdx> = held.all.iter().map(|document| document.index()).collect();
    {
        let mut writer = Writer { table, database: &database, options, bounds: Vec::new() };
        writer.own("redaction", &redaction_out(options))?;
        for (document, out) in held.all.iter().zip(held.out()) {
            let published = document.published();
            let day = published.as_ref().map(|date| date.span().first);
            writer.insert(
                "INSERT INTO documents VALUES (NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
                params![
                    held.id(*document),
                    document.kind().name(),
                    unless_empty(document.title()),
                    unless_empty(document.publisher()),
                    unless_empty(document.author()),
                    unless_empty(document.url()),
                    unless_empty(document.language()),
                    published.as_ref().map(|date| date.to_string()),
                    date(day),
                    unless_empty(document.sha256()),
                    unless_empty(document.text()),
                ],
            )?;
            writer.own("document", &out)?;
        }
        for (fid, row) in (1i64..).zip(rows) {
            writer.event(*row, fid)?;
            writer.claims(*row, fid, &documents)?;
            writer.own("event", &event_out(table, *row, &held))?;
        }
        writer.contents(rows)?;
    }
    database.flush_prepared_statement_cache();
    database.execute_batch("COMMIT")?;
    database.serialize("main").map(|data| data.to_vec())
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    match database(table, rows, options) {
        Ok(bytes) => Written { bytes, n_events: rows.len(), losses: Vec::new() },
        // Only memory can run out: the statements are fixed and the values are data.
        Err(_) => {
            let what = "events: SQLite could not hold them in memory";
            Written { losses: vec![Loss { what, n: rows.len() }], ..Written::default() }
        }
    }
}
