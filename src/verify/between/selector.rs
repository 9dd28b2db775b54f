//! Labels, and what selects by them.

use crate::syntax::{Node, Text};
use crate::verify::view::{field, items, keys, syntax, text};

/// Labels in the order written.
pub type Labels = Vec<(Text, Text)>;

/// What picks objects by their labels (`LabelSelector`); an empty one picks all.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    pub labels: Labels,
    expressions: Vec<Expression>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expression {
    key: Text,
    operator: Text,
    values: Vec<Text>,
}

/// The labels that a map holds.
pub fn labels(node: &Node, path: &[&str]) -> Labels {
    let mut labels: Labels = written(node, path).map(|(key, value)| (key.clone(), value.clone())).collect();
    labels.shrink_to_fit();
    labels
}

fn written<'n>(node: &'n Node, path: &[&str]) -> impl Iterator<Item = (&'n Text, &'n Text)> {
    keys(node, path).filter_map(|entry| Some((&entry.key, entry.value.scalar_text()?)))
}

impl Selector {
    /// A selector with `matchLabels` and `matchExpressions`.
    pub fn read(node: &Node) -> Selector {
        let expressions = items(node, &["matchExpressions"]).iter().map(|one| Expression {
            key: text(one, &["key"]).into(),
            operator: text(one, &["operator"]).into(),
            values: items(one, &["values"]).iter().filter_map(Node::as_text).cloned().collect(),
        });
        Selector { labels: labels(node, &["matchLabels"]), expressions: expressions.collect() }
    }

    /// A selector that is a map of labels, as a Service's.
    pub fn map(node: &Node, path: &[&str]) -> Selector {
        Selector { labels: labels(node, path), expressions: Vec::new() }
    }

    /// The selector below some keys; `None` where there is none.
    pub fn below(node: &Node, path: &[&str]) -> Option<Selector> {
        field(node, path).map(Selector::read)
    }

    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.expressions.is_empty()
    }

    /// Whether there can be labels such as it asks for.
    pub fn is_possible(&self) -> bool {
        let labels = self
            .labels
            .iter()
            .all(|(key, value)| syntax::qualified_name(key).is_ok() && syntax::label_value(value).is_ok());
        labels && self.expressions.iter().all(|one| syntax::qualified_name(&one.key).is_ok())
    }

    /// The label that one asks for, where it asks for one and nothing else.
    pub fn only(node: &Node) -> Option<(&Text, &Text)> {
        let mut labels = written(node, &["matchLabels"]);
        let only = labels.next().filter(|_| items(node, &["matchExpressions"]).is_empty())?;
        labels.next().is_none().then_some(only)
    }

    /// Whether it picks what has these labels; `value` tells the value of a label that is there.
    pub fn picks<'l>(&self, value: impl Fn(&str) -> Option<&'l str>) -> bool {
        self.labels.iter().all(|(key, wanted)| value(key) == Some(wanted.as_str()))
            && self.expressions.iter().all(|expression| expression.holds(value(&expression.key)))
    }
}

impl Expression {
    fn holds(&self, value: Option<&str>) -> bool {
        let is_listed = value.is_some_and(|value| self.values.iter().any(|listed| listed.as_str() == value));
        match self.operator.as_str() {
            "In" => is_listed,
            "NotIn" => !is_listed,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            // The schema has told it.
            _ => true,
        }
    }
}

/// The value of a label among labels.
pub fn value<'l>(labels: &'l Labels, key: &str) -> Option<&'l str> {
    labels.iter().find(|(known, _)| known.as_str() == key).map(|(_, value)| value.as_str())
}

impl std::fmt::Display for Selector {
    /// `app=shop, tier in (web, api)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let labels = self.labels.iter().map(|(key, value)| format!("{key}={value}"));
        let expressions = self.expressions.iter().map(|one| {
            let values: Vec<&str> = one.values.iter().map(Text::as_str).collect();
            match one.operator.as_str() {
                "In" => format!("{} in ({})", one.key, values.join(", ")),
                "NotIn" => format!("{} not in ({})", one.key, values.join(", ")),
                "Exists" => one.key.to_string(),
                _ => format!("!{}", one.key),
            }
        });
        f.write_str(&labels.chain(expressions).collect::<Vec<_>>().join(", "))
    }
}
