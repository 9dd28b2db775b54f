//! What the check finds and what it forgives, as the API server does.

use platc::schema::output::Minor;
use serde_json::{Value, json};

use crate::tree::{complete, complete_in, fragment};

/// A Deployment that passes, with one JSON pointer set to another value.
fn deployment(pointer: &str, value: Value) -> Value {
    let object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "labels": {"app": "a"}, "annotations": {"x": "y"}},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app": "a"}},
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}},
            "template": {
                "metadata": {"labels": {"app": "a"}},
                "spec": {
                    "restartPolicy": "Always",
                    "volumes": [{"name": "v", "emptyDir": {}}],
                    "containers": [{
                        "name": "a", "image": "a:1", "imagePullPolicy": "Always",
                        "args": ["x"],
                        "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
                        "ports": [{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP"}],
                        "resources": {"limits": {"memory": "1Gi", "cpu": 1}},
                        "livenessProbe": {"httpGet": {"path": "/", "port": "http"}, "periodSeconds": 3},
                        "securityContext": {"runAsNonRoot": true}
                    }]
                }
            }
        }
    });
    with(object, pointer, value)
}

/// Sets what a pointer names; its last step may be new.
fn with(mut object: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    object.pointer_mut(parent).unwrap()[key] = value;
    object
}

const CONTAINER: &str = "/spec/template/spec/containers/0";

fn codes(object: &Value) -> Vec<&'static str> {
    complete(object).iter().map(|finding| finding.code.name()).collect()
}

#[track_caller]
fn one(object: &Value, code: &str, message: &str) {
    let found = complete(object);
    let said: Vec<(&str, &str)> =
        found.iter().map(|finding| (finding.code.name(), finding.message.as_str())).collect();
    assert_eq!(said, [(code, message)]);
}

#[track_caller]
fn container(key: &str, value: Value, code: &str, message: &str) {
    one(&deployment(&format!("{CONTAINER}/{key}"), value), code, message);
}

#[test]
fn the_plain_object_passes() {
    assert_eq!(complete(&deployment("/spec/replicas", json!(2))), []);
}

#[test]
fn unknown_fields_are_found_at_every_depth() {
    one(&deployment("/metadata/lables", json!({})), "unknown-field", "`lables` is not a field of `metadata`");
    one(&deployment("/spec/Replicas", json!(1)), "unknown-field", "`Replicas` is not a field of `spec`");
    container("volumes", json!([]), "unknown-field", "`volumes` is not a field of an item of `containers`");
    container("livenessProbe/httpGet/prot", json!(1), "unknown-field", "`prot` is not a field of `httpGet`");
    one(&deployment("/stats", json!({})), "unknown-field", "`stats` is not a field of `Deployment`");
}

#[test]
fn types_are_the_servers() {
    one(&deployment("/spec/replicas", json!("3")), "wrong-type", "`replicas` takes an integer, not text");
    one(&deployment("/spec/replicas", json!(1.5)), "wrong-type", "`replicas` takes an integer, not a number");
    one(&deployment("/metadata/annotations/x", json!(true)), "wrong-type", "`x` takes text, not a boolean");
    container("env/0/value", json!(1), "wrong-type", "`value` takes text, not a number");
    container("args", json!("x"), "wrong-type", "`args` takes a list, not text");
    container(
        "securityContext/runAsNonRoot",
        json!("true"),
        "wrong-type",
        "`runAsNonRoot` takes true or false, not text",
    );
    container("resources", json!([]), "wrong-type", "`resources` takes a map, not a list");
    one(
        &with(json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {}}), "/data/port", json!(80)),
        "wrong-type",
        "`port` takes text, not a number",
    );
}

#[test]
fn quotes_are_added_and_removed_by_the_fix() {
    let fix = |object: &Value| complete(object).remove(0).fix.unwrap().edits.remove(0).replacement;
    assert_eq!(fix(&deployment("/metadata/annotations/x", json!(true))), "\"true\"");
    assert_eq!(fix(&deployment("/spec/replicas", json!("3"))), "3");
    assert_eq!(fix(&deployment(&format!("{CONTAINER}/imagePullPolicy"), json!("Allways"))), "Always");
}

