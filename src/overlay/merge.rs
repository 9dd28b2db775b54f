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
        self.lay_owned(weak, strong.clone(), shape, manner)
    }

    /// The same for a tree that nobody else needs: none of it is copied.
    pub fn lay_owned(&mut self, weak: Node, strong: Node, shape: Shape, manner: Manner) -> Node {
        if manner == Manner::Fit && is_other_alternative(shape, &weak, &strong) {
            return weak;
        }
        let shape = shape.for_node(&strong);
        match (weak.value, strong.value) {
            (Value::Mapping(weaker), Value::Mapping(stronger)) => {
                let origin = strong.origin.merged(weak.origin);
                let merged = match shape {
                    Shape::Struct(fields) => self.lay_struct(weaker, stronger, fields, manner),
                    shape => self.lay_entries(weaker, stronger, shape, manner),
                };
                Node::mapping(merged, origin)
            }
            (_, value) => {
                let strong = Node::new(value, strong.origin);
                self.find_idle(&strong, shape);
                Node::new(strong.value, strong.origin.beating(weak.origin))
            }
        }
    }

    fn lay_struct(
        &mut self,
        mut weak: Mapping,
        mut strong: Mapping,
        fields: &'static Fields,
        manner: Manner,
    ) -> Mapping {
        for (choice, variants) in chosen(&strong, fields) {
            let Some(others) = clash(&weak, fields, choice, &variants) else { continue };
            let in_choice = |entry: &Entry| member(fields, entry, choice);
            if manner == Manner::Fit {
                strong.retain(|entry| !in_choice(entry));
                continue;
            }
            // What the stronger layer itself removes is no idle removal: its `null` is laid over it below.
            let beaten =
                others.iter().filter(|key| strong.get(key).is_none()).filter_map(|key| weak.remove(key));
            let beaten: Vec<Origin> = beaten.map(|entry| entry.value.origin).collect();
            let winner = strong.iter_mut().find(|entry| in_choice(entry) && !entry.value.is_null());
            if let Some(winner) = winner {
                let origin = std::mem::take(&mut winner.value.origin);
                winner.value.origin = beaten.into_iter().fold(origin, Origin::beating);
            }
        }
        if fields.is_image() {
            drop_digest(&mut weak, &mut strong);
        }
        self.lay_entries(weak, strong, Shape::Struct(fields), manner)
    }

    fn lay_entries(&mut self, mut weak: Mapping, strong: Mapping, shape: Shape, manner: Manner) -> Mapping {
        for entry in strong {
            let inside = below(shape, &entry.key);
            let found = weak.entry_mut(&entry.key);
            if entry.value.is_null() && found.as_ref().is_none_or(|old| old.value.is_null()) {
                self.is_idle(&entry, shape);
            }
            match found {
                Some(weaker) => {
                    // Why the weaker key was there no longer counts: it would be there without it.
                    let written = weaker.key_origin.span().map_or(Origin::Unknown, Origin::At);
                    weaker.key_origin = entry.key_origin.merged(written);
                    let value = std::mem::take(&mut weaker.value);
                    weaker.value = self.lay_owned(value, entry.value, inside, manner);
                }
                None => {
                    self.find_idle(&entry.value, inside);
                    weak.push(entry);
                }
            }
        }
        weak
    }

    /// Every `null` in a tree that stands where nothing was.
    fn find_idle(&mut self, node: &Node, shape: Shape) {
        let Value::Mapping(mapping) = &node.value else { return };
        let shape = shape.for_node(node);
        for entry in mapping.iter() {
            if entry.value.is_null() {
                self.is_idle(entry, shape);
            }
            self.find_idle(&entry.value, below(shape, &entry.key));
        }
    }

    /// Remembers a removal that found nothing in a map of that shape.
    fn is_idle(&mut self, entry: &Entry, shape: Shape) {
        if !keeps_null(shape) {
            self.idle.push(IdleRemoval { at: entry.value.origin.span(), key: entry.key.to_string() });
        }
    }
}

/// The shape of what stands under a key.
pub fn below(shape: Shape, key: &str) -> Shape {
    match shape {
        Shape::Struct(fields) => fields.field(key).map_or(Shape::Any, |field| (field.shape)()),
        Shape::Map(_, value) => value(),
        _ => Shape::Any,
    }
}

/// Whether a `null` outlives the merge: in labels and annotations it takes away what later steps give.
pub fn keeps_null(shape: Shape) -> bool {
    matches!(shape, Shape::Map(KeyKind::Label, _))
}

/// A tag from a stronger layer drops a weaker digest, which would beat it when the image is pulled.
fn drop_digest(weak: &mut Mapping, strong: &mut Mapping) {
    if strong.get("digest").is_some() {
        return;
    }
    let Some(tag) = strong.get_mut("tag").filter(|tag| !tag.is_null()) else { return };
    if let Some(digest) = weak.remove("digest") {
        tag.origin = std::mem::take(&mut tag.origin).beating(digest.value.origin);
    }
}

/// Structs for which a scalar in their place is another variant of the same choice: an account or `false`, a variable's
/// source or its text. A switch that turns other settings off is none: it replaces them like any scalar.
const VARIANTS: [&str; 2] = ["Account", "EnvSource"];

/// Whether two trees are different variants of a choice between a scalar and a map.
fn is_other_alternative(shape: Shape, weak: &Node, strong: &Node) -> bool {
    let Shape::Either(alternatives) = shape else { return false };
    let is_map = |node: &Node| matches!(node.value, Value::Mapping(_));
    !weak.is_null()
        && !strong.is_null()
        && is_map(weak) != is_map(strong)
        && alternatives.iter().any(
            |alternative| matches!(alternative(), Shape::Struct(fields) if VARIANTS.contains(&fields.name)),
        )
}

/// For each choice that a mapping makes: the variants that all its keys allow.
fn chosen(mapping: &Mapping, fields: &'static Fields) -> BTreeMap<&'static str, Vec<&'static String>> {
    let mut choices: BTreeMap<&'static str, Vec<&'static String>> = BTreeMap::new();
    for entry in mapping.iter().filter(|entry| !entry.value.is_null()) {
        let Some((choice, variants)) = fields.field(&entry.key).and_then(|field| field.choice.as_ref())
        else {
            continue;
        };
        choices
            .entry(choice)
            .and_modify(|known| known.retain(|variant| variants.contains(variant)))
            .or_insert_with(|| variants.iter().collect());
    }
    choices
}

/// The weaker keys that none of the chosen variants has; `None` where there is no clash.
fn clash(weak: &Mapping, fields: &Fields, choice: &str, variants: &[&String]) -> Option<Vec<String>> {
    let outside = |entry: &&Entry| {
        fields.field(&entry.key).and_then(|field| field.choice.as_ref()).is_some_and(|(name, allowed)| {
            *name == choice && !allowed.iter().any(|variant| variants.contains(&variant))
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
