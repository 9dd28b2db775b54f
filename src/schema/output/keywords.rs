//! One schema node: the keywords of a structural schema, by the short names of the artefact.

use std::sync::OnceLock;

use serde::Deserialize;

use super::cel::Program;
use super::condition;
pub(super) use super::properties::Properties;
use crate::schema::json::json;
pub(super) use crate::schema::pattern::Pattern;
use crate::syntax::{Node, Text, Value};

/// One schema node; children by their place in the table.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct SchemaNode {
    #[serde(rename = "t")]
    pub type_: Option<Type>,
    #[serde(rename = "n")]
    pub name: Option<Text>,
    #[serde(rename = "p")]
    pub properties: Properties,
    #[serde(rename = "q")]
    pub required: Vec<Text>,
    #[serde(rename = "it")]
    pub items: Option<u32>,
    #[serde(rename = "ap")]
    pub values: Option<u32>,
    #[serde(rename = "e")]
    pub allowed: Vec<Scalar>,
    #[serde(rename = "d")]
    pub default: Option<serde_json::Value>,
    #[serde(rename = "f")]
    pub format: Option<Text>,
    #[serde(rename = "re")]
    pub pattern: Option<Pattern>,
    #[serde(rename = "min")]
    pub minimum: Option<f64>,
    #[serde(rename = "max")]
    pub maximum: Option<f64>,
    /// Whether the minimum itself is too small.
    #[serde(rename = "xmin")]
    pub above_minimum: u8,
    /// Whether the maximum itself is too great.
    #[serde(rename = "xmax")]
    pub below_maximum: u8,
    #[serde(rename = "mul")]
    pub multiple_of: Option<f64>,
    #[serde(rename = "minL")]
    pub min_length: Option<usize>,
    #[serde(rename = "maxL")]
    pub max_length: Option<usize>,
    #[serde(rename = "minI")]
    pub min_items: Option<usize>,
    #[serde(rename = "maxI")]
    pub max_items: Option<usize>,
    #[serde(rename = "minP")]
    pub min_properties: Option<usize>,
    #[serde(rename = "maxP")]
    pub max_properties: Option<usize>,
    #[serde(rename = "nul")]
    pub nullable: u8,
    /// Keys beyond the listed ones are allowed here.
    #[serde(rename = "pu")]
    pub open: u8,
    /// Whether this is an object that has a status, which is not among its properties.
    #[serde(rename = "st")]
    pub has_status: u8,
    /// Whether a whole object stands here, with its own apiVersion, kind and metadata.
    #[serde(rename = "er")]
    pub embedded: u8,
    #[serde(rename = "lt")]
    pub list_type: Option<ListType>,
    #[serde(rename = "lk")]
    pub list_keys: Vec<Text>,
    /// How `kubectl patch` lays a value over another, where upstream says.
    #[serde(rename = "ps")]
    pub patch_strategy: Option<Text>,
    #[serde(rename = "anyOf")]
    pub any_of: Vec<u32>,
    #[serde(rename = "oneOf")]
    pub one_of: Vec<u32>,
    #[serde(rename = "allOf")]
    pub all_of: Vec<u32>,
    pub not: Option<u32>,
    /// Rules in CEL on the value here.
    #[serde(rename = "cel")]
    pub rules: Vec<Rule>,
    /// Whether a scalar here has any limit beyond its type: most have none, and one look says so.
    #[serde(skip)]
    pub is_limited: bool,
    /// Whether there are checks or rules on the value as a whole.
    #[serde(skip)]
    pub is_asked: bool,
    /// Whether this is `metadata`, which the API server decodes into its own type in custom resources too.
    #[serde(skip)]
    pub is_metadata: bool,
}

impl SchemaNode {
    /// Whether the value is a text or boolean of which nothing is asked but that.
    pub fn takes_any(&self, value: &Node) -> bool {
        let is_one = matches!(
            (self.type_, &value.value),
            (Some(Type::Text), Value::String(_)) | (Some(Type::Boolean), Value::Bool(_))
        );
        is_one && !self.is_limited && !self.is_asked
    }

