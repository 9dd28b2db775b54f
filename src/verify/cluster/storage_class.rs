//! Who provides the volumes of a StorageClass, and where (`ValidateStorageClass`).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::qualified_name;
use crate::verify::view::{field, items, keys, text};

pub const RULE: Rule =
    Rule { code: code::STORAGE_CLASS, check: Check::Kinds(&["storage.k8s.io/StorageClass"], check) };

/// The most parameters, and the most bytes of their names and values together.
const PARAMETERS: usize = 512;
const BYTES: usize = 256 * 1024;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    provisioner(object, findings);
    parameters(object, findings);
    let mut seen = Vec::new();
    for term in items(&object.node, &["allowedTopologies"]) {
        let labels = topology(term, findings);
        if labels.is_empty() {
            add(term, "the topology is empty".to_owned(), "name a label with its values", findings);
        } else if seen.contains(&labels) {
            add(term, "the topology is there twice".to_owned(), "remove one of them", findings);
        }
        seen.push(labels);
    }
}

fn provisioner(object: &Object, findings: &mut Findings) {
    let Some(node) = field(&object.node, &["provisioner"]) else { return };
    let Some(name) = node.as_str() else { return };
    if let Err(expected) = qualified_name(&name.to_lowercase()) {
        add(node, format!("`{name}` cannot be a provisioner"), expected, findings);
    }
}

fn parameters(object: &Object, findings: &mut Findings) {
    let Some(node) = field(&object.node, &["parameters"]) else { return };
    let (mut count, mut bytes) = (0, 0);
    for entry in keys(&object.node, &["parameters"]) {
        count += 1;
        bytes += entry.key.len() + entry.value.as_str().map_or(0, str::len);
        if entry.key.is_empty() {
            add(&entry.value, "a parameter has no name".to_owned(), "give it its name", findings);
        }
    }
    if count > PARAMETERS || bytes > BYTES {
        add(node, "the parameters are too many".to_owned(), "512 and 262144 bytes is the most", findings);
    }
}

/// The values of each label that a term names.
fn topology<'n>(term: &'n Node, findings: &mut Findings) -> BTreeMap<&'n str, BTreeSet<&'n str>> {
    let mut labels = BTreeMap::new();
    for expression in items(term, &["matchLabelExpressions"]) {
        let key = text(expression, &["key"]);
        let at = field(expression, &["key"]).unwrap_or(expression);
        if let Err(expected) = qualified_name(key) {
            add(at, format!("`{key}` cannot be the key of a label"), expected, findings);
        }
        let mut values = BTreeSet::new();
        for value in items(expression, &["values"]) {
            if !value.as_str().is_none_or(|value| values.insert(value)) {
                add(value, "the value is there twice".to_owned(), "remove one of them", findings);
            }
        }
        if values.is_empty() {
            let at = field(expression, &["values"]).unwrap_or(expression);
            add(at, format!("no value of `{key}` is allowed"), "write at least one of `values`", findings);
        }
        if labels.insert(key, values).is_some() {
            add(at, format!("`{key}` is there twice"), "write its values together", findings);
        }
    }
    labels
}

fn add(at: &Node, message: String, help: &str, findings: &mut Findings) {
    findings.add(at, Diagnostic::error(code::STORAGE_CLASS, message).help(help));
}
