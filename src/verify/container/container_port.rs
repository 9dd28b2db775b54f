//! The ports that containers listen on: numbers that exist, names that fit and differ (`validateContainerPorts`).

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, Role, field, integer, items, syntax, text};

pub const RULE: Rule = Rule { code: code::CONTAINER_PORT, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for (at, container) in pod.containers.iter().enumerate() {
        let ports = items(container.node, &["ports"]);
        for (index, port) in ports.iter().enumerate() {
            let before = ports.get(..index).unwrap_or_default();
            one(container, port, before, findings);
            let others = pod.containers.get(..at).unwrap_or_default();
            shared(container, others, port, findings);
            idle_address(port, findings);
        }
    }
}

fn one(container: &Container, port: &Node, before: &[Node], findings: &mut Findings) {
    if let Some(number) = field(port, &["containerPort"])
        && number.as_i64().is_some_and(|number| !(1..=65535).contains(&number))
    {
        findings.error(code::CONTAINER_PORT, number, "a port is a number from 1 to 65535", "write the port");
    }
    let name = text(port, &["name"]);
    let Some(node) = field(port, &["name"]).filter(|_| !name.is_empty()) else { return };
    if let Err(expected) = syntax::port_name(name) {
        let message = format!("`{name}` cannot be the name of a port");
        findings.error(code::CONTAINER_PORT, node, message, expected);
    } else if let Some(first) = named(before, name) {
        let message = format!("two ports of the container `{}` have the name `{name}`", container.name);
        let found = Diagnostic::error(code::CONTAINER_PORT, message).at(node.origin.span(), "");
        let found = found.related(first.origin.span(), "the other one");
        findings.add(node, found.help("give one of them another name"));
    }
}

/// The containers of a pod have one network: of a number only one gets it, and what goes by a name, the first.
fn shared(container: &Container, others: &[Container], port: &Node, findings: &mut Findings) {
    if container.role == Role::Init {
        return;
    }
    // Two containers of one name are told by that.
    let others = others.iter().filter(|other| other.role != Role::Init && other.name != container.name);
    for other in others {
        for taken in items(other.node, &["ports"]) {
            let owner = other.name;
            let (word, message) = if is_same_number(taken, port) {
                let number = integer(port, &["containerPort"]).unwrap_or(0);
                (
                    "containerPort",
                    format!("the container `{owner}` listens on {number}, too: only one of them can"),
                )
            } else if !text(port, &["name"]).is_empty() && text(taken, &["name"]) == text(port, &["name"]) {
                let name = text(port, &["name"]);
                ("name", format!("the container `{owner}` has a port `{name}`, too, which hides this one"))
            } else {
                continue;
            };
            let node = field(port, &[word]).unwrap_or(port);
            let first = field(taken, &[word]).and_then(|node| node.origin.span());
            let found = Diagnostic::warning(code::CONTAINER_PORT, message).at(node.origin.span(), "");
            findings.add(node, found.related(first, "the other one").help("give one of them another"));
        }
    }
}

fn is_same_number(one: &Node, other: &Node) -> bool {
    let number = |port| integer(port, &["containerPort"]);
    number(one).is_some() && number(one) == number(other) && protocol(one) == protocol(other)
}

/// The protocol of a port, with its default.
pub fn protocol(port: &Node) -> &str {
    match text(port, &["protocol"]) {
        "" => "TCP",
        protocol => protocol,
    }
}

fn idle_address(port: &Node, findings: &mut Findings) {
    let Some(address) = field(port, &["hostIP"]).filter(|node| node.as_str() != Some("")) else { return };
    if integer(port, &["hostPort"]).unwrap_or(0) == 0 {
        let message = "`hostIP` does nothing without `hostPort`";
        findings.warning(code::CONTAINER_PORT, address, message, "remove it, or add `hostPort`");
    }
}

fn named<'n>(ports: &'n [Node], name: &str) -> Option<&'n Node> {
    ports.iter().filter_map(|port| field(port, &["name"])).find(|node| node.as_str() == Some(name))
}
