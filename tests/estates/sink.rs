//! The kitchen sink: its golden files, and that what one app is told of another is really made.

use std::collections::BTreeSet;

use platc::ops::check::{CheckOptions, check};
use platc::syntax::Node;
use platc::system::Disk;

use super::{documents, folder, yaml_files};

#[test]
fn the_golden_files_are_up_to_date() {
    let checked = check(&Disk::new(folder("kitchen-sink")), &CheckOptions::default()).unwrap();
    assert_eq!(checked.stale, 0, "`platc golden` in tests/estates/kitchen-sink");
}

/// Each `<service>.<namespace>.svc:<port>` of every Service of an environment, and each without its port.
fn addresses(objects: &[Node]) -> BTreeSet<String> {
    let text = |node: &Node, keys: &[&str]| node.at(keys).and_then(Node::as_str).unwrap_or("").to_owned();
    let mut found = BTreeSet::new();
    for service in objects.iter().filter(|object| text(object, &["kind"]) == "Service") {
        let (name, namespace) =
            (text(service, &["metadata", "name"]), text(service, &["metadata", "namespace"]));
        let host = format!("{name}.{namespace}.svc");
        for port in service.at(&["spec", "ports"]).and_then(Node::as_sequence).unwrap_or_default() {
            found.insert(format!("{host}:{}", port.get("port").and_then(Node::as_i64).unwrap()));
        }
        found.insert(host);
    }
    found
}

#[test]
fn addresses_of_other_apps_are_those_of_services_that_are_made() {
    let files = yaml_files(&folder("kitchen-sink/golden").join("dev"));
    let objects: Vec<Node> =
        files.iter().flat_map(|path| documents(&std::fs::read_to_string(path).unwrap())).collect();
    let made = addresses(&objects);
    let store = objects.iter().find(|object| {
        object.get("kind").and_then(Node::as_str) == Some("Deployment")
            && object.at(&["metadata", "name"]).and_then(Node::as_str) == Some("store")
    });
    let containers = store.unwrap().at(&["spec", "template", "spec", "containers"]).unwrap();
    let env = containers.as_sequence().unwrap()[0].get("env").unwrap().as_sequence().unwrap();
    assert_eq!(env.len(), 5);
    for variable in env {
        let value = variable.get("value").and_then(Node::as_str).unwrap();
        let address = value.trim_start_matches("http://");
        assert!(made.contains(address), "{value} is none of {made:#?}");
    }
}
