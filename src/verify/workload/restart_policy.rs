//! What happens when a container of a pod ends: pods of a job end with it, all others start it again.
//!
//! `ValidatePodTemplateSpecForJob`, `ValidatePodTemplateSpecForReplicaSet` and their like of the other kinds.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, text};

pub const RULE: Rule = Rule { code: code::RESTART_POLICY, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    match pod.object.identity.kind.as_str() {
        _ if pod.keeps_running() => keeps_running(pod, findings),
        "Job" | "CronJob" => ends(pod, findings),
        _ => {}
    }
}

fn keeps_running(pod: &Pod, findings: &mut Findings) {
    let is_known = matches!(text(pod.spec, &["restartPolicy"]), "Never" | "OnFailure");
    let policy = field(pod.spec, &["restartPolicy"]).filter(|_| is_known);
    if let Some(policy) = policy {
        let message = "pods that keep running have `restartPolicy: Always`";
        let wrong = Diagnostic::error(code::RESTART_POLICY, message).at(policy.origin.span(), "");
        findings.add(policy, wrong.help("remove it, or make a job of it"));
    }
    if let Some(limit) = field(pod.spec, &["activeDeadlineSeconds"]) {
        let message = "pods that keep running have no `activeDeadlineSeconds`";
        let wrong = Diagnostic::error(code::RESTART_POLICY, message).at(limit.origin.span(), "");
        findings.add(limit, wrong.help("remove it, or make a job of it"));
    }
}

fn ends(pod: &Pod, findings: &mut Findings) {
    let policy = field(pod.spec, &["restartPolicy"]);
    // What is no policy at all, the schema tells.
    if !matches!(text(pod.spec, &["restartPolicy"]), "" | "Always") {
        return;
    }
    let kind = &pod.object.identity.kind;
    let message = format!("pods of a {kind} have `restartPolicy: Never` or `OnFailure`");
    let place = policy.or_else(|| pod.object.node.get("kind")).and_then(|node| node.origin.span());
    let found = Diagnostic::error(code::RESTART_POLICY, message).at(place, "");
    let found = found.help("write one of them in the pod's spec; Kubernetes' default is `Always`");
    findings.add(policy.unwrap_or(pod.spec), found);
}
