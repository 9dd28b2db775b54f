//! The templates of an estate: the built-in ones, and its own that shadow them or add kinds.

use std::collections::BTreeMap;

use super::compile::{Part, compile};
use crate::diagnostic::Diagnostic;
use crate::syntax::{Node, Text};

/// What one run of a template stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Once for each app and environment.
    App,
    /// Once for each environment.
    Environment,
    /// Once for the whole estate.
    Platform,
}

/// One template.
#[derive(Debug)]
pub struct Template {
    /// `<target>/<level>/<kind>.yaml`.
    pub path: String,
    pub body: Part,
    /// Whether it is none of ours.
    pub is_own: bool,
}

/// All templates, by target and level, each in the order of their paths.
#[derive(Debug, Default)]
pub struct TemplateSet {
    templates: BTreeMap<String, Template>,
    parts: BTreeMap<Text, Part>,
}

impl Level {
    fn folder(self) -> &'static str {
        match self {
            Level::App => "app",
            Level::Environment => "environment",
            Level::Platform => "platform",
        }
    }
}

impl TemplateSet {
    /// Compiles templates given as `<target>/<level>/<kind>.yaml` and their trees; a later one of the same path
    /// shadows an earlier one.
    pub fn compile<'n>(
        sources: impl IntoIterator<Item = (&'n str, &'n Node)>,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut set = TemplateSet::default();
        for (path, node) in sources {
            let body = compile(node, out);
            match path.split('/').collect::<Vec<_>>().as_slice() {
                [_, "part", file] => {
                    set.parts.insert(file.trim_end_matches(".yaml").into(), body);
                }
                _ => {
                    set.templates
                        .insert(path.to_string(), Template { path: path.to_string(), body, is_own: false });
                }
            }
        }
        set
    }

    /// Notes that a template is the estate's own.
    pub fn mark_own(&mut self, path: &str) {
        if let Some(template) = self.templates.get_mut(path) {
            template.is_own = true;
        }
    }

    /// The templates of a target at a level, in the order of their paths.
    pub fn at(&self, target: &str, level: Level) -> impl Iterator<Item = &Template> {
        let folder = format!("{target}/{}/", level.folder());
        self.templates.iter().filter(move |(path, _)| path.starts_with(&folder)).map(|(_, template)| template)
    }

    /// The part that `${{ part <name> }}` names.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.get(name)
    }

    /// Every template, in the order of their paths.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.templates.values()
    }

    pub fn parts(&self) -> impl Iterator<Item = (&Text, &Part)> {
        self.parts.iter()
    }
}
