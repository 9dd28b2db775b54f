//! Schemas that estates write themselves, as JSON Schema: of extensions. The one door to jsonschema.
//!
//! References lead nowhere outside the file, and patterns run in linear time: a schema may come from a stranger.

use std::fmt;
use std::str::FromStr;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::{Map, Number, Value};

use super::problem;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Mapping, Node, Value as Yaml};

/// A JSON Schema, ready to check data with. The dialect is what its `$schema` says, else 2020-12.
pub struct JsonSchema {
    validator: Validator,
    source: Value,
}

/// Why a text is no JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSchema {
    /// The line (from 1), where the text is no JSON.
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Debug for JsonSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonSchema").finish_non_exhaustive()
    }
}

impl JsonSchema {
    /// Reads a schema.
    ///
    /// # Errors
    /// Where the text is no JSON, breaks the rules of its dialect, or refers to something outside itself.
    pub fn read(text: &str) -> Result<Self, NoSchema> {
        let source: Value = serde_json::from_str(text)
            .map_err(|error| NoSchema { line: Some(error.line()), message: error.to_string() })?;
        let validator = jsonschema::options()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .offline()
            .build(&source)
            .map_err(|error| {
                let place = error.instance_path().as_str();
                let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
                NoSchema { line: None, message: format!("{error}{at}") }
            })?;
        Ok(JsonSchema { validator, source })
    }

    /// Checks data in which nothing is to be evaluated any more. `name` is what messages call it.
    pub fn check(&self, node: &Node, name: &str, out: &mut Vec<Diagnostic>) {
        let data = json(node);
        if self.validator.is_valid(&data) {
            return;
        }
        for error in self.validator.iter_errors(&data) {
            let place = Place::of(node, error.instance_path(), name);
            self.report(&error, &place, out);
        }
    }

    fn report(&self, error: &ValidationError<'_>, place: &Place, out: &mut Vec<Diagnostic>) {
        let Place { node, what } = place;
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let known = self.properties(error);
                let mapping = node.as_mapping();
                let free: Vec<&str> = known
                    .iter()
                    .map(String::as_str)
                    .filter(|key| mapping.is_none_or(|mapping| mapping.get(key).is_none()))
                    .collect();
                let entries = mapping.into_iter().flat_map(Mapping::iter);
                let entries = entries.filter(|entry| unexpected.iter().any(|key| *key == *entry.key));
                out.extend(entries.map(|entry| problem::unknown_field(entry, &free, what)));
            }
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let known = self.properties(error);
                if !problem::is_misspelt(name, node, |key| known.iter().any(|known| known == key)) {
                    out.extend(problem::missing_fields(node, &[name], what));
                }
            }
            ValidationErrorKind::Type { kind } => {
                out.push(problem::wrong_type(node, &expected(kind), what));
            }
            ValidationErrorKind::Enum { options } => {
                let texts: Vec<&str> =
                    options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                out.push(problem::wrong_value(node, what, &texts));
            }
            ValidationErrorKind::OneOfNotValid { .. }
            | ValidationErrorKind::AnyOf { .. }
            | ValidationErrorKind::OneOfMultipleValid { .. } => out.push(problem::wrong_form(node, what)),
            _ => {
                let message = format!("{what} does not fit its schema: {error}");
                out.push(Diagnostic::error(code::WRONG_VALUE, message).at(node.origin.span(), ""));
            }
        }
    }

    /// The properties of the schema that an error comes from.
    fn properties(&self, error: &ValidationError<'_>) -> Vec<String> {
        let pointer = error.schema_path().as_str();
        let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
        let schema = self.source.pointer(above).and_then(|schema| schema.get("properties"));
        schema.and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect()
    }
}

/// Where in the data an error is.
struct Place<'n> {
    node: &'n Node,
    what: String,
}

impl<'n> Place<'n> {
    fn of(root: &'n Node, path: &Location, name: &str) -> Self {
        let (mut node, mut what) = (root, format!("`{name}`"));
        for segment in path {
            let (below, named) = match segment {
                LocationSegment::Property(key) => (node.get(&key), format!("`{key}`")),
                LocationSegment::Index(at) => {
                    (node.as_sequence().and_then(|items| items.get(at)), format!("an item of {what}"))
                }
            };
            let Some(below) = below else { break };
            (node, what) = (below, named);
        }
        Place { node, what }
    }
}

/// The types that a schema takes, in a message's words.
fn expected(kind: &TypeKind) -> String {
    let names: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
    };
    let words = names.iter().map(|name| match name.as_str() {
        "object" => "a map",
        "array" => "a list",
        "string" => "text",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "null",
    });
    words.collect::<Vec<_>>().join(" or ")
}

/// The tree as JSON. Numbers that JSON cannot hold become text, which no schema of numbers takes.
pub(super) fn json(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(_) => Value::Bool(node.as_bool().unwrap_or_default()),
        Yaml::Number(text) => match node.as_i64() {
            Some(number) => Value::Number(number.into()),
            None => Number::from_str(text).map_or_else(|_| Value::String(text.to_string()), Value::Number),
        },
        Yaml::String(text) => Value::String(text.to_string()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(json).collect()),
        Yaml::Mapping(mapping) => {
            Value::Object(mapping.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_refers_to_nothing_outside() {
        for reference in ["https://example.com/schema.json", "file:///etc/hostname", "other.schema.json"] {
            let found = JsonSchema::read(&format!(r#"{{"$ref": "{reference}"}}"#));
            assert!(found.is_err(), "{reference}");
        }
        assert!(JsonSchema::read(r##"{"$defs": {"a": {}}, "$ref": "#/$defs/a"}"##).is_ok());
    }

    #[test]
    fn a_pattern_that_would_run_for_ever_does_not() {
        let schema = JsonSchema::read(r#"{"pattern": "^(a+)+$"}"#).unwrap();
        let text = Node::string(format!("{}b", "a".repeat(10_000)), crate::syntax::Origin::Unknown);
        let mut found = Vec::new();
        schema.check(&text, "it", &mut found);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_is_no_schema_is_said_with_its_place() {
        assert_eq!(JsonSchema::read("{\n\"type\": ").unwrap_err().line, Some(2));
        let found = JsonSchema::read(r#"{"properties": {"a": {"type": "strng"}}}"#).unwrap_err();
        assert!(found.message.ends_with("at /properties/a/type"), "{}", found.message);
    }
}
