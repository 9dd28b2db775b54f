//! One document as the objects that it holds, or what it is in their stead.
//!
//! Which of those that are none are worth a word is decided by their file as a whole, in `file`.

use super::Reason;
use crate::diagnostic::Diagnostic;
use crate::manifest::{Object, no_object};
use crate::syntax::{Entry, Node, Text, Value};

/// What stands where an object should.
pub enum Found {
    Object(Box<Object>),
    /// A tool reads it, not the API server.
    Foreign(Reason),
    /// Neither apiVersion nor kind: on its own it may be anything.
    Unknown(Box<Diagnostic>),
    /// Nearly an object.
    Broken(Box<Node>),
}

/// What a document holds; nothing where it is empty.
pub fn read(node: Node, path: &str, out: &mut Vec<Found>) {
    if node.is_null() {
        return;
    }
    if let Some(reason) = foreign(&node) {
        out.push(Found::Foreign(reason));
        return;
    }
    let is_anything = node.get("apiVersion").is_none() && node.get("kind").is_none();
    match items(node) {
        Ok(items) => items.into_iter().for_each(|item| read(item, path, out)),
        Err(node) if is_anything => out.push(Found::Unknown(Box::new(no_object(&node)))),
        Err(node) => out.push(match Object::created(node, path) {
            Ok(object) => Found::Object(Box::new(object)),
            Err(node) => Found::Broken(Box::new(node)),
        }),
    }
}

/// The items of a `List`, or of a list of one kind, whose items may leave out what they are.
fn items(mut node: Node) -> Result<Vec<Node>, Node> {
    let text = |key: &str| node.get(key).and_then(Node::as_text).cloned();
    let (Some(version), Some(kind)) = (text("apiVersion"), text("kind")) else { return Err(node) };
    let Some(one) = kind.strip_suffix("List").map(Text::new) else { return Err(node) };
    let Some(items) = node.as_mapping_mut().and_then(|mapping| mapping.get_mut("items")) else {
        return Err(node);
    };
    let mut items = match std::mem::take(&mut items.value) {
        Value::Sequence(items) => items,
        Value::Null => Vec::new(),
        other => {
            items.value = other;
            return Err(node);
        }
    };
    for item in items.iter_mut().filter(|_| !one.is_empty()) {
        let origin = item.origin.clone();
        let Some(mapping) = item.as_mapping_mut() else { continue };
        for (key, value) in [("apiVersion", &version), ("kind", &one)] {
            if mapping.get(key).is_none() {
                let value = Node::string(value.clone(), origin.clone());
                mapping.push(Entry { key: key.into(), key_origin: origin.clone(), value });
            }
        }
    }
    Ok(items)
}

/// Documents that look like objects and are read by tools on somebody's machine.
fn foreign(node: &Node) -> Option<Reason> {
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    let version = text("apiVersion")?;
    let group = version.split_once('/').map_or("", |(group, _)| group);
    match group {
        "platc.dev" => Some(Reason::Platc),
        "kustomize.config.k8s.io" => Some(Reason::Kustomize),
        "" if text("kind") == Some("Config") && node.get("clusters").is_some() => Some(Reason::Tool),
        "" if version == "builtin" => Some(Reason::Kustomize),
        "skaffold"
        | "install.istio.io"
        | "kind.x-k8s.io"
        | "kubeadm.k8s.io"
        | "kubelet.config.k8s.io"
        | "kubeproxy.config.k8s.io"
        | "kubescheduler.config.k8s.io"
        | "apiserver.config.k8s.io"
        | "audit.k8s.io"
        | "score.dev"
        | "backstage.io" => Some(Reason::Tool),
        _ => None,
    }
}
