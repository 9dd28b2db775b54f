//! Schema nodes as JSON Schema 2020-12, for editors.
//!
//! Which language fields take which node, and the file around it, are left to `spec`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::SchemaRef;
use super::keywords::{Scalar, SchemaNode, Type};

/// The name of the definition of what any layer may write instead of a value.
pub const LAYERED: &str = "expressionOrNull";

/// The `$defs` of one JSON Schema, filled by [`json_schema`].
#[derive(Default)]
pub struct Definitions {
    names: BTreeMap<u32, String>,
    bodies: BTreeMap<String, Value>,
}

impl Definitions {
    pub fn new() -> Self {
        Definitions::default()
    }

    /// The definitions by name, sorted: `k8s.<definition>`, and [`LAYERED`] where it is used.
    pub fn into_map(self) -> Map<String, Value> {
        self.bodies.into_iter().collect()
    }

    /// A reference to a node's definition, which is written where it is not there yet.
    fn reference(&mut self, at: SchemaRef<'_>, name: &str) -> Value {
        if let Some(known) = self.names.get(&at.index) {
            return reference(known);
        }
        let free = |name: &String, bodies: &BTreeMap<String, Value>| !bodies.contains_key(name);
        let plain = format!("k8s.{name}");
        let numbered = (2..).map(|number| format!("k8s.{name}.{number}"));
        let name =
            std::iter::once(plain).chain(numbered).find(|name| free(name, &self.bodies)).unwrap_or_default();
        // The name is taken before the body is written: definitions may contain themselves.
        self.names.insert(at.index, name.clone());
        self.bodies.insert(name.clone(), Value::Bool(true));
        let body = body(at, self);
        self.bodies.insert(name.clone(), body);
        reference(&name)
    }

    /// What any layer may write instead of a value: an expression, or `null`.
    fn layered(&mut self) -> Value {
        self.bodies.entry(LAYERED.to_owned()).or_insert_with(layered_body);
        reference(LAYERED)
    }
}

/// The definition of what any layer may write instead of a value.
pub fn layered_body() -> Value {
    let description = "An expression, `${{ … }}`; or `null`, which takes away what weaker layers say.";
    json!({"type": ["string", "null"], "pattern": r"\$\{\{", "description": description})
}

/// The JSON Schema of a node: properties, types, enums, nothing unknown. Every value below it may also be `null` or text
/// with an expression; nothing is required, since a layer need not say everything.
pub fn json_schema(at: SchemaRef<'_>, definitions: &mut Definitions) -> Value {
    match at.name() {
        Some(name) if at.node.type_ == Some(Type::Map) => definitions.reference(at, name),
        _ => body(at, definitions),
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn body(at: SchemaRef<'_>, definitions: &mut Definitions) -> Value {
    match at.node.type_ {
        None => Value::Bool(true),
        Some(Type::Map) => map(at, definitions),
        Some(Type::List) => list(at, definitions),
        Some(Type::Boolean) => scalar(at.node, "boolean"),
        Some(Type::Integer) => scalar(at.node, "integer"),
        Some(Type::Number) => scalar(at.node, "number"),
        Some(Type::Text) => scalar(at.node, "string"),
        Some(Type::IntegerOrText) => json!({"type": ["integer", "string"]}),
        Some(Type::Quantity) => json!({"type": ["number", "string"]}),
    }
}

/// The schema of a value below the one asked for: itself, or what a layer may write instead.
fn below(at: SchemaRef<'_>, definitions: &mut Definitions) -> Value {
    match at.node.type_ {
        None => Value::Bool(true),
        Some(Type::Text) if at.node.allowed.is_empty() => json!({"type": ["string", "null"]}),
        Some(Type::IntegerOrText) => json!({"type": ["integer", "string", "null"]}),
        Some(Type::Quantity) => json!({"type": ["number", "string", "null"]}),
        Some(_) => json!({"anyOf": [json_schema(at, definitions), definitions.layered()]}),
    }
}

fn map(at: SchemaRef<'_>, definitions: &mut Definitions) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    let mut properties = Map::new();
    for name in at.fields() {
        if let Some(field) = at.field(name) {
            properties.insert(name.to_owned(), below(field, definitions));
        }
    }
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    let others = match at.values() {
        Some(values) => below(values, definitions),
        None => Value::Bool(at.is_open()),
    };
    schema.insert("additionalProperties".to_owned(), others);
    Value::Object(schema)
}

fn list(at: SchemaRef<'_>, definitions: &mut Definitions) -> Value {
    match at.items() {
        Some(items) => json!({"type": "array", "items": below(items, definitions)}),
        None => json!({"type": "array"}),
    }
}

fn scalar(node: &SchemaNode, type_: &str) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(type_));
    if !node.allowed.is_empty() {
        let values = node.allowed.iter().map(|value| match value {
            Scalar::Text(text) => json!(text.as_str()),
            Scalar::Integer(number) => json!(number),
            Scalar::Other(value) => value.clone(),
        });
        schema.insert("enum".to_owned(), values.collect());
    }
    let limits = [("minimum", node.minimum), ("maximum", node.maximum)];
    for (keyword, limit) in limits.into_iter().filter_map(|(keyword, limit)| Some((keyword, limit?))) {
        schema.insert(keyword.to_owned(), whole(limit));
    }
    Value::Object(schema)
}

/// A limit as an integer where it is one.
fn whole(limit: f64) -> Value {
    match limit.fract() == 0.0 && limit.abs() < 9e15 {
        true => json!(limit as i64),
        false => json!(limit),
    }
}
