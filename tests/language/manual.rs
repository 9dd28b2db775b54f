//! The manual of a key.

use platc::schema::manual::{UnknownKey, manual};

#[test]
fn a_key_of_ours_says_all() {
    let found = manual("spec.health.readiness").unwrap();
    assert_eq!((found.path.as_str(), found.kind), ("spec.health.readiness", "App"));
    assert_eq!(found.doc, "Whether the pod may get traffic; `false`: no such probe.");
    assert_eq!(found.takes, "`false`, or a map");
    assert!(found.keys.iter().any(|key| key.key == "httpGet" && key.summary.starts_with("An HTTP request")));
    let port = manual("spec.ports.<name>").unwrap();
    assert_eq!(port.takes, "an integer or a map");
    assert_eq!(port.shorthand.as_deref(), Some("`<port>` is short for `{port: <port>}`"));
    assert!(port.keys.iter().any(|key| key.key == "port" && key.required));
    assert_eq!(manual("spec.replicas").unwrap().excludes, ["scale"]);
}

#[test]
fn names_may_be_left_out() {
    assert_eq!(manual("spec.workers.image").unwrap().path, "spec.workers.<name>.image");
    assert_eq!(manual("spec.workers.mailer.image").unwrap().path, "spec.workers.<name>.image");
    assert_eq!(manual("spec.ports.service.target").unwrap().words[0].word, "name");
    assert_eq!(manual("spec.env.MODE").unwrap().path, "spec.env.<name>");
}

#[test]
fn words_and_what_comes_later_are_marked() {
    let found = manual("spec.type").unwrap();
    let is_later = |name: &str| found.words.iter().find(|word| word.word == name).map(|word| word.later);
    assert_eq!([is_later("service"), is_later("chart")], [Some(false), Some(true)]);
    assert!(manual("spec.moved").unwrap().later);
    assert!(manual("environment.spec.routing.kind").unwrap().required);
    assert!(manual("metadata.team").unwrap().required);
}

#[test]
fn kubernetes_keys_are_found_below_ours() {
    let found = manual("spec.resources.limits").unwrap();
    assert_eq!(found.takes, "a map");
    assert_eq!(
        found.kubernetes.as_deref(),
        Some("Deployment.spec.template.spec.containers.resources.limits")
    );
    let found = manual("spec.pod.tolerations.effect").unwrap();
    assert_eq!(found.takes, "text");
    let keys = manual("spec.pod").unwrap().keys;
    assert!(
        keys.iter().any(|key| key.key == "nodeSelector") && !keys.iter().any(|key| key.key == "containers")
    );
    assert!(manual("spec.spread.topologyKey").unwrap().path.ends_with("topologyKey"));
}

#[test]
fn a_path_that_leads_nowhere_names_the_nearest() {
    let unknown = |key: &str, below: &str, nearest: Option<&str>| {
        Err(UnknownKey { key: key.to_owned(), below: below.to_owned(), nearest: nearest.map(str::to_owned) })
    };
    assert_eq!(manual("spec.helth"), unknown("helth", "spec", Some("health")));
    assert_eq!(manual("spec.health.rediness"), unknown("rediness", "spec.health", Some("readiness")));
    assert_eq!(manual("spec.resources.limit"), unknown("limit", "spec.resources", Some("limits")));
    assert_eq!(manual("spec.replicas.a"), unknown("a", "spec.replicas", None));
    assert_eq!(manual("environment.spec.tagret"), unknown("tagret", "spec", Some("target")));
}
