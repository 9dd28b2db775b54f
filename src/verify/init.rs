//! Init containers that end before the next one starts have no probes and no hooks; native sidecars have both.
//!
//! `validateInitContainers`.

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;

/// Where a pod's spec stands in the kinds that make pods.
const PODS: [(&str, &[&str]); 7] = [
    ("CronJob", &["spec", "jobTemplate", "spec", "template", "spec"]),
    ("DaemonSet", &["spec", "template", "spec"]),
    ("Deployment", &["spec", "template", "spec"]),
    ("Job", &["spec", "template", "spec"]),
    ("Pod", &["spec"]),
    ("ReplicaSet", &["spec", "template", "spec"]),
    ("StatefulSet", &["spec", "template", "spec"]),
];

/// What only a container that goes on running has. One handler may have made all probes: the first is told.
const RUNNING: [&[&str]; 2] = [&["readinessProbe", "livenessProbe", "startupProbe"], &["lifecycle"]];

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects {
        let place = PODS.iter().find(|(kind, _)| *kind == object.identity.kind.as_str());
        let pod = place.and_then(|(_, path)| object.node.at(path));
        let containers = pod.and_then(|pod| pod.get("initContainers")?.as_sequence()).unwrap_or_default();
        for container in containers.iter().filter(|container| !is_native(container)) {
            out.extend(RUNNING.iter().filter_map(|words| forbidden(container, words)));
        }
    }
}

fn is_native(container: &Node) -> bool {
    container.get("restartPolicy").and_then(Node::as_str) == Some("Always")
}

fn forbidden(container: &Node, words: &[&str]) -> Option<Diagnostic> {
    let (word, written) = words.iter().find_map(|word| Some((word, container.get(word)?)))?;
    let name = container.get("name").and_then(Node::as_str).unwrap_or_default();
    let message = format!("the init container `{name}` ends before the others start: it has no `{word}`");
    let found = Diagnostic::error(code::UNKNOWN_FIELD, message).at(written.origin.span(), "");
    Some(found.help("remove it, or make it run beside the others: `native: true`"))
}
