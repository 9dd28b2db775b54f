//! Annotations: their keys, and how much they hold together (`ValidateAnnotations`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::spec::word::KeyKind;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, keys};

pub const RULE: Rule = Rule { code: code::ANNOTATION_SYNTAX, check: Check::Objects(check) };

/// The most bytes of all keys and values together.
const LIMIT: usize = 262_144;

/// Where annotations stand: on the object, and on its pods.
const OWN: &[&str] = &["metadata", "annotations"];
const OF_PODS: [&[&str]; 2] = [
    &["template", "metadata", "annotations"],
    &["jobTemplate", "spec", "template", "metadata", "annotations"],
];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    of(&object.node, OWN, object, findings);
    if let Some(spec) = field(&object.node, &["spec"]) {
        OF_PODS.iter().for_each(|place| of(spec, place, object, findings));
    }
}

fn of(holder: &Node, place: &[&str], object: &Object, findings: &mut Findings) {
    let mut size = 0;
    for entry in keys(holder, place) {
        size += entry.key.len() + entry.value.as_str().map_or(0, str::len);
        if let Err(expected) = key(&entry.key) {
            let message = format!("`{}` cannot be the key of an annotation", entry.key);
            let found = Diagnostic::error(code::ANNOTATION_SYNTAX, message);
            findings.add(&entry.value, found.at(entry.key_origin.span(), "").help(expected));
        }
    }
    if size > LIMIT {
        let node = field(holder, place).unwrap_or(&object.node);
        let message = format!("the annotations have {size} bytes together; {LIMIT} are the most");
        let found = Diagnostic::error(code::ANNOTATION_SYNTAX, message).at(node.origin.span(), "");
        findings.add(node, found.help("put large values into a ConfigMap"));
    }
}

/// As a label's key, but the domain may be in upper case.
fn key(key: &str) -> Result<(), &'static str> {
    match KeyKind::Label.check(key) {
        Err(_) if key.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            let lower =
                key.split_once('/').map(|(prefix, name)| format!("{}/{name}", prefix.to_ascii_lowercase()));
            KeyKind::Label.check(lower.as_deref().unwrap_or(key))
        }
        result => result,
    }
}
