//! Keys of ConfigMaps and Secrets: they become names of files (`ValidateConfigMap`, `ValidateSecret`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Mapping;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::data_key;
use crate::verify::view::{field, keys};

pub const RULE: Rule = Rule { code: code::DATA_KEY, check: Check::Kinds(&["ConfigMap", "Secret"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let second = match object.identity.kind.as_str() {
        "Secret" => "stringData",
        _ => "binaryData",
    };
    for entry in keys(&object.node, &["data"]).chain(keys(&object.node, &[second])) {
        if let Err(expected) = data_key(&entry.key) {
            let found = Diagnostic::error(code::DATA_KEY, format!("`{}` cannot be a key here", entry.key));
            findings.add(&entry.value, found.at(entry.key_origin.span(), "").help(expected));
        }
    }
    // What a Secret has as text replaces what it has under the same key as base64.
    let binary = field(&object.node, &["binaryData"]).and_then(|node| node.as_mapping());
    let Some(binary) = binary.filter(|_| second == "binaryData").filter(|binary| !Mapping::is_empty(binary))
    else {
        return;
    };
    for entry in keys(&object.node, &["data"]) {
        if let Some(other) = binary.entry(&entry.key) {
            let message = format!("`{}` stands under `data` and under `binaryData`", entry.key);
            let found = Diagnostic::error(code::DATA_KEY, message).at(other.key_origin.span(), "");
            findings.add(
                &other.value,
                found.related(entry.key_origin.span(), "the other one").help("remove one of them"),
            );
        }
    }
}