#[test]
fn integers_have_32_or_64_bits() {
    one(
        &deployment("/spec/replicas", json!(3_000_000_000u64)),
        "out-of-range",
        "`replicas` must fit into 32 bits: at most 2147483647",
    );
    one(
        &deployment("/metadata/generation", json!(u64::MAX)),
        "out-of-range",
        "`generation` must fit into 64 bits",
    );
    assert_eq!(codes(&deployment("/metadata/generation", json!(i64::MAX))), [""; 0]);
}

#[test]
fn integers_or_text_and_quantities() {
    one(
        &deployment("/spec/strategy/rollingUpdate/maxSurge", json!(true)),
        "wrong-type",
        "`maxSurge` takes an integer or text, not a boolean",
    );
    assert_eq!(codes(&deployment("/spec/strategy/rollingUpdate/maxSurge", json!("25%"))), [""; 0]);
    assert_eq!(codes(&deployment(&format!("{CONTAINER}/resources/limits/cpu"), json!(0.5))), [""; 0]);
    container(
        "resources/limits/memory",
        json!("128Megs"),
        "bad-quantity",
        "`128Megs` is not a quantity, which `memory` takes",
    );
    container(
        "resources/limits/memory",
        json!(true),
        "wrong-type",
        "`memory` takes a quantity, not a boolean",
    );
}

#[test]
fn enums_of_every_source() {
    // From the generated Go text.
    container(
        "imagePullPolicy",
        json!("always"),
        "wrong-value",
        "`always` is not a value of `imagePullPolicy`",
    );
    one(
        &deployment("/spec/strategy/type", json!("Rolling")),
        "wrong-value",
        "`Rolling` is not a value of `type`",
    );
    // From the overlay.
    one(
        &deployment(
            "/spec/selector/matchExpressions",
            json!([{"key": "a", "operator": "Is", "values": ["x"]}]),
        ),
        "wrong-value",
        "`Is` is not a value of `operator`",
    );
    // Listed upstream, refused by the server.
    let tolerations = json!([{"key": "a", "operator": "Gt", "value": "1"}]);
    one(
        &deployment("/spec/template/spec/tolerations", tolerations),
        "wrong-value",
        "`Gt` is not a value of `operator`",
    );
}

#[test]
fn enums_follow_the_minor() {
    let service =
        json!({"apiVersion": "v1", "kind": "Service", "spec": {"trafficDistribution": "PreferSameZone"}});
    let count = |minor: u16| complete_in(&service, Minor::new(minor)).len();
    assert_eq!([32, 33, 34, 35, 36, 37].map(count), [1, 1, 0, 0, 0, 0]);
    let rules = deployment(&format!("{CONTAINER}/restartPolicyRules"), json!([]));
    assert_eq!([33, 34].map(|minor| complete_in(&rules, Minor::new(minor)).len()), [1, 0]);
}

#[test]
fn null_and_empty_enums_count_as_absent_in_built_in_kinds() {
    assert_eq!(codes(&deployment("/metadata/creationTimestamp", Value::Null)), [""; 0]);
    assert_eq!(codes(&deployment("/spec/replicas", Value::Null)), [""; 0]);
    container_passes("imagePullPolicy", json!(""));
    container_passes("ports", json!([{"containerPort": 80, "protocol": ""}]));
    one(&deployment("/spec/template", Value::Null), "missing-field", "`spec` lacks `template`");
}

#[track_caller]
fn container_passes(key: &str, value: Value) {
    assert_eq!(complete(&deployment(&format!("{CONTAINER}/{key}"), value)), []);
}

#[test]
fn required_fields() {
    container("livenessProbe/httpGet", json!({"path": "/"}), "missing-field", "`httpGet` lacks `port`");
    container("env", json!([{"value": "1"}]), "missing-field", "an item of `env` lacks `name`");
    let mut object = deployment("/spec/replicas", json!(1));
    object.as_object_mut().unwrap().remove("kind");
    let node = crate::tree::node(&object);
    let at = crate::tree::schemas().position("Deployment", Minor::new(37)).unwrap();
    let found = crate::tree::findings(&node, at, platc::schema::output::Mode::Complete);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "`Deployment` lacks `kind`");
}

