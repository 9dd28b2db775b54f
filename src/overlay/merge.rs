//! Laying a stronger tree over a weaker one, by the shape of what they hold.
//!
//! Maps merge, scalars and lists are replaced, another variant of a choice drops the old variant's keys, `null`
//! stays as the mark of a removal (`sweep` takes it away at the end). Nothing beaten is forgotten.

use std::collections::BTreeMap;

use crate::source::Span;
use crate::spec::word::KeyKind;
use crate::spec::{Fields, Shape};
use crate::syntax::{Entry, Mapping, Node, Origin, Value};

/// How a layer is laid over the weaker ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// What people write for one app: it wins, whole.
    Win,
    /// An environment's overrides: a variant other than the app's is skipped.
    Fit,
}

/// A `null` that found nothing to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleRemoval {
    /// Where the `null` is written.
    pub at: Option<Span>,
    /// The key it was to remove.
    pub key: String,
}

/// Merges layers, and remembers the removals that removed nothing.
#[derive(Debug, Default)]
pub struct Merge {
    pub idle: Vec<IdleRemoval>,
}

impl Merge {
    /// `strong` laid over `weak`; both fit `shape`.
    pub fn lay(&mut self, weak: Node, strong: &Node, shape: Shape, manner: Manner) -> Node {
        if manner == Manner::Fit && is_other_alternative(shape, &weak, strong) {
            return weak;
        }
        let shape = alternative(shape, strong);
        match (weak.value, &strong.value) {
            (Value::Mapping(weaker), Value::Mapping(stronger)) => {
                let origin = strong.origin.clone().merged(weak.origin);
                let merged = match shape {
                    Shape::Struct(fields) => self.lay_struct(weaker, stronger, fields, manner),
                    // A label's `null` takes away what `resolve` gives, which nobody knows here.
                    Shape::Map(KeyKind::Label, value) => {
                        Merge::default().lay_entries(weaker, stronger, manner, |_| value())
                    }
                    Shape::Map(_, value) => self.lay_entries(weaker, stronger, manner, |_| value()),
                    _ => self.lay_entries(weaker, stronger, manner, |_| Shape::Any),
                };
                Node::mapping(merged, origin)
            }
            (_, value) => Node::new(value.clone(), strong.origin.clone().beating(weak.origin)),
        }
    }

    fn lay_struct(
        &mut self,
        mut weak: Mapping,
        strong: &Mapping,
        fields: &Fields,
        manner: Manner,
    ) -> Mapping {
        let mut strong = strong.clone();
        for (choice, variants) in chosen(&strong, fields) {
            let Some(others) = clash(&weak, fields, choice, &variants) else { continue };
            let in_choice = |entry: &Entry| member(fields, entry, choice);
            if manner == Manner::Fit {
                strong.retain(|entry| !in_choice(entry));
                continue;
            }
            let beaten: Vec<Origin> =
                others.iter().filter_map(|key| weak.remove(key)).map(|entry| entry.value.origin).collect();
            if let Some(winner) = strong.iter_mut().find(|entry| member(fields, entry, choice)) {
                let origin = std::mem::take(&mut winner.value.origin);
                winner.value.origin = beaten.into_iter().fold(origin, Origin::beating);
            }
        }
        self.lay_entries(weak, &strong, manner, |key| {
            fields.field(key).map_or(Shape::Any, |field| (field.shape)())
        })
    }

    fn lay_entries(
        &mut self,
        mut weak: Mapping,
        strong: &Mapping,
        manner: Manner,
        shape_of: impl Fn(&str) -> Shape,
    ) -> Mapping {
        for entry in strong.iter() {
            match weak.entry_mut(&entry.key) {
                Some(weaker) if !(weaker.value.is_null() && entry.value.is_null()) => {
                    // Why the weaker key was there no longer counts: it would be there without it.
                    let written = weaker.key_origin.span().map_or(Origin::Unknown, Origin::At);
                    weaker.key_origin = entry.key_origin.clone().merged(written);
                    let value = std::mem::take(&mut weaker.value);
                    weaker.value = self.lay(value, &entry.value, shape_of(&entry.key), manner);
                }
                found => {
                    if entry.value.is_null() {
                        let key = entry.key.to_string();
                        self.idle.push(IdleRemoval { at: entry.value.origin.span(), key });
                    }
                    if found.is_none() {
                        weak.push(entry.clone());
                    }
                }
            }
        }
        weak
    }
}

/// The alternative of a shape that a tree means, by its YAML type.
pub fn alternative(shape: Shape, node: &Node) -> Shape {
    let Shape::Either(alternatives) = shape else { return shape };
    let fits = |shape: &Shape| match (shape, &node.value) {
        (Shape::Struct(_) | Shape::Map(..) | Shape::Kubernetes(_), Value::Mapping(_)) => true,
        (Shape::List(_), Value::Sequence(_)) => true,
        (Shape::Constant(_) | Shape::Flag, Value::Bool(_)) => true,
        (Shape::Integer { .. }, Value::Number(_)) => true,
        (Shape::Text(_) | Shape::Choice(_), Value::String(_)) => true,
        (Shape::Scalar, Value::Bool(_) | Value::Number(_) | Value::String(_)) => true,
        _ => false,
    };
    alternatives.iter().map(|shape| alternative(shape(), node)).find(fits).unwrap_or(Shape::Any)
}

/// Whether two trees mean different alternatives, such as a switch and settings.
fn is_other_alternative(shape: Shape, weak: &Node, strong: &Node) -> bool {
    let is_map = |node: &Node| matches!(node.value, Value::Mapping(_));
    matches!(shape, Shape::Either(_))
        && !weak.is_null()
        && !strong.is_null()
        && is_map(weak) != is_map(strong)
}

/// For each choice that a mapping makes: the variants that all its keys allow.
fn chosen(mapping: &Mapping, fields: &Fields) -> BTreeMap<&'static str, Vec<String>> {
    let mut choices: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for entry in mapping.iter().filter(|entry| !entry.value.is_null()) {
        let Some((choice, variants)) = fields.field(&entry.key).and_then(|field| field.choice.as_ref())
        else {
            continue;
        };
        choices
            .entry(choice)
            .and_modify(|known| known.retain(|variant| variants.contains(variant)))
            .or_insert_with(|| variants.clone());
    }
    choices
}

/// The weaker keys that none of the chosen variants has; `None` where there is no clash.
fn clash(weak: &Mapping, fields: &Fields, choice: &str, variants: &[String]) -> Option<Vec<String>> {
    let outside = |entry: &&Entry| {
        fields.field(&entry.key).and_then(|field| field.choice.as_ref()).is_some_and(|(name, allowed)| {
            *name == choice && !allowed.iter().any(|variant| variants.contains(variant))
        })
    };
    let keys: Vec<String> = weak
        .iter()
        .filter(|entry| !entry.value.is_null())
        .filter(outside)
        .map(|e| e.key.to_string())
        .collect();
    (!keys.is_empty()).then_some(keys)
}

fn member(fields: &Fields, entry: &Entry, choice: &str) -> bool {
    let choice_of = fields.field(&entry.key).and_then(|field| field.choice.as_ref());
    choice_of.is_some_and(|(name, _)| *name == choice)
}
