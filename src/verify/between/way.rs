//! The way from an object's root to a node, kept while references are gathered: cheap to copy, spelt out only for what
//! is kept.

use super::summary::Entry;
use crate::manifest::Object;
use crate::source::Span;
use crate::syntax::Node;
use crate::verify::view::Pod;

/// Steps that a way can have; what lies deeper is named by the last of them.
const MOST: usize = 16;

/// A node of an object, and how one gets there: where each node on the way stands in the one before.
#[derive(Debug, Clone, Copy)]
pub struct Way<'n> {
    root: &'n Node,
    pub node: &'n Node,
    steps: [u32; MOST],
    length: usize,
}

/// Where something stands that outlives its tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    pub span: Option<Span>,
    /// `spec.template.spec.containers[shop].image`.
    pub field: Box<str>,
}

impl Site {
    /// An object's name.
    pub fn name(entry: &Entry) -> Site {
        Site::of(entry, "metadata.name")
    }

    /// A field of an object of which only the name's place is known.
    pub fn of(entry: &Entry, field: &str) -> Site {
        Site { span: entry.place, field: field.into() }
    }
}

impl<'n> Way<'n> {
    pub fn root(object: &'n Object) -> Way<'n> {
        let node = &object.node;
        Way { root: node, node, steps: [0; MOST], length: 0 }
    }

    /// The way to the spec of an object's pods.
    pub fn pod_spec(pod: &Pod<'n>) -> Option<Way<'n>> {
        Way::root(pod.object).to(pod.path)?.to(&["spec"])
    }

    fn step(&mut self, at: usize, node: &'n Node) {
        if let (Some(place), Ok(at)) = (self.steps.get_mut(self.length), u32::try_from(at)) {
            *place = at;
            self.length += 1;
        }
        self.node = node;
    }

    fn item(mut self, at: usize, node: &'n Node) -> Way<'n> {
        self.step(at, node);
        self
    }

    /// What some keys lead to, null or not.
    fn below(&self, keys: &[&str]) -> Option<Way<'n>> {
        let mut way = *self;
        for key in keys {
            let (at, entry) = way.node.as_mapping()?.find(key)?;
            way.step(at, &entry.value);
        }
        Some(way)
    }

    /// What some keys lead to; `None` where it is absent or null.
    pub fn to(&self, keys: &[&str]) -> Option<Way<'n>> {
        self.below(keys).filter(|way| !way.node.is_null())
    }

    /// The items of the list that some keys lead to.
    pub fn each(&self, keys: &[&str]) -> impl Iterator<Item = Way<'n>> + use<'n> {
        let items = self.below(keys).and_then(|way| Some((way, way.node.as_sequence()?)));
        items
            .into_iter()
            .flat_map(|(way, items)| items.iter().enumerate().map(move |(at, node)| way.item(at, node)))
    }

    /// What some keys lead to in the items of a list: of most items they lead to nothing.
    pub fn each_to(
        &self,
        list: &[&str],
        keys: &'static [&'static str],
    ) -> impl Iterator<Item = Way<'n>> + use<'n> {
        // Most items are not what is looked for: none is copied before it is found.
        let list = self.below(list).and_then(|way| Some((way, way.node.as_sequence()?)));
        list.into_iter().flat_map(move |(way, items)| {
            let having = items.iter().enumerate().filter(|(_, item)| item.at(keys).is_some());
            having.filter_map(move |(at, item)| way.item(at, item).to(keys))
        })
    }

    /// The text that some keys lead to, where it is not empty.
    pub fn text(&self, keys: &[&str]) -> Option<Way<'n>> {
        self.to(keys).filter(|way| way.node.as_str().is_some_and(|text| !text.is_empty()))
    }

    /// Where what some keys lead to stands, if they lead to anything, by the site of this.
    pub fn site_below(&self, own: &Site, keys: &[&str]) -> Site {
        let mut field = String::with_capacity(own.field.len() + 32);
        field.push_str(&own.field);
        let (mut node, mut span) = (self.node, own.span);
        for key in keys {
            let Some(below) = node.get(key) else { break };
            field.push_str(if field.is_empty() { "" } else { "." });
            field.push_str(key);
            node = below;
            span = node.origin.span().or(span);
        }
        Site { span, field: field.into() }
    }

    /// Where the node stands; where it has no place of its own, the place of the nearest node around it.
    pub fn site(&self) -> Site {
        let mut field = String::with_capacity(64);
        let mut node = self.root;
        let mut span = node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
        for step in self.steps.iter().take(self.length) {
            let Some(below) = spell(node, *step as usize, &mut field) else { break };
            node = below;
            span = node.origin.span().or(span);
        }
        Site { span, field: field.into() }
    }
}

/// What stands at a place in a map or list; its key is added to the field, or its name.
fn spell<'n>(node: &'n Node, at: usize, field: &mut String) -> Option<&'n Node> {
    if let Some(mapping) = node.as_mapping() {
        let entry = mapping.iter().nth(at)?;
        field.push_str(if field.is_empty() { "" } else { "." });
        field.push_str(&entry.key);
        return Some(&entry.value);
    }
    let items = node.as_sequence()?;
    let item = items.get(at)?;
    // An item goes by its name where no other has the same.
    let name = |item: &'n Node| item.get("name").and_then(Node::as_text);
    let is_alone = |own| items.iter().filter(|item| name(item) == Some(own)).count() == 1;
    field.push('[');
    match name(item).filter(|own| is_alone(own)) {
        Some(own) => field.push_str(own),
        None => field.push_str(&at.to_string()),
    }
    field.push(']');
    Some(item)
}
