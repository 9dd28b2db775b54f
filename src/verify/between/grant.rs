//! What a ReferenceGrant allows: references from one namespace into its own.

use crate::manifest::Object;
use crate::syntax::{Node, Text};
use crate::verify::view::{field, items, text};

/// One kind of reference that is allowed into the grant's namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    from_kind: Text,
    from_namespace: Text,
    to_kind: Text,
    /// Any where `None`.
    to_name: Option<Text>,
}

impl Grant {
    pub fn all(object: &Object) -> Vec<Grant> {
        let spec = |key: &str| items(&object.node, &["spec", key]);
        let grant = |from: &Node, to: &Node| Grant {
            from_kind: text(from, &["kind"]).into(),
            from_namespace: text(from, &["namespace"]).into(),
            to_kind: text(to, &["kind"]).into(),
            to_name: field(to, &["name"]).and_then(Node::as_text).cloned(),
        };
        spec("from").iter().flat_map(|from| spec("to").iter().map(move |to| grant(from, to))).collect()
    }

    /// Whether it allows objects of a kind and namespace to refer to one in the grant's namespace.
    pub fn allows(&self, kind: &str, namespace: &str, to_kind: &str, to_name: &str) -> bool {
        self.from_kind.as_str() == kind
            && self.from_namespace.as_str() == namespace
            && self.to_kind.as_str() == to_kind
            && self.to_name.as_ref().is_none_or(|name| name.as_str() == to_name)
    }
}
