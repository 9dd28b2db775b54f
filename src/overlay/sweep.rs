//! Taking the marks of removals out of a merged tree.

use super::merge::alternative;
use crate::spec::Shape;
use crate::spec::word::KeyKind;
use crate::syntax::{Mapping, Node, Value};

/// Drops every `null`, but those of labels and annotations: they take away what later steps give.
pub fn sweep(node: &mut Node, shape: Shape) {
    let shape = alternative(shape, node);
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
    if !matches!(shape, Shape::Map(KeyKind::Label, _)) {
        mapping.retain(|entry| !entry.value.is_null());
    }
    for entry in mapping.iter_mut() {
        let shape = match shape {
            Shape::Struct(fields) => fields.field(&entry.key).map_or(Shape::Any, |field| (field.shape)()),
            Shape::Map(_, value) => value(),
            _ => Shape::Any,
        };
        sweep(&mut entry.value, shape);
    }
}
