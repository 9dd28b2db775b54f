//! Maps in the order written, shared until they are changed.

use std::sync::Arc;

use super::text::same;
use super::{Node, Origin, Text};

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

impl Mapping {
    pub fn new() -> Self {
        Mapping::default()
    }

    pub fn with_capacity(capacity: usize) -> Self {
        Mapping { entries: Entries::Own(Vec::with_capacity(capacity)) }
    }

    #[inline]
    pub(super) fn all(&self) -> &[Entry] {
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
                // It stays: room for more would stay empty.
                entries.shrink_to_fit();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn number(node: &Node) -> Option<i64> {
        node.at(&["a", "b"])?.as_i64()
    }

    /// What is changed in one copy stays in it, and what nobody wants to change is not copied.
    #[test]
    fn a_copy_of_what_is_shared_is_changed_alone() {
        let mut inner = Mapping::new();
        inner.set("b", Node::integer(1, Origin::Unknown));
        let mut outer = Mapping::new();
        outer.set("a", Node::mapping(inner, Origin::Unknown));
        let mut first = Node::mapping(outer, Origin::Unknown);
        first.share();
        let mut second = first.clone();
        let entries = |node: &Node| node.as_mapping().map(|mapping| mapping.all().as_ptr());
        assert_eq!(entries(&first), entries(&second));
        second.as_mapping_mut().unwrap().change(|_| false, |_| panic!("nothing is wanted"));
        assert_eq!(entries(&first), entries(&second));
        second.as_mapping_mut().unwrap().change(
            |entry| entry.key.as_str() == "a",
            |entry| entry.value.as_mapping_mut().unwrap().set("b", Node::integer(2, Origin::Unknown)),
        );
        assert_eq!((number(&first), number(&second)), (Some(1), Some(2)));
        assert_ne!(entries(&first), entries(&second));
        assert!(!first.same_value(&second));
    }
}
