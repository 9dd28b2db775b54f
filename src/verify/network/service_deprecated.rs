//! Fields of a Service that will go (`GetWarningsForService`, `validateService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::SERVICE_DEPRECATED, check: Check::Kinds(&["Service"], check) };

/// The first Kubernetes that has words for what `PreferClose` meant.
const SAME_ZONE: Minor = Minor::new(34);
/// The first Kubernetes that advises against `externalIPs`.
const NO_EXTERNAL_IPS: Minor = Minor::new(36);
const HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const MODE: &str = "service.kubernetes.io/topology-mode";

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let warning = |message: &str| Diagnostic::warning(code::SERVICE_DEPRECATED, message);
    let is_read = service.kind != "ExternalName" && service.headless().is_none();
    if let Some(node) = service.listed("externalIPs").filter(|_| is_read && ground.minor >= NO_EXTERNAL_IPS) {
        let found = warning("`externalIPs` is deprecated, and clusters may ignore it");
        findings.add(node, found.help("let a load balancer or a Gateway own the address"));
    }
    let close = service.set("trafficDistribution").filter(|node| node.as_str() == Some("PreferClose"));
    if let Some(node) = close.filter(|_| ground.minor >= SAME_ZONE) {
        findings.add(
            node,
            warning("`PreferClose` is deprecated").help("write `PreferSameZone`, which means the same"),
        );
    }
    let annotations = ["metadata", "annotations"];
    let Some(all) = field(&object.node, &annotations) else { return };
    let Some(hints) = field(all, &[HINTS]) else { return };
    match field(all, &[MODE]).filter(|mode| mode.as_str() != Some(text(all, &[HINTS]))) {
        Some(mode) => {
            let message = format!("`{MODE}` and `{HINTS}` say different things");
            findings.add(
                mode,
                Diagnostic::error(code::SERVICE_DEPRECATED, message).help(format!("remove `{HINTS}`")),
            );
        }
        None => {
            findings.add(hints, warning(&format!("`{HINTS}` is deprecated")).help(format!("write `{MODE}`")))
        }
    }
}
