//! Where in a volume files are: below its root, each in a place of its own (`validateKeyToPath`,
//! `validateProjectionSources`, `warningsForOverlappingVirtualPaths`).

use super::file::{self, File};
use super::path;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::FILE_PATH, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for volume in items(pod.spec, &["volumes"]) {
        let sources = items(volume, &["projected", "sources"]);
        let mut before: Vec<&Node> = Vec::new();
        for file in file::of(volume).chain(sources.iter().flat_map(file::of)) {
            one(&file, findings);
            if let Some(path) = field(file.node, &["path"]) {
                compare(path, &before, !sources.is_empty() && file.is_compared, findings);
                before.push(path);
            }
        }
    }
}

fn one(file: &File, findings: &mut Findings) {
    if let Some(node) = field(file.node, &["key"]).filter(|node| file.has_key && node.as_str() == Some("")) {
        findings.error(code::FILE_PATH, node, "nothing says which key is in the file", "write the key");
    }
    let Some(node) = field(file.node, &["path"]) else { return };
    let Some(text) = node.as_str() else { return };
    if text.is_empty() {
        findings.error(
            code::FILE_PATH,
            node,
            "nothing says where the file is",
            "write its path in the volume",
        );
    } else if let Err(expected) = path::of_file(text) {
        let message = format!("`{text}` is no place in a volume");
        findings.error(code::FILE_PATH, node, message, expected);
    }
}

/// Compares a path with those before it: the server refuses equal ones in projected volumes, but for tokens, and lets
/// others pass, which the node then cannot make.
fn compare(node: &Node, before: &[&Node], is_refused: bool, findings: &mut Findings) {
    let path = text(node, &[]);
    if path.is_empty() {
        return;
    }
    let below = |one: &str, other: &str| other.strip_prefix(one).is_some_and(|rest| rest.starts_with('/'));
    for first in before {
        let other = text(first, &[]);
        let found = if other == path {
            let message = format!("two files of the volume are at `{path}`");
            match is_refused {
                true => Diagnostic::error(code::FILE_PATH, message),
                false => Diagnostic::warning(code::FILE_PATH, message),
            }
        } else if below(path, other) || below(other, path) {
            let message = format!("`{path}` and `{other}` cannot be both: one is a file, not a folder");
            Diagnostic::warning(code::FILE_PATH, message)
        } else {
            continue;
        };
        let found = found.at(node.origin.span(), "").related(first.origin.span(), "the first");
        return findings.add(node, found.help("write another `path` for one of them"));
    }
}
