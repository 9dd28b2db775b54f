//! What a pod shares with its node (`validateShareProcessNamespace`, `validateHostUsers`).

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field};

pub const RULE: Rule = Rule { code: code::HOST_NAMESPACE, check: Check::Pods(check) };

/// The first version in which pods have users of their own; the ones before drop the field.
const USERS: Minor = Minor::new(33);

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    let says =
        |word: &str, wanted: bool| field(pod.spec, &[word]).filter(|node| node.as_bool() == Some(wanted));
    if let (Some(shared), Some(host)) = (says("shareProcessNamespace", true), says("hostPID", true)) {
        let message = "the pod's processes are the node's: they cannot be shared in the pod, too";
        clash(shared, host, message, findings);
    }
    let Some(own) = says("hostUsers", false) else { return };
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
}

fn clash(node: &Node, other: &Node, message: impl Into<String>, findings: &mut Findings) {
    let found = Diagnostic::error(code::HOST_NAMESPACE, message).at(node.origin.span(), "");
    findings.add(node, found.related(other.origin.span(), "because of this").help("remove one of them"));
}
