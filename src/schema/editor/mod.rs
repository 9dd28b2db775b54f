//! The language as JSON Schema 2020-12, for editors: completion, hover texts, red lines.
//!
//! What no JSON Schema can say, and what must be true only after all layers are merged, is `input`'s.

mod choice;
mod structure;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::output::{LAYERED, OutputSchemas, layered_body};
use crate::spec::{DocumentKind, Shape};
use structure::Writer;

/// The schema of each kind of file by name (`app`, `overlay`…), as stable, indented JSON.
pub fn language_schemas() -> BTreeMap<&'static str, String> {
    DocumentKind::ALL.into_iter().map(|kind| (kind.schema_name(), text(&schema(kind)))).collect()
}

fn schema(kind: DocumentKind) -> Value {
    let mut root = Map::new();
    root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert(
        "$id".into(),
        json!(format!("https://platc.dev/schemas/v1alpha1/{}.schema.json", kind.schema_name())),
    );
    let mut writer = Writer::new(OutputSchemas::embedded());
    if let Shape::Struct(fields) = kind.shape() {
        root.extend(writer.body(fields));
    }
    let mut definitions = writer.into_definitions();
    definitions.insert(LAYERED.to_owned(), layered_body());
    definitions.sort_keys();
    root.insert("$defs".into(), Value::Object(definitions));
    Value::Object(root)
}

fn text(schema: &Value) -> String {
    // Writing a tree of JSON values cannot fail.
    let text = serde_json::to_string_pretty(schema).unwrap_or_default();
    format!("{text}\n")
}
