//! The ports of a Service: there are some, told apart by name and by port of the node (`ValidateService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::{dns_label, qualified_name};
use crate::verify::view::{field, integer, text};

pub const RULE: Rule = Rule { code: code::SERVICE_PORTS, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let ports = service.ports();
    let needs_none = service.kind == "ExternalName" || service.headless().is_some();
    if ports.is_empty() && !needs_none {
        let at = field(service.spec, &["ports"]).unwrap_or(service.spec);
        let found = Diagnostic::error(code::SERVICE_PORTS, "the Service has no ports");
        findings.add(
            at,
            found.help("write `ports: [{port: 80}]`, or `clusterIP: None` where there is nothing to forward"),
        );
    }
    for (at, port) in ports.iter().enumerate() {
        let before = ports.get(..at).unwrap_or_default();
        name(port, before, ports.len(), findings);
        node_port(port, before, findings);
        app_protocol(port, findings);
    }
}

fn name(port: &Node, before: &[Node], count: usize, findings: &mut Findings) {
    let written = text(port, &["name"]);
    let at = field(port, &["name"]).unwrap_or(port);
    let error = |message: String| Diagnostic::error(code::SERVICE_PORTS, message);
    if written.is_empty() {
        if count > 1 {
            let found = error("one of several ports of a Service has no name".to_string());
            findings.add(at, found.help("give each of the ports a `name`"));
        }
        return;
    }
    if let Err(expected) = dns_label(written) {
        findings.add(at, error(format!("`{written}` cannot be the name of a Service's port")).help(expected));
    }
    if let Some(first) = before.iter().find(|other| text(other, &["name"]) == written) {
        let found = error(format!("two ports of the Service are called `{written}`"));
        let first = field(first, &["name"]).and_then(|name| name.origin.span());
        findings
            .add(at, found.at(at.origin.span(), "").related(first, "the first").help("rename one of them"));
    }
}

fn node_port(port: &Node, before: &[Node], findings: &mut Findings) {
    let Some(number) = integer(port, &["nodePort"]).filter(|number| *number != 0) else { return };
    let same =
        |other: &&Node| integer(other, &["nodePort"]) == Some(number) && protocol(other) == protocol(port);
    if let Some(first) = before.iter().find(same) {
        let at = field(port, &["nodePort"]).unwrap_or(port);
        let message = format!("two ports of the Service take port {number} of the nodes");
        let found = Diagnostic::error(code::SERVICE_PORTS, message).at(at.origin.span(), "");
        let first = field(first, &["nodePort"]).and_then(|first| first.origin.span());
        findings
            .add(at, found.related(first, "the first").help("give one of them another `nodePort`, or none"));
    }
}

fn protocol(port: &Node) -> &str {
    match text(port, &["protocol"]) {
        "" => "TCP",
        protocol => protocol,
    }
}

fn app_protocol(port: &Node, findings: &mut Findings) {
    let Some(node) = field(port, &["appProtocol"]) else { return };
    let Some(text) = node.as_str() else { return };
    if qualified_name(text).is_err() {
        let found =
            Diagnostic::error(code::SERVICE_PORTS, format!("`{text}` cannot be a protocol of applications"));
        findings
            .add(node, found.help("it is a name such as `http`, or one with a domain: `kubernetes.io/h2c`"));
    }
}
