//! The tree: values with origins, mappings in the order written.

use std::sync::Arc;

use super::text::same;
use super::{Origin, Text};

/// A value and where it comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    pub value: Value,
    pub origin: Origin,
}

/// A YAML value under the 1.2 core schema. Booleans and numbers keep the text that was written.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    #[default]
    Null,
    /// `true` or `false` in any of the core schema's spellings.
    Bool(Text),
    /// An integer or a float, as written (`0x1F`, `1.10`, `.inf`).
    Number(Text),
    String(Text),
    Sequence(Vec<Node>),
    Mapping(Mapping),
}

/// Keys and values in the order written. Keys are text; a key occurs once (parsing sees to it).
///
/// Cheap to copy once it is shared (see [`Node::share`]): a copy of its own is made where one is changed.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    entries: Entries,
}

#[derive(Debug, Clone)]
enum Entries {
    Own(Vec<Entry>),
    Shared(Arc<Vec<Entry>>),
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: Text,
    /// Where the key is written.
    pub key_origin: Origin,
    pub value: Node,
}

impl Value {
    /// The type in a message's words, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a map",
        }
    }
}

impl Node {
    pub fn new(value: Value, origin: impl Into<Origin>) -> Self {
        Node { value, origin: origin.into() }
    }

    pub fn string(text: impl Into<Text>, origin: impl Into<Origin>) -> Self {
        Node::new(Value::String(text.into()), origin)
    }

    pub fn boolean(value: bool, origin: impl Into<Origin>) -> Self {
        Node::new(Value::Bool(Text::literal(if value { "true" } else { "false" })), origin)
    }

    pub fn integer(value: i64, origin: impl Into<Origin>) -> Self {
        Node::new(Value::Number(value.to_string().into()), origin)
    }

    pub fn sequence(items: Vec<Node>, origin: impl Into<Origin>) -> Self {
        Node::new(Value::Sequence(items), origin)
    }

    pub fn mapping(mapping: Mapping, origin: impl Into<Origin>) -> Self {
        Node::new(Value::Mapping(mapping), origin)
    }

    #[inline]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        self.as_text().map(Text::as_str)
    }

    #[inline]
    pub fn as_text(&self) -> Option<&Text> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(text) => Some(text.starts_with(['t', 'T'])),
            _ => None,
        }
    }

    /// The value of an integer in any spelling of the core schema; `None` for floats and what exceeds 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        let Value::Number(text) = &self.value else { return None };
        let (radix, digits) = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
            (Some(digits), _) => (16, digits),
            (_, Some(digits)) => (8, digits),
            _ => (10, text.as_str()),
        };
        i64::from_str_radix(digits, radix).ok()
    }

    /// A scalar's text as written; `None` for null, lists and maps.
    #[inline]
    pub fn scalar_text(&self) -> Option<&Text> {
        match &self.value {
            Value::Bool(text) | Value::Number(text) | Value::String(text) => Some(text),
            _ => None,
        }
    }

    #[inline]
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    #[inline]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        match &mut self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The value under a key; `None` where this is no mapping or lacks it.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The value under a path of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Says of every value in the tree that it is there because of something. Maps that hold something are left
    /// out: others may put more into them, for other reasons.
    pub fn because(&mut self, reason: &Origin) {
        match &mut self.value {
            Value::Mapping(mapping) if !mapping.is_empty() => {
                for entry in mapping.iter_mut() {
                    entry.key_origin = std::mem::take(&mut entry.key_origin).because([reason.clone()]);
                    entry.value.because(reason);
                }
                return;
            }
            Value::Sequence(items) => items.iter_mut().for_each(|item| item.because(reason)),
            _ => {}
        }
        self.origin = std::mem::take(&mut self.origin).because([reason.clone()]);
    }

    /// Lets copies of this tree be the same tree, map by map, until one is changed. For what is copied much and
    /// changed little.
    pub fn share(&mut self) {
        match &mut self.value {
            Value::Mapping(mapping) => mapping.share(),
            Value::Sequence(items) => items.iter_mut().for_each(Node::share),
            _ => {}
        }
    }

    /// Whether two nodes hold the same value, wherever they come from.
    pub fn same_value(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Sequence(left), Value::Sequence(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.same_value(b))
            }
            (Value::Mapping(left), Value::Mapping(right)) => {
                // Mostly both have their keys in the same order; then no key is searched for.
                let twin = |(at, entry): (usize, &Entry)| {
                    right
                        .all()
                        .get(at)
                        .filter(|other| other.key == entry.key)
                        .or_else(|| right.entry(&entry.key))
                };
                left.len() == right.len()
                    && left.iter().enumerate().all(|(at, entry)| {
                        twin((at, entry)).is_some_and(|other| other.value.same_value(&entry.value))
                    })
            }
            (left, right) => left == right,
        }
    }
}

