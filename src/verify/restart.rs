//! What happens when a container of a pod ends: pods of a job end with it, all others start it again.
//!
//! `ValidatePodTemplateSpecForJob`, `ValidatePodTemplateSpecForReplicaSet` and their like of the other kinds.

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects {
        match object.identity.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
                out.extend(object.node.at(&["spec", "template", "spec"]).into_iter().flat_map(keeps_running));
            }
            "Job" => out.extend(ends(object, object.node.at(&["spec", "template", "spec"]))),
            "CronJob" => {
                let pod = object.node.at(&["spec", "jobTemplate", "spec", "template", "spec"]);
                out.extend(ends(object, pod));
            }
            _ => {}
        }
    }
}

fn keeps_running(pod: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(policy) = pod.get("restartPolicy").filter(|policy| policy.as_str() != Some("Always")) {
        let message = "pods that keep running have `restartPolicy: Always`";
        let wrong = Diagnostic::error(code::WRONG_VALUE, message).at(policy.origin.span(), "");
        found.push(wrong.help("remove it, or make a job of it"));
    }
    if let Some(limit) = pod.get("activeDeadlineSeconds") {
        let message = "pods that keep running have no `activeDeadlineSeconds`";
        let wrong = Diagnostic::error(code::WRONG_VALUE, message).at(limit.origin.span(), "");
        found.push(wrong.help("remove it, or make a job of it"));
    }
    found
}

fn ends(object: &Object, pod: Option<&Node>) -> Option<Diagnostic> {
    let policy = pod?.get("restartPolicy");
    if matches!(policy.and_then(Node::as_str), Some("Never" | "OnFailure")) {
        return None;
    }
    let message = format!("pods of a {} have `restartPolicy: Never` or `OnFailure`", object.identity.kind);
    let place = policy.or_else(|| object.node.get("kind")).and_then(|node| node.origin.span());
    let found = Diagnostic::error(code::WRONG_VALUE, message).at(place, "");
    Some(found.help("write one of them in the pod's spec; Kubernetes' default is `Always`"))
}
