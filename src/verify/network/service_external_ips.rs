//! Addresses outside the cluster that a Service takes for itself (`ValidateService`, `ValidateEndpointIP`).

use std::net::IpAddr;

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::address::address;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::items;

pub const RULE: Rule = Rule { code: code::SERVICE_EXTERNAL_IPS, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for node in items(&object.node, &["spec", "externalIPs"]) {
        let Some(address) = address(code::SERVICE_EXTERNAL_IPS, node, ground, findings) else { continue };
        let Some(what) = special(address.to_canonical()) else { continue };
        let message = format!("`{address}` is {what}, which cannot be one of a Service");
        let found = Diagnostic::error(code::SERVICE_EXTERNAL_IPS, message);
        findings.add(node, found.help("name an address at which the nodes are reached"));
    }
}

/// What an address is that nobody can be reached at.
fn special(address: IpAddr) -> Option<&'static str> {
    let (is_link, is_group) = match address {
        IpAddr::V4(four) => (four.is_link_local(), matches!(four.octets(), [224, 0, 0, _])),
        IpAddr::V6(six) => (six.is_unicast_link_local(), matches!(six.segments(), [0xff02, ..])),
    };
    match address {
        _ if address.is_unspecified() => Some("no address"),
        _ if address.is_loopback() => Some("an address of each machine for itself"),
        _ if is_link => Some("an address of one link"),
        _ if is_group => Some("an address of a group on one link"),
        _ => None,
    }
}
