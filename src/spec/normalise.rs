//! Writing shorthands out, so that layers meet in one form: `http: 8080` becomes `http: {port: 8080}`.
//!
//! What does not fit its shape is left as it is: `schema` has said so.

use super::image;
use super::shape::{Fields, Shape, Shorthand};
use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, Origin, Text, Value};

/// Writes out every shorthand in a tree. Doing it twice is doing it once.
pub fn normalise(node: &mut Node, shape: Shape) {
    match shape.for_node(node) {
        Shape::Struct(fields) => {
            expand(node, fields);
            inside(node, |key| fields.field(key).map(|field| (field.shape)()));
        }
        Shape::Map(_, value) => inside(node, |_| Some(value())),
        Shape::List(item) => {
            if let Value::Sequence(items) = &mut node.value {
                items.iter_mut().for_each(|node| normalise(node, item()));
            }
        }
        _ => {}
    }
}

/// Writes out what a map holds.
fn inside(node: &mut Node, shape: impl Fn(&str) -> Option<Shape>) {
    let Some(mapping) = node.as_mapping_mut() else { return };
    let wants = |entry: &Entry| shape(&entry.key).is_some_and(|shape| has_shorthand(&entry.value, shape));
    mapping.change(wants, |entry| {
        if let Some(shape) = shape(&entry.key) {
            normalise(&mut entry.value, shape);
        }
    });
}

/// Whether there may be a shorthand in a tree.
fn has_shorthand(node: &Node, shape: Shape) -> bool {
    let in_entry = |entry: &Entry, shape: Shape| has_shorthand(&entry.value, shape);
    let mut entries = node.as_mapping().into_iter().flat_map(Mapping::iter);
    match shape.for_node(node) {
        Shape::Struct(fields) => {
            let is_short = !matches!(fields.shorthand, Shorthand::None) && node.scalar_text().is_some();
            let field = |entry: &Entry| Some((fields.field(&entry.key)?.shape)());
            is_short || entries.any(|entry| field(entry).is_some_and(|shape| in_entry(entry, shape)))
        }
        Shape::Map(_, value) => entries.any(|entry| in_entry(entry, value())),
        Shape::List(item) => node.as_sequence().into_iter().flatten().any(|node| has_shorthand(node, item())),
        _ => false,
    }
}

/// Writes one scalar out where it is short for a struct.
pub fn expand(node: &mut Node, fields: &Fields) {
    if node.scalar_text().is_none() {
        return;
    }
    match fields.shorthand {
        Shorthand::None => {}
        Shorthand::Key(key) => {
            let value = std::mem::take(node);
            let origin = value.origin.clone();
            let mut mapping = Mapping::new();
            mapping.set(Text::literal(key), value);
            *node = Node::mapping(mapping, origin);
        }
        Shorthand::Image => expand_image(node),
    }
}

fn expand_image(node: &mut Node) {
    let Some(text) = node.as_text().cloned() else { return };
    let Some(parts) = image::split(&text) else { return };
    let mut mapping = Mapping::new();
    let ranges = [("repository", Some(parts.repository)), ("tag", parts.tag), ("digest", parts.digest)];
    for (key, range) in ranges.into_iter().filter_map(|(key, range)| Some((key, range?))) {
        let part = text.get(range.clone()).unwrap_or("");
        let origin = within(&node.origin, &text, range);
        let value = Node::string(part, origin.clone());
        mapping.push(Entry { key: Text::literal(key), key_origin: origin, value });
    }
    node.value = Value::Mapping(mapping);
}

/// The place of a part of a text; the whole where escapes or line breaks hide it.
fn within(origin: &Origin, text: &str, part: std::ops::Range<usize>) -> Origin {
    let Origin::At(span) = origin else { return origin.clone() };
    let written = span.range().len();
    let quote = match written.checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return origin.clone(),
    };
    let start = span.range().start + quote;
    Origin::At(Span::new(span.file, start + part.start, start + part.end))
}
