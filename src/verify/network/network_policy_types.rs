//! The directions that a NetworkPolicy is about (`ValidateNetworkPolicySpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::policy::KIND;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::NETWORK_POLICY_TYPES, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(types) = field(&object.node, &["spec", "policyTypes"]) else { return };
    if types.as_sequence().is_some_and(|types| types.len() > 2) {
        let found = Diagnostic::error(
            code::NETWORK_POLICY_TYPES,
            "there are two types of policies, and more are named",
        );
        findings.add(types, found.help("write `Ingress`, `Egress`, or both once"));
    }
}
