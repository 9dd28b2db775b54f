//! Custom resource definitions that somebody hands in for their schemas: `schemas/crds/*.yaml` of an estate, and any
//! other folder of such files.
//!
//! How a definition becomes a schema is left to `schema`; where those among an app's own objects are, to `load`.

use std::collections::BTreeMap;

use super::discover::below;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::{self, CRD_API_VERSION, CRD_KIND, KindLookup, Mode, OutputSchemas, definitions};
use crate::source::{FileId, Span};
use crate::syntax::Node;
use crate::system::{System, SystemError};

/// Where an estate has them.
pub const FOLDER: &str = "schemas/crds";

/// The files of an estate's definitions, sorted; what is no such file is reported.
pub fn find(system: &dyn System, out: &mut Vec<Diagnostic>) -> Result<Vec<String>, SystemError> {
    let files = below(system, FOLDER, out)?.into_iter().map(|file| format!("{FOLDER}/{file}"));
    let is_yaml = |path: &String| path.ends_with(".yaml") || path.ends_with(".yml");
    let (paths, others): (Vec<String>, Vec<String>) = files.partition(is_yaml);
    // A word to readers is none of our business.
    for path in others.into_iter().filter(|path| !path.ends_with(".md")) {
        let misplaced = Diagnostic::error(code::MISPLACED_FILE, format!("{path} is not read")).in_path(&path);
        out.push(misplaced.help(format!("a definition is a YAML file, {FOLDER}/<name>.yaml")));
    }
    Ok(paths)
}

/// What is said of a file of definitions that is no YAML: where it is a template of Helm's, that, at its first such line.
pub fn unreadable(path: &str, id: FileId, text: &str, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(at) = text.find("{{") else { return found };
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at + line);
    let message = format!("{path} is a template of Helm's, not YAML");
    let found =
        Diagnostic::error(code::CRD_SCHEMA, message).at(Some(Span::new(id, start, end)), "a directive");
    vec![found.help("write what `helm template --include-crds` makes of it")]
}

/// Takes the definitions among objects that are checked anyway; what a cluster could not serve is said there.
pub fn among(document: &Node, schemas: &mut OutputSchemas, out: &mut Vec<Diagnostic>) {
    for definition in definitions(document) {
        if definition.get("apiVersion").and_then(Node::as_str) == Some(CRD_API_VERSION) {
            schemas.define(definition, out);
        }
    }
}

/// Files of definitions that are there for nothing else, one after the other.
#[derive(Default)]
pub struct Taking {
    seen: BTreeMap<(String, String), Option<Span>>,
}

impl Taking {
    /// Takes the definitions of a file into `schemas`. Everything in them is checked: nobody else does.
    pub fn file(
        &mut self,
        path: &str,
        documents: &[Node],
        schemas: &mut OutputSchemas,
        out: &mut Vec<Diagnostic>,
    ) {
        let mut found = documents.iter().flat_map(definitions).peekable();
        if found.peek().is_none() {
            let message = format!("{path} defines no custom resource");
            let nothing = Diagnostic::error(code::CRD_SCHEMA, message).in_path(path);
            out.push(nothing.help(format!("write objects of kind {CRD_KIND}, or remove the file")));
        }
        for definition in found {
            self.one(definition, schemas, out);
        }
    }

    fn one(&mut self, definition: &Node, schemas: &mut OutputSchemas, out: &mut Vec<Diagnostic>) {
        let first = out.len();
        if definition.get("apiVersion").and_then(Node::as_str) == Some(CRD_API_VERSION) {
            whole(definition, schemas, out);
            out.extend(self.twice(definition));
        }
        if out.len() == first {
            schemas.define(definition, out);
        }
    }

    fn twice(&mut self, definition: &Node) -> Option<Diagnostic> {
        let text = |keys: &[&str]| definition.at(keys).and_then(Node::as_str).unwrap_or_default().to_owned();
        let (group, kind) = (text(&["spec", "group"]), text(&["spec", "names", "kind"]));
        let place = definition.at(&["spec", "names", "kind"]).and_then(|node| node.origin.span());
        let message = format!("{kind} of {group} is defined twice");
        let first = self.seen.insert((group, kind), place)?;
        let found =
            Diagnostic::error(code::CRD_SCHEMA, message).at(place, "defined again").related(first, "first");
        Some(found.help("keep one of the definitions"))
    }
}

/// Checks a definition by the schema of definitions. Its status, which a cluster wrote, says nothing here.
fn whole(definition: &Node, schemas: &OutputSchemas, out: &mut Vec<Diagnostic>) {
    let KindLookup::Found(kind) = schemas.kind(CRD_API_VERSION, CRD_KIND, schemas.newest()) else { return };
    let Some(schema) = kind.node.field("spec") else { return };
    match definition.get("spec") {
        Some(spec) => output::check_named(spec, schema, Mode::Complete, "spec", out),
        None => {
            let found = Diagnostic::error(code::MISSING_FIELD, "the definition has no `spec`");
            out.push(found.at(definition.origin.span(), "").help("add it, or remove the file"));
        }
    }
}
