//! Limits that definitions may set, on a definition of our own: each with what keeps it and what does not.

use platc::diagnostic::Diagnostic;
use platc::schema::output::{KindLookup, Mode, OutputSchemas, check};
use serde_json::{Value, json};

use crate::tree::node;

/// What is wrong with a field of this schema that has this value.
fn found(schema: &Value, value: &Value) -> Vec<Diagnostic> {
    found_with(&json!({}), schema, value)
}

/// The same where the definition has subresources.
fn found_with(subresources: &Value, schema: &Value, value: &Value) -> Vec<Diagnostic> {
    let spec = json!({"type": "object", "properties": {"f": schema}});
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
        "spec": {
            "group": "example.com", "scope": "Namespaced", "names": {"kind": "Thing", "plural": "things"},
            "versions": [{"name": "v1", "served": true, "storage": true, "subresources": subresources, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}}]
        }
    });
    let (mut schemas, mut out) = (OutputSchemas::default(), Vec::new());
    schemas.define(&node(&definition), &mut out);
    assert_eq!(out, [], "{schema}");
    let thing = node(
        &json!({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": {"f": value}}),
    );
    let KindLookup::Found(kind) = schemas.kind("example.com/v1", "Thing", schemas.newest()) else {
        panic!("no Thing")
    };
    check(&thing, kind.node, Mode::Complete, &mut out);
    out
}

#[track_caller]
fn keeps(schema: Value, good: &[Value], bad: &[(Value, &str, &str)]) {
    for value in good {
        assert_eq!(found(&schema, value), [], "{schema} {value}");
    }
    for (value, code, message) in bad {
        let found = found(&schema, value);
        let said: Vec<(&str, &str)> =
            found.iter().map(|one| (one.code.name(), one.message.as_str())).collect();
        assert_eq!(said, [(*code, *message)], "{schema} {value}");
    }
}

#[test]
fn numbers() {
    keeps(
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true}),
        &[json!(0.5)],
        &[
            (json!(0), "out-of-range", "`f` must be greater than 0"),
            (json!(1), "out-of-range", "`f` must be less than 1"),
        ],
    );
    keeps(
        json!({"type": "integer", "multipleOf": 5}),
        &[json!(0), json!(-10)],
        &[(json!(7), "out-of-range", "`f` must be a multiple of 5")],
    );
    keeps(
        json!({"type": "number", "multipleOf": 0.1}),
        &[json!(0.3), json!(7)],
        &[(json!(0.35), "out-of-range", "`f` must be a multiple of 0.1")],
    );
    keeps(
        json!({"type": "integer", "format": "int32"}),
        &[json!(2147483647)],
        &[(json!(2147483648u64), "out-of-range", "`f` must fit into 32 bits: at most 2147483647")],
    );
    keeps(
        json!({"type": "integer", "enum": [1, 2]}),
        &[json!(1)],
        &[(json!(3), "wrong-value", "`3` is not a value of `f`")],
    );
}

#[test]
fn text() {
    // Four letters, nine bytes.
    keeps(
        json!({"type": "string", "minLength": 2, "maxLength": 4}),
        &[json!("äöü€")],
        &[
            (json!("a"), "out-of-range", "`f` must be at least 2 characters long"),
            (json!("abcde"), "out-of-range", "`f` must be at most 4 characters long"),
        ],
    );
    keeps(
        json!({"type": "string", "pattern": "b+"}),
        &[json!("abba")],
        &[(json!("a"), "wrong-value", "`a` does not have the form that `f` takes")],
    );
    keeps(
        json!({"type": "string", "pattern": "(?i)^(abort|warn)?$"}),
        &[json!("ABORT"), json!("")],
        &[(json!("stop\nnow"), "wrong-value", "`stop…` does not have the form that `f` takes")],
    );
    keeps(
        json!({"type": "string", "format": "ipv4"}),
        &[json!("10.0.0.1")],
        &[(json!("10.0.0"), "wrong-value", "`10.0.0` is not an IPv4 address, which `f` takes")],
    );
    // Not among the formats that the server knows.
    keeps(json!({"type": "string", "format": "colour"}), &[json!("x")], &[]);
    // One mistake, told once.
    keeps(
        json!({"type": "string", "minLength": 1, "pattern": "^a", "format": "uri"}),
        &[json!("a:b")],
        &[(json!(""), "out-of-range", "`f` must not be empty")],
    );
}

#[test]
fn integers_or_text() {
    let schema = json!({"x-kubernetes-int-or-string": true, "pattern": "^[0-9]+%$", "maximum": 9});
    keeps(
        schema,
        &[json!(9), json!("50%")],
        &[
            (json!("50"), "wrong-value", "`50` does not have the form that `f` takes"),
            (json!(10), "out-of-range", "`f` must be at most 9"),
            (json!([]), "wrong-type", "`f` takes an integer or text, not a list"),
        ],
    );
}