    /// The node, knowing what it has to say.
    pub fn summed_up(mut self) -> Self {
        let bounds = [self.minimum, self.maximum, self.multiple_of];
        self.is_limited = !self.allowed.is_empty()
            || self.format.is_some()
            || self.pattern.is_some()
            || self.min_length.or(self.max_length).is_some()
            || bounds.iter().any(Option::is_some);
        self.is_asked = condition::is_any(&self) || !self.rules.is_empty();
        self.is_metadata = self.type_ == Some(Type::Map) && self.name.as_deref() == Some("ObjectMeta");
        self
    }
}

/// A rule in CEL: what must hold of a value, and what is said where it does not.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Rule {
    #[serde(rename = "r")]
    pub rule: Text,
    #[serde(rename = "m")]
    pub message: Option<Text>,
    #[serde(rename = "me")]
    pub message_expression: Option<Text>,
    /// The field that the rule speaks of: `.spec.replicas`.
    #[serde(rename = "fp")]
    pub field_path: Option<Text>,
    /// Whether a rule on a change is also asked where there was nothing before.
    #[serde(rename = "oo")]
    pub optional_old: u8,
    /// The rule as it was read when it was first asked.
    #[serde(skip)]
    pub read: OnceLock<Result<Program, String>>,
}

impl Rule {
    /// The rule, ready to be asked. `Err` says what of it is not known.
    pub fn program(&self) -> Result<&Program, &str> {
        self.read.get_or_init(|| Program::read(&self.rule)).as_ref().map_err(String::as_str)
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Type {
    #[serde(rename = "o")]
    Map,
    #[serde(rename = "a")]
    List,
    #[serde(rename = "s")]
    Text,
    #[serde(rename = "i")]
    Integer,
    #[serde(rename = "n")]
    Number,
    #[serde(rename = "b")]
    Boolean,
    /// An integer or text: ports, percentages.
    #[serde(rename = "x")]
    IntegerOrText,
    /// An amount of a resource, as text or number.
    #[serde(rename = "Q")]
    Quantity,
}

/// How server-side apply tells the items of a list apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum ListType {
    #[serde(rename = "a")]
    Atomic,
    #[serde(rename = "s")]
    Set,
    #[serde(rename = "m")]
    Map,
}

impl Type {
    /// The type of OpenAPI's name.
    pub(super) fn named(name: &str) -> Option<Type> {
        Some(match name {
            "object" => Type::Map,
            "array" => Type::List,
            "string" => Type::Text,
            "integer" => Type::Integer,
            "number" => Type::Number,
            "boolean" => Type::Boolean,
            _ => return None,
        })
    }
}

impl ListType {
    /// The type of the name in `x-kubernetes-list-type`.
    pub fn named(name: &str) -> Option<ListType> {
        Some(match name {
            "atomic" => ListType::Atomic,
            "set" => ListType::Set,
            "map" => ListType::Map,
            _ => return None,
        })
    }
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Text(Text),
    Integer(i64),
    /// Anything else, which hardly anybody lists.
    Other(serde_json::Value),
}

impl Scalar {
    pub fn of(node: &Node) -> Scalar {
        match (&node.value, node.as_i64()) {
            (Value::String(text), _) => Scalar::Text(text.clone()),
            (_, Some(number)) => Scalar::Integer(number),
            _ => Scalar::Other(json(node)),
        }
    }

    pub fn is(&self, node: &Node) -> bool {
        match self {
            Scalar::Text(text) => node.as_text() == Some(text),
            Scalar::Integer(number) => node.as_i64() == Some(*number),
            Scalar::Other(value) => json(node) == *value,
        }
    }

    pub fn text(&self) -> String {
        match self {
            Scalar::Text(text) => text.to_string(),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Other(value) => value.to_string(),
        }
    }
}
