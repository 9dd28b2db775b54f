//! How traffic from outside reaches a Service (`validateServiceExternalTrafficPolicy`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::port::is_number;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::SERVICE_TRAFFIC, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let is_outside = match service.kind {
        "NodePort" | "LoadBalancer" => true,
        "ClusterIP" => service.listed("externalIPs").is_some(),
        _ => false,
    };
    let error = |message: &str| Diagnostic::error(code::SERVICE_TRAFFIC, message);
    if let Some(policy) = service.set("externalTrafficPolicy").filter(|_| !is_outside) {
        let found = error("`externalTrafficPolicy` is for Services that the outside reaches");
        findings.add(policy, found.help("write `type: LoadBalancer` or `type: NodePort`, or remove it"));
    }
    let is_local =
        service.kind == "LoadBalancer" && text(service.spec, &["externalTrafficPolicy"]) == "Local";
    let health = field(service.spec, &["healthCheckNodePort"]).filter(|port| port.as_i64() != Some(0));
    if let Some(port) = health {
        if !is_local {
            let found =
                error("`healthCheckNodePort` is for LoadBalancers with `externalTrafficPolicy: Local`");
            findings.add(port, found.help("remove it"));
        } else if !is_number(port) {
            findings.add(
                port,
                error("`healthCheckNodePort` is not a port").help("a port is a number from 1 to 65535"),
            );
        }
    }
}
