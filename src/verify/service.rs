//! Ports of nodes belong to Services of the types NodePort and LoadBalancer.
//!
//! `ValidateService`.

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects.iter().filter(|object| object.identity.kind.as_str() == "Service") {
        let kind = object.node.at(&["spec", "type"]);
        if matches!(kind.and_then(Node::as_str), Some("NodePort" | "LoadBalancer")) {
            continue;
        }
        let ports = object.node.at(&["spec", "ports"]).and_then(Node::as_sequence).unwrap_or_default();
        for written in ports.iter().filter_map(|port| port.get("nodePort")) {
            let message = "a Service that only the cluster sees has no port on the nodes";
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(written.origin.span(), "");
            let found = found.related(kind.and_then(|kind| kind.origin.span()), "its type");
            out.push(
                found.help("write `type: NodePort` or `type: LoadBalancer` for the Service, or remove it"),
            );
        }
    }
}
