//! What a pod shares with its node (`validateShareProcessNamespace`, `validateHostUsers`).

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::HOST_NAMESPACE, check: Check::Pods(check) };

/// The first version in which they have no devices.
const DEVICES: Minor = Minor::new(34);
/// The first version in which pods have users of their own; the ones before drop the field.
const USERS: Minor = Minor::new(33);

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    let says =
        |word: &str, wanted: bool| field(pod.spec, &[word]).filter(|node| node.as_bool() == Some(wanted));
    if let (Some(shared), Some(host)) = (says("shareProcessNamespace", true), says("hostPID", true)) {
        let message = "the pod's processes are the node's: they cannot be shared in the pod, too";
        clash(shared, host, message, findings);
    }
    let Some(own) = says("hostUsers", false) else { return unmasked(pod, ground, findings) };
    if ground.minor < USERS {
        let message = format!("Kubernetes {} drops `hostUsers`", ground.minor);
        return findings.warning(code::HOST_NAMESPACE, own, message, "remove it, or use 1.33 or newer");
    }
    for word in ["hostNetwork", "hostPID", "hostIPC"] {
        if let Some(node) = says(word, true) {
            let message = format!("a pod with users of its own has no `{word}`");
            clash(node, own, message, findings);
        }
    }
    for container in pod.containers.iter().filter(|_| ground.minor >= DEVICES) {
        if let Some(node) =
            field(container.node, &["volumeDevices"]).filter(|node| !items(node, &[]).is_empty())
        {
            clash(node, own, "a pod with users of its own has no `volumeDevices`", findings);
        }
    }
}

/// The kernel's files are bare only to users that are not the node's (`ValidateSecurityContext`).
fn unmasked(pod: &Pod, ground: Ground, findings: &mut Findings) {
    if ground.minor < USERS {
        return;
    }
    for container in &pod.containers {
        let mount = field(container.node, &["securityContext", "procMount"]);
        if let Some(node) = mount.filter(|node| node.as_str() == Some("Unmasked")) {
            let message = "`procMount: Unmasked` needs users of the pod's own";
            findings.error(code::HOST_NAMESPACE, node, message, "add `hostUsers: false` to the pod");
        }
    }
}

fn clash(node: &Node, other: &Node, message: impl Into<String>, findings: &mut Findings) {
    let found = Diagnostic::error(code::HOST_NAMESPACE, message).at(node.origin.span(), "");
    findings.add(node, found.related(other.origin.span(), "because of this").help("remove one of them"));
}
