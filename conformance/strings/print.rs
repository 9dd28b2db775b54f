//! Prints trees of strings that YAML readers take for something else, a JSON line each: the tree, and the YAML that platc
//! writes of it. They are the printer's hostile strings, each alone and with each other, and what the YAML test suite
//! reads as. `read/` reads the lines back.
#![allow(clippy::unwrap_used, reason = "a broken list of cases must stop it")]

use std::io::{BufWriter, Write, stdout};
use std::path::Path;

use platc::source::Files;
use platc::syntax::{Mapping, Node, Origin, ParseOptions, Value, parse, print};
use serde_json::{Value as Json, json};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = |path: &str| -> Vec<Json> {
        serde_json::from_str(&std::fs::read_to_string(root.join(path)).unwrap()).unwrap()
    };
    let strings = list("src/syntax/print/hostile.json");
    let strings: Vec<&str> = strings.iter().map(|text| text.as_str().unwrap()).collect();
    let mut out = BufWriter::new(stdout().lock());
    let mut put = |tree: &Node| {
        writeln!(out, "{}", json!({ "tree": to_json(tree), "yaml": print(tree) })).unwrap();
    };
    for first in &strings {
        put(&in_every_place(first));
        for second in &strings {
            put(&in_every_place(&format!("{first}{second}")));
            put(&in_every_place(&format!("{first}\n{second}")));
        }
    }
    for case in list("tests/estates/yaml/yaml-test-suite.json") {
        let parsed = parse(Files::new().next_id(), case["yaml"].as_str().unwrap(), &ParseOptions::default());
        parsed.documents.iter().for_each(|document| put(&document.root));
    }
}

/// A text as value, as key and as item.
fn in_every_place(text: &str) -> Node {
    let string = || Node::string(text, Origin::Unknown);
    let mut mapping = Mapping::new();
    mapping.set("value".to_owned(), string());
    mapping.set(text.to_owned(), Node::sequence(vec![string(), string()], Origin::Unknown));
    Node::mapping(mapping, Origin::Unknown)
}

fn to_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(_) => Json::Bool(node.as_bool().unwrap()),
        Value::Number(text) => {
            node.as_i64().map_or_else(|| Json::from(text.parse::<f64>().unwrap()), Json::from)
        }
        Value::String(text) => Json::from(text.as_str()),
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value))).collect())
        }
    }
}
