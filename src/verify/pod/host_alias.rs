//! Names that a pod has for addresses, beside those of the DNS (`ValidateHostAliases`).

use crate::diagnostic::code;
use crate::verify::address::address;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::HOST_ALIAS, check: Check::Pods(check) };

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    for alias in items(pod.spec, &["hostAliases"]) {
        if let Some(node) = field(alias, &["ip"]) {
            address(code::HOST_ALIAS, node, ground, findings);
        }
        for node in items(alias, &["hostnames"]) {
            let Some(name) = node.as_str() else { continue };
            if let Err(expected) = syntax::dns_subdomain(name) {
                let message = format!("`{name}` cannot be the name of a host");
                findings.error(code::HOST_ALIAS, node, message, expected);
            }
        }
    }
}
