//! Devices that a container uses are claimed by its pod, and a pod's claims say whose they are
//! (`validateResourceClaimNames`, `validatePodResourceClaim`).

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax, text};

pub const RULE: Rule = Rule { code: code::RESOURCE_CLAIM, check: Check::Pods(check) };

/// The first version that goes by claims of devices; the ones before drop them.
const HONOURED: Minor = Minor::new(34);
/// The fields of which one names what a claim is, and those that name anything.
const SOURCES: [&str; 2] = ["resourceClaimName", "resourceClaimTemplateName"];

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    if ground.minor < HONOURED {
        return;
    }
    let claims = items(pod.spec, &["resourceClaims"]);
    claims.iter().for_each(|claim| of_pod(claim, findings));
    for container in &pod.containers {
        for claim in items(container.node, &["resources", "claims"]) {
            let Some(node) = field(claim, &["name"]) else { continue };
            let is_there = |name: &&str| claims.iter().any(|claim| text(claim, &["name"]) == *name);
            let Some(name) = node.as_str().filter(|name| !is_there(name)) else { continue };
            let message = format!("the pod claims no `{name}`");
            findings.error(code::RESOURCE_CLAIM, node, message, "add it to the pod's `resourceClaims`");
        }
    }
}

fn of_pod(claim: &Node, findings: &mut Findings) {
    match SOURCES.map(|word| field(claim, &[word])) {
        [Some(one), Some(other)] => {
            let message = "a claim is one that there is, or one that is made for the pod";
            let found = Diagnostic::error(code::RESOURCE_CLAIM, message).at(other.origin.span(), "");
            findings.add(other, found.related(one.origin.span(), "the one").help("remove one of the two"));
        }
        [None, None] => {
            let message = format!("nothing says what the claim `{}` is", text(claim, &["name"]));
            let help = "add `resourceClaimName` or `resourceClaimTemplateName`";
            findings.error(code::RESOURCE_CLAIM, claim, message, help);
        }
        _ => {}
    }
    for word in ["name"].into_iter().chain(SOURCES) {
        let Some(node) = field(claim, &[word]) else { continue };
        let syntax = if word == "name" { syntax::dns_label } else { syntax::dns_subdomain };
        if let Some((name, Err(expected))) = node.as_str().map(|name| (name, syntax(name))) {
            findings.error(code::RESOURCE_CLAIM, node, format!("`{name}` cannot be a `{word}`"), expected);
        }
    }
}
