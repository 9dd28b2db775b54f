//! What expressions of CEL come to, and when two of them are equal or one comes before the other.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;
use std::rc::Rc;

use super::Fault;
use super::expression::Literal;
use super::view::View;
use crate::schema::Quantity;

#[derive(Clone)]
pub(super) enum Value<'n> {
    Null,
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    Text(Cow<'n, str>),
    /// Text of the format `byte`, of which nothing is asked here.
    Bytes,
    /// A list or map of the object.
    Tree(View<'n>),
    List(Rc<Vec<Value<'n>>>),
    Map(Rc<Vec<(Value<'n>, Value<'n>)>>),
    /// Nanoseconds.
    Duration(i64),
    /// Nanoseconds since 1970.
    Time(i128),
    Type(&'static str),
    Optional(Option<Rc<Value<'n>>>),
    Ip(IpAddr),
    Quantity(Rc<Quantity>),
}

impl<'n> Value<'n> {
    pub fn text(text: &'n str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }

    pub fn list(items: Vec<Value<'n>>) -> Self {
        Value::List(Rc::new(items))
    }

    pub fn count(count: usize) -> Self {
        Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn literal(literal: &'n Literal) -> Self {
        match literal {
            Literal::Null => Value::Null,
            Literal::Boolean(value) => Value::Boolean(*value),
            Literal::Integer(number) => Value::Integer(*number),
            Literal::Unsigned(number) => Value::Unsigned(*number),
            Literal::Number(number) => Value::Number(*number),
            Literal::Text(text) => Value::text(text),
            Literal::Type(name) => Value::Type(name),
        }
    }

    /// The number of items, keys or letters.
    pub fn size(&self) -> Option<usize> {
        Some(match self {
            Value::Text(text) => text.chars().count(),
            Value::Tree(tree) => tree.len(),
            Value::List(items) => items.len(),
            Value::Map(entries) => entries.len(),
            _ => return None,
        })
    }

    pub fn is_list(&self) -> bool {
        match self {
            Value::List(_) => true,
            Value::Tree(tree) => tree.is_list(),
            _ => false,
        }
    }

    pub fn is_map(&self) -> bool {
        match self {
            Value::Map(_) => true,
            Value::Tree(tree) => !tree.is_list(),
            _ => false,
        }
    }

    /// An item of a list.
    pub fn item(&self, index: usize) -> Option<Value<'n>> {
        match self {
            Value::List(items) => items.get(index).cloned(),
            Value::Tree(tree) => tree.item(index),
            _ => None,
        }
    }

    /// All items of a list.
    pub fn items(&self) -> Option<impl Iterator<Item = Value<'n>>> {
        self.is_list().then(|| (0..self.size().unwrap_or_default()).filter_map(|index| self.item(index)))
    }

    /// The keys of a map.
    pub fn keys(&self) -> Vec<Value<'n>> {
        match self {
            Value::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
            Value::Tree(tree) => tree.keys().into_iter().map(Value::text).collect(),
            _ => Vec::new(),
        }
    }

    /// The value of a map under a key.
    pub fn under(&self, key: &Value<'n>) -> Result<Option<Value<'n>>, Fault> {
        match (self, key) {
            (Value::Tree(tree), Value::Text(key)) => Ok(tree.under(key)),
            (Value::Map(entries), _) => {
                for (known, value) in entries.iter() {
                    if known.equals(key)? {
                        return Ok(Some(value.clone()));
                    }
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// The type's name in CEL.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null_type",
            Value::Boolean(_) => "bool",
            Value::Integer(_) => "int",
            Value::Unsigned(_) => "uint",
            Value::Number(_) => "double",
            Value::Text(_) => "string",
            Value::Bytes => "bytes",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Tree(tree) if tree.is_list() => "list",
            Value::Tree(_) => "map",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Time(_) => "google.protobuf.Timestamp",
            Value::Type(_) => "type",
            Value::Optional(_) => "optional_type",
            Value::Ip(_) => "net.IP",
            Value::Quantity(_) => "kubernetes.Quantity",
        }
    }

    /// Whether two values are the same; values of different types are not, numbers of different types may be.
    pub fn equals(&self, other: &Value<'n>) -> Result<bool, Fault> {
        Ok(match (self, other) {
            (Value::Bytes, _) | (_, Value::Bytes) => {
                return Err(Fault::unknown("bytes are not compared here"));
            }
            (Value::Null, Value::Null) => true,
            (Value::Boolean(left), Value::Boolean(right)) => left == right,
            (Value::Text(left), Value::Text(right)) => left == right,
            (Value::Duration(left), Value::Duration(right)) => left == right,
            (Value::Time(left), Value::Time(right)) => left == right,
            (Value::Type(left), Value::Type(right)) => left == right,
            (Value::Ip(left), Value::Ip(right)) => left == right,
            (Value::Quantity(left), Value::Quantity(right)) => left.compare(right).is_eq(),
            (Value::Optional(left), Value::Optional(right)) => match (left, right) {
                (Some(left), Some(right)) => left.equals(right)?,
                (left, right) => left.is_none() && right.is_none(),
            },
            _ if self.is_list() && other.is_list() => self.equals_list(other)?,
            _ if self.is_map() && other.is_map() => self.equals_map(other)?,
            _ => numbers(self, other).is_some_and(|order| order == Some(Ordering::Equal)),
        })
    }

    fn equals_list(&self, other: &Value<'n>) -> Result<bool, Fault> {
        if self.size() != other.size() {
            return Ok(false);
        }
        let is_set = |value: &Value| matches!(value, Value::Tree(tree) if tree.is_set());
        let unordered = is_set(self) || is_set(other);
        for (index, item) in self.items().into_iter().flatten().enumerate() {
            let same = match unordered {
                true => other.contains(&item)?,
                false => other.item(index).map_or(Ok(false), |twin| twin.equals(&item))?,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn equals_map(&self, other: &Value<'n>) -> Result<bool, Fault> {
        if self.size() != other.size() {
            return Ok(false);
        }
        for key in self.keys() {
            let same = match (self.under(&key)?, other.under(&key)?) {
                (Some(left), Some(right)) => left.equals(&right)?,
                _ => false,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a list has an item.
    pub fn contains(&self, item: &Value<'n>) -> Result<bool, Fault> {
        for own in self.items().into_iter().flatten() {
            if own.equals(item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Which value comes first; `None` where neither does, as with what is no number.
    pub fn compare(&self, other: &Value<'n>) -> Result<Option<Ordering>, Fault> {
        Ok(match (self, other) {
            (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
            (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
            (Value::Duration(left), Value::Duration(right)) => Some(left.cmp(right)),
            (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
            _ => numbers(self, other).ok_or_else(|| {
                Fault::unknown(format!("{} and {} have no order", self.type_name(), other.type_name()))
            })?,
        })
    }
}

/// The order of two numbers, of whatever types; the outer `None` where one of them is none.
fn numbers(left: &Value<'_>, right: &Value<'_>) -> Option<Option<Ordering>> {
    let whole = |value: &Value<'_>| match value {
        Value::Integer(number) => Some(i128::from(*number)),
        Value::Unsigned(number) => Some(i128::from(*number)),
        _ => None,
    };
    let number = |value: &Value<'_>| match value {
        Value::Number(number) => Some(*number),
        value => whole(value).map(|number| number as f64),
    };
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(Some(left.cmp(&right))),
        _ => Some(number(left)?.partial_cmp(&number(right)?)),
    }
}
