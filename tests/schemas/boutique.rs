//! The objects of Online Boutique pass in every minor, and every misspelt key of theirs is found and mended.

use std::path::{Path, PathBuf};

use platc::diagnostic::{Diagnostic, code};
use platc::schema::output::{Mode, SchemaRef};
use platc::source::{Files, Span};
use platc::syntax::{Document, Node, ParseOptions, Value, parse};

use crate::tree::{findings, kind, schemas};

/// Path and text of every file of the estate's originals.
fn texts() -> Vec<(PathBuf, String)> {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/estates/online-boutique/original");
    let mut texts = Vec::new();
    for folder in ["kubernetes-manifests", "network-policies"] {
        let files = std::fs::read_dir(original.join(folder)).unwrap().map(|file| file.unwrap().path());
        texts.extend(files.map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())));
    }
    texts.sort();
    texts
}

fn documents(text: &str) -> Vec<Document> {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{:?}", parsed.diagnostics);
    parsed.documents.into_iter().filter(|document| !document.root.is_null()).collect()
}

/// Every object.
pub fn objects() -> Vec<Node> {
    texts().iter().flat_map(|(_, text)| documents(text)).map(|document| document.root).collect()
}

#[test]
fn every_object_passes_in_every_minor() {
    let objects = objects();
    // The 35 of the shop, and 13 network policies.
    assert_eq!(objects.len(), 48);
    for minor in schemas().minors() {
        for object in &objects {
            let found = findings(object, kind(object, minor).node, Mode::Complete);
            assert!(found.is_empty(), "{minor}: {found:#?}");
        }
    }
}

/// The spans of all keys but those that are the author's own (labels, data).
fn keys(node: &Node, at: SchemaRef<'_>, found: &mut Vec<Span>) {
    match &node.value {
        Value::Mapping(mapping) => {
            for entry in mapping.iter() {
                if at.values().is_none() && !at.is_open() {
                    found.extend(entry.key_origin.span());
                }
                keys(&entry.value, at.field(&entry.key).unwrap(), found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| keys(item, at.items().unwrap(), found)),
        _ => {}
    }
}

/// A letter in the middle written twice.
fn typo(key: &str) -> String {
    let (left, right) = key.split_at(key.len() / 2);
    format!("{left}{}{right}", &right[..1])
}

fn replaced(text: &str, span: Span, replacement: &str) -> String {
    let range = span.range();
    format!("{}{replacement}{}", &text[..range.start], &text[range.end..])
}

#[test]
fn every_misspelt_key_is_found_and_its_fix_restores_the_text() {
    let mut mutants = 0;
    for (path, text) in texts() {
        for (number, document) in documents(&text).iter().enumerate() {
            let schema = kind(&document.root, schemas().newest()).node;
            let mut spans = Vec::new();
            keys(&document.root, schema, &mut spans);
            for span in spans {
                let mutant = replaced(&text, span, &typo(&text[span.range()]));
                let found = findings(&documents(&mutant)[number].root, schema, Mode::Complete);
                let unknown: Vec<&Diagnostic> =
                    found.iter().filter(|it| it.code == code::UNKNOWN_FIELD).collect();
                let [unknown] = unknown[..] else { panic!("{}: {span:?}: {found:#?}", path.display()) };
                assert_eq!(unknown.primary.as_ref().unwrap().span.start, span.start);
                let edit = &unknown.fix.as_ref().unwrap_or_else(|| panic!("{unknown:#?}")).edits[0];
                assert_eq!(replaced(&mutant, edit.span, &edit.replacement), text);
                mutants += 1;
            }
        }
    }
    assert_eq!(mutants, 968);
}
