//! Shapes as JSON Schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::choice;
use crate::schema::output::{Definitions, LAYERED, OutputSchemas, SchemaRef, json_schema};
use crate::spec::shape::Rest;
use crate::spec::word::{KeyKind, TextKind, Word};
use crate::spec::{Field, Fields, Shape};

/// Writes shapes, and collects the definitions that they refer to.
pub(super) struct Writer {
    schemas: &'static OutputSchemas,
    structures: BTreeMap<String, Value>,
    kubernetes: Definitions,
}

impl Writer {
    pub fn new(schemas: &'static OutputSchemas) -> Self {
        Writer { schemas, structures: BTreeMap::new(), kubernetes: Definitions::new() }
    }

    pub fn into_definitions(self) -> Map<String, Value> {
        let mut definitions = self.kubernetes.into_map();
        definitions.extend(self.structures);
        definitions
    }

    /// What a struct is, written out.
    pub fn body(&mut self, fields: &Fields) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("title".into(), json!(fields.name));
        body.insert("description".into(), json!(fields.doc));
        body.insert("type".into(), json!("object"));
        let required: Vec<&str> =
            fields.fields.iter().filter(|field| field.written).map(|field| field.key.as_str()).collect();
        if !required.is_empty() {
            body.insert("required".into(), json!(required));
        }
        let mut properties: Map<String, Value> =
            fields.fields.iter().map(|field| (field.key.clone(), self.property(field))).collect();
        if let Some(rest) = fields.rest {
            self.words(fields, rest, &mut properties);
        }
        body.insert("properties".into(), Value::Object(properties));
        body.insert("additionalProperties".into(), json!(false));
        let clashes = choice::clashes(fields);
        if !clashes.is_empty() {
            body.insert("allOf".into(), Value::Array(clashes));
        }
        body
    }

    fn property(&mut self, field: &Field) -> Value {
        if field.later {
            return json!({"description": format!("Not supported yet. {}", field.doc), "not": {}});
        }
        let mut property = Map::new();
        property.insert("description".into(), json!(field.doc));
        let schema = self.shape((field.shape)());
        match field.written {
            true => property.extend(inlined(schema)),
            false => property.extend(inlined(layered(schema))),
        }
        Value::Object(property)
    }

    /// The words of a Kubernetes structure that stand beside the fields.
    fn words(&mut self, fields: &Fields, rest: Rest, properties: &mut Map<String, Value>) {
        let Some(at) = self.position(rest.position) else { return };
        for word in at.fields().filter(|word| fields.field(word).is_none() && rest.instead_of(word).is_none())
        {
            if let Some(field) = at.field(word) {
                let schema = layered(json_schema(field, &mut self.kubernetes));
                properties.insert(word.to_owned(), schema);
            }
        }
    }

    fn shape(&mut self, shape: Shape) -> Value {
        match shape {
            Shape::Any => json!({}),
            Shape::Flag => json!({"type": "boolean"}),
            Shape::Constant(value) => json!({"const": value}),
            Shape::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
            Shape::Text(kind) => text(kind),
            Shape::Scalar => json!({"type": ["string", "number", "boolean"]}),
            Shape::Choice(words) => choice_of(words),
            Shape::List(item) => json!({"type": "array", "items": layered(self.shape(item()))}),
            Shape::Map(keys, value) => map(keys, layered(self.shape(value()))),
            Shape::Struct(fields) => self.structure(fields),
            Shape::Either(alternatives) => {
                let alternatives: Vec<Value> = alternatives.iter().map(|shape| self.shape(shape())).collect();
                any_of(alternatives)
            }
            Shape::Kubernetes(position) => match self.position(position) {
                Some(at) => json_schema(at, &mut self.kubernetes),
                None => json!({}),
            },
        }
    }

    /// A reference to a struct's definition, and the scalar that is short for it.
    fn structure(&mut self, fields: &Fields) -> Value {
        if !self.structures.contains_key(fields.name) {
            // The name is taken before the body is written: structs may contain themselves.
            self.structures.insert(fields.name.to_owned(), Value::Bool(true));
            let body = self.body(fields);
            self.structures.insert(fields.name.to_owned(), Value::Object(body));
        }
        let reference = json!({"$ref": format!("#/$defs/{}", fields.name)});
        match fields.short() {
            None => reference,
            Some(_) if fields.is_image() => {
                any_of(vec![json!({"type": "string", "pattern": image_pattern()}), reference])
            }
            Some(short) => any_of(vec![self.shape(short), reference]),
        }
    }

    fn position(&self, position: &str) -> Option<SchemaRef<'static>> {
        self.schemas.position(position, self.schemas.newest())
    }
}

/// The value, or what any layer may write instead.
fn layered(schema: Value) -> Value {
    any_of(vec![schema, json!({"$ref": format!("#/$defs/{LAYERED}")})])
}

/// One of several; alternatives that are such themselves are laid open.
fn any_of(schemas: Vec<Value>) -> Value {
    let mut alternatives: Vec<Value> = Vec::new();
    for schema in schemas {
        match schema {
            Value::Object(mut object) if object.len() == 1 => match object.remove("anyOf") {
                Some(Value::Array(inner)) => alternatives.extend(inner),
                Some(other) => alternatives.push(json!({"anyOf": other})),
                None => alternatives.push(Value::Object(object)),
            },
            schema => alternatives.push(schema),
        }
    }
    json!({"anyOf": alternatives})
}

/// The keywords of a schema, to stand beside a description.
fn inlined(schema: Value) -> Map<String, Value> {
    match schema {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn text(kind: TextKind) -> Value {
    match kind.pattern() {
        "" => json!({"type": "string"}),
        pattern => json!({"type": "string", "pattern": pattern}),
    }
}

fn choice_of(words: &[Word]) -> Value {
    let ready = words.iter().filter(|word| !word.later);
    let words: Vec<Value> =
        ready.map(|word| json!({"const": word.word, "description": word.doc.trim()})).collect();
    json!({"anyOf": words})
}

fn map(keys: KeyKind, value: Value) -> Value {
    json!({"type": "object", "patternProperties": {keys.pattern(): value}, "additionalProperties": false})
}

/// `repository:tag@digest`.
fn image_pattern() -> String {
    let inner = |kind: TextKind| kind.pattern().trim_start_matches('^').trim_end_matches('$').to_owned();
    let (repository, tag, digest) =
        (inner(TextKind::Repository), inner(TextKind::Tag), inner(TextKind::Digest));
    format!("^{repository}(:{tag})?(@{digest})?$")
}
