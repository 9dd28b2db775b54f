//! Which controller an IngressClass is for, and with which parameters (`ValidateIngressClass`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::{dns_label, dns_subdomain, path_segment};
use crate::verify::view::{field, text};

pub const RULE: Rule =
    Rule { code: code::INGRESS_CONTROLLER, check: Check::Kinds(&["networking.k8s.io/IngressClass"], check) };

/// The most characters of a controller's name.
const LONGEST: usize = 250;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let controller = text(&object.node, &["spec", "controller"]);
    if !is_controller(controller) {
        let at = field(&object.node, &["spec", "controller"]).or_else(|| field(&object.node, &["spec"]));
        let message = match controller {
            "" => "an IngressClass names its controller".to_owned(),
            _ => format!("`{controller}` cannot be a controller"),
        };
        let expected = "write `domain/path`: `ingress.example.com/controller`";
        add(at.unwrap_or(&object.node), message, expected, findings);
    }
    if let Some(node) = field(&object.node, &["spec", "parameters"]) {
        parameters(node, findings);
    }
}

/// `IsDomainPrefixedPath`.
fn is_controller(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c);
    let parts = text.split_once('/');
    text.len() <= LONGEST
        && parts.is_some_and(|(domain, path)| {
            dns_subdomain(domain).is_ok() && !path.is_empty() && path.chars().all(inner)
        })
}

fn parameters(node: &Node, findings: &mut Findings) {
    for key in ["kind", "name"] {
        let Some(written) = field(node, &[key]) else { continue };
        let Some(name) = written.as_str() else { continue };
        if let Err(expected) = path_segment(name) {
            add(written, format!("`{name}` cannot be the `{key}` of parameters"), expected, findings);
        }
    }
    if let Some(group) = field(node, &["apiGroup"])
        && let Some(Err(expected)) = group.as_str().map(dns_subdomain)
    {
        add(group, "this cannot be a group".to_owned(), expected, findings);
    }
    let namespace = field(node, &["namespace"]);
    // The server writes `Cluster` where there is no scope.
    match (field(node, &["scope"]).map_or(Some("Cluster"), Node::as_str), namespace) {
        (Some("Cluster"), Some(namespace)) => {
            let expected = "write `scope: Namespace`, or remove `namespace`";
            add(
                namespace,
                "parameters of the whole cluster have no namespace".to_owned(),
                expected,
                findings,
            );
        }
        (Some("Namespace"), None) => {
            let message = "parameters in a namespace need `namespace`".to_owned();
            add(node, message, "write the namespace they are in", findings);
        }
        (Some("Namespace"), Some(namespace)) => {
            if let Some(Err(expected)) = namespace.as_str().map(dns_label) {
                add(namespace, "this cannot be the name of a namespace".to_owned(), expected, findings);
            }
        }
        _ => {}
    }
}

fn add(at: &Node, message: String, help: &str, findings: &mut Findings) {
    findings.add(at, Diagnostic::error(code::INGRESS_CONTROLLER, message).help(help));
}
