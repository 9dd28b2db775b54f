//! Do two objects mean the same to the API server?
//!
//! A modest comparison: it knows the defaults and list keys of the objects that are compared here, no more.

use platc::schema::Quantity;
use platc::syntax::{Mapping, Node, Value};

/// What differs between two objects, and what only the actual one says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Scalars that were found on both sides, or left out as a default.
    pub fields: usize,
    pub differences: Vec<String>,
    /// Fields of the actual object alone, with their values.
    pub extra: Vec<(String, String)>,
}

/// Lists whose order means nothing, with the key by which their items are told apart.
const KEYED: [(&str, &str); 6] = [
    ("containers", "name"),
    ("initContainers", "name"),
    ("env", "name"),
    ("volumes", "name"),
    ("volumeMounts", "mountPath"),
    ("ports", "containerPort"),
];

/// What the API server fills in, by the end of the path.
const DEFAULTS: [(&str, &str); 5] = [
    (".spec.replicas", "1"),
    (".spec.type", "ClusterIP"),
    (".protocol", "TCP"),
    ("Probe.periodSeconds", "10"),
    (".spec.template.spec.restartPolicy", "Always"),
];

impl Comparison {
    pub fn of(expected: &Node, actual: &Node) -> Self {
        let mut comparison = Comparison::default();
        comparison.node(expected, actual, "");
        comparison
    }

    fn node(&mut self, expected: &Node, actual: &Node, path: &str) {
        match (&expected.value, &actual.value) {
            (Value::Mapping(expected), Value::Mapping(actual)) => self.mapping(expected, actual, path),
            (Value::Sequence(expected), Value::Sequence(actual)) => self.list(expected, actual, path),
            _ if is_equal(expected, actual) => self.fields += 1,
            _ => {
                self.differences.push(format!("{path}: expected {}, found {}", text(expected), text(actual)))
            }
        }
    }

    fn mapping(&mut self, expected: &Mapping, actual: &Mapping, path: &str) {
        for entry in expected.iter() {
            let path = format!("{path}.{}", entry.key);
            match actual.get(&entry.key) {
                Some(actual) => self.node(&entry.value, actual, &path),
                None => self.missing(&entry.value, &path),
            }
        }
        for entry in actual.iter().filter(|entry| expected.get(&entry.key).is_none()) {
            self.surplus(&entry.value, &format!("{path}.{}", entry.key));
        }
    }

    fn list(&mut self, expected: &[Node], actual: &[Node], path: &str) {
        let key = KEYED.iter().find(|(list, _)| path.ends_with(&format!(".{list}"))).map(|(_, key)| *key);
        let key = key.filter(|key| expected.iter().chain(actual).all(|item| item.get(key).is_some()));
        let Some(key) = key else {
            if expected.len() != actual.len() {
                let message = format!("{path}: {} items expected, {} found", expected.len(), actual.len());
                self.differences.push(message);
            }
            for (number, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                self.node(expected, actual, &format!("{path}[{number}]"));
            }
            return;
        };
        let same = |left: &Node, right: &Node| is_equal(at(left, key), at(right, key));
        for item in expected {
            let path = format!("{path}[{}]", text(at(item, key)));
            match actual.iter().find(|other| same(item, other)) {
                Some(other) => self.node(item, other, &path),
                None => self.differences.push(format!("{path} is missing")),
            }
        }
        for item in actual.iter().filter(|item| !expected.iter().any(|other| same(item, other))) {
            self.differences.push(format!("{path}[{}] is more than expected", text(at(item, key))));
        }
    }

    fn missing(&mut self, expected: &Node, path: &str) {
        let is_default = DEFAULTS.iter().any(|(end, value)| path.ends_with(end) && text(expected) == *value);
        if is_default {
            self.fields += 1;
        } else {
            self.differences.push(format!("{path}: expected {}, found nothing", text(expected)));
        }
    }

    fn surplus(&mut self, actual: &Node, path: &str) {
        match &actual.value {
            Value::Mapping(mapping) => {
                mapping.iter().for_each(|entry| self.surplus(&entry.value, &format!("{path}.{}", entry.key)));
            }
            _ if path == ".metadata.namespace" => {}
            _ => self.extra.push((path.to_string(), text(actual))),
        }
    }
}

/// Amounts are compared as numbers, everything else as what it is.
fn is_equal(left: &Node, right: &Node) -> bool {
    if left.same_value(right) {
        return true;
    }
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return left == right;
    }
    let amount = |node: &Node| node.scalar_text().and_then(|text| Quantity::parse(text));
    match (amount(left), amount(right)) {
        (Some(left), Some(right)) => left.compare(&right).is_eq(),
        _ => false,
    }
}

fn at<'n>(item: &'n Node, key: &str) -> &'n Node {
    item.get(key).expect("every item has its key")
}

fn text(node: &Node) -> String {
    node.scalar_text().map_or_else(|| platc::syntax::print(node), ToString::to_string)
}

mod tests {
    use super::Comparison;
    use crate::documents;

    fn compared(expected: &str, actual: &str) -> Comparison {
        Comparison::of(&documents(expected)[0], &documents(actual)[0])
    }

    #[test]
    fn the_same_in_other_words_is_the_same() {
        let expected = "spec: {replicas: 1, env: [{name: a, value: x}, {name: b}], limits: {cpu: 1000m}}";
        let actual = "spec: {env: [{name: b}, {name: a, value: x}], limits: {cpu: '1'}}";
        let comparison = compared(expected, actual);
        assert!(comparison.differences.is_empty() && comparison.extra.is_empty(), "{comparison:?}");
        assert_eq!(comparison.fields, 5);
    }

    #[test]
    fn every_sort_of_difference_is_seen() {
        for (expected, actual, differences, extra) in [
            ("a: 1", "a: 2", 1, 0),
            ("a: 1", "b: 1", 1, 1),
            ("args: [a, b]", "args: [b, a]", 2, 0),
            ("args: [a]", "args: [a, b]", 1, 0),
            ("env: [{name: a}]", "env: [{name: b}]", 2, 0),
            ("a: {b: 1}", "a: {b: 1, c: {d: 2, e: 3}}", 0, 2),
            ("a: 1Gi", "a: 1G", 1, 0),
            ("a: '1'", "a: {b: 1}", 1, 0),
        ] {
            let comparison = compared(expected, actual);
            let found = (comparison.differences.len(), comparison.extra.len());
            assert_eq!(found, (differences, extra), "{expected} against {actual}: {comparison:?}");
        }
    }
}
