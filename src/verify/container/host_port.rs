//! Ports of the node that containers take: numbers that exist, each taken once; in the node's network they are the
//! containers' own (`checkHostPortConflicts`, `validatePodHostNetworkDeps`).

use super::container_port::protocol;
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, Role, field, integer, items, text};

pub const RULE: Rule = Rule { code: code::HOST_PORT, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let in_network = field(pod.spec, &["hostNetwork"]).and_then(Node::as_bool) == Some(true);
    for (at, container) in pod.containers.iter().enumerate() {
        let ports = items(container.node, &["ports"]);
        for (index, port) in ports.iter().enumerate() {
            let Some((node, number)) = taken(port) else { continue };
            if !(1..=65535).contains(&number) {
                let message = "a port is a number from 1 to 65535";
                findings.error(code::HOST_PORT, node, message, "write the port");
                continue;
            }
            let own = integer(port, &["containerPort"]);
            if in_network && container.role == Role::Main && own.is_some_and(|own| own != number) {
                let message = "in the node's network a container's port is the node's: both are the same";
                findings.error(code::HOST_PORT, node, message, "remove `hostPort`, or `hostNetwork`");
            }
            let own = ports.get(..index).unwrap_or_default().iter();
            // Init containers run one after another: each has the ports for itself.
            let others = pod.containers.iter().take(at);
            let others = others.filter(|other| container.role == Role::Main && other.role == Role::Main);
            let others = others.flat_map(|other: &Container| items(other.node, &["ports"]));
            if let Some((first, _)) = own.chain(others).filter(|other| is_same(other, port)).find_map(taken) {
                let message = format!("port {number} of the node is taken twice");
                let found = Diagnostic::error(code::HOST_PORT, message).at(node.origin.span(), "");
                let found = found.related(first.origin.span(), "the first one");
                findings.add(node, found.help("write another port; a Service needs none of the node"));
            }
        }
    }
}

fn taken(port: &Node) -> Option<(&Node, i64)> {
    let node = field(port, &["hostPort"])?;
    Some((node, node.as_i64().filter(|number| *number != 0)?))
}

fn is_same(one: &Node, other: &Node) -> bool {
    integer(one, &["hostPort"]) == integer(other, &["hostPort"])
        && protocol(one) == protocol(other)
        && text(one, &["hostIP"]) == text(other, &["hostIP"])
}
