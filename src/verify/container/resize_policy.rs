//! What happens to a container when its resources change (`validateResizePolicy`); before 1.33 the field is dropped.

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::RESIZE_POLICY, check: Check::Containers(check) };

/// The first version that goes by it.
const HONOURED: Minor = Minor::new(33);

fn check(pod: &Pod, container: &Container, ground: Ground, findings: &mut Findings) {
    if ground.minor < HONOURED {
        return;
    }
    let policies = items(container.node, &["resizePolicy"]);
    for (at, policy) in policies.iter().enumerate() {
        let before = policies.get(..at).unwrap_or_default();
        let resource = text(policy, &["resourceName"]);
        if let (Some(twin), Some(node)) = (
            before.iter().find(|other| text(other, &["resourceName"]) == resource),
            field(policy, &["resourceName"]),
        ) {
            let message = format!("`resizePolicy` says twice what happens with {resource}");
            let found = Diagnostic::error(code::RESIZE_POLICY, message).at(node.origin.span(), "");
            findings.add(node, found.related(twin.origin.span(), "the first").help("keep one of them"));
        }
        let restarts =
            field(policy, &["restartPolicy"]).filter(|node| node.as_str() == Some("RestartContainer"));
        if let Some(node) = restarts.filter(|_| text(pod.spec, &["restartPolicy"]) == "Never") {
            let message = "a container of a pod with `restartPolicy: Never` is not started again";
            let help = "write `NotRequired`, or another `restartPolicy` of the pod";
            findings.error(code::RESIZE_POLICY, node, message, help);
        }
    }
}
