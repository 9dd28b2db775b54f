//! A Service as its rules read it: fields that are absent or empty have their defaults.

use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::view::{field, items, text};

pub struct Service<'o> {
    pub spec: &'o Node,
    /// `type`.
    pub kind: &'o str,
}

impl<'o> Service<'o> {
    pub fn of(object: &'o Object) -> Self {
        // Without a spec, no field of it is there.
        let spec = field(&object.node, &["spec"]).unwrap_or(&object.node);
        let kind = match text(spec, &["type"]) {
            "" => "ClusterIP",
            kind => kind,
        };
        Service { spec, kind }
    }

    pub fn ports(&self) -> &'o [Node] {
        items(self.spec, &["ports"])
    }

    /// A field that is not empty text.
    pub fn set(&self, key: &str) -> Option<&'o Node> {
        field(self.spec, &[key]).filter(|node| node.as_str() != Some(""))
    }

    /// A field that is a list with something in it.
    pub fn listed(&self, key: &str) -> Option<&'o Node> {
        field(self.spec, &[key]).filter(|node| node.as_sequence().is_some_and(|items| !items.is_empty()))
    }

    /// Where it says that it has no address of its own.
    pub fn headless(&self) -> Option<&'o Node> {
        let none = |node: &&Node| node.as_str() == Some("None");
        let own = field(self.spec, &["clusterIP"]).filter(none);
        own.or_else(|| items(self.spec, &["clusterIPs"]).first().filter(none))
    }

    /// The type, where it is written.
    pub fn type_node(&self) -> Option<&'o Node> {
        self.set("type")
    }
}
