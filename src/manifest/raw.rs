//! Raw objects of an app: copied, with the namespace filled in and our labels on their own metadata.

use super::object::Object;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::{KindLookup, Minor, OutputSchemas};
use crate::syntax::{Mapping, Node, Origin};
use crate::workspace::Document;

/// What an app gives to its raw objects.
pub struct Adoption<'a> {
    pub namespace: &'a Node,
    pub labels: &'a Mapping,
    pub minor: Minor,
}

impl Adoption<'_> {
    /// A document as an object of the app; what is no object is reported. An empty document is none.
    pub fn adopt(&self, document: &Document, out: &mut Vec<Diagnostic>) -> Option<Object> {
        if document.node.is_null() {
            return None;
        }
        let mut node = document.node.clone();
        let kind = self.kind_of(&node);
        if let Some(metadata) = node.as_mapping_mut().and_then(|mapping| mapping.get_mut("metadata")) {
            self.complete(metadata, kind);
        }
        let object = Object::new(node, &document.path);
        if object.is_none() {
            let message = format!("a document of {} is no Kubernetes object", document.path);
            let found = Diagnostic::error(code::NOT_AN_OBJECT, message).at(document.node.origin.span(), "");
            out.push(found.help("it needs apiVersion, kind and metadata.name"));
        }
        object
    }

    /// Whether objects of the kind have a namespace; `None` where the kind is not known.
    fn kind_of(&self, node: &Node) -> Option<bool> {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        match OutputSchemas::embedded().kind(text("apiVersion")?, text("kind")?, self.minor) {
            KindLookup::Found(kind) => Some(kind.namespaced),
            _ => None,
        }
    }

    fn complete(&self, metadata: &mut Node, namespaced: Option<bool>) {
        let Some(metadata) = metadata.as_mapping_mut() else { return };
        if metadata.get("namespace").is_none() && namespaced != Some(false) {
            metadata.set("namespace", self.namespace.clone());
        }
        let own = metadata.remove("labels").map(|entry| entry.value);
        let mut labels = self.labels.clone();
        for entry in own.as_ref().and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
            labels.insert(entry.clone());
        }
        labels.sort();
        metadata.set("labels", Node::mapping(labels, own.map_or(Origin::Unknown, |own| own.origin)));
    }
}
