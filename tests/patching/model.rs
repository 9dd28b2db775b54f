//! What a patch should do, written down a second time: plain values, list keys by the field's name, no schema.

use platc::syntax::{Mapping, Node, Origin};

/// A value without a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    Null,
    Text(String),
    Number(i64),
    List(Vec<Plain>),
    Map(Vec<(String, Plain)>),
}

impl Plain {
    pub fn node(&self) -> Node {
        match self {
            Plain::Null => Node::default(),
            Plain::Text(text) => Node::string(text.as_str(), Origin::Unknown),
            Plain::Number(number) => Node::integer(*number, Origin::Unknown),
            Plain::List(items) => Node::sequence(items.iter().map(Plain::node).collect(), Origin::Unknown),
            Plain::Map(entries) => {
                let mut mapping = Mapping::new();
                entries.iter().for_each(|(key, value)| mapping.set(key.as_str(), value.node()));
                Node::mapping(mapping, Origin::Unknown)
            }
        }
    }

    pub fn get(&self, key: &str) -> Option<&Plain> {
        match self {
            Plain::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn items(&self) -> &[Plain] {
        if let Plain::List(items) = self { items } else { &[] }
    }

    fn text(&self) -> String {
        match self {
            Plain::Text(text) => text.clone(),
            Plain::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }
}

/// How the items of a list are told apart, by its name; `None` where it is replaced.
pub fn identity(list: &str, item: &Plain) -> Option<Vec<String>> {
    let of = |key: &str, absent: &str| item.get(key).map_or(absent.to_string(), Plain::text);
    match list {
        "containers" | "env" | "volumes" => Some(vec![of("name", "")]),
        "ports" => Some(vec![of("containerPort", ""), of("protocol", "TCP")]),
        "volumeMounts" => Some(vec![of("mountPath", "")]),
        "finalizers" => Some(vec![item.text()]),
        _ => None,
    }
}

/// Whether two fields of an item of a list cannot stand side by side.
fn exclude(list: &str, one: &str, other: &str) -> bool {
    one != other
        && match list {
            "env" => matches!((one, other), ("value", "valueFrom") | ("valueFrom", "value")),
            "volumes" => one != "name" && other != "name",
            _ => false,
        }
}

/// `strong` laid over `weak`, which is the value of a field, or an item of the list of that name.
pub fn lay(weak: &Plain, strong: &Plain, field: &str) -> Plain {
    match (weak, strong) {
        (Plain::Map(weak), Plain::Map(strong)) => {
            let beaten = |key: &String| {
                strong.iter().any(|(other, _)| exclude(field, other, key))
                    && !strong.iter().any(|(other, _)| other == key)
            };
            let mut merged: Vec<(String, Plain)> =
                weak.iter().filter(|(key, _)| !beaten(key)).cloned().collect();
            for (key, value) in strong {
                match (merged.iter().position(|(known, _)| known == key), value) {
                    (Some(place), Plain::Null) => drop(merged.remove(place)),
                    (None, Plain::Null) => {}
                    (Some(place), value) => merged[place].1 = lay(&merged[place].1, value, key),
                    (None, value) => merged.push((key.clone(), value.clone())),
                }
            }
            Plain::Map(merged)
        }
        (Plain::List(weak), Plain::List(strong)) if is_keyed(field) => {
            let mut merged = weak.clone();
            for item in strong {
                let id = identity(field, item);
                let place = merged.iter().position(|other| identity(field, other) == id);
                match (place, item.get("$patch")) {
                    (Some(place), Some(_)) => drop(merged.remove(place)),
                    (None, Some(_)) => {}
                    (Some(place), None) => merged[place] = lay(&merged[place], item, field),
                    (None, None) => merged.push(item.clone()),
                }
            }
            Plain::List(merged)
        }
        (_, strong) => strong.clone(),
    }
}

fn is_keyed(list: &str) -> bool {
    identity(list, &Plain::Null).is_some()
}
