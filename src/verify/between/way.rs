//! The way from an object's root to a node, kept while references are gathered: cheap to copy, spelt out only for what
//! is kept.

use std::fmt::Write;

use super::summary::Entry;
use crate::manifest::Object;
use crate::source::Span;
use crate::syntax::Node;

/// Steps that a way can have; what lies deeper is named by the last of them.
const MOST: usize = 8;

/// Keys, then perhaps an item of the list that they lead to.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    keys: &'static [&'static str],
    item: Option<usize>,
}

/// A node of an object, and how one gets there.
#[derive(Debug, Clone, Copy)]
pub struct Way<'n> {
    root: &'n Node,
    pub node: &'n Node,
    steps: [Step; MOST],
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
        Way { root: node, node, steps: [Step::default(); MOST], length: 0 }
    }

    fn and(mut self, node: &'n Node, step: Step) -> Way<'n> {
        if let Some(place) = self.steps.get_mut(self.length) {
            *place = step;
            self.length += 1;
        }
        self.node = node;
        self
    }

    /// What some keys lead to; `None` where it is absent or null.
    pub fn to(&self, keys: &'static [&'static str]) -> Option<Way<'n>> {
        let node = self.node.at(keys).filter(|node| !node.is_null())?;
        Some(self.and(node, Step { keys, item: None }))
    }

    /// The items of the list that some keys lead to.
    pub fn each(&self, keys: &'static [&'static str]) -> impl Iterator<Item = Way<'n>> + use<'n> {
        let way = *self;
        let items = self.node.at(keys).and_then(Node::as_sequence).unwrap_or_default();
        items.iter().enumerate().map(move |(item, node)| way.and(node, Step { keys, item: Some(item) }))
    }

    /// What some keys lead to in the items of a list: of most items they lead to nothing.
    pub fn each_to(
        &self,
        list: &'static [&'static str],
        keys: &'static [&'static str],
    ) -> impl Iterator<Item = Way<'n>> + use<'n> {
        let way = *self;
        let items = self.node.at(list).and_then(Node::as_sequence).unwrap_or_default();
        let below = items.iter().enumerate().filter_map(move |(item, node)| {
            Some((item, node, node.at(keys).filter(|below| !below.is_null())?))
        });
        below.map(move |(item, node, below)| {
            let item = Step { keys: list, item: Some(item) };
            way.and(node, item).and(below, Step { keys, item: None })
        })
    }

    /// The text that some keys lead to, where it is not empty.
    pub fn text(&self, keys: &'static [&'static str]) -> Option<Way<'n>> {
        self.to(keys).filter(|way| way.node.as_str().is_some_and(|text| !text.is_empty()))
    }

    /// Where the node stands; where it has no place of its own, the place of the nearest node around it.
    pub fn site(&self) -> Site {
        let mut field = String::with_capacity(64);
        let mut node = self.root;
        let mut span = node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
        for step in self.steps.iter().take(self.length) {
            for key in step.keys {
                field.push_str(if field.is_empty() { "" } else { "." });
                field.push_str(key);
                let Some(below) = node.get(key) else { break };
                node = below;
                span = node.origin.span().or(span);
            }
            if let Some(item) = step.item {
                let items = node.as_sequence().unwrap_or_default();
                let Some(below) = items.get(item) else { break };
                node = below;
                span = node.origin.span().or(span);
                // An item goes by its name where no other has the same.
                let name = |item: &'n Node| item.get("name").and_then(Node::as_text);
                let is_alone = |own| items.iter().filter(|item| name(item) == Some(own)).count() == 1;
                let _ = match name(node).filter(|own| is_alone(own)) {
                    Some(own) => write!(field, "[{own}]"),
                    None => write!(field, "[{item}]"),
                };
            }
        }
        Site { span, field: field.into() }
    }
}
