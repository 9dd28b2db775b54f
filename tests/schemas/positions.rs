//! Places inside kinds, as the language and templates name them.

use platc::schema::output::{Minor, SchemaRef, Type};

use crate::tree::schemas;

fn at(position: &str) -> Option<SchemaRef<'static>> {
    schemas().position(position, Minor::new(37))
}

#[test]
fn lists_and_maps_are_entered() {
    assert_eq!(at("Deployment.spec.template.spec.containers.livenessProbe").unwrap().name(), Some("Probe"));
    assert_eq!(at("Deployment.spec.template.spec.containers").unwrap().value_type(), Some(Type::List));
    assert_eq!(at("apps/v1/Deployment.spec.replicas").unwrap().value_type(), Some(Type::Integer));
    assert_eq!(at("v1/Service").unwrap().name(), Some("Service"));
    assert!(at("gateway.networking.k8s.io/v1/HTTPRoute.spec.rules.matches.path").is_some());
    assert!(at("Deployment.spec.template.spec.containers.resources.limits.memory").is_some());
}

#[test]
fn what_is_not_there_is_none() {
    for position in [
        "",
        "Deploymnt",
        "Deployment.spec.containers",
        "apps/v2/Deployment",
        "Deployment.status",
        "a/b/c/d.e",
        "/",
    ] {
        assert!(at(position).is_none(), "{position}");
    }
}

#[test]
fn the_newest_stable_version_is_meant() {
    let metrics = at("HorizontalPodAutoscaler.spec.metrics");
    assert!(metrics.is_some(), "autoscaling/v2 has metrics, v1 has not");
    assert!(
        schemas()
            .position("Deployment.spec.template.spec.containers.restartPolicyRules", Minor::new(33))
            .is_none()
    );
}

#[test]
fn a_node_says_what_is_below_it() {
    let container = at("Deployment.spec.template.spec.containers").unwrap();
    assert_eq!(container.list_map_keys(), ["name"]);
    let item = container.items().unwrap();
    assert!(item.fields().any(|name| name == "image"));
    assert!(!item.is_open() && item.values().is_none());
    assert_eq!(item.required(), ["name"]);
    let labels = at("Deployment.metadata.labels").unwrap();
    assert_eq!(labels.values().unwrap().value_type(), Some(Type::Text));
    assert!(labels.field("anything").is_some());
    assert!(item.field("imag").is_none());
}
