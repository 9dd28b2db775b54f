//! One object: its tree, what it is, and what it was made from.

use std::fmt;

use crate::syntax::{Node, Text};

/// What makes an object the same object: API group, kind, namespace, name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    pub group: Text,
    pub kind: Text,
    pub namespace: Text,
    pub name: Text,
}

/// A Kubernetes object that an app has in an environment.
#[derive(Debug, Clone)]
pub struct Object {
    pub node: Node,
    pub identity: Identity,
    pub api_version: Text,
    /// The name in file names and patches: never with a hash.
    pub stable_name: Text,
    /// The template or raw file that it comes from.
    pub source: String,
}

impl Object {
    /// An object from its tree; the tree again where it lacks apiVersion, kind or name.
    pub fn new(node: Node, source: &str) -> Result<Self, Box<Node>> {
        let Some((api_version, identity)) = identity(&node) else { return Err(Box::new(node)) };
        let stable_name = identity.name.clone();
        Ok(Object { node, identity, api_version, stable_name, source: source.to_string() })
    }
}

fn identity(node: &Node) -> Option<(Text, Identity)> {
    let text = |keys: &[&str]| node.at(keys).and_then(Node::as_text).cloned();
    let api_version = text(&["apiVersion"])?;
    let group = api_version.split_once('/').map_or(Text::default(), |(group, _)| group.into());
    let identity = Identity {
        group,
        kind: text(&["kind"])?,
        namespace: text(&["metadata", "namespace"]).unwrap_or_default(),
        name: text(&["metadata", "name"])?,
    };
    Some((api_version, identity))
}

impl fmt::Display for Identity {
    /// `Deployment/checkout`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}