#[test]
fn lists_and_maps() {
    let text = json!({"type": "string"});
    keeps(
        json!({"type": "array", "items": text, "x-kubernetes-list-type": "set", "maxItems": 2}),
        &[json!(["a", "b"])],
        &[
            (json!(["a", "a"]), "duplicate-item", "`f` has two items with the value `a`"),
            (json!(["a", "b", "c"]), "out-of-range", "`f` must have at most 2 items"),
        ],
    );
    let item = json!({"type": "object", "required": ["port", "protocol"],
        "properties": {"port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}}});
    keeps(
        json!({"type": "array", "items": item, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"]}),
        &[json!([{"port": 1}, {"port": 1, "protocol": "UDP"}])],
        &[(
            json!([{"port": 1}, {"port": 1, "protocol": "TCP"}]),
            "duplicate-item",
            "`f` has two items with `port: 1` and `protocol: TCP`",
        )],
    );
    let item = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
    keeps(
        json!({"type": "array", "items": item, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a", "b"]}),
        &[json!([{"a": "1"}, {"b": "1"}])],
        &[(json!([{}]), "missing-field", "an item of `f` lacks `a`, `b`")],
    );
    keeps(
        json!({"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1, "maxProperties": 2}),
        &[json!({"a": 1})],
        &[
            (json!({}), "out-of-range", "`f` must have at least 1 key"),
            (json!({"a": 1, "b": 2, "c": 3}), "out-of-range", "`f` must have at most 2 keys"),
            (json!({"a": "1"}), "wrong-type", "`a` takes an integer, not text"),
        ],
    );
}

#[test]
fn null() {
    keeps(json!({"type": "string", "nullable": true}), &[Value::Null], &[]);
    keeps(json!({"type": "string", "default": "a"}), &[Value::Null], &[]);
    keeps(json!({"type": "string"}), &[], &[(Value::Null, "wrong-type", "`f` takes text, not null")]);
}

#[test]
fn open_maps_and_embedded_objects() {
    keeps(
        json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}}}),
        &[json!({"x": {"y": 1}}), json!({"a": {"b": "c"}})],
        &[(json!({"a": {"c": 1}}), "unknown-field", "`c` is not a field of `a`")],
    );
    let embedded = json!({"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true});
    keeps(
        embedded,
        &[
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"a": "b"}}, "spec": {}}),
        ],
        &[
            (json!({"apiVersion": "v1"}), "missing-field", "`f` lacks `kind`"),
            (
                json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"a": 1}}}),
                "wrong-type",
                "`a` takes text, not a number",
            ),
        ],
    );
}

#[test]
fn branches_ask_for_forms_and_ranges_too() {
    keeps(
        json!({"type": "string", "anyOf": [{"format": "ipv4"}, {"pattern": "^[a-z]+$"}]}),
        &[json!("10.0.0.1"), json!("abc")],
        &[(json!("10.0"), "wrong-value", "`f` has none of the forms that its schema allows")],
    );
    keeps(
        json!({"type": "integer", "oneOf": [{"maximum": 5}, {"minimum": 3, "multipleOf": 2}]}),
        &[json!(1), json!(3), json!(6)],
        &[
            (json!(4), "wrong-value", "`f` has none of the forms that its schema allows"),
            (json!(7), "wrong-value", "`f` has none of the forms that its schema allows"),
        ],
    );
    keeps(
        json!({"type": "array", "items": {"type": "string"}, "not": {"maxItems": 1}}),
        &[json!(["a", "b"])],
        &[(json!(["a"]), "wrong-value", "`f` has none of the forms that its schema allows")],
    );
}

#[test]
fn what_a_scale_subresource_sets_is_a_number_of_replicas() {
    let scale =
        |path: &str| json!({"scale": {"specReplicasPath": path, "statusReplicasPath": ".status.replicas"}});
    let (any, few) = (json!({"type": "integer"}), json!({"type": "integer", "minimum": 1, "maximum": 5}));
    let said = |path: &str, schema: &Value, value: i64| {
        let found = found_with(&scale(path), schema, &json!(value));
        found.first().map(|one| one.message.clone()).unwrap_or_default()
    };
    assert_eq!(said(".spec.f", &any, 0), "");
    assert_eq!(said(".spec.f", &any, -1), "`f` must be at least 0");
    assert_eq!(said(".spec.f", &any, 1 << 31), "`f` must be at most 2147483647");
    assert_eq!(said(".spec.f", &few, 0), "`f` must be at least 1");
    assert_eq!(said(".spec.f", &few, 6), "`f` must be at most 5");
    assert_eq!(said(".spec.g", &any, -1), "");
}