#[test]
fn list_keys_are_unique_and_absent_ones_have_their_default() {
    container(
        "env",
        json!([{"name": "A"}, {"name": "B"}, {"name": "A"}]),
        "duplicate-item",
        "`env` has two items with `name: A`",
    );
    container(
        "ports",
        json!([{"containerPort": 80}, {"containerPort": 80, "protocol": "TCP"}]),
        "duplicate-item",
        "`ports` has two items with `containerPort: 80` and `protocol: TCP`",
    );
    one(
        &deployment("/metadata/finalizers", json!(["a/b", "a/b"])),
        "duplicate-item",
        "`finalizers` has two items with the value `a/b`",
    );
    container_passes("args", json!(["x", "x"]));
}

#[test]
fn custom_resources_are_strict_too() {
    let store = |spec: Value| json!({"apiVersion": "external-secrets.io/v1", "kind": "SecretStore", "metadata": {"name": "a"}, "spec": spec});
    let vault =
        json!({"server": "https://v", "auth": {"kubernetes": {"mountPath": "kubernetes", "role": "r"}}});
    // `auth.kubernetes.mountPath` and `version` are required, with defaults.
    assert_eq!(complete(&store(json!({"provider": {"vault": vault}}))), []);
    assert_eq!(
        codes(&store(
            json!({"provider": {"vault": vault, "aws": {"service": "SecretsManager", "region": "r"}}})
        )),
        ["out-of-range"]
    );
    assert_eq!(codes(&store(json!({"provider": {"valt": vault}}))), ["unknown-field"]);
    assert_eq!(
        codes(&with(store(json!({"provider": {"vault": vault}})), "/metadata/lables", json!({}))),
        ["unknown-field"]
    );
    one(
        &with(store(json!({"provider": {"vault": vault}})), "/spce", json!({})),
        "unknown-field",
        "`spce` is not a field of `SecretStore`",
    );
    // `null` is an error in a custom resource, and forgiven in its metadata.
    assert_eq!(codes(&store(json!({"provider": null}))), ["wrong-type"]);
    assert_eq!(
        codes(&with(store(json!({"provider": {"vault": vault}})), "/metadata/labels", Value::Null)),
        [""; 0]
    );
}

#[test]
fn preserved_parts_of_custom_resources_are_open() {
    let sealed = json!({"apiVersion": "bitnami.com/v1alpha1", "kind": "SealedSecret", "metadata": {"name": "a"},
        "spec": {"encryptedData": {"a": "b"}, "template": {"metadata": {"ownerReferences": []}}}});
    assert_eq!(complete(&sealed), []);
}

#[test]
fn choices_of_custom_resources() {
    let policy = |exclude: Value| {
        json!({"apiVersion": "kyverno.io/v2", "kind": "CleanupPolicy", "metadata": {"name": "a"},
            "spec": {"schedule": "0 0 * * *", "match": {"any": [{"resources": {"kinds": ["Pod"]}}]}, "exclude": exclude}})
    };
    let any = json!([{"resources": {"kinds": ["Pod"]}}]);
    assert_eq!(complete(&policy(json!({"any": any}))), []);
    let mut context = policy(json!({"any": any}));
    context["spec"]["context"] = json!([{"name": "a"}]);
    assert_eq!(codes(&context), ["missing-field"]);
    context["spec"]["context"] = json!([{"name": "a", "variable": {"value": 1}}]);
    assert_eq!(complete(&context), []);
    one(&policy(json!({"any": any, "all": any})), "wrong-value", "`exclude` takes only one of `all`, `any`");
}

#[test]
fn ranges_lengths_and_counts_of_custom_resources() {
    let route = |rules: Value| json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "a"}, "spec": {"rules": rules}});
    assert_eq!(complete(&route(json!([{"name": "a"}]))), []);
    one(&route(json!([])), "out-of-range", "`rules` must have at least 1 item");
    one(&route(json!([{"name": ""}])), "out-of-range", "`name` must not be empty");
    one(
        &route(json!([{"name": "a".repeat(254)}])),
        "out-of-range",
        "`name` must be at most 253 characters long",
    );
    let weight = |weight: i64| route(json!([{"backendRefs": [{"name": "a", "port": 80, "weight": weight}]}]));
    assert_eq!(complete(&weight(1_000_000)), []);
    one(&weight(-1), "out-of-range", "`weight` must be at least 0");
    one(&weight(1_000_001), "out-of-range", "`weight` must be at most 1000000");
}

