//! What holds for any tree: nothing panics, and a part is never judged more strictly than the whole.

use platc::diagnostic::Diagnostic;
use platc::schema::output::{Minor, Mode};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::tree::{findings, node, schemas};

const POSITIONS: &[&str] = &[
    "Deployment",
    "Service",
    "Deployment.spec.template.spec",
    "Deployment.spec.template.spec.containers",
    "CustomResourceDefinition.spec.versions",
    "kyverno.io/v2/CleanupPolicy",
    "gateway.networking.k8s.io/v1/Gateway",
    "external-secrets.io/v1/SecretStore",
];

/// Keys that schemas know, so that trees get deep, and some that they do not.
fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "spec",
        "metadata",
        "labels",
        "template",
        "containers",
        "name",
        "env",
        "ports",
        "containerPort",
        "protocol",
        "resources",
        "limits",
        "cpu",
        "versions",
        "schema",
        "openAPIV3Schema",
        "properties",
        "items",
        "addresses",
        "type",
        "value",
        "provider",
        "vault",
        "exclude",
        "any",
        "all",
        "x",
        "",
        "status",
        "kind",
        "imagePullPolicy",
    ])
    .prop_map(str::to_owned)
}

fn tree() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e40..1e40f64).prop_map(Value::from),
        prop::sample::select(vec!["", "TCP", "1Gi", "1Gb", "é", "25%", "Always"]).prop_map(Value::from),
    ];
    scalar.prop_recursive(8, 60, 5, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::btree_map(key(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<String, Value>>())),
        ]
    })
}

fn places(found: &[Diagnostic]) -> Vec<(&'static str, &str)> {
    found.iter().map(|finding| (finding.code.name(), finding.message.as_str())).collect()
}

proptest! {
    #[test]
    fn what_is_wrong_with_a_part_is_wrong_with_the_whole(tree in tree(), position in prop::sample::select(POSITIONS)) {
        let at = schemas().position(position, Minor::new(37)).unwrap();
        // What the cluster drops of a whole object changes nothing as a part.
        prop_assume!(tree.get("status").is_none());
        let tree = node(&tree);
        let whole = findings(&tree, at, Mode::Complete);
        let part = findings(&tree, at, Mode::Fragment);
        let whole = places(&whole);
        prop_assert!(places(&part).iter().all(|finding| whole.contains(finding)), "{:?}", part);
    }
}
