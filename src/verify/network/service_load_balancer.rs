//! Fields that only a Service of the type LoadBalancer has, and the sources it takes requests from (`ValidateService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::address;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::qualified_name;
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::SERVICE_LOAD_BALANCER, check: Check::Kinds(&["Service"], check) };

/// What older load balancers read instead of `loadBalancerSourceRanges`.
const SOURCES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let ranges = service.listed("loadBalancerSourceRanges");
    let annotation = field(&object.node, &["metadata", "annotations", SOURCES]).filter(|_| ranges.is_none());
    let class = field(service.spec, &["loadBalancerClass"]);
    if service.kind != "LoadBalancer" {
        let allocate = field(service.spec, &["allocateLoadBalancerNodePorts"]);
        for node in [ranges, annotation, class, allocate].into_iter().flatten() {
            let message =
                format!("a {} Service has no load balancer to which this would matter", service.kind);
            let found = Diagnostic::error(code::SERVICE_LOAD_BALANCER, message).at(node.origin.span(), "");
            let kind = service.type_node().and_then(|kind| kind.origin.span());
            findings
                .add(node, found.related(kind, "its type").help("write `type: LoadBalancer`, or remove it"));
        }
        return;
    }
    if let Some((node, text)) = class.and_then(|node| Some((node, node.as_str()?)))
        && qualified_name(text).is_err()
    {
        let message = format!("`{text}` cannot be the class of a load balancer");
        let help = "it is a name, mostly with a domain: `example.com/internal`";
        findings.add(node, Diagnostic::error(code::SERVICE_LOAD_BALANCER, message).help(help));
    }
    for node in items(service.spec, &["loadBalancerSourceRanges"]) {
        let text = node.as_str().unwrap_or("").trim();
        address::range(code::SERVICE_LOAD_BALANCER, node, text, ground, findings);
    }
    let written = annotation.and_then(|node| Some((node, node.as_str()?.trim())));
    for (node, text) in written.into_iter().filter(|(_, text)| !text.is_empty()) {
        for range in text.split(',') {
            address::range(code::SERVICE_LOAD_BALANCER, node, range.trim(), ground, findings);
        }
    }
}
