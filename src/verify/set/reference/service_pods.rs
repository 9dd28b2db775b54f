//! A Service has pods, and they have the ports that it leads to.
//!
//! The name of a target port is looked up in the containers of each pod, with its protocol (`podutil.FindPort`). A
//! number needs no such port, so that one which is not declared is only odd.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Node, Text};
use crate::verify::between::{Absence, Broken, Detail, Gathered, Port, Reference, Selector, Target, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::text;

pub const RULE: Rule = Rule {
    code: code::SERVICE_PODS,
    check: Check::References(Referring::kinds(&["Service"]), Refer { gather, tell }),
};

fn gather(gathered: &mut Gathered) {
    let service = Way::root(gathered.object);
    let Some(at) = service.to(&["spec", "selector"]) else { return };
    let selector = Selector::map(at.node, &[]);
    if selector.is_empty() || text(service.node, &["spec", "type"]) == "ExternalName" {
        return;
    }
    let target = Target::Pods { namespaces: gathered.own_namespace(), selector };
    let mut ports = Vec::new();
    for port in service.each(&["spec", "ports"]) {
        // Without one, the port's own number is its target.
        let Some(way) = port.to(&["targetPort"]).or_else(|| port.to(&["port"])) else { continue };
        let protocol = port.node.get("protocol").and_then(Node::as_text).cloned();
        let protocol = protocol.unwrap_or(Text::literal("TCP"));
        ports.extend(Port::read(way.node).map(|port| (Detail::PodPort(port, protocol), way.site())));
    }
    gathered.refer_with(&at, target, Absence::Told, ports);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let code = code::SERVICE_PODS;
    match broken {
        Broken::Lacks { detail: Detail::PodPort(port, protocol), target, .. } => {
            let help = broken.instead();
            let help = help.unwrap_or_else(|| "give a container a port of that name".to_string());
            let found = match (port, protocol.as_str()) {
                (Port::Name(_), "TCP") => Diagnostic::error(code, format!("{target} has no port {port}")),
                (Port::Name(_), _) => {
                    Diagnostic::error(code, format!("{target} has no port {port} of the protocol {protocol}"))
                }
                (Port::Number(_), _) => {
                    Diagnostic::warning(code, format!("{target} declares no port {port}"))
                }
            };
            found.help(help)
        }
        _ => Diagnostic::error(code, format!("there are no {}", reference.target))
            .help("write the labels of a workload's pod template"),
    }
}
