//! Real estates: what they are compiled to, compared by meaning, and how much has to be written for it.

mod bank;
mod boutique;
mod meaning;
mod originals;
mod reference;
mod sink;
mod size;
mod verified;

use std::path::{Path, PathBuf};

use platc::source::Files;
use platc::syntax::{Node, ParseOptions, parse};

/// A folder below `tests/estates`.
fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/estates").join(path)
}

/// The path of every YAML file below a folder, sorted.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The documents of a text that are not empty.
fn documents(text: &str) -> Vec<Node> {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{text}\n{:?}", parsed.diagnostics);
    parsed.documents.into_iter().map(|document| document.root).filter(|root| !root.is_null()).collect()
}
