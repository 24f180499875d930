//! What a person asks to see, apart from the dates.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{DatasetId, EventType, LonLatBox, SubEventType};

/// Which events are shown, whatever their date. The default shows everything.
///
/// It names things by their words, not by ids of one table, so it outlives the
/// table it was made on. An event must pass every criterion; within one set, any
/// member will do, and an empty set asks for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Event types, read together with `sub_event_types`: an event passes when
    /// either set has it. Both empty: all.
    #[serde(with = "event_type_names")]
    pub event_types: BTreeSet<EventType>,
    /// Sub-event types; see `event_types`.
    #[serde(with = "sub_event_type_names")]
    pub sub_event_types: BTreeSet<SubEventType>,
    /// Names of actors; the empty name stands for events that name none.
    pub actors: BTreeSet<String>,
    /// Gazetteer ids, or names where a place has no id; the empty one stands
    /// for events that name no place.
    pub places: BTreeSet<String>,
    /// Publishers of the documents; the empty one stands for a claim whose
    /// document is not given or names no publisher.
    pub publishers: BTreeSet<String>,
    /// Datasets that are open but not shown.
    #[serde(with = "dataset_numbers")]
    pub hidden_datasets: BTreeSet<DatasetId>,
    /// Largest uncertainty of a place, in metres. Placements that are vaguer, or
    /// do not say how sure they are, are not on the map, and an event without any
    /// other is not shown.
    pub max_radius_m: Option<f32>,
    /// `Some(true)`: only events with a position; `Some(false)`: only those without.
    pub placed: Option<bool>,
    /// Whether events are shown that reports mention only as background.
    pub include_background: bool,
    /// Words that must all occur in the event's texts, as [`super::folded`] compares
    /// them; words in double quotes stay together. The name of a place, in any spelling
    /// that the bundled gazetteer knows, finds the events at it too. Empty: no such demand.
    pub text: String,
    /// Only events with a position inside this box.
    #[serde(with = "edges")]
    pub extent: Option<LonLatBox>,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            event_types: BTreeSet::new(),
            sub_event_types: BTreeSet::new(),
            actors: BTreeSet::new(),
            places: BTreeSet::new(),
            publishers: BTreeSet::new(),
            hidden_datasets: BTreeSet::new(),
            max_radius_m: None,
            placed: None,
            include_background: true,
            text: String::new(),
            extent: None,
        }
    }
}

impl Filter {
    /// Whether nothing is asked for: every event is shown.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Sets of ACLED types as lists of ACLED's names.
macro_rules! name_lists {
    ($module:ident, $kind:ty) => {
        mod $module {
            use std::collections::BTreeSet;

            use serde::{Deserialize, Deserializer, Serializer, de::Error};

            pub fn serialize<S: Serializer>(
                kinds: &BTreeSet<$kind>,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(kinds.iter().map(|kind| kind.name()))
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<BTreeSet<$kind>, D::Error> {
                let names = Vec::<String>::deserialize(deserializer)?;
                let kind = |name: String| {
                    <$kind>::from_name(&name)
                        .ok_or_else(|| D::Error::custom(format!("ACLED has no type `{name}`")))
                };
                names.into_iter().map(kind).collect()
            }
        }
    };
}

name_lists!(event_type_names, crate::model::EventType);
name_lists!(sub_event_type_names, crate::model::SubEventType);

/// Datasets as their numbers.
mod dataset_numbers {
    use std::collections::BTreeSet;

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::model::DatasetId;

    pub fn serialize<S: Serializer>(
        datasets: &BTreeSet<DatasetId>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(datasets.iter().map(|dataset| dataset.0))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeSet<DatasetId>, D::Error> {
        Ok(Vec::<u16>::deserialize(deserializer)?.into_iter().map(DatasetId).collect())
    }
}

/// A box as west, south, east, north in degrees, as in GeoJSON's `bbox`.
mod edges {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::LonLatBox;

    pub fn serialize<S: Serializer>(
        extent: &Option<LonLatBox>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        extent.map(LonLatBox::to_bbox).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<LonLatBox>, D::Error> {
        Ok(Option::deserialize(deserializer)?.map(LonLatBox::from_bbox))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_back_as_it_was_written() {
        let filter = Filter {
            event_types: [EventType::Battles].into(),
            sub_event_types: [SubEventType::AirDroneStrike].into(),
            actors: ["ISIS".to_owned(), String::new()].into(),
            hidden_datasets: [DatasetId(3)].into(),
            max_radius_m: Some(500.0),
            placed: Some(true),
            include_background: false,
            text: "\"two words\" قصف".to_owned(),
            extent: Some(LonLatBox {
                west_deg: 40.0,
                south_deg: 35.0,
                east_deg: 40.5,
                north_deg: 35.5,
            }),
            ..Filter::default()
        };
        let json = serde_json::to_string(&filter).unwrap();
        assert_eq!(serde_json::from_str::<Filter>(&json).unwrap(), filter);
        assert!(json.contains("\"Battles\""), "{json}");
    }

    #[test]
    fn what_a_file_leaves_out_is_not_asked_for() {
        assert!(serde_json::from_str::<Filter>("{}").unwrap().is_default());
        assert!(serde_json::from_str::<Filter>(r#"{"event_types": ["Skirmish"]}"#).is_err());
    }
}
