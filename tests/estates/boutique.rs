//! Online Boutique: the environment `original` says what its authors wrote; three more are what a team would want.

use std::collections::BTreeMap;

use platc::compile::Selection;
use platc::diagnostic::code;
use platc::ops::Compiled;
use platc::ops::check::{CheckOptions, check};
use platc::syntax::Node;
use platc::system::Disk;

use crate::meaning::Comparison;
use crate::{documents, folder, yaml_files};

/// Objects by kind and name.
type Objects = BTreeMap<(String, String), Node>;

fn keyed(objects: impl IntoIterator<Item = Node>) -> Objects {
    let text = |node: &Node, path: &[&str]| node.at(path).and_then(Node::as_str).unwrap_or("").to_string();
    let key = |node: &Node| (text(node, &["kind"]), text(node, &["metadata", "name"]));
    objects.into_iter().map(|node| (key(&node), node)).collect()
}

fn originals() -> Objects {
    let files = yaml_files(&folder("online-boutique/original/kubernetes-manifests"));
    keyed(files.iter().flat_map(|path| documents(&std::fs::read_to_string(path).unwrap())))
}

fn compiled(environment: &str) -> Compiled {
    let selection = Selection { environments: vec![environment.into()], ..Selection::default() };
    Compiled::new(&Disk::new(folder("online-boutique")), selection).unwrap()
}

/// What would be written, read back.
fn rendered(environment: &str) -> Objects {
    let compiled = compiled(environment);
    let files = compiled.units().iter().flat_map(|unit| unit.files.values().cloned());
    keyed(files.flat_map(|bytes| documents(&String::from_utf8(bytes).unwrap())))
}

/// What platc may say beyond the originals.
fn is_ours(path: &str) -> bool {
    let ours = [".automountServiceAccountToken", ".spec.template.spec.automountServiceAccountToken"];
    path.contains(".labels.app.kubernetes.io/")
        || path == ".metadata.annotations.argocd.argoproj.io/sync-wave"
        || ours.contains(&path)
        || (path.contains(".containers[") && path.contains(".ports[") && path.ends_with(".name"))
}

#[test]
fn the_originals_come_out_again() {
    let (expected, mut actual) = (originals(), rendered("original"));
    // Their network policies are compared by what they let through, in tests/network.
    actual.retain(|(kind, _), _| kind != "NetworkPolicy");
    assert_eq!(expected.len(), 35);
    let names = |objects: &Objects| objects.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&expected), names(&actual));
    let (mut fields, mut complaints) = (0, Vec::new());
    for ((kind, name), object) in &expected {
        let comparison = Comparison::of(object, &actual[&(kind.clone(), name.clone())]);
        fields += comparison.fields;
        let extra = comparison.extra.iter().filter(|(path, _)| !is_ours(path));
        let extra = extra.map(|(path, value)| format!("{path}: {value} is more than expected"));
        let found = comparison.differences.iter().cloned().chain(extra);
        complaints.extend(found.map(|complaint| format!("{kind}/{name} {complaint}")));
    }
    assert!(complaints.is_empty(), "{} of {fields} fields:\n{}", complaints.len(), complaints.join("\n"));
    assert!(fields > 500, "only {fields} fields were compared");
}

#[test]
fn every_environment_compiles() {
    for (environment, apps) in [("original", 12), ("dev", 12), ("staging", 12), ("prod", 11)] {
        let compiled = compiled(environment);
        let findings = compiled.findings();
        // The authors gave their images no tags; only `original` leaves it at that.
        let is_known = |found: &&platc::diagnostic::Diagnostic| {
            environment == "original" && found.code == code::IMAGE_TAG_MISSING
        };
        let others: Vec<_> = findings.iter().filter(|found| !is_known(found)).collect();
        assert!(others.is_empty(), "{environment}: {others:#?}");
        assert_eq!(compiled.counts().apps, apps, "{environment}");
    }
}

#[test]
fn the_golden_files_are_up_to_date() {
    let checked = check(&Disk::new(folder("online-boutique")), &CheckOptions::default()).unwrap();
    let stale: Vec<_> =
        checked.outcome.findings.iter().filter(|found| found.code == code::GOLDEN_STALE).collect();
    assert_eq!(checked.stale, 0, "`platc golden` in tests/estates/online-boutique: {stale:#?}");
}
