//! Ports of nodes belong to Services of the types NodePort and LoadBalancer.
//!
//! `ValidateService`.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::SERVICE_NODE_PORT, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let kind = field(&object.node, &["spec", "type"]);
    if matches!(kind.and_then(Node::as_str), Some("NodePort" | "LoadBalancer")) {
        return;
    }
    for written in
        items(&object.node, &["spec", "ports"]).iter().filter_map(|port| field(port, &["nodePort"]))
    {
        let message = "a Service that only the cluster sees has no port on the nodes";
        let found = Diagnostic::error(code::SERVICE_NODE_PORT, message)
            .at(written.origin.span(), "")
            .related(kind.and_then(|kind| kind.origin.span()), "its type")
            .help("write `type: NodePort` or `type: LoadBalancer` for the Service, or remove it");
        findings.add(written, found);
    }
}
