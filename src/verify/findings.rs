//! The findings of one object: each knows the object and the field that it is about.

use super::place::{self, Step};
use crate::diagnostic::{About, Code, Diagnostic, Label, code};
use crate::manifest::Object;
use crate::source::Span;
use crate::syntax::{Entry, FieldPath, Node, Segment};

/// Takes what rules find in one object.
pub struct Findings<'a> {
    object: &'a Object,
    /// The file that the object becomes, where it is a compiled one.
    path: Option<&'a str>,
    /// What the schema found to be of the wrong type: to every rule it is absent, which is not to be told again.
    mistyped: Vec<Mistyped>,
    out: &'a mut Vec<Diagnostic>,
}

/// A field of the wrong type.
struct Mistyped {
    field: String,
    span: Option<Span>,
    /// The field around it, and its own key there.
    around: Option<(String, String)>,
}

impl Mistyped {
    fn new(mut field: FieldPath, span: Option<Span>) -> Self {
        let name = field.to_string();
        let around = match field.0.pop() {
            Some(Segment::Key(key)) if !field.0.is_empty() => Some((field.to_string(), key.to_string())),
            _ => None,
        };
        Mistyped { field: name, span, around }
    }

    /// Whether a finding is about the field, or misses it in what is around it.
    fn explains(&self, field: &str, found: &Diagnostic) -> bool {
        let span = found.primary.as_ref().map(|label| label.span);
        let misses = |key: &str| {
            found.message.contains(key) || found.help.as_ref().is_some_and(|help| help.contains(key))
        };
        span == self.span && field.starts_with(&self.field)
            || self.around.as_ref().is_some_and(|(around, key)| around == field && misses(key))
    }
}

impl<'a> Findings<'a> {
    pub fn new(object: &'a Object, path: Option<&'a str>, out: &'a mut Vec<Diagnostic>) -> Self {
        Findings { object, path, mistyped: Vec::new(), out }
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
        let before = self.out.len();
        self.add(at, found);
        let added = self.out.get_mut(before).and_then(|found| found.primary.as_mut());
        if let Some(label) = added {
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
        let name = field.to_string();
        if found.code == code::WRONG_TYPE {
            let span = found.primary.as_ref().map(|label| label.span);
            self.mistyped.push(Mistyped::new(field.clone(), span));
        } else if self.mistyped.iter().any(|mistyped| mistyped.explains(&name, &found)) {
            return;
        }
        let is_written = Findings::is_written(self.object, self.path);
        found.about = Some(Box::new(About {
            object: self.object.identity.to_string(),
            field: name,
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
