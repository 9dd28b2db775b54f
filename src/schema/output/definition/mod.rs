//! Custom resource definitions as schemas: what each defines, and in which versions.
//!
//! The nodes of a version are `convert`'s; what the API server would refuse is `structural`'s. Which definitions count,
//! and before which others, is decided by whoever calls.

#[cfg(test)]
mod agreement;
mod convert;
mod scale;
mod structural;

use std::collections::BTreeMap;

use self::convert::Converter;
use super::keywords::SchemaNode;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Node, Text};

/// The one version of the API of definitions that is read.
pub const CRD_API_VERSION: &str = "apiextensions.k8s.io/v1";
pub const CRD_KIND: &str = "CustomResourceDefinition";

/// The schemas of custom resources whose definitions somebody handed in.
#[derive(Default, Clone)]
pub(super) struct Defined {
    pub nodes: Vec<SchemaNode>,
    groups: BTreeMap<Text, BTreeMap<Text, Definition>>,
}

/// One definition; of several for the same kind the last counts.
#[derive(Clone)]
pub(super) struct Definition {
    pub plural: Text,
    pub namespaced: bool,
    /// Those that are served, in the order written.
    pub versions: Vec<Version>,
}

/// One served version of a kind.
#[derive(Clone)]
pub(super) struct Version {
    pub name: Text,
    pub deprecated: bool,
    pub node: u32,
}

/// What is there before any definition: the number of nodes, and the node of `metadata`.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    pub first: u32,
    pub meta: u32,
    pub meta_node: &'g SchemaNode,
}

impl Defined {
    pub fn find(&self, group: &str, kind: &str) -> Option<&Definition> {
        self.groups.get(group)?.get(kind)
    }

    /// Every definition with its group and kind, sorted.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &Definition)> {
        self.groups
            .iter()
            .flat_map(|(group, kinds)| kinds.iter().map(|(kind, of)| (group.as_str(), kind.as_str(), of)))
    }

    /// Takes one definition in; one with a mistake is reported and left out.
    pub fn add(&mut self, definition: &Node, ground: Ground<'_>, out: &mut Vec<Diagnostic>) {
        let before = (self.nodes.len(), out.len());
        let read = self.read(definition, ground, out);
        match read.filter(|_| !out.iter().skip(before.1).any(Diagnostic::is_error)) {
            Some((group, kind, definition)) => {
                self.groups.entry(group).or_default().insert(kind, definition);
            }
            None => self.nodes.truncate(before.0),
        }
    }

    fn read(
        &mut self,
        definition: &Node,
        ground: Ground<'_>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<(Text, Text, Definition)> {
        if definition.get("apiVersion").and_then(Node::as_str) != Some(CRD_API_VERSION) {
            out.push(other_version(definition));
            return None;
        }
        let text = |keys: &[&str]| definition.at(keys).and_then(Node::as_text).cloned();
        let (group, kind) = (text(&["spec", "group"])?, text(&["spec", "names", "kind"])?);
        let mut versions = Vec::new();
        let written = definition.at(&["spec", "versions"]).and_then(Node::as_sequence).unwrap_or_default();
        for version in written {
            if version.get("served").and_then(Node::as_bool) != Some(true) {
                continue;
            }
            let Some(schema) = version.at(&["schema", "openAPIV3Schema"]) else {
                out.push(without_schema(version));
                continue;
            };
            let node = Converter { nodes: &mut self.nodes, ground, out }.root(schema, &kind);
            if let Some(path) = version.at(&["subresources", "scale", "specReplicasPath"]) {
                scale::limit(&mut self.nodes, ground.first, node, path.as_str().unwrap_or_default());
            }
            versions.push(Version {
                name: version.get("name").and_then(Node::as_text).cloned().unwrap_or_default(),
                deprecated: version.get("deprecated").and_then(Node::as_bool) == Some(true),
                node,
            });
        }
        if versions.is_empty() {
            out.push(unserved(definition, &kind));
        }
        let definition = Definition {
            plural: text(&["spec", "names", "plural"]).unwrap_or_default(),
            namespaced: text(&["spec", "scope"])?.as_str() == "Namespaced",
            versions,
        };
        Some((group, kind, definition))
    }
}

/// The definitions in a document: itself, or those in its `items`.
pub fn definitions(document: &Node) -> Vec<&Node> {
    let kind = |node: &Node| node.get("kind").and_then(Node::as_str) == Some(CRD_KIND);
    match document.get("items").and_then(Node::as_sequence) {
        Some(items) => items.iter().filter(|item| kind(item)).collect(),
        None if kind(document) => vec![document],
        None => Vec::new(),
    }
}

fn other_version(definition: &Node) -> Diagnostic {
    let version = definition.get("apiVersion");
    let written = version.and_then(Node::as_str).unwrap_or_default();
    let place = version.unwrap_or(definition).origin.span();
    Diagnostic::error(code::CRD_SCHEMA, format!("definitions of `{written}` are not read"))
        .at(place, "")
        .help(format!(
            "write it for {CRD_API_VERSION}, the only version that Kubernetes has served since 1.22"
        ))
}

fn without_schema(version: &Node) -> Diagnostic {
    let name = version.get("name").and_then(Node::as_str).unwrap_or_default();
    Diagnostic::error(code::CRD_SCHEMA, format!("version `{name}` has no `schema.openAPIV3Schema`"))
        .at(version.origin.span(), "served without a schema")
        .help("add it: the API server refuses a version without one")
}

fn unserved(definition: &Node, kind: &str) -> Diagnostic {
    let versions = definition.at(&["spec", "versions"]).unwrap_or(definition);
    Diagnostic::error(code::CRD_SCHEMA, format!("the definition of {kind} serves no version"))
        .at(versions.origin.span(), "none has `served: true`")
        .help("set `served: true` for the versions that objects are written in")
}
