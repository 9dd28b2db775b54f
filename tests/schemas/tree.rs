//! Trees from JSON, every key and value with a span of its own, and the findings that a check has on them.

use platc::diagnostic::Diagnostic;
use platc::schema::output::{KindLookup, KindSchema, Minor, Mode, OutputSchemas, SchemaRef, check};
use platc::source::{FileId, Files, Span};
use platc::syntax::{Entry, Mapping, Node, Value};

/// Gives out spans: 0..1, 1..2 and so on.
pub struct Spans {
    file: FileId,
    next: usize,
}

impl Spans {
    pub fn new() -> Self {
        Spans { file: Files::new().next_id(), next: 0 }
    }

    fn take(&mut self) -> Span {
        self.next += 1;
        Span::new(self.file, self.next - 1, self.next)
    }
}

pub fn node(json: &serde_json::Value) -> Node {
    build(json, &mut Spans::new())
}

fn build(json: &serde_json::Value, spans: &mut Spans) -> Node {
    let span = spans.take();
    let value = match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value.to_string().into()),
        serde_json::Value::Number(number) => Value::Number(number.to_string().into()),
        serde_json::Value::String(text) => Value::String(text.as_str().into()),
        serde_json::Value::Array(items) => {
            Value::Sequence(items.iter().map(|item| build(item, spans)).collect())
        }
        serde_json::Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| Entry {
                key: key.as_str().into(),
                key_origin: spans.take().into(),
                value: build(value, spans),
            });
            Value::Mapping(entries.collect::<Mapping>())
        }
    };
    Node::new(value, span)
}

/// A tree as JSON.
pub fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(_) => node.as_bool().into(),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(mapping) => serde_json::Value::Object(
            mapping.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value))).collect(),
        ),
    }
}

pub fn schemas() -> &'static OutputSchemas {
    OutputSchemas::embedded()
}

pub fn kind<'s>(object: &Node, minor: Minor) -> KindSchema<'s> {
    let text = |key: &str| object.get(key).and_then(Node::as_str).unwrap();
    match schemas().kind(text("apiVersion"), text("kind"), minor) {
        KindLookup::Found(schema) => schema,
        _ => panic!("{} {} is not served in {minor}", text("apiVersion"), text("kind")),
    }
}

/// What is wrong with an object in the newest minor.
pub fn complete(object: &serde_json::Value) -> Vec<Diagnostic> {
    complete_in(object, schemas().newest())
}

pub fn complete_in(object: &serde_json::Value, minor: Minor) -> Vec<Diagnostic> {
    let object = node(object);
    findings(&object, kind(&object, minor).node, Mode::Complete)
}

/// What is wrong with a part at a position, in the newest minor.
pub fn fragment(position: &str, part: &serde_json::Value) -> Vec<Diagnostic> {
    let at =
        schemas().position(position, schemas().newest()).unwrap_or_else(|| panic!("no position {position}"));
    findings(&node(part), at, Mode::Fragment)
}

pub fn findings(node: &Node, at: SchemaRef<'_>, mode: Mode) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    check(node, at, mode, &mut out);
    out
}
