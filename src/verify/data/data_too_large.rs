//! A ConfigMap or Secret holds at most 1 MiB (`MaxSecretSize`): the values, decoded, without their keys.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::base64;
use crate::syntax::{Entry, Mapping, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, keys};

pub const RULE: Rule =
    Rule { code: code::DATA_TOO_LARGE, check: Check::Kinds(&["ConfigMap", "Secret"], check) };

const MOST: usize = 1 << 20;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let kind = object.identity.kind.as_str();
    let plain = |entry: &Entry| entry.value.as_str().map_or(0, str::len);
    let coded = |entry: &Entry| entry.value.as_str().map_or(0, size);
    let bytes: usize = match kind {
        "Secret" => {
            let text = field(&object.node, &["stringData"]).and_then(Node::as_mapping);
            let is_replaced = |entry: &&Entry| text.is_some_and(|text| text.entry(&entry.key).is_some());
            let data = keys(&object.node, &["data"]).filter(|entry| !is_replaced(entry)).map(coded);
            data.sum::<usize>() + keys(&object.node, &["stringData"]).map(plain).sum::<usize>()
        }
        _ => {
            let data = keys(&object.node, &["data"]).map(plain);
            data.sum::<usize>() + keys(&object.node, &["binaryData"]).map(coded).sum::<usize>()
        }
    };
    if bytes <= MOST {
        return;
    }
    let all = ["data", "binaryData", "stringData"]
        .into_iter()
        .filter_map(|key| field(&object.node, &[key])?.as_mapping())
        .flat_map(Mapping::iter);
    let largest = all.max_by_key(|entry| entry.value.as_str().map_or(0, str::len));
    let message = format!("the {kind} holds {bytes} bytes; the cluster takes {MOST}");
    let note = largest.map(|entry| format!("the largest of them is `{}`", entry.key)).unwrap_or_default();
    let found = Diagnostic::error(code::DATA_TOO_LARGE, message).note(note);
    let help = format!("split it into several {kind}s, or put large files into the image or a volume");
    findings.add(largest.map_or(&object.node, |entry| &entry.value), found.help(help));
}

/// The bytes that base64 stands for. What is short cannot matter, and is not decoded.
fn size(text: &str) -> usize {
    match text.len() {
        0..1024 => text.len() / 4 * 3,
        _ => base64::length(text).unwrap_or(0),
    }
}
