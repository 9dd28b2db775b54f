//! What a pod as a whole asks for is enough for its containers, and what it may take, for each of them
//! (`validatePodResourceConsistency`). Names and amounts are `resource-name`'s and `resource-amount`'s.

use super::resources::OF_PODS;
use crate::diagnostic::code;
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, Role, field, items, keys, syntax};

pub const RULE: Rule = Rule { code: code::POD_RESOURCES, check: Check::Pods(check) };

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    let Some(own) = field(pod.spec, &["resources"]).filter(|_| ground.minor >= OF_PODS) else { return };
    if !items(own, &["claims"]).is_empty() {
        let node = field(own, &["claims"]).unwrap_or(own);
        let help = "write them in the `resources` of the containers that use them";
        findings.error(code::POD_RESOURCES, node, "containers have claims, not pods as a whole", help);
    }
    for request in keys(own, &["requests"]) {
        enough(pod, request, "requests", findings);
    }
    for limit in keys(own, &["limits"]) {
        // Without a request of the pod, it is what the containers ask for.
        if field(own, &["requests", &limit.key]).is_none() {
            enough(pod, limit, "may take", findings);
        }
        each(pod, limit, findings);
    }
}

/// Whether an amount is enough for what all containers request.
fn enough(pod: &Pod, own: &Entry, does: &str, findings: &mut Findings) {
    let name = own.key.as_str();
    let of = |container: &Node, list| field(container, &["resources", list, name]).and_then(syntax::quantity);
    let parts = pod.containers.iter().filter_map(|container| {
        let amount = of(container.node, "requests").or_else(|| of(container.node, "limits"))?;
        Some((container.role, amount.nanos()?))
    });
    let (Some(amount), Some(sum)) = (syntax::quantity(&own.value), Role::together(parts)) else { return };
    if amount.nanos().is_some_and(|amount| amount < sum) {
        let message = format!("the pod {does} {amount} of {name}, and its containers request more together");
        let help = "raise it, or lower the requests of the containers";
        findings.error(code::POD_RESOURCES, &own.value, message, help);
    }
}

/// Whether a limit is not below that of a container. Init containers are not held to it.
fn each(pod: &Pod, own: &Entry, findings: &mut Findings) {
    let Some(most) = syntax::quantity(&own.value) else { return };
    for container in pod.containers.iter().filter(|container| container.role == Role::Main) {
        let Some(node) = field(container.node, &["resources", "limits", &own.key]) else { continue };
        let above = syntax::quantity(node).filter(|limit| limit.compare(&most).is_gt());
        if let Some(limit) = above.filter(|_| !own.key.starts_with("hugepages-")) {
            let message = format!("the container may take {limit} of {}, and the whole pod {most}", own.key);
            findings.error(code::POD_RESOURCES, node, message, "lower it, or raise the limit of the pod");
        }
    }
}
