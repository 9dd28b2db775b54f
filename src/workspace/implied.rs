//! Keys without a value inside braces: `{memory: 1,5Gi}` is `memory: 1` and a key `5Gi`.
//!
//! YAML allows them, and a `null` is a removal: the mistake would be taken for a wish.

use super::load::Estate;
use crate::diagnostic::{Diagnostic, code};
use crate::source::Files;
use crate::syntax::{Entry, Mapping, Node, Value};

/// Looks through the files of the language.
pub fn check(estate: &Estate) -> Vec<Diagnostic> {
    let apps = estate.apps.values().filter_map(|app| app.document.as_ref());
    let environments = estate.environments.values();
    let own = environments.clone().filter_map(|environment| environment.document.as_ref());
    let overlays = environments.flat_map(|environment| environment.overlays.values());
    let overlays = overlays.filter_map(|overlay| overlay.document.as_ref());
    let documents = estate.platform.iter().chain(apps).chain(own).chain(overlays);
    let mut found = Vec::new();
    documents.for_each(|document| walk(&document.node, &estate.files, &mut found));
    found
}

fn walk(node: &Node, files: &Files, out: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Mapping(mapping) => {
            out.extend(mapping.iter().filter_map(|entry| bare(entry, mapping, files)));
            mapping.iter().for_each(|entry| walk(&entry.value, files, out));
        }
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, files, out)),
        _ => {}
    }
}

/// The finding for a key that has no `:`.
fn bare(entry: &Entry, mapping: &Mapping, files: &Files) -> Option<Diagnostic> {
    let (key, value) = (entry.key_origin.span()?, entry.value.origin.span()?);
    if !entry.value.is_null() || value.start != value.end {
        return None;
    }
    let text = files.get(key.file)?.text();
    let between = text.get(key.end as usize..)?.trim_start();
    if between.starts_with(':') {
        return None;
    }
    let message = format!("`{}` has no value", entry.key);
    let found = Diagnostic::error(code::VALUE_MISSING, message).at(Some(key), "in braces a `,` ends a value");
    let before = mapping.iter().take_while(|other| other.key != entry.key).last();
    let split = before.and_then(|before| before.value.scalar_text());
    Some(match split {
        Some(split) => {
            found.help(format!("write `\"{split},{}\"` if it is one value, or `{}: …`", entry.key, entry.key))
        }
        None => found.help(format!("write `{}: …`", entry.key)),
    })
}
