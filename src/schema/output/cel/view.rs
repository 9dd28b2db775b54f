//! The object as rules see it: the author's values where there are any, the schema's defaults where not.
//!
//! Nothing is converted before a rule asks for it.

use serde_json::Value as Json;

use super::expression::Key;
use super::value::Value;
use crate::schema::output::SchemaRef;
use crate::schema::output::keywords::Type;
use crate::schema::time;
use crate::syntax::{Node, Value as Yaml};

/// A list or map of the object.
#[derive(Clone, Copy)]
pub(super) struct View<'n> {
    tree: Tree<'n>,
    at: Option<SchemaRef<'n>>,
}

#[derive(Clone, Copy)]
enum Tree<'n> {
    /// As somebody wrote it.
    Written(&'n Node),
    /// A default, or a part of one.
    Given(&'n Json),
}

/// What a rule at `at` sees of a node.
pub(super) fn value<'n>(node: &'n Node, at: SchemaRef<'n>) -> Value<'n> {
    View { tree: Tree::Written(node), at: Some(at) }.value()
}

impl<'n> View<'n> {
    fn value(self) -> Value<'n> {
        let type_ = self.at.and_then(|at| at.node.type_);
        match self.tree {
            Tree::Written(node) => match &node.value {
                Yaml::Null => Value::Null,
                Yaml::Bool(_) => Value::Boolean(node.as_bool() == Some(true)),
                Yaml::Number(text) => match node.as_i64().filter(|_| type_ != Some(Type::Number)) {
                    Some(number) => Value::Integer(number),
                    None => Value::Number(text.parse().unwrap_or(f64::NAN)),
                },
                Yaml::String(text) => self.text(text),
                Yaml::Sequence(_) | Yaml::Mapping(_) => Value::Tree(self),
            },
            Tree::Given(json) => match json {
                Json::Null => Value::Null,
                Json::Bool(value) => Value::Boolean(*value),
                Json::Number(number) => match number.as_i64().filter(|_| type_ != Some(Type::Number)) {
                    Some(number) => Value::Integer(number),
                    None => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
                },
                Json::String(text) => self.text(text),
                Json::Array(_) | Json::Object(_) => Value::Tree(self),
            },
        }
    }

    /// Text, or what its format makes of it.
    fn text(self, text: &'n str) -> Value<'n> {
        let schema = self.at.map(|at| at.node).filter(|schema| schema.type_ == Some(Type::Text));
        let read = match schema.and_then(|schema| schema.format.as_deref()) {
            Some("duration") => time::duration(text).map(Value::Duration),
            Some("date-time") => time::instant(text).map(Value::Time),
            Some("date") => time::day(text).map(|day| Value::Time(i128::from(day) * 86_400_000_000_000)),
            Some("byte") => Some(Value::Bytes),
            _ => None,
        };
        read.unwrap_or_else(|| Value::text(text))
    }

    pub fn is_list(self) -> bool {
        matches!(
            self.tree,
            Tree::Written(Node { value: Yaml::Sequence(_), .. }) | Tree::Given(Json::Array(_))
        )
    }

    /// Whether the order of this list means nothing.
    pub fn is_set(self) -> bool {
        self.at.is_some_and(|at| at.is_set())
    }

    pub fn len(self) -> usize {
        match self.tree {
            Tree::Written(node) => match &node.value {
                Yaml::Sequence(items) => items.len(),
                Yaml::Mapping(mapping) => mapping.len(),
                _ => 0,
            },
            Tree::Given(Json::Array(items)) => items.len(),
            Tree::Given(Json::Object(map)) => map.len(),
            Tree::Given(_) => 0,
        }
    }

    pub fn item(self, index: usize) -> Option<Value<'n>> {
        let tree = match self.tree {
            Tree::Written(node) => Tree::Written(node.as_sequence()?.get(index)?),
            Tree::Given(json) => Tree::Given(json.as_array()?.get(index)?),
        };
        Some(View { tree, at: self.at.and_then(|at| at.items()) }.value())
    }

    /// The keys of a map.
    pub fn keys(self) -> Vec<&'n str> {
        match self.tree {
            Tree::Written(node) => node
                .as_mapping()
                .into_iter()
                .flat_map(|map| map.iter().map(|entry| entry.key.as_str()))
                .collect(),
            Tree::Given(json) => {
                json.as_object().into_iter().flat_map(|map| map.keys().map(String::as_str)).collect()
            }
        }
    }

    /// A field by the name that a rule has for it: only the names of properties are escaped.
    pub fn field(self, key: &Key) -> Option<Value<'n>> {
        let has_properties = self.at.is_some_and(|at| !at.node.properties.0.is_empty());
        self.under(if has_properties { &key.meant } else { &key.written })
    }

    /// The value under a key, or its default.
    pub fn under(self, key: &str) -> Option<Value<'n>> {
        let at = self.at.and_then(|at| at.field(key));
        let written = match self.tree {
            Tree::Written(node) => node.get(key).map(Tree::Written),
            Tree::Given(json) => json.get(key).map(Tree::Given),
        };
        let is_null =
            matches!(written, Some(Tree::Written(Node { value: Yaml::Null, .. }) | Tree::Given(Json::Null)));
        let tree = match at.map(|at| at.node) {
            // The server drops a null that is not allowed, and fills in the default.
            Some(schema) if written.is_none() || (is_null && schema.nullable == 0) => {
                schema.default.as_ref().map(Tree::Given)
            }
            _ => written,
        };
        Some(View { tree: tree?, at }.value())
    }
}
