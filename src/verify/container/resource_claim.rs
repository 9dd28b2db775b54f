//! Devices that a container uses are claimed by its pod (`validateResourceClaimNames`).

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::RESOURCE_CLAIM, check: Check::Containers(check) };

fn check(pod: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    let claimed: Vec<&str> =
        items(pod.spec, &["resourceClaims"]).iter().map(|claim| text(claim, &["name"])).collect();
    for claim in items(container.node, &["resources", "claims"]) {
        let Some(node) = field(claim, &["name"]) else { continue };
        let Some(name) = node.as_str().filter(|name| !claimed.contains(name)) else { continue };
        let message = format!("the pod claims no `{name}`");
        findings.error(code::RESOURCE_CLAIM, node, message, "add it to the pod's `resourceClaims`");
    }
}
