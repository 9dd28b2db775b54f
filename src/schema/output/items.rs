//! Items of a list that must differ: sets, and lists of maps told apart by keys.

use std::collections::BTreeMap;

use crate::schema::problem;
use crate::syntax::{Node, Text};

use super::SchemaRef;
use super::keywords::ListType;
use super::walk::{Mode, Place, Walk};
use crate::spec::shape::is_expression;

pub(super) fn check(walk: &mut Walk<'_>, sequence: &[Node], at: SchemaRef<'_>, place: Place<'_>) {
    if walk.mode == Mode::Complete {
        nameless(walk, sequence, at, place);
    }
    if sequence.len() < 2 {
        return;
    }
    match at.node.list_type {
        Some(ListType::Set) => set(walk, sequence, place),
        Some(ListType::Map) => keyed(walk, sequence, at, place),
        _ => {}
    }
}

/// Items without any of their keys: applying on the server's side cannot tell them apart, and refuses even one.
fn nameless(walk: &mut Walk<'_>, sequence: &[Node], at: SchemaRef<'_>, place: Place<'_>) {
    let keys = at.list_map_keys();
    let Some(schema) = at.items().filter(|_| !keys.is_empty()) else { return };
    for item in sequence {
        let Some(mapping) = item.as_mapping() else { continue };
        // What is required is told where it is absent; of what has a default, the default counts.
        let is_named = |key: &Text| {
            mapping.get(key).is_some()
                || schema.required().contains(key)
                || schema.field(key).is_some_and(|field| field.node.default.is_some())
                || problem::is_misspelt(key, item, |name| schema.field(name).is_some())
        };
        if !keys.iter().any(is_named) {
            let place = Place { above: Some(&place), key: problem::ITEM, of: None };
            let names: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
            walk.out.extend(problem::missing_fields(item, &names, place));
        }
    }
}

fn set(walk: &mut Walk<'_>, sequence: &[Node], place: Place<'_>) {
    let mut seen: BTreeMap<&str, &Node> = BTreeMap::new();
    for (at, item) in sequence.iter().enumerate() {
        let Some(text) = item.scalar_text() else {
            // Lists and maps may be items of a set too; there are never many.
            if let Some(first) = sequence.iter().take(at).find(|before| before.same_value(item)) {
                walk.out.push(problem::duplicate_item(item, first, "the same value", &place.to_string()));
            }
            continue;
        };
        match seen.get(text.as_str()) {
            Some(first) => {
                walk.out.push(problem::duplicate_item(
                    item,
                    first,
                    &format!("the value `{text}`"),
                    &place.to_string(),
                ));
            }
            None => drop(seen.insert(text.as_str(), item)),
        }
    }
}

/// Whether all items have a value of a key, each another one.
fn differ_by(sequence: &[Node], key: &str) -> bool {
    let value = |item| -> Option<&str> { Some(Node::get(item, key)?.scalar_text()?.as_str()) };
    let mut values: Vec<&str> = sequence.iter().map_while(value).collect();
    values.sort_unstable();
    values.len() == sequence.len() && values.is_sorted_by(|left, right| left < right)
}

fn keyed(walk: &mut Walk<'_>, sequence: &[Node], at: SchemaRef<'_>, place: Place<'_>) {
    let keys = at.list_map_keys();
    // Mostly the first key tells them apart.
    if keys.first().is_some_and(|key| differ_by(sequence, key)) {
        return;
    }
    let defaults: Vec<String> = keys.iter().map(|key| default(at, key)).collect();
    let mut seen: BTreeMap<Vec<&str>, &Node> = BTreeMap::new();
    for item in sequence {
        let Some(tuple) = tuple(walk.mode, item, keys, &defaults) else { continue };
        match seen.get(&tuple) {
            Some(first) => {
                let named: Vec<String> =
                    keys.iter().zip(&tuple).map(|(key, value)| format!("`{key}: {value}`")).collect();
                // At the key's value: the item itself may be a template's.
                let at = |item: &Node| keys.iter().find_map(|key| item.get(key)).cloned();
                let (item, first) = (at(item).unwrap_or_default(), at(first).unwrap_or_default());
                walk.out.push(problem::duplicate_item(
                    &item,
                    &first,
                    &named.join(" and "),
                    &place.to_string(),
                ));
            }
            None => drop(seen.insert(tuple, item)),
        }
    }
}

/// The values of an item's keys, where an absent one counts as its default; `None` where they are not known.
fn tuple<'n>(mode: Mode, item: &'n Node, keys: &[Text], defaults: &'n [String]) -> Option<Vec<&'n str>> {
    let mapping = item.as_mapping()?;
    keys.iter()
        .zip(defaults)
        .map(|(key, default)| match mapping.get(key).filter(|value| !value.is_null()) {
            Some(value) if mode == Mode::Fragment && is_expression(value) => None,
            Some(value) => value.scalar_text().map(|text| text.as_str()),
            None => Some(default.as_str()),
        })
        .collect()
}

fn default(at: SchemaRef<'_>, key: &str) -> String {
    at.items()
        .and_then(|item| item.field(key))
        .and_then(|field| field.node.default_text())
        .unwrap_or_default()
}
