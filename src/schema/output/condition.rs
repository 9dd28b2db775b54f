//! `oneOf`, `anyOf`, `allOf` and `not` of custom resources: checks of a value that say nothing of its fields.

use crate::schema::problem;
use crate::syntax::{Node, Value};

use super::keywords::{SchemaNode, Type};
use super::walk::{Mode, Place, Walk};
use super::{SchemaRef, scalar};

/// Whether a node has any such check.
pub(super) fn is_any(node: &SchemaNode) -> bool {
    !node.one_of.is_empty() || !node.any_of.is_empty() || !node.all_of.is_empty() || node.not.is_some()
}

pub(super) fn check(walk: &mut Walk<'_>, node: &Node, at: SchemaRef<'_>, place: Place<'_>) {
    if conditions_hold(node, at) {
        return;
    }
    let schema = at.node;
    let what = place.to_string();
    let forbidden = schema.not.and_then(|index| at.child(index)).filter(|branch| accepts(node, *branch));
    let choice = choices(at, &schema.one_of).or_else(|| choices(at, &schema.any_of));
    walk.out.push(match (forbidden, choice) {
        (Some(branch), _) if is_choice(branch.node) => {
            let names: Vec<&str> = branch.node.required.iter().map(AsRef::as_ref).collect();
            problem::conflicting_fields(node, &names, &what)
        }
        (None, Some(names)) => match names.iter().any(|name| node.get(name).is_some()) {
            true => problem::conflicting_fields(node, &names, &what),
            false => problem::missing_choice(node, &names, &what),
        },
        _ => problem::wrong_form(node, &what),
    });
}

/// The keys of branches each of which only asks for one key.
fn choices<'s>(at: SchemaRef<'s>, branches: &[u32]) -> Option<Vec<&'s str>> {
    if branches.is_empty() {
        return None;
    }
    branches
        .iter()
        .map(|index| {
            let branch = at.child(*index)?;
            match branch.node.required.as_slice() {
                [only] if is_choice(branch.node) => Some(only.as_str()),
                _ => None,
            }
        })
        .collect()
}

/// Whether a branch asks for keys and nothing else.
fn is_choice(node: &SchemaNode) -> bool {
    !node.required.is_empty() && node.properties.0.is_empty() && !is_any(node)
}

fn conditions_hold(node: &Node, at: SchemaRef<'_>) -> bool {
    let schema = at.node;
    let fits = |index: &u32| at.child(*index).is_some_and(|branch| accepts(node, branch));
    (schema.one_of.is_empty() || schema.one_of.iter().filter(|index| fits(index)).count() == 1)
        && (schema.any_of.is_empty() || schema.any_of.iter().any(fits))
        && schema.all_of.iter().all(fits)
        && schema.not.is_none_or(|index| !fits(&index))
}

/// Whether a value passes a branch.
fn accepts(node: &Node, at: SchemaRef<'_>) -> bool {
    let schema = at.node;
    let type_fits = match (schema.type_, &node.value) {
        (None, _) | (Some(Type::Map), Value::Mapping(_)) | (Some(Type::List), Value::Sequence(_)) => true,
        (Some(type_), _) => !matches!(type_, Type::Map | Type::List),
    };
    let fields_fit = node.as_mapping().is_none_or(|mapping| {
        schema.required.iter().all(|name| mapping.get(name).is_some())
            && mapping.iter().all(|entry| match schema.properties.get(&entry.key) {
                Some(index) => at.child(index).is_some_and(|field| accepts(&entry.value, field)),
                None => true,
            })
    });
    let items_fit = match (at.items(), node.as_sequence()) {
        (Some(item), Some(items)) => items.iter().all(|value| accepts(value, item)),
        _ => true,
    };
    type_fits && fields_fit && items_fit && is_within(node, at) && conditions_hold(node, at)
}

/// Whether a value keeps the limits of a branch on itself, of whatever type it is.
fn is_within(node: &Node, at: SchemaRef<'_>) -> bool {
    let mut found = Vec::new();
    let mut walk = Walk { mode: Mode::Complete, out: &mut found };
    let place = Place::here("value");
    match (at.node.type_, &node.value) {
        (_, Value::Mapping(mapping)) => walk.keys(node, mapping, at, place),
        (_, Value::Sequence(items)) => walk.lengths(node, items, at, place),
        (Some(type_), _) => scalar::check(&mut walk, node, at, type_, place),
        (None, _) => scalar::limits(&mut walk, node, at, place),
    }
    found.is_empty()
}
