//! Where an Ingress sends requests (`validateIngressBackend`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::{KIND, backends};
use crate::verify::network::port::{is_number, port_or_name};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::{dns_label, dns_subdomain, path_segment};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::INGRESS_BACKEND, check: Check::Kinds(KIND, check) };

/// The first Kubernetes whose Services may begin with a digit.
const LEADING_DIGITS: Minor = Minor::new(36);

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for backend in backends(object) {
        match (field(backend, &["service"]), field(backend, &["resource"])) {
            (Some(_), Some(resource)) => {
                let found = error("the backend is a Service and another object at once");
                findings.add(resource, found.help("write one of `service` and `resource`"));
            }
            (Some(service), None) => {
                name(service, ground, findings);
                port(service, findings);
            }
            (None, Some(resource)) => object_of(resource, findings),
            (None, None) => {
                let found = error("the backend names nothing that requests could go to");
                findings.add(backend, found.help("write `service: {name: …, port: {number: 80}}`"));
            }
        }
    }
}

fn error(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code::INGRESS_BACKEND, message)
}

fn name(service: &Node, ground: Ground, findings: &mut Findings) {
    // Where it is not there at all, the schema says so.
    let Some(node) = field(service, &["name"]) else { return };
    let Some(name) = node.as_str() else { return };
    if let Err(expected) = dns_label(name) {
        findings.add(node, error(format!("`{name}` cannot be the name of a Service")).help(expected));
    } else if ground.minor < LEADING_DIGITS && name.starts_with(|first: char| first.is_ascii_digit()) {
        let found = error(format!("`{name}` cannot be the name of a Service before Kubernetes 1.36"));
        findings.add(node, found.help("it begins with a letter"));
    }
}

fn port(service: &Node, findings: &mut Findings) {
    let named = field(service, &["port", "name"]).filter(|name| name.as_str() != Some(""));
    let number = field(service, &["port", "number"]).filter(|number| number.as_i64() != Some(0));
    match (named, number) {
        (Some(name), Some(_)) => {
            findings.add(
                name,
                error("the port has a name and a number").help("write one of `name` and `number`"),
            );
        }
        (None, None) => {
            let at = field(service, &["port"]).unwrap_or(service);
            findings.add(
                at,
                error("the backend names no port").help("write `port: {number: 80}`, or the port's `name`"),
            );
        }
        (Some(name), None) => {
            if let Some((message, help)) = port_or_name(name) {
                findings.add(name, error(message).help(help));
            }
        }
        (None, Some(number)) if !is_number(number) => {
            findings.add(number, error("this is not a port").help("a port is a number from 1 to 65535"));
        }
        (None, Some(_)) => {}
    }
}

/// An object of another kind than Service.
fn object_of(resource: &Node, findings: &mut Findings) {
    if let Some(group) = field(resource, &["apiGroup"])
        && let Some(Err(expected)) = group.as_str().map(dns_subdomain)
    {
        findings.add(group, error("this is not an API group").help(expected));
    }
    for key in ["kind", "name"] {
        let Some(node) = field(resource, &[key]) else { continue };
        let written = text(resource, &[key]);
        if let Err(expected) = path_segment(written) {
            findings.add(node, error(format!("`{written}` cannot be the {key} of an object")).help(expected));
        }
    }
}
