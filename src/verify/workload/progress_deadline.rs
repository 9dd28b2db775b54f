//! A Deployment waits longer for progress than for a pod to be ready (`ValidateDeploymentSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, integer};

pub const RULE: Rule =
    Rule { code: code::PROGRESS_DEADLINE, check: Check::Kinds(&["apps/Deployment"], check) };

/// Kubernetes' default, in seconds.
const DEFAULT: i64 = 600;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let written = field(&object.node, &["spec", "progressDeadlineSeconds"]);
    let ready = field(&object.node, &["spec", "minReadySeconds"]);
    let deadline = integer(&object.node, &["spec", "progressDeadlineSeconds"]).unwrap_or(DEFAULT);
    let seconds = integer(&object.node, &["spec", "minReadySeconds"]).unwrap_or(0);
    if deadline > seconds.max(0) && deadline >= 0 {
        return;
    }
    let Some(node) = written.or(ready) else { return };
    let message =
        format!("the Deployment gives up after {deadline} s, before a pod counts as ready after {seconds} s");
    let found = Diagnostic::error(code::PROGRESS_DEADLINE, message)
        .at(node.origin.span(), "")
        .related(ready.filter(|_| written.is_some()).and_then(|node| node.origin.span()), "ready after that")
        .help("make `progressDeadlineSeconds` (600 where it is not written) greater than `minReadySeconds`");
    findings.add(node, found);
}
