//! The YAML test suite (tests/estates/yaml): every case passes or stands in `expected-failures.txt` with a reason.

use std::collections::BTreeMap;
use std::path::Path;

use platc::source::Files;
use platc::syntax::{Node, ParseOptions, Parsed, Value, parse};
use serde_json::Value as Json;

struct Case {
    id: String,
    yaml: String,
    fail: bool,
    documents: Option<Vec<Json>>,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/estates/yaml/yaml-test-suite.json");
    let suite: Vec<Json> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let case = |json: &Json| Case {
        id: json["id"].as_str().unwrap().to_owned(),
        yaml: json["yaml"].as_str().unwrap().to_owned(),
        fail: json["fail"].as_bool().unwrap(),
        documents: json.get("docs").map(|documents| documents.as_array().unwrap().clone()),
    };
    suite.iter().map(case).collect()
}

/// The listed cases with their reasons.
fn listed() -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("expected-failures.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').unwrap_or_else(|| panic!("`{line}` gives no reason"))).collect()
}

fn read(text: &str) -> Parsed {
    parse(Files::new().next_id(), text, &ParseOptions::default())
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
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), to_json(&entry.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// What is wrong with a case, if anything.
fn difference(case: &Case) -> Option<String> {
    let parsed = read(&case.yaml);
    match (case.fail, &case.documents) {
        (true, _) => parsed.is_ok().then(|| "is accepted".to_owned()),
        (false, _) if !parsed.is_ok() => {
            let findings: Vec<_> = parsed.diagnostics.iter().filter(|found| found.is_error()).collect();
            Some(format!("is refused: {}: {}", findings[0].code.name(), findings[0].message))
        }
        (false, Some(expected)) => {
            let read: Vec<Json> = parsed.documents.iter().map(|document| to_json(&document.root)).collect();
            (read != *expected).then(|| format!("is read as {}", Json::from(read)))
        }
        (false, None) => None,
    }
}

#[test]
fn the_yaml_test_suite_passes_or_is_listed() {
    let listed = listed();
    let (mut passed, mut wrong) = (0, Vec::new());
    let cases = cases();
    assert_eq!(cases.len(), 402);
    for case in &cases {
        match (difference(case), listed.get(case.id.as_str())) {
            (None, None) => passed += 1,
            (None, Some(_)) => wrong.push(format!("{} is listed but passes", case.id)),
            (Some(_), Some(_)) => {}
            (Some(what), None) => wrong.push(format!("{} {what}", case.id)),
        }
    }
    println!("{passed} of {} cases pass, {} are listed", cases.len(), listed.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(passed + listed.len(), cases.len(), "a listed case is not in the suite");
}

/// Spans of children lie inside their parent's, in order, on the text they were read from.
fn spans_nest(text: &str, node: &Node, id: &str) {
    let outer = node.origin.span().unwrap();
    assert!(text.get(outer.range()).is_some(), "{id}");
    let mut last = outer.start;
    let mut inside = |origin: &platc::syntax::Origin| {
        let span = origin.span().unwrap();
        assert!(outer.contains(span) && span.start >= last, "{id}: {span:?} in {outer:?} behind {last}");
        last = span.end;
    };
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| inside(&item.origin)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| {
            inside(&entry.key_origin);
            inside(&entry.value.origin);
        }),
        _ => {}
    }
    // An alias carries its anchor's children, which stand elsewhere.
    let children = |node: &Node| matches!(node.origin, platc::syntax::Origin::At(_));
    match &node.value {
        Value::Sequence(items) => {
            items.iter().filter(|item| children(item)).for_each(|item| spans_nest(text, item, id))
        }
        Value::Mapping(entries) => {
            let values = entries.iter().map(|entry| &entry.value).filter(|value| children(value));
            values.for_each(|value| spans_nest(text, value, id));
        }
        _ => {}
    }
}

#[test]
fn spans_of_every_case_nest() {
    for case in cases() {
        for document in read(&case.yaml).documents {
            spans_nest(&case.yaml, &document.root, &case.id);
        }
    }
}

#[test]
fn every_tree_of_the_suite_is_printed_and_read_back() {
    for case in cases() {
        for document in read(&case.yaml).documents {
            let printed = platc::syntax::print(&document.root);
            let back = read(&printed);
            assert!(back.is_ok() && back.documents.len() == 1, "{}\n{printed}", case.id);
            assert_eq!(to_json(&back.documents[0].root), to_json(&document.root), "{}\n{printed}", case.id);
        }
    }
}

#[test]
fn formatting_keeps_every_case_and_settles_at_once() {
    let (mut changed, mut total) = (0, 0);
    for case in cases() {
        let format =
            |text: &str| platc::syntax::format(Files::new().next_id(), text, &ParseOptions::default());
        let Ok(tidy) = format(&case.yaml) else { continue };
        total += 1;
        changed += usize::from(tidy != case.yaml);
        let (before, after) = (read(&case.yaml), read(&tidy));
        assert_eq!(before.comments.len(), after.comments.len(), "{}\n{tidy}", case.id);
        let values =
            |parsed: &Parsed| parsed.documents.iter().map(|one| to_json(&one.root)).collect::<Vec<_>>();
        assert_eq!(values(&before), values(&after), "{}\n{tidy}", case.id);
        assert_eq!(format(&tidy).unwrap(), tidy, "{}", case.id);
    }
    println!("{changed} of {total} cases are formatted otherwise than written");
    assert!(changed > 0);
}

#[test]
fn line_breaks_of_windows_and_a_byte_order_mark_change_no_value() {
    let values = |text: &str| {
        let parsed = read(text);
        (parsed.is_ok(), parsed.documents.iter().map(|one| to_json(&one.root)).collect::<Vec<_>>())
    };
    for case in cases().iter().filter(|case| !case.yaml.contains('\r')) {
        assert_eq!(values(&case.yaml.replace('\n', "\r\n")), values(&case.yaml), "{}", case.id);
        if !case.yaml.starts_with('\u{feff}') {
            assert_eq!(values(&format!("\u{feff}{}", case.yaml)), values(&case.yaml), "{}", case.id);
        }
    }
}
