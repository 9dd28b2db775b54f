//! The hosts of an Ingress's rules (`validateIngressRules`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::address::is_address;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::{KIND, bad_host};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::INGRESS_HOST, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for rule in items(&object.node, &["spec", "rules"]) {
        let Some(node) = field(rule, &["host"]) else { continue };
        let Some(host) = node.as_str().filter(|host| !host.is_empty()) else { continue };
        if is_address(host) {
            let found = Diagnostic::error(code::INGRESS_HOST, format!("`{host}` is an address, not a name"));
            findings.add(node, found.help("write the name of a host, or leave `host` out to take any"));
        } else if let Some((message, help)) = bad_host(host) {
            findings.add(node, Diagnostic::error(code::INGRESS_HOST, message).help(help));
        }
    }
}
