//! Taking the marks of removals out of a merged tree.

use super::merge::{below, keeps_null};
use crate::spec::Shape;
use crate::syntax::{Entry, Mapping, Node, Value};

/// Drops every `null`, but those of labels and annotations: they take away what later steps give.
pub fn sweep(node: &mut Node, shape: Shape) {
    let shape = shape.for_node(node);
    match &mut node.value {
        Value::Mapping(mapping) => sweep_mapping(mapping, shape),
        Value::Sequence(items) => {
            let item = if let Shape::List(item) = shape { item() } else { Shape::Any };
            items.iter_mut().for_each(|node| sweep(node, item));
        }
        _ => {}
    }
}

fn sweep_mapping(mapping: &mut Mapping, shape: Shape) {
    if !keeps_null(shape) && mapping.iter().any(|entry| entry.value.is_null()) {
        mapping.retain(|entry| !entry.value.is_null());
    }
    let wants = |entry: &Entry| has_null(&entry.value);
    mapping.change(wants, |entry| sweep(&mut entry.value, below(shape, &entry.key)));
}

/// Whether there is a `null` below.
fn has_null(node: &Node) -> bool {
    let is_or_has = |node: &Node| node.is_null() || has_null(node);
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().any(|entry| is_or_has(&entry.value)),
        Value::Sequence(items) => items.iter().any(is_or_has),
        _ => false,
    }
}
