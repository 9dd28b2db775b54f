//! The building blocks of the language's structs: values with origins, maps by name, alternatives.

use std::ops::Deref;

use super::shape::Shape;
use super::word::{KeyKind, TextKind};
use crate::syntax::{Entry, Mapping, Node, Origin, Text, Value};

/// A type that stands in YAML.
pub trait Shaped: Sized {
    /// What it looks like.
    fn shape() -> Shape;

    /// Reads a tree that was checked against the shape; `None` where it is absent (`null`) or does not fit.
    fn read(node: &Node) -> Option<Self>;

    /// The tree that reads back as this value.
    fn write(&self) -> Node;
}

/// A value and where it comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> Spanned<T> {
    pub fn new(value: T, origin: Origin) -> Self {
        Spanned { value, origin }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Shaped for Spanned<bool> {
    fn shape() -> Shape {
        Shape::Flag
    }

    fn read(node: &Node) -> Option<Self> {
        Some(Spanned::new(node.as_bool()?, node.origin.clone()))
    }

    fn write(&self) -> Node {
        Node::boolean(self.value, self.origin.clone())
    }
}

impl Shaped for Spanned<i64> {
    fn shape() -> Shape {
        Shape::Integer { min: 0, max: i32::MAX as i64 }
    }

    fn read(node: &Node) -> Option<Self> {
        Some(Spanned::new(node.as_i64()?, node.origin.clone()))
    }

    fn write(&self) -> Node {
        Node::integer(self.value, self.origin.clone())
    }
}

impl Shaped for Spanned<Text> {
    fn shape() -> Shape {
        Shape::Text(TextKind::Plain)
    }

    fn read(node: &Node) -> Option<Self> {
        Some(Spanned::new(node.as_text()?.clone(), node.origin.clone()))
    }

    fn write(&self) -> Node {
        Node::string(self.value.clone(), self.origin.clone())
    }
}

impl Shaped for Node {
    fn shape() -> Shape {
        Shape::Any
    }

    fn read(node: &Node) -> Option<Self> {
        (!node.is_null()).then(|| node.clone())
    }

    fn write(&self) -> Node {
        self.clone()
    }
}

/// Text, a number or a boolean, as the text that was written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scalar(pub Spanned<Text>);

impl Shaped for Scalar {
    fn shape() -> Shape {
        Shape::Scalar
    }

    fn read(node: &Node) -> Option<Self> {
        Some(Scalar(Spanned::new(node.scalar_text()?.clone(), node.origin.clone())))
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

macro_rules! text_kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $kind:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name(pub Spanned<Text>);

        impl Deref for $name {
            type Target = Spanned<Text>;

            fn deref(&self) -> &Spanned<Text> {
                &self.0
            }
        }

        impl Shaped for $name {
            fn shape() -> Shape {
                Shape::Text($kind)
            }

            fn read(node: &Node) -> Option<Self> {
                Spanned::read(node).map($name)
            }

            fn write(&self) -> Node {
                self.0.write()
            }
        }
    )*};
}

text_kinds! {
    /// An RFC 1123 label.
    DnsName = TextKind::DnsLabel;
    /// An RFC 1123 subdomain.
    DnsSubdomain = TextKind::DnsSubdomain;
    /// A port's name.
    PortName = TextKind::Port;
    /// A number with one unit: `30s`, `5m`, `7d`.
    Duration = TextKind::Duration;
    /// `5%`.
    Percent = TextKind::Percent;
    /// A path that begins with `/`.
    AbsolutePath = TextKind::AbsolutePath;
}

/// A port's number, 1 to 65535.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortNumber(pub Spanned<i64>);

impl Shaped for PortNumber {
    fn shape() -> Shape {
        Shape::Integer { min: 1, max: 65535 }
    }

    fn read(node: &Node) -> Option<Self> {
        Spanned::read(node).map(PortNumber)
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

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

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn read(node: &Node) -> Option<Self> {
        Some(node.as_sequence()?.iter().filter_map(T::read).collect())
    }

    fn write(&self) -> Node {
        Node::sequence(self.iter().map(T::write).collect(), Origin::Unknown)
    }
}

impl<T: Shaped> Shaped for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn read(node: &Node) -> Option<Self> {
        T::read(node).map(Box::new)
    }

    fn write(&self) -> Node {
        T::write(self)
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

/// A switch to turn off, or settings.
#[derive(Debug, Clone, PartialEq)]
pub enum OrFalse<T> {
    Off(Origin),
    On(T),
}

impl<T: Shaped> Shaped for OrFalse<T> {
    fn shape() -> Shape {
        Shape::Either(const { &[|| Shape::Constant(false), T::shape] })
    }

    fn read(node: &Node) -> Option<Self> {
        match node.as_bool() {
            Some(_) => Some(OrFalse::Off(node.origin.clone())),
            None => T::read(node).map(OrFalse::On),
        }
    }

    fn write(&self) -> Node {
        match self {
            OrFalse::Off(origin) => Node::boolean(false, origin.clone()),
            OrFalse::On(value) => value.write(),
        }
    }
}

/// One type or another, told apart by their YAML types; the first that fits counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Either<A, B> {
    First(A),
    Second(B),
}

impl<A: Shaped, B: Shaped> Shaped for Either<A, B> {
    fn shape() -> Shape {
        Shape::Either(const { &[A::shape, B::shape] })
    }

    fn read(node: &Node) -> Option<Self> {
        let (first, second) = (|| A::read(node).map(Either::First), || B::read(node).map(Either::Second));
        first().or_else(second)
    }

    fn write(&self) -> Node {
        match self {
            Either::First(value) => value.write(),
            Either::Second(value) => value.write(),
        }
    }
}

/// Entries of a mapping that a struct leaves to Kubernetes.
pub fn read_rest(node: &Node, fields: &super::shape::Fields) -> Mapping {
    let foreign = |key: &str| {
        fields.field(key).is_none() && fields.rest.is_none_or(|rest| rest.instead_of(key).is_none())
    };
    node.as_mapping()
        .into_iter()
        .flat_map(Mapping::iter)
        .filter(|entry| foreign(&entry.key))
        .cloned()
        .collect()
}
