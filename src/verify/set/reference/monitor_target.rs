//! What ServiceMonitors and PodMonitors scrape: Services or pods, and their ports.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Node, Text};
use crate::verify::between::{
    Absence, Broken, Detail, Gathered, Port, Reference, Selector, Site, Target, Way,
};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::{field, items};

const MONITORS: Referring =
    Referring::kinds(&["monitoring.coreos.com/ServiceMonitor", "monitoring.coreos.com/PodMonitor"]);

pub const RULE: Rule =
    Rule { code: code::MONITOR_TARGET, check: Check::References(MONITORS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let monitor = Way::root(gathered.object);
    let Some(at) = monitor.to(&["spec", "selector"]) else { return };
    let (selector, namespaces) = (Selector::read(at.node), namespaces(gathered, monitor.node));
    let (target, ports) = if gathered.object.identity.kind.as_str() == "PodMonitor" {
        let ports = monitor.each(&["spec", "podMetricsEndpoints"]).filter_map(|one| one.text(&["port"]));
        let detail = |port| Detail::PodPort(port, Text::literal("TCP"));
        (Target::Pods { namespaces, selector }, ports.filter_map(|port| named(port, detail)).collect())
    } else {
        let ports = monitor.each(&["spec", "endpoints"]).filter_map(|one| one.text(&["port"]));
        (
            Target::Services { namespaces, selector },
            ports.filter_map(|port| named(port, Detail::Port)).collect(),
        )
    };
    gathered.refer_with(&at, target, Absence::Told, ports);
}

fn named(at: Way, detail: impl Fn(Port) -> Detail) -> Option<(Detail, Site)> {
    Some((detail(Port::Name(at.node.as_text()?.clone())), at.site()))
}

/// The namespaces that are looked at; all where `None`.
fn namespaces(gathered: &Gathered, monitor: &Node) -> Option<Vec<Text>> {
    let chosen = |key: &str| field(monitor, &["spec", "namespaceSelector", key]);
    if chosen("any").and_then(Node::as_bool) == Some(true) {
        return None;
    }
    let names = items(monitor, &["spec", "namespaceSelector", "matchNames"]);
    let names: Vec<Text> = names.iter().filter_map(Node::as_text).cloned().collect();
    if names.is_empty() { gathered.own_namespace() } else { Some(names) }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let (message, help) = match broken {
        Broken::Lacks { detail: Detail::Port(port) | Detail::PodPort(port, _), target, .. } => {
            (format!("{target} has no port {port}"), "write the name of one of its ports")
        }
        _ => match &reference.target {
            Target::Services { .. } => {
                (format!("there is no {}", reference.target), "write the labels of a Service's own metadata")
            }
            _ => (format!("there are no {}", reference.target), "write the labels of a pod template"),
        },
    };
    Diagnostic::error(code::MONITOR_TARGET, message).help(broken.instead().unwrap_or(help.into()))
}
