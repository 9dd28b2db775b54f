//! The kinds of files that the language has.

use super::shape::Shape;
use super::value::Shaped;
use super::{App, Baseline, Environment, Overlay, Platform, SecretValues};

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    Platform,
    App,
    Overlay,
    Environment,
    SecretValues,
    Baseline,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 6] = [
        DocumentKind::Platform,
        DocumentKind::App,
        DocumentKind::Overlay,
        DocumentKind::Environment,
        DocumentKind::SecretValues,
        DocumentKind::Baseline,
    ];

    /// What the file's `kind` says.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Platform => "Platform",
            DocumentKind::App => "App",
            DocumentKind::Overlay => "Overlay",
            DocumentKind::Environment => "Environment",
            DocumentKind::SecretValues => "SecretValues",
            DocumentKind::Baseline => "Baseline",
        }
    }

    /// The kind with its article, for messages.
    pub fn with_article(self) -> &'static str {
        match self {
            DocumentKind::Platform => "a Platform",
            DocumentKind::App => "an App",
            DocumentKind::Overlay => "an Overlay",
            DocumentKind::Environment => "an Environment",
            DocumentKind::SecretValues => "SecretValues",
            DocumentKind::Baseline => "a Baseline",
        }
    }

    /// The name of the kind's editor schema, `schemas/language/<name>.schema.json`.
    pub fn schema_name(self) -> &'static str {
        match self {
            DocumentKind::Platform => "platform",
            DocumentKind::App => "app",
            DocumentKind::Overlay => "overlay",
            DocumentKind::Environment => "environment",
            DocumentKind::SecretValues => "secret-values",
            DocumentKind::Baseline => "baseline",
        }
    }

    /// What the whole file looks like.
    pub fn shape(self) -> Shape {
        match self {
            DocumentKind::Platform => Platform::shape(),
            DocumentKind::App => App::shape(),
            DocumentKind::Overlay => Overlay::shape(),
            DocumentKind::Environment => Environment::shape(),
            DocumentKind::SecretValues => SecretValues::shape(),
            DocumentKind::Baseline => Baseline::shape(),
        }
    }
}
