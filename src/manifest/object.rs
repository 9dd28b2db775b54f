//! One object: its tree, what it is, and what it was made from.

use std::fmt;

use crate::digest::Digest;
use crate::syntax::{Entry, FieldPath, Node, Origin, Text, print};

/// Hexadecimal digits of the hash in a generated name.
const DIGITS: usize = 8;

/// What makes an object the same object: API group, kind, namespace, name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
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
    pub vouched: Vouched,
    /// Whether its name is still to be completed by a hash.
    is_generated: bool,
}

/// How far it is known already that what an object refers to is there, in the cluster if not in the estate.
#[derive(Debug, Clone, Default)]
pub enum Vouched {
    #[default]
    No,
    /// We chose what it refers to, and have looked.
    Whole,
    /// So it was of the object as it was before somebody changed it.
    Before(Box<Object>),
}

impl Object {
    /// An object from its tree; the tree again where it lacks apiVersion, kind or name.
    pub fn new(node: Node, source: &str) -> Result<Self, Box<Node>> {
        let name = node.at(&["metadata", "name"]).and_then(Node::as_text).cloned();
        let Some((api_version, identity)) = name.and_then(|name| identity(&node, name)) else {
            return Err(Box::new(node));
        };
        let stable_name = identity.name.clone();
        Ok(Object {
            node,
            identity,
            api_version,
            stable_name,
            source: source.to_string(),
            vouched: Vouched::No,
            is_generated: false,
        })
    }

    /// An object of somebody's, which may leave its name to the API server: then it goes by its `generateName`.
    ///
    /// # Errors
    /// The tree again, where it lacks apiVersion, kind or both names.
    pub fn created(node: Node, source: &str) -> Result<Self, Node> {
        let metadata = |key: &str| node.at(&["metadata", key]).and_then(Node::as_text);
        let name =
            metadata("name").or_else(|| metadata("generateName")).filter(|name| !name.is_empty()).cloned();
        let says_what =
            |(api_version, identity): &(Text, Identity)| !api_version.is_empty() && !identity.kind.is_empty();
        match name.and_then(|name| identity(&node, name)).filter(says_what) {
            Some((api_version, identity)) => {
                let (stable_name, source) = (identity.name.clone(), source.to_string());
                Ok(Object {
                    node,
                    identity,
                    api_version,
                    stable_name,
                    source,
                    vouched: Vouched::No,
                    is_generated: false,
                })
            }
            None => Err(node),
        }
    }

    /// An object that a template made. Where it has `generateName` in place of a name, that is its stable name until
    /// [`Object::generate_name`].
    pub fn from_template(mut node: Node, source: &str) -> Result<Self, Box<Node>> {
        let metadata = node.as_mapping_mut().and_then(|object| object.get_mut("metadata"));
        if let Some(metadata) = metadata.and_then(Node::as_mapping_mut)
            && metadata.get("name").is_none()
            && let Some(entry) = metadata.remove("generateName")
        {
            let stem = entry.value.as_str().map_or("", |stem| stem.trim_end_matches('-'));
            metadata.set("name", Node::string(stem, entry.value.origin.clone()));
            let mut object = Object::new(node, source)?;
            object.is_generated = true;
            return Ok(object);
        }
        Object::new(node, source)
    }

    /// Gives an object its generated name: the stable one, and eight digits of the SHA-256 of its pod template (its
    /// whole spec where it has none). What cannot be changed in a cluster gets another name instead.
    pub fn generate_name(&mut self) {
        if !std::mem::take(&mut self.is_generated) {
            return;
        }
        let spec = FieldPath::root().key("spec");
        let hashed = spec.clone().key("template").find(&self.node).or_else(|| spec.find(&self.node));
        let Some(hashed) = hashed else { return };
        let hash: String = Digest::of(print(hashed).as_bytes()).hex().chars().take(DIGITS).collect();
        let mut origins = Vec::new();
        leaves(hashed, &mut origins);
        let metadata = self.node.as_mapping_mut().and_then(|object| object.get_mut("metadata"));
        let Some(name) = metadata.and_then(Node::as_mapping_mut).and_then(|map| map.get_mut("name")) else {
            return;
        };
        origins.push(std::mem::take(&mut name.origin));
        *name = Node::string(
            format!("{}-{hash}", self.stable_name),
            Origin::ruled("hash of the pod template in the name", origins),
        );
        self.identity.name = name.as_text().cloned().unwrap_or_default();
    }
}

/// The origins of all scalars of a tree.
fn leaves(node: &Node, out: &mut Vec<Origin>) {
    match (node.as_mapping(), node.as_sequence()) {
        (Some(mapping), _) => mapping.iter().for_each(|entry: &Entry| leaves(&entry.value, out)),
        (_, Some(items)) => items.iter().for_each(|item| leaves(item, out)),
        _ => out.push(node.origin.clone()),
    }
}

fn identity(node: &Node, name: Text) -> Option<(Text, Identity)> {
    let text = |keys: &[&str]| node.at(keys).and_then(Node::as_text).cloned();
    let api_version = text(&["apiVersion"])?;
    let group = api_version.split_once('/').map_or(Text::default(), |(group, _)| group.into());
    let identity = Identity {
        group,
        kind: text(&["kind"])?,
        namespace: text(&["metadata", "namespace"]).unwrap_or_default(),
        name,
    };
    Some((api_version, identity))
}

impl fmt::Display for Identity {
    /// `Deployment/checkout`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}
