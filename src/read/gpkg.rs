//! GeoPackage: files of this program whole, and other people's feature layers.
//!
//! A layer becomes a list of GeoJSON features, which the reader of GeoJSON
//! understands by the names of their columns.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value, json};

use super::native::{self, EVENTS_FORMAT, VERSION};
use super::problem::{ReadError, ReadOutcome};
use super::{ReadOptions, wkb};

/// `GPKG`, at byte 68 of the file.
pub const APPLICATION_ID: i32 = 0x4750_4B47;

/// The table in which this program keeps documents and events whole.
pub const OWN_TABLE: &str = "deir_atlas";

/// The first bytes of every SQLite database.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Reads the events of a GeoPackage.
///
/// # Errors
/// [`ReadError::Database`] when it cannot be opened or has no features.
pub fn read_gpkg(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let failed = |error: rusqlite::Error| ReadError::Database { reason: error.to_string() };
    let database = opened(bytes).map_err(failed)?;
    if let Some(text) = own(&database).map_err(failed)? {
        return native::read_json(&text, name, options);
    }
    let layers = layers(&database).map_err(failed)?;
    if layers.is_empty() {
        let reason = "it has no layer of features".to_owned();
        return Err(ReadError::Database { reason });
    }
    let mut features = Vec::new();
    for layer in &layers {
        options.check_cancelled()?;
        features.extend(layer.features(&database).map_err(failed)?);
    }
    let n_features = features.len();
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    let mut outcome = native::read_json(&text, name, options)?;
    let names: Vec<&str> = layers.iter().map(|layer| layer.table.as_str()).collect();
    outcome.notes.insert(
        0,
        format!(
            "GeoPackage: {n_features} features of {}; lines in problems count features",
            names.join(", ")
        ),
    );
    Ok(outcome)
}

/// The database in memory. SQLite checks what it reads, so a damaged file ends
/// in an error.
fn opened(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut database = Connection::open_with_flags(":memory:", flags)?;
    database.deserialize_read_exact("main", bytes, bytes.len(), true)?;
    // What a file brings along is data, never code.
    database.execute_batch("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;")?;
    Ok(database)
}

/// The native form of what this program wrote; `None` for other files.
fn own(database: &Connection) -> rusqlite::Result<Option<String>> {
    let n: i64 = database.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1",
        [OWN_TABLE],
        |row| row.get(0),
    )?;
    if n == 0 {
        return Ok(None);
    }
    let list = |kind: &str| -> rusqlite::Result<Vec<String>> {
        database
            .prepare("SELECT json FROM deir_atlas WHERE kind = ?1 ORDER BY fid")?
            .query_map([kind], |row| row.get(0))?
            .collect()
    };
    let redaction = list("redaction")?.into_iter().next().unwrap_or_else(|| "null".to_owned());
    Ok(Some(format!(
        "{{\"format\":\"{EVENTS_FORMAT}\",\"version\":{VERSION},\"redaction\":{redaction},\n\
         \"documents\":[\n{}\n],\n\"events\":[\n{}\n]}}\n",
        list("document")?.join(",\n"),
        list("event")?.join(",\n")
    )))
}

struct Layer {
    table: String,
    geometry: String,
    srs: i64,
}

/// Layers of features in degrees.
fn layers(database: &Connection) -> rusqlite::Result<Vec<Layer>> {
    database
        .prepare(
            "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c \
             JOIN gpkg_geometry_columns g ON g.table_name = c.table_name \
             WHERE c.data_type = 'features' ORDER BY c.table_name",
        )?
        .query_map([], |row| {
            Ok(Layer { table: row.get(0)?, geometry: row.get(1)?, srs: row.get(2)? })
        })?
        .collect()
}

impl Layer {
    fn features(&self, database: &Connection) -> rusqlite::Result<Vec<Value>> {
        let table = self.table.replace('"', "\"\"");
        let mut statement = database.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let mut features = Vec::new();
        while let Some(row) = rows.next()? {
            let (mut members, mut geometry) = (Map::new(), Value::Null);
            for (index, name) in names.iter().enumerate() {
                let value = row.get_ref(index)?;
                if *name == self.geometry {
                    // Positions in other systems than degrees stay unknown.
                    let blob = value.as_blob().ok().filter(|_| self.srs == 4326);
                    geometry = blob.and_then(wkb::geometry).unwrap_or_default();
                    continue;
                }
                let value = match value {
                    ValueRef::Null | ValueRef::Blob(_) => continue,
                    ValueRef::Integer(number) => json!(number),
                    ValueRef::Real(number) => json!(number),
                    ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
                };
                members.insert(name.clone(), value);
            }
            features.push(json!({
                "type": "Feature", "geometry": geometry, "properties": members,
            }));
        }
        Ok(features)
    }
}
