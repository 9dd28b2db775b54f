//! The findings of one object: each knows the object and the field that it is about.

use super::place::{self, Step};
use crate::diagnostic::{About, Code, Diagnostic, Label};
use crate::manifest::Object;
use crate::syntax::{Entry, FieldPath, Node};

/// Takes what rules find in one object.
pub struct Findings<'a> {
    object: &'a Object,
    /// The file that the object becomes, where it is a compiled one.
    path: Option<&'a str>,
    out: &'a mut Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub fn new(object: &'a Object, path: Option<&'a str>, out: &'a mut Vec<Diagnostic>) -> Self {
        Findings { object, path, out }
    }

    /// Adds a finding about a node of the object. Its place, where it has none, is where the node is written, else
    /// where the nearest node around it is.
    pub fn add(&mut self, at: &Node, found: Diagnostic) {
        self.finish(place::of_node(&self.object.node, at), found);
    }

    /// Adds an error about a node, at the node.
    pub fn error(&mut self, code: Code, at: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.add(at, Diagnostic::error(code, message).at(at.origin.span(), "").help(help));
    }

    /// Adds an error about the key of an entry, at the key.
    pub fn key_error(&mut self, code: Code, at: &Entry, message: impl Into<String>, help: impl Into<String>) {
        let found = Diagnostic::error(code, message).at(at.key_origin.span(), "");
        self.add(&at.value, found.help(help));
    }

    /// Adds a warning about a node, at the node.
    pub fn warning(&mut self, code: Code, at: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.add(at, Diagnostic::warning(code, message).at(at.origin.span(), "").help(help));
    }

    /// As [`Findings::add`], with a few words under the place.
    pub fn add_marked(&mut self, at: &Node, mark: &str, found: Diagnostic) {
        self.add(at, found);
        if let Some(label) = self.out.last_mut().and_then(|found| found.primary.as_mut()) {
            label.text = mark.to_string();
        }
    }

    /// Lets a check add findings that know their places only; they learn the object and, as well as a place tells
    /// it, the field.
    pub fn with(&mut self, check: impl FnOnce(&mut Vec<Diagnostic>)) {
        let mut found = Vec::new();
        check(&mut found);
        for found in found {
            let span = found.primary.as_ref().map(|label| label.span);
            let steps = span.map(|span| place::of_span(&self.object.node, span)).unwrap_or_default();
            self.finish(steps, found);
        }
    }

    fn finish(&mut self, steps: Vec<Step>, mut found: Diagnostic) {
        if found.primary.is_none() {
            let around = std::iter::once(&self.object.node).chain(steps.iter().map(|step| step.node));
            let name = || self.object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
            let nearest = around.filter_map(|node| node.origin.span()).next_back().or_else(name);
            found.primary = nearest.map(|span| Label { span, text: String::new() });
        }
        let field = FieldPath(steps.into_iter().map(|step| step.segment).collect());
        let is_written = Findings::is_written(self.object, self.path);
        found.about = Some(Box::new(About {
            object: self.object.identity.to_string(),
            field: field.to_string(),
            template: (!is_written).then(|| self.object.source.clone()),
            manifests: self
                .path
                .map(|path| format!("{path}:{}", place::line(&self.object.node, &field)))
                .into_iter()
                .collect(),
        }));
        self.out.push(found);
    }

    /// Whether somebody wrote the object as it is, rather than a template.
    pub fn is_written(object: &Object, path: Option<&str>) -> bool {
        path.is_none() || object.source.contains("/manifests/")
    }
}
