//! Files that only Kustomize reads: a kustomization names its patches, which are parts of objects, and its transformers.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::input::Sources;
use super::{PassedOver, Reason};
use crate::source::Files;
use crate::syntax::{Node, ParseOptions, parse};

/// Names of the files that Kustomize looks for.
const NAMES: [&str; 2] = ["kustomization.yaml", "kustomization.yml"];

/// Lists of paths.
const PATHS: [&str; 6] =
    ["patchesStrategicMerge", "configurations", "transformers", "generators", "validators", "crds"];

/// Lists of maps with a `path`.
const WITH_PATH: [&str; 3] = ["patches", "patchesJson6902", "replacements"];

/// Leaves out what kustomizations among the sources name as parts and tools, unless somebody named it himself.
pub fn leave_out(sources: &mut Sources, texts: &mut Vec<Option<Arc<str>>>) {
    let mut meant: BTreeSet<String> = BTreeSet::new();
    for (source, text) in sources.sources.iter().zip(texts.iter()) {
        let (folder, name) = source.shown.rsplit_once('/').unwrap_or(("", &source.shown));
        if let (true, Some(text)) = (NAMES.contains(&name), text) {
            meant.extend(named(text).iter().filter_map(|path| from(folder, path)));
        }
    }
    if meant.is_empty() {
        return;
    }
    let is_meant: Vec<bool> =
        sources.sources.iter().map(|one| !one.named && meant.contains(&*one.shown)).collect();
    let mut left = is_meant.iter();
    texts.retain(|_| left.next() != Some(&true));
    let mut left = is_meant.iter();
    let passed_over = &mut sources.passed_over;
    sources.sources.retain(|one| {
        let is_out = left.next() == Some(&true);
        if is_out {
            passed_over.push(PassedOver { path: one.shown.to_string(), reason: Reason::Kustomize });
        }
        !is_out
    });
}

/// The paths that a kustomization names, but for those of its resources.
fn named(text: &str) -> Vec<String> {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    let roots = parsed.documents.iter().map(|document| &document.root);
    let mut paths = Vec::new();
    for root in roots {
        let items = |key: &str| root.get(key).and_then(Node::as_sequence).unwrap_or_default();
        let plain = PATHS.iter().flat_map(|key| items(key)).filter_map(Node::as_str);
        let with_path = WITH_PATH.iter().flat_map(|key| items(key));
        let with_path = with_path.filter_map(|item| item.get("path").and_then(Node::as_str));
        paths.extend(plain.chain(with_path).map(str::to_string));
    }
    paths
}

/// A path from a folder; `None` where it leads out of everything.
fn from(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let way = parts.join("/");
    Some(if folder.starts_with('/') { format!("/{way}") } else { way })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_folder() {
        for (folder, path, expected) in [
            ("a/b", "c.yaml", Some("a/b/c.yaml")),
            ("a/b", "./c.yaml", Some("a/b/c.yaml")),
            ("a/b", "../c.yaml", Some("a/c.yaml")),
            ("", "c.yaml", Some("c.yaml")),
            ("/a", "../c.yaml", Some("/c.yaml")),
            ("a", "../../c.yaml", None),
        ] {
            assert_eq!(from(folder, path).as_deref(), expected, "{folder} {path}");
        }
    }

    #[test]
    fn a_kustomization_names_parts_beside_its_resources() {
        let text = "resources: [a.yaml]\npatches: [{path: b.yaml}, {patch: inline}]\npatchesStrategicMerge: [c.yaml]\n";
        assert_eq!(named(text), ["c.yaml", "b.yaml"]);
    }
}
