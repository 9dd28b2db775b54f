//! Devices that a container uses are claimed by its pod, each from one source (`validatePodResourceClaims`).

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::{dns_label, dns_subdomain};
use crate::verify::view::{Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::RESOURCE_CLAIM, check: Check::Pods(check) };

const SOURCES: [&str; 2] = ["resourceClaimName", "resourceClaimTemplateName"];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let claims = items(pod.spec, &["resourceClaims"]);
    claims.iter().for_each(|claim| one(claim, findings));
    let claimed: Vec<&str> = claims.iter().map(|claim| text(claim, &["name"])).collect();
    for used in pod.containers.iter().flat_map(|container| items(container.node, &["resources", "claims"])) {
        let Some(node) = field(used, &["name"]) else { continue };
        let Some(name) = node.as_str().filter(|name| !claimed.contains(name)) else { continue };
        let message = format!("the pod claims no `{name}`");
        findings.error(code::RESOURCE_CLAIM, node, message, "add it to the pod's `resourceClaims`");
    }
}

/// A claim of a pod: its name, and where the device comes from.
fn one(claim: &Node, findings: &mut Findings) {
    let sources = SOURCES.into_iter().filter_map(|key| field(claim, &[key])).count();
    if sources != 1 {
        let message = "a claim is made by name or from a template";
        let help = "write one of `resourceClaimName`, `resourceClaimTemplateName`";
        findings.error(code::RESOURCE_CLAIM, claim, message, help);
    }
    for (key, syntax) in
        [("name", dns_label as fn(&str) -> _), (SOURCES[0], dns_subdomain), (SOURCES[1], dns_subdomain)]
    {
        let Some(node) = field(claim, &[key]) else { continue };
        if let Some((written, Err(expected))) = node.as_str().map(|written| (written, syntax(written))) {
            let message = format!("`{written}` cannot be the `{key}` of a claim");
            findings.error(code::RESOURCE_CLAIM, node, message, expected);
        }
    }
}
