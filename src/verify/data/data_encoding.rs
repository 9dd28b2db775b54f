//! Values of Secrets and binary ones of ConfigMaps are base64: the server decodes them before anything else.

use super::base64;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::keys;

pub const RULE: Rule =
    Rule { code: code::DATA_ENCODING, check: Check::Kinds(&["ConfigMap", "Secret"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let (place, help) = match object.identity.kind.as_str() {
        "Secret" => ("data", "encode it, or write it as it is under `stringData`"),
        _ => ("binaryData", "encode it, or write it as it is under `data`"),
    };
    for entry in keys(&object.node, &[place]) {
        let Some(text) = entry.value.as_str() else { continue };
        if base64::length(text).is_none() {
            let found =
                Diagnostic::error(code::DATA_ENCODING, format!("the value of `{}` is not base64", entry.key));
            findings.add(&entry.value, found.help(help));
        }
    }
}
