//! Fields of a Service that the server takes and nobody reads (`GetWarningsForService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};

pub const RULE: Rule = Rule { code: code::SERVICE_IGNORED, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let external = service.listed("externalIPs");
    let mut tell = |node, why: &str, help: &str| {
        findings.add(node, Diagnostic::warning(code::SERVICE_IGNORED, why).help(help));
    };
    if service.kind == "ClusterIP" && service.headless().is_some() {
        let affinity = service.set("sessionAffinity").filter(|node| node.as_str() != Some("None"));
        for node in [service.set("loadBalancerIP"), external, affinity].into_iter().flatten() {
            tell(node, "a headless Service does not look at this", "remove it, or `clusterIP: None`");
        }
    }
    if let Some(node) = external.filter(|_| service.kind == "ExternalName") {
        tell(node, "a Service that stands for a name does not look at this", "remove it");
    }
    if let Some(node) = service.set("externalName").filter(|_| service.kind != "ExternalName") {
        let why = "only a Service of the type ExternalName looks at `externalName`";
        tell(node, why, "write `type: ExternalName`, or remove it");
    }
}
