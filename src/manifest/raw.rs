//! Raw objects of an app: copied, with the namespace filled in and our labels on their own metadata.

use super::object::Object;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::{KindLookup, Minor, OutputSchemas};
use crate::syntax::{Mapping, Node, Origin};
use crate::workspace::Document;

/// What an app, or an environment, gives to its raw objects.
pub struct Adoption<'a> {
    /// `null` where they have none in common.
    pub namespace: &'a Node,
    pub labels: &'a Mapping,
    pub schemas: &'a OutputSchemas,
    pub minor: Minor,
}

/// Names of Kubernetes objects are path segments (RBAC's may hold colons); so are those of our files.
fn is_file_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
    !name.is_empty() && name.len() <= 253 && name.chars().all(allowed) && !matches!(name, "." | "..")
}

/// What stands where an object should, and is none.
pub fn no_object(node: &Node) -> Diagnostic {
    let is_text = |keys: &[&str]| node.at(keys).and_then(Node::as_str).is_some_and(|text| !text.is_empty());
    let wanted: [(&str, &[&str]); 3] =
        [("apiVersion", &["apiVersion"]), ("kind", &["kind"]), ("metadata.name", &["metadata", "name"])];
    let missing: Vec<&str> =
        wanted.iter().filter(|(_, keys)| !is_text(keys)).map(|(name, _)| *name).collect();
    // A name such as `on` or `1` is there, and no text to the API server.
    let there = wanted.iter().filter_map(|(name, keys)| Some((name, node.at(keys)?)));
    let mut scalars = there.filter(|(_, at)| at.scalar_text().is_some() && at.as_str().is_none());
    if let Some((name, at)) = scalars.next() {
        let message = format!("`{name}` takes text, not {}", at.value.kind());
        return Diagnostic::error(code::NOT_AN_OBJECT, message).at(at.origin.span(), "").help("quote it");
    }
    let (message, help) = if node.as_mapping().is_none() {
        (format!("{} is no Kubernetes object", node.value.kind()), "write apiVersion, kind and metadata.name")
    } else if node.get("items").is_some() {
        ("a list of objects is no object".to_owned(), "write each of its items as a document of its own")
    } else {
        (
            format!("the object lacks {}", missing.join(", ")),
            "every object needs apiVersion, kind and metadata.name",
        )
    };
    Diagnostic::error(code::NOT_AN_OBJECT, message).at(node.origin.span(), "").help(help)
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
        let object = match Object::new(node, &document.path) {
            Ok(object) => object,
            Err(_) => {
                out.push(no_object(&document.node));
                return None;
            }
        };
        let name = document.node.at(&["metadata", "name"]);
        let is_path = |name: &&Node| name.as_str().is_none_or(|name| !is_file_name(name));
        if let Some(name) = name.filter(is_path) {
            let text = name.as_str().unwrap_or("");
            let found =
                Diagnostic::error(code::BAD_NAME, format!("`{text}` cannot be the name of an object"));
            out.push(found.at(name.origin.span(), "").help("it has letters, digits, `-`, `.` and `:`"));
            return None;
        }
        Some(object)
    }

    /// What a template made, in the app's namespace where its kind has one and the template names none.
    pub fn at_home(&self, mut node: Node) -> Node {
        if self.kind_of(&node) == Some(true)
            && let Some(metadata) = node.as_mapping_mut().and_then(|mapping| mapping.get_mut("metadata"))
        {
            self.fill_namespace(metadata);
        }
        node
    }

    fn fill_namespace(&self, metadata: &mut Node) {
        let Some(metadata) = metadata.as_mapping_mut().filter(|_| !self.namespace.is_null()) else { return };
        if metadata.get("namespace").is_none() {
            metadata.set("namespace", self.namespace.clone());
        }
    }

    /// An object that needs a namespace, says none, and is of no app that has one.
    pub fn homeless(&self, object: &Object) -> Option<Diagnostic> {
        let needs = self.kind_of(&object.node) == Some(true) && object.identity.namespace.is_empty();
        needs.then(|| {
            let message = format!("{} has no namespace", object.identity);
            let place = object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(place, "");
            found.help("write `metadata.namespace`: the environment's own objects have none in common")
        })
    }

    /// Whether objects of the kind have a namespace; `None` where the kind is not known.
    fn kind_of(&self, node: &Node) -> Option<bool> {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        match self.schemas.kind(text("apiVersion")?, text("kind")?, self.minor) {
            KindLookup::Found(kind) => Some(kind.namespaced),
            _ => None,
        }
    }

    fn complete(&self, metadata: &mut Node, namespaced: Option<bool>) {
        if namespaced != Some(false) {
            self.fill_namespace(metadata);
        }
        let Some(metadata) = metadata.as_mapping_mut() else { return };
        // What is no map is left to the schema check.
        if metadata.get("labels").is_some_and(|labels| labels.as_mapping().is_none() && !labels.is_null()) {
            return;
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
