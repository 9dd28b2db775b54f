//! The tree: values with origins, mappings in the order written.

use super::{Entry, Mapping, Origin, Text};

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
