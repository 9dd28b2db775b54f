//! The addresses of a Service inside the cluster (`ValidateServiceClusterIPsRelatedFields`).

use std::net::IpAddr;

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::address;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, text};

pub const RULE: Rule = Rule { code: code::SERVICE_CLUSTER_IP, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    // One outside the cluster has no address at all: `service-external-name`.
    if service.kind == "ExternalName" {
        return;
    }
    families(&service, findings);
    if let Some(none) = service.headless().filter(|_| service.kind != "ClusterIP") {
        let message = format!("a {} Service needs an address in the cluster", service.kind);
        findings.add(none, error(&message).help("remove `None`, or write `type: ClusterIP`"));
    }
    addresses(&service, ground, findings);
}

fn error(message: &str) -> Diagnostic {
    Diagnostic::error(code::SERVICE_CLUSTER_IP, message)
}

fn families(service: &Service, findings: &mut Findings) {
    let families = items(service.spec, &["ipFamilies"]);
    for (at, family) in families.iter().enumerate() {
        let Some(name) = family.as_str() else { continue };
        if families.iter().take(at).any(|other| other.as_str() == Some(name)) {
            findings.add(
                family,
                error(&format!("`{name}` stands in `ipFamilies` twice")).help("name each family once"),
            );
        }
    }
}

fn addresses(service: &Service, ground: Ground, findings: &mut Findings) {
    let (one, all) = (text(service.spec, &["clusterIP"]), items(service.spec, &["clusterIPs"]));
    let whole = field(service.spec, &["clusterIPs"]).unwrap_or(service.spec);
    match all.first().and_then(Node::as_str) {
        None => {
            let own = field(service.spec, &["clusterIP"]).filter(|_| !matches!(one, "" | "None"));
            if let Some(address) = own.and_then(|own| address(own, ground, findings)) {
                fits(service, 0, own.unwrap_or(whole), address, findings);
            }
            return;
        }
        Some(_) if one.is_empty() => {
            let found = error("`clusterIPs` stands without `clusterIP`");
            findings.add(whole, found.help("write its first address as `clusterIP`, or remove both"));
            return;
        }
        Some(first) if first != one => {
            findings.add(
                whole,
                error("`clusterIPs` does not begin with `clusterIP`").help("write one of the two only"),
            );
        }
        Some(_) => {}
    }
    if all.iter().any(|node| node.as_str() == Some("None")) {
        if all.len() > 1 {
            findings.add(
                whole,
                error("`None` stands beside addresses").help("write `clusterIPs: [None]`, or the addresses"),
            );
        }
        return;
    }
    let mut before = None;
    for (at, node) in all.iter().enumerate() {
        let Some(address) = address(node, ground, findings) else { continue };
        if at > 1 || before == Some(address.is_ipv4()) {
            let found = error("a Service has at most one address of each family");
            findings.add(node, found.help("write one of IPv4, one of IPv6, or one of them"));
        }
        before = Some(address.is_ipv4());
        fits(service, at, node, address, findings);
    }
}

fn address(node: &Node, ground: Ground, findings: &mut Findings) -> Option<IpAddr> {
    address::address(code::SERVICE_CLUSTER_IP, node, ground, findings)
}

/// The address at a position is of the family at that position.
fn fits(service: &Service, at: usize, node: &Node, address: IpAddr, findings: &mut Findings) {
    let families = items(service.spec, &["ipFamilies"]);
    let Some(family) = families.get(at).and_then(Node::as_str) else { return };
    if (family == "IPv4") != address.is_ipv4() {
        let message =
            format!("`{address}` is not an address of {family}, which `ipFamilies` has at its place");
        findings.add(node, error(&message).help("write both in the same order"));
    }
}
