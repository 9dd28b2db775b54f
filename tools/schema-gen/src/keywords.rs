//! The keywords of one schema node, from OpenAPI's words to the short ones of the artefact.
//!
//! Children (properties, items, value checks) are left to `openapi` and `crd`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// OpenAPI keyword and its short name; what is not listed is dropped.
const COPIED: &[(&str, &str)] = &[
    ("enum", "e"),
    ("format", "f"),
    ("pattern", "re"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("multipleOf", "mul"),
    ("minLength", "minL"),
    ("maxLength", "maxL"),
    ("minItems", "minI"),
    ("maxItems", "maxI"),
    ("minProperties", "minP"),
    ("maxProperties", "maxP"),
    ("x-kubernetes-list-map-keys", "lk"),
    ("x-kubernetes-patch-merge-key", "pk"),
    ("x-kubernetes-patch-strategy", "ps"),
    ("x-kubernetes-unions", "un"),
];

/// Boolean OpenAPI keyword and its short name; kept where true.
const FLAGS: &[(&str, &str)] = &[
    ("nullable", "nul"),
    ("exclusiveMinimum", "xmin"),
    ("exclusiveMaximum", "xmax"),
    ("x-kubernetes-preserve-unknown-fields", "pu"),
    ("x-kubernetes-embedded-resource", "er"),
];

/// The node's own keywords.
pub fn local(raw: &Map<String, Value>) -> BTreeMap<String, Value> {
    let mut local = BTreeMap::new();
    for (long, short) in COPIED {
        if let Some(value) = raw.get(*long) {
            local.insert((*short).to_owned(), value.clone());
        }
    }
    for (long, short) in FLAGS {
        if raw.get(*long) == Some(&Value::Bool(true)) {
            local.insert((*short).to_owned(), json!(1));
        }
    }
    if let Some(letter) = raw.get("type").and_then(Value::as_str).and_then(type_letter) {
        local.insert("t".to_owned(), json!(letter));
    }
    if let Some(required) = raw.get("required").and_then(Value::as_array).filter(|list| !list.is_empty()) {
        local.insert("q".to_owned(), sorted(required));
    }
    if let Some(letter) =
        raw.get("x-kubernetes-list-type").and_then(Value::as_str).and_then(|text| text.get(..1))
    {
        local.insert("lt".to_owned(), json!(letter));
    }
    if raw.get("x-kubernetes-map-type").and_then(Value::as_str) == Some("atomic") {
        local.insert("mt".to_owned(), json!("a"));
    }
    if let Some(rules) = raw.get("x-kubernetes-validations").and_then(Value::as_array) {
        local.insert("cel".to_owned(), rules.iter().map(rule).collect());
    }
    if raw.get("description").and_then(Value::as_str).is_some_and(is_deprecated) {
        local.insert("dep".to_owned(), json!(1));
    }
    local
}

fn type_letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "object" => "o",
        "array" => "a",
        "string" => "s",
        "integer" => "i",
        "number" => "n",
        "boolean" => "b",
        _ => return None,
    })
}

fn sorted(list: &[Value]) -> Value {
    let mut names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    names.sort_unstable();
    names.dedup();
    json!(names)
}

/// A CEL rule: `r` its text, `m` and `me` its message or message expression, `fp` the field it speaks of.
fn rule(raw: &Value) -> Value {
    let mut rule = Map::new();
    for (long, short) in [
        ("rule", "r"),
        ("message", "m"),
        ("messageExpression", "me"),
        ("fieldPath", "fp"),
        ("optionalOldSelf", "oo"),
    ] {
        if let Some(value) = raw.get(long) {
            rule.insert(short.to_owned(), value.clone());
        }
    }
    Value::Object(rule)
}

/// Upstream marks deprecated fields in prose only.
fn is_deprecated(description: &str) -> bool {
    ["Deprecated:", "Deprecated.", "DEPRECATED", "This field is deprecated", "This API is deprecated"]
        .iter()
        .any(|mark| description.contains(mark))
}

/// Whether a default is Go's zero value, which published documents write for every field without pointer.
pub fn is_zero(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.values().all(is_zero),
    }
}

/// Whether a property has an empty text for a default because upstream says so: those of required fields stand for Go's
/// zero values, as do empty maps anywhere.
pub fn is_empty_default(raw: &Map<String, Value>, name: &str) -> bool {
    let required = raw.get("required").and_then(Value::as_array);
    let default = raw.get("properties").and_then(|properties| properties.get(name)?.get("default"));
    default == Some(&json!("")) && !required.is_some_and(|names| names.contains(&json!(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_dropped_and_its_deprecation_kept() {
        let raw =
            json!({"type": "string", "description": "Deprecated: use y.", "example": "x", "title": "t"});
        let local = local(raw.as_object().unwrap());
        assert_eq!(serde_json::to_value(local).unwrap(), json!({"t": "s", "dep": 1}));
    }

    #[test]
    fn zero_defaults_are_told_from_real_ones() {
        assert!(is_zero(&json!({})) && is_zero(&json!("")) && is_zero(&json!(0)));
        assert!(!is_zero(&json!("TCP")) && !is_zero(&json!(3)));
    }

    #[test]
    fn an_empty_default_counts_where_the_field_may_be_absent() {
        let raw =
            json!({"required": ["a"], "properties": {"a": {"default": ""}, "b": {"default": ""}, "c": {}}});
        let is = |name| is_empty_default(raw.as_object().unwrap(), name);
        assert_eq!([is("a"), is("b"), is("c")], [false, true, false]);
    }
}
