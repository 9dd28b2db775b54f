//! The language: reading, writing, checking, and the schemas for editors.

mod check;
mod editor;
mod manual;
mod read;
mod sink;

use platc::source::{Files, SourceFile};
use platc::syntax::{Node, ParseOptions, parse};

/// A text as a tree; it must parse without an error.
fn tree(text: &str) -> Node {
    let mut files = Files::new();
    let id = files.next_id();
    files.add(SourceFile::new("test.yaml", text));
    let parsed = parse(id, text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{text}: {:?}", parsed.diagnostics);
    parsed.documents.into_iter().next().map(|document| document.root).unwrap_or_default()
}
