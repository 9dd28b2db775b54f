//! Taking the marks of removals out of a merged tree.

use super::merge::{below, keeps_null};
use crate::spec::Shape;
use crate::syntax::{Mapping, Node, Value};

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
    if !keeps_null(shape) {
        mapping.retain(|entry| !entry.value.is_null());
    }
    for entry in mapping.iter_mut() {
        sweep(&mut entry.value, below(shape, &entry.key));
    }
}
