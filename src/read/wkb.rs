//! Geometries in GeoPackage's binary form (OGC 12-128r18, section 2.1.3): a
//! header, then well-known binary (ISO 19125-1), as GeoJSON.

use serde_json::{Value, json};

/// Bytes of the envelope by its indicator.
const ENVELOPES: [usize; 5] = [0, 32, 48, 48, 64];

/// Collections may lie in collections; no data need more than this.
const DEEPEST: usize = 4;

/// The geometry as GeoJSON; `None` when it is empty or malformed.
pub(super) fn geometry(blob: &[u8]) -> Option<Value> {
    let header = blob.strip_prefix(b"GP")?;
    let flags = *header.get(1)?;
    let envelope = ENVELOPES.get(usize::from(flags >> 1 & 7))?;
    if flags & 0x10 != 0 {
        return None;
    }
    // Two letters, version, flags, number of the reference system.
    let mut reader = Reader { bytes: blob.get(8 + envelope..)?, is_little: true };
    reader.geometry(DEEPEST)
}

struct Reader<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take::<4>()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn degrees(&mut self) -> Option<f64> {
        let bytes = self.take::<8>()?;
        let value =
            if self.is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) };
        value.is_finite().then_some(value)
    }

    /// A position of so many numbers, of which the first two count.
    fn position(&mut self, n_numbers: usize) -> Option<Value> {
        let (lon, lat) = (self.degrees()?, self.degrees()?);
        for _ in 2..n_numbers {
            // Heights and measures may be unknown, which is not a number.
            self.take::<8>()?;
        }
        Some(json!([lon, lat]))
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<Value>) -> Option<Value> {
        let n = self.number()?;
        // A count is never believed before its items are there.
        let mut items = Vec::new();
        for _ in 0..n {
            items.push(item(self)?);
        }
        Some(Value::Array(items))
    }

    fn geometry(&mut self, depth: usize) -> Option<Value> {
        if depth == 0 {
            return None;
        }
        let [order] = self.take::<1>()?;
        self.is_little = order == 1;
        let kind = self.number()?;
        // ISO adds 1000 for heights, 2000 for measures, 3000 for both.
        let n_numbers = match kind / 1000 {
            0 => 2,
            1 | 2 => 3,
            3 => 4,
            _ => return None,
        };
        let line = |r: &mut Self| r.list(|r| r.position(n_numbers));
        let parts = |r: &mut Self| r.list(|r| Some(r.geometry(depth - 1)?["coordinates"].take()));
        let (name, coordinates) = match kind % 1000 {
            1 => ("Point", self.position(n_numbers)?),
            2 => ("LineString", line(self)?),
            3 => ("Polygon", self.list(line)?),
            4 => ("MultiPoint", parts(self)?),
            5 => ("MultiLineString", parts(self)?),
            6 => ("MultiPolygon", parts(self)?),
            7 => {
                let all = self.list(|r| r.geometry(depth - 1))?;
                return Some(json!({"type": "GeometryCollection", "geometries": all}));
            }
            _ => return None,
        };
        Some(json!({"type": name, "coordinates": coordinates}))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(flags: u8) -> Vec<u8> {
        let mut blob = b"GP\0".to_vec();
        blob.push(flags);
        blob.extend(4326i32.to_le_bytes());
        blob
    }

    #[test]
    fn both_byte_orders_and_heights_are_understood() {
        let expected = json!({"type": "Point", "coordinates": [40.5, 35.25]});
        let mut little = header(1);
        little.push(1);
        little.extend(1u32.to_le_bytes());
        little.extend(40.5f64.to_le_bytes());
        little.extend(35.25f64.to_le_bytes());
        assert_eq!(geometry(&little), Some(expected.clone()));
        let mut big = header(2);
        big.extend([0; 32]);
        big.push(0);
        big.extend(1001u32.to_be_bytes());
        for number in [40.5f64, 35.25, f64::NAN] {
            big.extend(number.to_be_bytes());
        }
        assert_eq!(geometry(&big), Some(expected));
        assert_eq!(geometry(&little[..little.len() - 1]), None, "cut off");
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_geometry_or_none(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut blob = header(1);
            blob.extend(bytes);
            let _ = geometry(&blob);
        }
    }
}
