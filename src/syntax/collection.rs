//! Lists and maps whose end is not yet read: what they hold so far, and which key waits for its value.
//!
//! When they open and close is `build`'s; what is said of a refused key is `finding`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Properties;
use super::{Entry, Mapping, Node, Text, Value};
use crate::source::Span;

/// Maps with fewer keys are searched from end to end, others by an index.
const INDEXED_KEYS: usize = 16;

pub(super) struct Collection {
    pub content: Content,
    pub start: usize,
    /// Stands in brackets.
    pub flow: bool,
    pub properties: Properties,
}

pub(super) enum Content {
    Sequence(Vec<Node>),
    Mapping(OpenMap),
}

impl Collection {
    /// The map, if it is one.
    pub fn keys(&mut self) -> Option<&mut OpenMap> {
        match &mut self.content {
            Content::Mapping(keys) => Some(keys),
            Content::Sequence(_) => None,
        }
    }
}

#[derive(Default)]
enum Pending {
    /// The next node is a key.
    #[default]
    Key,
    /// The next node is this key's value.
    Value(Text, Span),
    /// The next node is the value of a key that was refused.
    Refused,
    /// The next node is a map, or a list of maps, whose entries come in here.
    Merged,
}

/// What became of a node.
pub(super) enum Taken {
    Value,
    /// It is a key itself.
    Key(Node),
    /// It is to be merged and is no map.
    NotMerged(Option<Span>),
}

/// A map that is being read.
#[derive(Default)]
pub(super) struct OpenMap {
    entries: Mapping,
    pending: Pending,
    /// The place of each key, once there are many.
    index: BTreeMap<Text, Span>,
    /// Keys that were merged and may be written once more.
    merged: BTreeSet<Text>,
}

impl OpenMap {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn wants_key(&self) -> bool {
        matches!(self.pending, Pending::Key)
    }

    /// The key that waits for its value.
    pub fn awaiting(&self) -> Option<Span> {
        match self.pending {
            Pending::Value(_, key) => Some(key),
            _ => None,
        }
    }

    /// Takes a node as the value of the waiting key; gives it back where it is a key itself.
    pub fn value(&mut self, node: Node) -> Taken {
        match std::mem::take(&mut self.pending) {
            Pending::Key => return Taken::Key(node),
            Pending::Refused => {}
            Pending::Value(key, span) => {
                let entry = Entry { key, key_origin: span.into(), value: node };
                match self.merged.remove(&entry.key) {
                    true => self.entries.insert(entry),
                    false => self.entries.push(entry),
                }
            }
            Pending::Merged => {
                let place = node.origin.span();
                let maps = match node.value {
                    Value::Sequence(items) => items,
                    _ => vec![node],
                };
                return self.merge_all(maps, place);
            }
        }
        Taken::Value
    }

    /// Of several maps, the earlier outweigh the later; all of them outweigh what stands here already.
    fn merge_all(&mut self, maps: Vec<Node>, place: Option<Span>) -> Taken {
        let mut fresh = BTreeSet::new();
        for map in maps {
            let Value::Mapping(map) = map.value else { return Taken::NotMerged(place) };
            for entry in map {
                if fresh.insert(entry.key.clone()) {
                    self.entries.insert(entry);
                }
            }
        }
        self.merged.append(&mut fresh);
        Taken::Value
    }

    /// The next node's entries come in here, over those that stand here already, as Go has it.
    pub fn merge(&mut self) {
        self.pending = Pending::Merged;
    }

    /// Where a key stands already.
    pub fn first(&self, key: &str) -> Option<Span> {
        if self.merged.contains(key) {
            return None;
        }
        match self.index.is_empty() {
            true => self.entries.entry(key).and_then(|entry| entry.key_origin.span()),
            false => self.index.get(key).copied(),
        }
    }

    /// Takes a key, whose value is the next node.
    pub fn accept(&mut self, key: Text, span: Span) {
        if self.entries.len() >= INDEXED_KEYS {
            if self.index.is_empty() {
                let known = self.entries.iter().filter_map(|e| Some((e.key.clone(), e.key_origin.span()?)));
                self.index.extend(known);
            }
            self.index.insert(key.clone(), span);
        }
        self.pending = Pending::Value(key, span);
    }

    /// Drops the next node: its key was refused.
    pub fn refuse(&mut self) {
        self.pending = Pending::Refused;
    }

    pub fn into_entries(self) -> Mapping {
        self.entries
    }
}