#[test]
fn patterns_are_gos() {
    let monitor = |interval: &str| {
        json!({"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": {"name": "a"},
            "spec": {"selector": {}, "endpoints": [{"port": "http", "interval": interval}]}})
    };
    assert_eq!(complete(&monitor("1h30m")), []);
    one(&monitor("30"), "wrong-value", "`30` does not have the form that `interval` takes");
    let snapshot = |size: Value| {
        json!({"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "metadata": {"name": "a"},
            "spec": {"instances": 1, "storage": {"size": "1Gi"}, "resources": {"limits": {"memory": size}}}})
    };
    assert_eq!(complete(&snapshot(json!("1Gi"))), []);
    one(&snapshot(json!("1Gib")), "bad-quantity", "`1Gib` is not a quantity, which `memory` takes");
}

#[test]
fn formats_of_built_in_kinds() {
    let secret = |value: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"a": value}});
    assert_eq!(complete(&secret("")), []);
    assert_eq!(complete(&secret("YWJj")), []);
    one(&secret("plain"), "wrong-value", "the value is not base64, which `a` takes");
    one(
        &deployment("/metadata/creationTimestamp", json!("yesterday")),
        "wrong-value",
        "`yesterday` is not a point in time such as 2026-01-31T12:00:00Z, which `creationTimestamp` takes",
    );
}

#[test]
fn integers_may_have_a_point_that_means_nothing() {
    assert_eq!(complete(&deployment("/spec/replicas", json!(2.0))), []);
    one(
        &deployment("/spec/replicas", json!(1e10)),
        "out-of-range",
        "`replicas` must fit into 32 bits: at most 2147483647",
    );
}

#[test]
fn a_status_is_dropped_where_there_is_one() {
    assert_eq!(complete(&deployment("/status", json!({}))), []);
    let policy = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"},
        "spec": {"podSelector": {}}, "status": {},
    });
    let found = complete(&policy);
    assert_eq!(found[0].code.name(), "unknown-field");
    assert!(found[0].help.as_ref().unwrap().contains("written by the cluster"));
    // A patch of it would change nothing.
    assert_eq!(fragment("Deployment", &json!({"status": {}}))[0].code.name(), "unknown-field");
}

#[test]
fn a_suggestion_never_makes_a_duplicate() {
    let found = complete(&deployment(&format!("{CONTAINER}/imag"), json!("b")));
    assert_eq!(found.len(), 1);
    assert!(found[0].fix.is_none(), "`image` is there already: {:?}", found[0].fix);
}

#[test]
fn a_fragment_may_lack_remove_and_compute() {
    assert_eq!(
        fragment(
            "Deployment.spec.template.spec.containers.livenessProbe",
            &json!({"httpGet": {"path": "/"}})
        ),
        []
    );
    assert_eq!(fragment("Deployment.spec.template.spec.containers.resources", &json!({"limits": null})), []);
    assert_eq!(fragment("Deployment.spec", &json!({"replicas": "${{ environment.replicas }}"})), []);
    assert_eq!(
        fragment(
            "Deployment.spec.template.spec.containers.env",
            &json!([{"name": "${{ a }}"}, {"name": "${{ a }}"}])
        ),
        []
    );
    let found = fragment("Deployment.spec.template.spec.containers.resources", &json!({"limit": {}}));
    assert_eq!(found[0].message, "`limit` is not a field of `ResourceRequirements`");
    assert_eq!(found[0].help.as_deref(), Some("did you mean `limits`?"));
    // Keys may be computed in a layer, and a fragment goes by its author's name for it.
    assert_eq!(fragment("Deployment.spec.template.spec.containers.resources", &json!({"${{ a }}": {}})), []);
    let probe = platc::schema::output::OutputSchemas::embedded()
        .position("Deployment.spec.template.spec.containers.livenessProbe", Minor::new(37))
        .unwrap();
    let mut found = Vec::new();
    platc::schema::output::check_named(
        &crate::tree::node(&json!([])),
        probe,
        platc::schema::output::Mode::Fragment,
        "liveness",
        &mut found,
    );
    assert_eq!(found[0].message, "`liveness` takes a map, not a list");
    // In a whole object nothing is computed any more.
    one(
        &deployment("/spec/replicas", json!("${{ x }}")),
        "wrong-type",
        "`replicas` takes an integer, not text",
    );
}
