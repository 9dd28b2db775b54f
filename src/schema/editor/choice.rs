//! Choices as JSON Schema: where one key is written, those that exclude it are not.

use serde_json::{Map, Value, json};

use crate::spec::{Field, Fields};

/// One conditional schema for each key that excludes later ones. A `null` is no writing: it removes.
pub(super) fn clashes(fields: &Fields) -> Vec<Value> {
    let ready: Vec<&Field> =
        fields.fields.iter().filter(|field| !field.later && field.choice.is_some()).collect();
    let mut clashes = Vec::new();
    for (number, field) in ready.iter().enumerate() {
        let excluded: Map<String, Value> = ready
            .iter()
            .skip(number + 1)
            .filter(|other| field.excludes(other))
            .map(|other| (other.key.clone(), json!({"type": "null"})))
            .collect();
        if !excluded.is_empty() {
            clashes.push(json!({
                "if": {"required": [field.key], "properties": {&field.key: {"not": {"type": "null"}}}},
                "then": {"properties": excluded},
            }));
        }
    }
    clashes
}
