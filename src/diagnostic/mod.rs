//! What platc has to say about an estate: findings with a code, a severity, places and a way out.
//!
//! Only data. How a finding looks (colours, JSON, annotations) is `cli`'s business.

pub mod code;
mod order;
mod refused;

pub use code::Code;
pub use order::arrange;
pub use refused::refused;

use std::fmt;

use crate::source::Span;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// A place with what is to be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A replacement of one span of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// A way out that a machine can take: all edits together, in one file or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub description: String,
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One sentence, lower case, the user's words first.
    pub message: String,
    /// Where it is; `None` only where there is no text to show (then `path` says which file).
    pub primary: Option<Label>,
    /// The file or folder spoken of where there is no span.
    pub path: Option<String>,
    /// Other places that matter, shown below.
    pub related: Vec<Label>,
    /// The layers and environments that matter.
    pub notes: Vec<String>,
    /// What to do, in words.
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// The field of an object that it speaks of, where it speaks of one.
    pub about: Option<Box<About>>,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// `Deployment/checkout`.
    pub object: String,
    /// `spec.replicas`; empty for the object itself.
    pub field: String,
    /// The template that made the object; `None` where somebody wrote it as it is.
    pub template: Option<String>,
    /// Where a compiled object's field stands below the manifest folder, in each environment that has it:
    /// `prod/shop/service-shop.yaml:14`.
    pub manifests: Vec<String>,
}

impl fmt::Display for About {
    /// `Deployment/checkout.spec.replicas (from kubernetes/app/deployment.yaml)`, as `explain` takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.object)?;
        if !self.field.is_empty() {
            write!(f, ".{}", self.field)?;
        }
        match &self.template {
            Some(template) => write!(f, " (from {template})"),
            None => Ok(()),
        }
    }
}

impl Diagnostic {
    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            primary: None,
            path: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            about: None,
        }
    }

    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Error, message)
    }

    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Warning, message)
    }

    /// The place of the finding, with a short text under it (may be empty).
    pub fn at(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.primary = span.map(|span| Label { span, text: text.into() });
        self
    }

    /// The file or folder of a finding without a span.
    pub fn in_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    pub fn related(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.related.extend(span.map(|span| Label { span, text: text.into() }));
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn fix(mut self, description: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { description: description.into(), edits });
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The name in `candidates` nearest to `word`, where one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let (left, right) = (word.to_lowercase(), candidate.to_lowercase());
            (strsim::damerau_levenshtein(&left, &right), candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
