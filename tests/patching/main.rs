//! Laying patches over objects: laws against a plain model of Kubernetes' list keys, and one example of each rule.

mod examples;
mod laws;
mod model;

use platc::diagnostic::Diagnostic;
use platc::manifest::patch::merge;
use platc::schema::output::{KindLookup, OutputSchemas, SchemaRef};
use platc::source::{Files, SourceFile};
use platc::syntax::{Node, ParseOptions, parse};

/// The schema of a kind, as the newest Kubernetes has it.
fn schema(api_version: &str, kind: &str) -> SchemaRef<'static> {
    let schemas = OutputSchemas::embedded();
    match schemas.kind(api_version, kind, schemas.newest()) {
        KindLookup::Found(kind) => kind.node,
        _ => panic!("{api_version} {kind} has no schema"),
    }
}

fn tree(text: &str) -> Node {
    let mut files = Files::new();
    let id = files.next_id();
    files.add(SourceFile::new("tree.yaml", text));
    let parsed = parse(id, text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{text}: {:?}", parsed.diagnostics);
    parsed.documents.into_iter().next().map(|document| document.root).unwrap_or_default()
}

/// A patch laid over an object, and what is wrong with it.
fn patched(object: &Node, patch: &Node, at: SchemaRef<'_>) -> (Option<Node>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let merged = merge(object.clone(), patch, Some(at), "it", &mut found);
    (merged, found)
}
