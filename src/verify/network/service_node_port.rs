//! A Service that only the cluster sees has no ports on the nodes (`ValidateService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::SERVICE_NODE_PORT, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    if service.kind != "ClusterIP" {
        return;
    }
    let is_set = |node: &&Node| node.as_i64().is_some_and(|number| number != 0);
    for written in service.ports().iter().filter_map(|port| field(port, &["nodePort"]).filter(is_set)) {
        let message = "a Service that only the cluster sees has no port on the nodes";
        let found = Diagnostic::error(code::SERVICE_NODE_PORT, message)
            .at(written.origin.span(), "")
            .related(service.type_node().and_then(|kind| kind.origin.span()), "its type")
            .help("write `type: NodePort` or `type: LoadBalancer` for the Service, or remove it");
        findings.add(written, found);
    }
}
