//! Ephemeral containers are put into running pods; no template has them (`ValidatePodTemplateSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::EPHEMERAL_CONTAINER, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    if items(pod.spec, &["ephemeralContainers"]).is_empty() {
        return;
    }
    let node = field(pod.spec, &["ephemeralContainers"]).unwrap_or(pod.spec);
    let message = "ephemeral containers are put into running pods, not into what is applied";
    let found = Diagnostic::error(code::EPHEMERAL_CONTAINER, message).at(node.origin.span(), "");
    findings.add(node, found.help("remove them; `kubectl debug` adds one to a pod"));
}
