//! The ports that probes and hooks ask at: a number that exists, or a name that a port can have
//! (`ValidatePortNumOrName`).

use super::handler;
use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, syntax};

pub const RULE: Rule = Rule { code: code::PROBE_PORT, check: Check::Containers(check) };

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    for handler in handler::all(container) {
        handler.actions().filter_map(|(_, node)| field(node, &["port"])).for_each(|port| one(port, findings));
    }
}

fn one(port: &Node, findings: &mut Findings) {
    if let Some(number) = port.as_i64().filter(|number| !(1..=65535).contains(number)) {
        let message = format!("there is no port {number}");
        findings.error(code::PROBE_PORT, port, message, "a port is a number from 1 to 65535");
        return;
    }
    let Some(name) = port.as_str() else { return };
    let Err(expected) = syntax::port_name(name) else { return };
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let help = if is_number { "write the number without quotes" } else { expected };
    findings.error(code::PROBE_PORT, port, format!("`{name}` cannot be the name of a port"), help);
}
