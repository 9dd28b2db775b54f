//! The artefact holds what its sources hold, and stays small.

use std::collections::BTreeSet;

use platc::schema::output::{KindLookup, Minor, OutputSchemas, Upstream};
use serde_json::json;

use crate::tree::{complete, schemas};

const ARTEFACT: &[u8] = include_bytes!("../../schemas/output/schemas.json.z");

#[test]
fn it_is_readable_and_small() {
    assert!(OutputSchemas::read(ARTEFACT).is_ok());
    assert!(ARTEFACT.len() < 150_000, "{} bytes", ARTEFACT.len());
}

#[test]
fn six_minors_have_the_kinds_that_their_documents_list() {
    let counts: Vec<(u16, usize)> = schemas()
        .minors()
        .map(|minor| {
            let built_in = |upstream| matches!(upstream, Upstream::Kubernetes(_));
            (minor.number(), schemas().kinds(minor).filter(|(_, _, kind)| built_in(kind.upstream)).count())
        })
        .collect();
    assert_eq!(counts, [(32, 71), (33, 80), (34, 82), (35, 82), (36, 87), (37, 92)]);
}

#[test]
fn fifteen_operators_have_167_kinds() {
    let mut operators = BTreeSet::new();
    let kinds = schemas().kinds(schemas().newest());
    let custom = kinds.filter(|(_, _, kind)| match kind.upstream {
        Upstream::Operator { name, .. } => {
            operators.insert(name);
            true
        }
        Upstream::Kubernetes(_) | Upstream::Definition => false,
    });
    assert_eq!(custom.count(), 167);
    assert_eq!(operators.len(), 15);
    assert!(!operators.contains("Vault Secrets Operator"));
}

#[test]
fn provenance_names_every_module_with_its_sum() {
    let text = include_str!("../../schemas/output/PROVENANCE.toml");
    assert_eq!(text.matches("[[module]]").count(), 30);
    assert_eq!(text.matches("\nh1 = \"h1:").count(), 30);
    assert!(!text.contains("BUSL"));
}

#[test]
fn a_kind_that_is_gone_says_what_replaces_it() {
    let KindLookup::NotServed { served_in, lifecycle } =
        schemas().kind("batch/v1beta1", "CronJob", Minor::new(35))
    else {
        panic!("batch/v1beta1 went with 1.25");
    };
    let lifecycle = lifecycle.unwrap();
    assert!(served_in.is_empty());
    assert_eq!(lifecycle.removed, Some(Minor::new(25)));
    assert_eq!(lifecycle.replacement.as_deref(), Some("batch/v1 CronJob"));
}

#[test]
fn a_kind_of_other_minors_says_which() {
    let lookup = schemas().kind("networking.k8s.io/v1", "IPAddress", Minor::new(32));
    let KindLookup::NotServed { served_in, .. } = lookup else {
        panic!("networking/v1 IPAddress came with 1.33")
    };
    assert_eq!(served_in.first(), Some(&Minor::new(33)));
    assert!(matches!(
        schemas().kind("networking.k8s.io/v1", "IPAddress", Minor::new(33)),
        KindLookup::Found(_)
    ));
}

#[test]
fn names_are_case_sensitive_and_unknown_ones_unknown() {
    for (api_version, kind) in
        [("apps/v1", "deployment"), ("apps/V1", "Deployment"), ("v1", "Deployment"), ("x/v1", "Y")]
    {
        assert!(
            matches!(schemas().kind(api_version, kind, Minor::new(37)), KindLookup::Unknown),
            "{api_version} {kind}"
        );
    }
}

#[test]
fn minors_beyond_the_known_ones_are_read_as_the_nearest() {
    assert!(matches!(schemas().kind("apps/v1", "Deployment", Minor::new(99)), KindLookup::Found(_)));
    assert!(matches!(schemas().kind("apps/v1", "Deployment", Minor::new(1)), KindLookup::Found(_)));
}

#[test]
fn scope_and_plural_are_known() {
    let found = |api_version: &str, kind: &str| match schemas().kind(api_version, kind, Minor::new(37)) {
        KindLookup::Found(schema) => (schema.plural.to_owned(), schema.namespaced),
        _ => panic!("{api_version} {kind}"),
    };
    assert_eq!(found("apps/v1", "Deployment"), ("deployments".to_owned(), true));
    assert_eq!(found("v1", "Namespace"), ("namespaces".to_owned(), false));
    assert_eq!(found("cert-manager.io/v1", "ClusterIssuer"), ("clusterissuers".to_owned(), false));
    assert_eq!(found("gateway.networking.k8s.io/v1", "HTTPRoute"), ("httproutes".to_owned(), true));
}

#[test]
fn what_the_server_adds_to_schemas_is_there() {
    let messages = |object| complete(&object).into_iter().map(|one| one.message).collect::<Vec<String>>();
    let rollout = |replicas: i64| json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": {"name": "a"}, "spec": {"replicas": replicas}});
    assert_eq!(messages(rollout(0)), [""; 0]);
    assert_eq!(messages(rollout(-1)), ["`replicas` must be at least 0"]);
    let account = |field: &str| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}, field: [{}]});
    assert_eq!(messages(account("secrets")), ["an item of `secrets` lacks `name`"]);
    // Its key has a default.
    assert_eq!(messages(account("imagePullSecrets")), [""; 0]);
}

#[test]
fn a_status_is_where_the_servers_schema_has_one() {
    let messages = |object| complete(&object).into_iter().map(|one| one.message).collect::<Vec<String>>();
    let middleware = |status: serde_json::Value| json!({"apiVersion": "traefik.io/v1alpha1", "kind": "Middleware", "metadata": {"name": "a"}, "spec": {}, "status": status});
    assert_eq!(messages(middleware(json!({}))), ["`status` is not a field of `Middleware`"]);
    let namespace = |status: serde_json::Value| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}, "status": status});
    assert_eq!(messages(namespace(json!({"phase": "Active"}))), [""; 0]);
    assert_eq!(messages(namespace(json!("Active"))), ["`status` takes a map, not text"]);
}
