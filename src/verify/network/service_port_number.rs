//! The numbers and names of a Service's ports (`validateServicePort`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::{Node, Value};
use crate::verify::findings::Findings;
use crate::verify::network::port::{is_number, port_or_name};
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::SERVICE_PORT_NUMBER, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for port in Service::of(object).ports() {
        if let Some(node) = field(port, &["port"]).filter(|node| !is_number(node)) {
            let written = node.scalar_text().map_or("", |text| text.as_str());
            let found = Diagnostic::error(code::SERVICE_PORT_NUMBER, format!("{written} is not a port"));
            findings.add(node, found.help("a port is a number from 1 to 65535"));
        }
        let Some(target) = field(port, &["targetPort"]).filter(|target| !is_default(target)) else {
            continue;
        };
        if let Some((message, help)) = port_or_name(target) {
            findings.add(target, Diagnostic::error(code::SERVICE_PORT_NUMBER, message).help(help));
        }
    }
}

/// Whether the server puts the number of `port` for it.
fn is_default(target: &Node) -> bool {
    match &target.value {
        Value::String(text) => text.is_empty(),
        _ => target.as_i64() == Some(0),
    }
}
