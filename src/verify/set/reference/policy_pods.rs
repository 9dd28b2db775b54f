//! The pods that a NetworkPolicy is for, and those that it lets through.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Node, Text};
use crate::verify::between::{
    Absence, Broken, Detail, Gathered, Port, Reference, Selector, Site, Target, Way,
};
use crate::verify::rule::{Check, Refer, Referring, Rule};

const POLICIES: Referring = Referring::kinds(&["networking.k8s.io/NetworkPolicy"]);

pub const RULE: Rule =
    Rule { code: code::POLICY_PODS, check: Check::References(POLICIES, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let policy = Way::root(gathered.object);
    let own = policy.to(&["spec", "podSelector"]).map(|at| (at, Selector::read(at.node)));
    if let Some((at, selector)) = own.filter(|(_, selector)| !selector.is_empty()) {
        let ports = policy.each(&["spec", "ingress"]).flat_map(|rule| rule.each(&["ports"]));
        let ports = ports.filter_map(|port| named_port(&port)).collect();
        let target = Target::Pods { namespaces: gathered.own_namespace(), selector };
        gathered.refer_with(&at, target, Absence::Told, ports);
    }
    let from = policy.each(&["spec", "ingress"]).flat_map(|rule| rule.each(&["from"]));
    let to = policy.each(&["spec", "egress"]).flat_map(|rule| rule.each(&["to"]));
    for peer in from.chain(to) {
        let Some(at) = peer.to(&["podSelector"]) else { continue };
        let Some(namespace) = namespace(gathered, &peer) else { continue };
        let selector = Selector::read(at.node);
        if !selector.is_empty() {
            let target = Target::Pods { namespaces: Some(vec![namespace]), selector };
            gathered.refer(&at, target, Absence::Told);
        }
    }
}

/// The namespace of a peer's pods, where it is one: the policy's, or one that is named.
fn namespace(gathered: &Gathered, peer: &Way) -> Option<Text> {
    let Some(at) = peer.to(&["namespaceSelector"]) else { return Some(gathered.namespace()) };
    let (key, name) = Selector::only(at.node)?;
    (key.as_str() == "kubernetes.io/metadata.name").then(|| name.clone())
}

/// A port by its name, which the pods must have; a number is what they may listen on without saying so.
fn named_port(port: &Way) -> Option<(Detail, Site)> {
    let at = port.text(&["port"])?;
    let protocol = port.node.get("protocol").and_then(Node::as_text).cloned();
    let name = Port::Name(at.node.as_text()?.clone());
    Some((Detail::PodPort(name, protocol.unwrap_or(Text::literal("TCP"))), at.site()))
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let (message, help) = match broken {
        Broken::Lacks { detail: Detail::PodPort(port, protocol), target, .. } => (
            format!("{target} has no {protocol} port {port}"),
            "name a port of the pods, or write its number",
        ),
        _ => (format!("there are no {}", reference.target), "write the labels of a workload's pod template"),
    };
    Diagnostic::error(code::POLICY_PODS, message).help(broken.instead().unwrap_or(help.into()))
}
