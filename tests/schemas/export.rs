//! The JSON Schema of positions, checked with a validator for JSON Schema.

use platc::schema::output::{Definitions, Minor, json_schema};
use serde_json::{Value, json};

use crate::tree::{schemas, to_json};

fn exported(positions: &[&str]) -> Value {
    let mut definitions = Definitions::new();
    let properties: serde_json::Map<String, Value> = positions
        .iter()
        .map(|position| {
            let at = schemas().position(position, Minor::new(37)).unwrap();
            ((*position).to_owned(), json_schema(at, &mut definitions))
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object", "properties": properties, "$defs": definitions.into_map(),
    })
}

#[test]
fn editors_see_types_enums_and_unknown_fields() {
    let position = "Deployment.spec.template.spec.containers";
    let validator = jsonschema::validator_for(&exported(&[position])).unwrap();
    let valid = |container: Value| validator.is_valid(&json!({position: [container]}));
    assert!(valid(
        json!({"image": "a", "livenessProbe": {"httpGet": {"port": 80}}, "resources": {"limits": {"cpu": 1}}})
    ));
    assert!(valid(
        json!({"imagePullPolicy": "${{ environment.pull }}", "stdin": "${{ x }}", "env": "${{ y }}"})
    ));
    assert!(!valid(json!({"imagePullPolicy": "Allways"})));
    assert!(!valid(json!({"imag": "a"})));
    assert!(!valid(json!({"stdin": "yes"})));
    assert!(!valid(json!({"livenessProbe": {"httpGet": {"prot": 80}}})));
    assert!(valid(json!({"livenessProbe": "${{ platform.vars.probe }}"})));
    assert!(valid(json!({"livenessProbe": null, "resources": {"limits": {"cpu": null}}})));
    assert!(!valid(json!({"livenessProbe": "httpGet"})));
}

#[test]
fn what_passes_the_check_passes_in_the_editor() {
    let position = "Deployment.spec.template.spec";
    let validator = jsonschema::validator_for(&exported(&[position])).unwrap();
    let objects = crate::boutique::objects();
    let specs: Vec<Value> =
        objects.iter().filter_map(|object| object.at(&["spec", "template", "spec"])).map(to_json).collect();
    assert_eq!(specs.len(), 12);
    for spec in specs {
        let errors: Vec<String> =
            validator.iter_errors(&json!({position: spec})).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn definitions_have_upstreams_names_and_are_written_once() {
    let schema = exported(&[
        "Deployment.spec.template.spec.containers.livenessProbe",
        "Deployment.spec.template.spec.containers.readinessProbe",
    ]);
    let names: Vec<&String> = schema["$defs"].as_object().unwrap().keys().collect();
    assert!(names.iter().any(|name| *name == "k8s.Probe"), "{names:?}");
    assert!(!names.iter().any(|name| *name == "k8s.Probe.2"), "{names:?}");
    assert_eq!(
        schema["properties"]["Deployment.spec.template.spec.containers.livenessProbe"],
        json!({"$ref": "#/$defs/k8s.Probe"})
    );
}

#[test]
fn different_definitions_of_one_name_get_a_suffix() {
    let schema = exported(&[
        "autoscaling/v1/HorizontalPodAutoscaler.spec",
        "autoscaling/v2/HorizontalPodAutoscaler.spec",
    ]);
    let names = schema["$defs"].as_object().unwrap();
    assert!(
        names.contains_key("k8s.HorizontalPodAutoscalerSpec")
            && names.contains_key("k8s.HorizontalPodAutoscalerSpec.2")
    );
}

#[test]
fn recursive_definitions_end() {
    let schema = exported(&["CustomResourceDefinition.spec.versions"]);
    assert!(schema["$defs"]["k8s.JSONSchemaProps"].is_object());
    assert!(jsonschema::validator_for(&schema).is_ok());
}
