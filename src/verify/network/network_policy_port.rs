//! The ports of a NetworkPolicy (`ValidateNetworkPolicyPort`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Value;
use crate::verify::findings::Findings;
use crate::verify::network::policy::{KIND, ports};
use crate::verify::network::port::{is_number, port_or_name};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::NETWORK_POLICY_PORT, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let error = |message: String| Diagnostic::error(code::NETWORK_POLICY_PORT, message);
    for item in ports(object) {
        let port = field(item, &["port"]);
        if let Some((message, help, port)) = port.and_then(|port| {
            let (message, help) = port_or_name(port)?;
            Some((message, help, port))
        }) {
            findings.add(port, error(message).help(help));
            continue;
        }
        let Some(end) = field(item, &["endPort"]) else { continue };
        let Some(port) = port.filter(|port| matches!(port.value, Value::Number(_))) else {
            let found = error("`endPort` needs a port by number from which the range goes".to_string());
            findings.add(end, found.help("write the first number under `port`, or remove `endPort`"));
            continue;
        };
        let (Some(first), Some(last)) = (port.as_i64(), end.as_i64()) else { continue };
        if last < first {
            let found = error(format!("the ports go from {first} to {last}")).at(end.origin.span(), "");
            findings.add(
                end,
                found.related(port.origin.span(), "from here").help("write the greater one as `endPort`"),
            );
        } else if !is_number(end) {
            findings
                .add(end, error(format!("{last} is not a port")).help("a port is a number from 1 to 65535"));
        }
    }
}