impl Mapping {
    pub fn new() -> Self {
        Mapping::default()
    }

    pub fn with_capacity(capacity: usize) -> Self {
        Mapping { entries: Entries::Own(Vec::with_capacity(capacity)) }
    }

    #[inline]
    fn all(&self) -> &[Entry] {
        match &self.entries {
            Entries::Own(entries) => entries,
            Entries::Shared(entries) => entries,
        }
    }

    /// The entries to be changed; those that others have too are copied first.
    #[inline]
    fn own(&mut self) -> &mut Vec<Entry> {
        match &mut self.entries {
            Entries::Own(entries) => entries,
            Entries::Shared(entries) => Arc::make_mut(entries),
        }
    }

    /// As [`Node::share`].
    pub fn share(&mut self) {
        match &mut self.entries {
            Entries::Own(entries) => {
                entries.iter_mut().for_each(|entry| entry.value.share());
                self.entries = Entries::Shared(Arc::new(std::mem::take(entries)));
            }
            // What others have too is as it was shared.
            Entries::Shared(entries) => {
                let entries = Arc::get_mut(entries).into_iter().flatten();
                entries.for_each(|entry| entry.value.share());
            }
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.all().len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    #[inline]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.all().iter().find(|entry| same(&entry.key, key))
    }

    /// An entry by its key, and which of them it is.
    pub fn find(&self, key: &str) -> Option<(usize, &Entry)> {
        self.all().iter().enumerate().find(|(_, entry)| same(&entry.key, key))
    }

    #[inline]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entry_mut(key).map(|entry| &mut entry.value)
    }

    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        let at = self.position(key)?;
        self.own().get_mut(at)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.all().iter().position(|entry| same(&entry.key, key))
    }

    /// Changes the entries for which `wants` holds. A shared map of which none is wanted stays shared.
    pub fn change(&mut self, wants: impl Fn(&Entry) -> bool, mut change: impl FnMut(&mut Entry)) {
        if let Some(first) = self.all().iter().position(&wants) {
            self.own().iter_mut().skip(first).filter(|entry| wants(entry)).for_each(&mut change);
        }
    }

    /// Sets a key: in its place where it is there, else last.
    pub fn insert(&mut self, entry: Entry) {
        match self.entry_mut(&entry.key) {
            Some(old) => *old = entry,
            None => self.own().push(entry),
        }
    }

    /// Sets a key that has no place of its own: its origin is the value's.
    pub fn set(&mut self, key: impl Into<Text>, value: Node) {
        let key_origin = value.origin.clone();
        self.insert(Entry { key: key.into(), key_origin, value });
    }

    /// Appends without looking for the key; for callers that know it is new.
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        self.own().push(entry);
    }

    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.position(key)?;
        Some(self.own().remove(at))
    }

    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.all().iter()
    }

    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.own().iter_mut()
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.all().iter().map(|entry| entry.key.as_str())
    }

    pub fn retain(&mut self, keep: impl FnMut(&Entry) -> bool) {
        self.own().retain(keep);
    }

    /// The same entries by key, in byte order.
    pub fn sort(&mut self) {
        self.own().sort_by(|a, b| a.key.cmp(&b.key));
    }
}

impl FromIterator<Entry> for Mapping {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Mapping { entries: Entries::Own(entries.into_iter().collect()) }
    }
}

impl IntoIterator for Mapping {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        match self.entries {
            Entries::Own(entries) => entries.into_iter(),
            Entries::Shared(entries) => Arc::unwrap_or_clone(entries).into_iter(),
        }
    }
}

impl Default for Entries {
    fn default() -> Self {
        Entries::Own(Vec::new())
    }
}

impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}
