//! The building blocks of the language's structs: what stands in YAML, values with origins, alternatives.

use std::ops::Deref;

use super::shape::Shape;
use super::word::TextKind;
use crate::syntax::{Mapping, Node, Origin, Text};

/// A type that stands in YAML.
pub trait Shaped: Sized {
    /// What it looks like.
    fn shape() -> Shape;

    /// Reads a tree that was checked against the shape; `None` where it is absent (`null`) or does not fit.
    fn read(node: &Node) -> Option<Self>;

    /// The tree that reads back as this value.
    fn write(&self) -> Node;

    /// The same of a value that is not needed any more: what is a tree already is not copied.
    fn into_node(self) -> Node {
        self.write()
    }
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

    fn into_node(self) -> Node {
        Node::string(self.value, self.origin)
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

    fn into_node(self) -> Node {
        self
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

    fn into_node(self) -> Node {
        Node::sequence(self.into_iter().map(T::into_node).collect(), Origin::Unknown)
    }
}

/// For what is large and mostly absent: a struct has room for all its fields, which is moved with it.
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

    fn into_node(self) -> Node {
        T::into_node(*self)
    }
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
