//! The schemas for editors: committed as generated, valid, and of one mind with our own validator.

use platc::schema::input::check_document;
use platc::schema::language_schemas;
use platc::schema::output::OutputSchemas;
use platc::spec::DocumentKind;
use platc::syntax::{Node, Value as Yaml};
use serde_json::{Value, json};

use crate::tree;

#[test]
fn committed_schemas_are_those_that_are_generated() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/language");
    for (name, text) in language_schemas() {
        let path = folder.join(format!("{name}.schema.json"));
        if std::env::var_os("PLATC_BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{name}: run with PLATC_BLESS=1 and look at the difference");
    }
}

#[test]
fn schemas_are_valid_and_refer_to_what_they_define() {
    for (name, text) in language_schemas() {
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert!(jsonschema::validator_for(&schema).is_ok(), "{name}");
        assert!(schema["title"].is_string() && schema["description"].is_string(), "{name}");
    }
}

#[test]
fn every_property_of_ours_has_a_hover_text() {
    for (name, text) in language_schemas() {
        let schema: Value = serde_json::from_str(&text).unwrap();
        let ours = schema["$defs"].as_object().unwrap().iter().filter(|(key, _)| !key.starts_with("k8s."));
        for (definition, body) in ours.filter(|(_, body)| body["title"].is_string()) {
            for (key, property) in body["properties"].as_object().unwrap() {
                let of_kubernetes = matches!(definition.as_str(), "Pod" | "Service" | "NamedService");
                assert!(of_kubernetes || property["description"].is_string(), "{name}: {definition}.{key}");
            }
        }
    }
}

#[test]
fn editors_and_the_validator_agree() {
    let schemas = language_schemas();
    let head = "apiVersion: platc.dev/v1alpha1\nkind: ";
    let kinds = [
        (DocumentKind::Overlay, format!("{head}Overlay\n"), include_str!("agree/overlay.yaml")),
        (DocumentKind::Environment, format!("{head}Environment\n"), include_str!("agree/environment.yaml")),
        (
            DocumentKind::Platform,
            format!("{head}Platform\nmetadata: {{name: shop}}\n"),
            include_str!("agree/platform.yaml"),
        ),
    ];
    let mut total = 0;
    for (kind, head, table) in kinds {
        let schema: Value = serde_json::from_str(&schemas[kind.schema_name()]).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let table = tree(table);
        for (wanted, group) in [(true, "good"), (false, "bad")] {
            for case in table.get(group).and_then(Node::as_sequence).unwrap() {
                let text = format!("{head}{}", case.as_str().unwrap());
                let document = tree(&text);
                let mut found = Vec::new();
                check_document(&document, kind, None, OutputSchemas::embedded().newest(), &mut found);
                assert_eq!(found.is_empty(), wanted, "ours: {text} {found:?}");
                assert_eq!(validator.is_valid(&to_json(&document)), wanted, "the editor's: {text}");
                total += 1;
            }
        }
    }
    assert!(total >= 60, "{total}");
}

#[test]
fn the_kitchen_sink_is_accepted_by_the_editor() {
    let schema: Value = serde_json::from_str(&language_schemas()["app"]).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let app = to_json(&tree(include_str!("kitchen-sink.yaml")));
    let errors: Vec<String> = validator.iter_errors(&app).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

fn to_json(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(_) => json!(node.as_bool()),
        Yaml::Number(text) => {
            node.as_i64().map_or_else(|| json!(text.parse::<f64>().unwrap()), |number| json!(number))
        }
        Yaml::String(text) => json!(text.as_str()),
        Yaml::Sequence(items) => items.iter().map(to_json).collect(),
        Yaml::Mapping(mapping) => Value::Object(
            mapping.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value))).collect(),
        ),
    }
}
