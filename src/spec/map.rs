//! Things with a name, keyed by it; labels, which `null` takes away.

use super::shape::Shape;
use super::value::{Shaped, Spanned};
use super::word::{KeyKind, TextKind};
use crate::syntax::{Entry, Node, Origin, Text, Value};

/// What the keys of a [`Map`] must look like.
pub trait Keys {
    const KIND: KeyKind;
}

macro_rules! key_kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $kind:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name;

        impl Keys for $name {
            const KIND: KeyKind = $kind;
        }
    )*};
}

key_kinds! {
    /// Any text.
    Free = KeyKind::Free;
    /// RFC 1123 labels.
    Names = KeyKind::Name;
    /// Names of ports.
    PortNames = KeyKind::Port;
    /// Names of environment variables.
    Variables = KeyKind::Variable;
    /// Keys of labels and annotations.
    LabelKeys = KeyKind::Label;
    /// Keys of ConfigMaps and Secrets.
    DataKeys = KeyKind::Data;
    /// Objects of Kubernetes.
    Objects = KeyKind::Object;
}

/// Things with a name, in the order written.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<K, T> {
    pub origin: Origin,
    entries: Vec<(Spanned<Text>, T)>,
    keys: std::marker::PhantomData<K>,
}

impl<K, T> Default for Map<K, T> {
    fn default() -> Self {
        Map { origin: Origin::Unknown, entries: Vec::new(), keys: std::marker::PhantomData }
    }
}

impl<K, T> Map<K, T> {
    pub fn iter(&self) -> impl Iterator<Item = (&Spanned<Text>, &T)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub fn get(&self, key: &str) -> Option<&T> {
        self.entry(key).map(|(_, value)| value)
    }

    pub fn entry(&self, key: &str) -> Option<(&Spanned<Text>, &T)> {
        self.iter().find(|(name, _)| name.value.as_str() == key)
    }

    pub fn push(&mut self, key: Spanned<Text>, value: T) {
        self.entries.push((key, value));
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Keys, T: Shaped> Shaped for Map<K, T> {
    fn shape() -> Shape {
        Shape::Map(K::KIND, T::shape)
    }

    fn read(node: &Node) -> Option<Self> {
        let read = |entry: &Entry| {
            Some((Spanned::new(entry.key.clone(), entry.key_origin.clone()), T::read(&entry.value)?))
        };
        let entries = node.as_mapping()?.iter().filter_map(read).collect();
        Some(Map { origin: node.origin.clone(), entries, keys: std::marker::PhantomData })
    }

    fn write(&self) -> Node {
        let entry = |(key, value): &(Spanned<Text>, T)| Entry {
            key: key.value.clone(),
            key_origin: key.origin.clone(),
            value: value.write(),
        };
        Node::mapping(self.entries.iter().map(entry).collect(), self.origin.clone())
    }
}

/// A value, or the text or `null` that takes a label away.
#[derive(Debug, Clone, PartialEq)]
pub struct Removable<T>(pub Result<T, Origin>);

impl<T: Shaped> Shaped for Removable<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn read(node: &Node) -> Option<Self> {
        match node.value {
            Value::Null => Some(Removable(Err(node.origin.clone()))),
            _ => T::read(node).map(|value| Removable(Ok(value))),
        }
    }

    fn write(&self) -> Node {
        match &self.0 {
            Ok(value) => value.write(),
            Err(origin) => Node::new(Value::Null, origin.clone()),
        }
    }
}

/// Labels or annotations; `null` takes away what an earlier step gave.
pub type Labels = Map<LabelKeys, Removable<Spanned<Text>>>;

/// The shape of labels: their values have a form that annotations' have not.
pub fn label_texts() -> Shape {
    Shape::Map(KeyKind::Label, || Shape::Text(TextKind::LabelValue))
}
