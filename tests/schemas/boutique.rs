//! The objects of Online Boutique (35, and 13 network policies) pass in every minor, and every misspelt key of theirs is found.

use platc::diagnostic::code;
use platc::schema::output::{Mode, SchemaRef};
use serde_json::{Map, Value};

use crate::tree::{complete_in, findings, kind, node, schemas};

/// The objects of `tests/estates/online-boutique/original` as JSON, with the file of each.
pub fn objects() -> Vec<(String, Value)> {
    serde_json::from_str(include_str!("online-boutique.json")).unwrap()
}

#[test]
fn every_object_passes_in_every_minor() {
    let objects = objects();
    assert_eq!(objects.len(), 48);
    for minor in schemas().minors() {
        for (file, object) in &objects {
            let found = complete_in(object, minor);
            assert!(found.is_empty(), "{file} in {minor}: {found:#?}");
        }
    }
}

/// A way from the root to a key that the schema knows.
type Path = Vec<Step>;

#[derive(Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// The paths of all keys but those that are the author's own (labels, data).
fn keys(value: &Value, at: SchemaRef<'_>, path: &Path, found: &mut Vec<Path>) {
    let below = |step: Step| path.iter().cloned().chain([step]).collect::<Path>();
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = below(Step::Key(key.clone()));
                if at.values().is_none() && !at.is_open() {
                    found.push(path.clone());
                }
                keys(value, at.field(key).unwrap(), &path, found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                keys(item, at.items().unwrap(), &below(Step::Item(number)), found);
            }
        }
        _ => {}
    }
}

/// The value with the last key of the path misspelt: two letters swapped, or one doubled where that changes nothing.
fn misspelt(value: &Value, path: &[Step]) -> Value {
    match (path, value) {
        ([Step::Key(last)], Value::Object(map)) => {
            let renamed = map.iter().map(|(key, value)| match key == last {
                true => (typo(key), value.clone()),
                false => (key.clone(), value.clone()),
            });
            Value::Object(renamed.collect())
        }
        ([Step::Key(first), rest @ ..], Value::Object(map)) => {
            let mut map: Map<String, Value> = map.clone();
            map[first] = misspelt(&map[first], rest);
            Value::Object(map)
        }
        ([Step::Item(first), rest @ ..], Value::Array(items)) => {
            let mut items = items.clone();
            items[*first] = misspelt(&items[*first], rest);
            Value::Array(items)
        }
        _ => unreachable!("a path of the value itself"),
    }
}

fn typo(key: &str) -> String {
    let middle = key.len() / 2;
    let (left, right) = (&key[..middle], &key[middle..]);
    format!("{left}{}{right}", right.chars().next().unwrap())
}

#[test]
fn every_misspelt_key_is_found_with_the_right_name() {
    let minor = schemas().newest();
    let mut mutants = 0;
    for (file, object) in objects() {
        let schema = kind(&node(&object), minor).node;
        let mut paths = Vec::new();
        keys(&object, schema, &Vec::new(), &mut paths);
        for path in paths {
            let Some(Step::Key(key)) = path.last() else { panic!("paths end in keys") };
            let mutant = misspelt(&object, &path);
            let found = findings(&node(&mutant), schema, Mode::Complete);
            let unknown: Vec<_> =
                found.iter().filter(|finding| finding.code == code::UNKNOWN_FIELD).collect();
            assert_eq!(unknown.len(), 1, "{file}: {key}: {found:#?}");
            assert!(
                unknown[0].message.starts_with(&format!("`{}` ", typo(key))),
                "{file}: {key}: {unknown:#?}"
            );
            let fix = unknown[0].fix.as_ref().unwrap_or_else(|| panic!("{file}: {key}: no fix"));
            assert_eq!(fix.edits[0].replacement, *key, "{file}");
            assert_eq!(fix.edits[0].span, unknown[0].primary.as_ref().unwrap().span);
            mutants += 1;
        }
    }
    assert_eq!(mutants, 968);
}
