//! Whom a NetworkPolicy lets in and out (`ValidateNetworkPolicyPeer`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::policy::{KIND, peers};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::NETWORK_POLICY_PEER, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for peer in peers(object) {
        let has = |key: &str| field(peer, &[key]).is_some();
        let by_label = has("podSelector") || has("namespaceSelector");
        let (message, help) = match field(peer, &["ipBlock"]) {
            None if !by_label => (
                "the peer is nobody",
                "write `podSelector`, `namespaceSelector` or `ipBlock`; `podSelector: {}` is every pod of the namespace",
            ),
            Some(_) if by_label => {
                ("one peer is pods or addresses, not both", "make two peers of it: two items of the list")
            }
            _ => continue,
        };
        findings.add(peer, Diagnostic::error(code::NETWORK_POLICY_PEER, message).help(help));
    }
}
