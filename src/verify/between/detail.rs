//! Whether a target has what a reference wants of it.

use super::facts::{Facts, PodPort, ServicePort, Workload};
use super::link::Resolved;
use super::linked::{Found, Placed};
use super::reference::{Detail, Port};
use super::summary::Entry;
use crate::syntax::Text;

/// What a target lacks something, and what it has of the kind.
pub struct Lack<'s> {
    pub entry: &'s Entry,
    /// `Secret/db`.
    pub target: String,
    pub has: Vec<String>,
}

/// The target where it lacks a detail; `None` where it has it, or that is not known.
pub fn lacks<'s>(resolved: &Resolved<'s>, detail: &Detail) -> Option<Lack<'s>> {
    match resolved {
        Resolved::Nothing | Resolved::Something => None,
        Resolved::Named(there) => {
            // Of several, the one that is meant may have it.
            let mut lacking = there.iter().map(|found| of_found(found, detail));
            let first = lacking.next()?;
            if lacking.all(|other| other.is_some()) { first } else { None }
        }
        Resolved::Picked(picked) => of_picked(picked, detail),
    }
}

fn of_found<'s>(found: &Found<'s>, detail: &Detail) -> Option<Lack<'s>> {
    match found {
        Found::Object(entry) => {
            let has = of_object(entry, detail)?;
            Some(Lack { entry, target: entry.identity.to_string(), has })
        }
        Found::Made(entry, made) => {
            let Detail::Key(key) = detail else { return None };
            let has = without(made.keys.as_ref()?, key)?;
            Some(Lack { entry, target: format!("{} of {}", made.kind, entry.identity), has })
        }
    }
}

fn of_object(entry: &Entry, detail: &Detail) -> Option<Vec<String>> {
    match (&entry.facts, detail) {
        (Facts::Keys(keys), Detail::Key(key)) => without(keys, key),
        (Facts::Listeners(names), Detail::Listener(name)) => without(names, name),
        (Facts::Service(service), Detail::Port(port)) if !service.is_external => {
            let is_there = service.ports.iter().any(|own| port.is(&own.name, own.number));
            (!is_there).then(|| service.ports.iter().map(service_port).collect())
        }
        (Facts::Service(service), Detail::Headless) => (!service.is_headless).then(Vec::new),
        _ => None,
    }
}

/// The names where one is not among them.
fn without(names: &[Text], name: &Text) -> Option<Vec<String>> {
    (!names.contains(name)).then(|| names.iter().map(|name| format!("`{name}`")).collect())
}

fn of_picked<'s>(picked: &[Placed<'s>], detail: &Detail) -> Option<Lack<'s>> {
    let first = picked.first()?;
    let has: Vec<String> = match detail {
        Detail::PodPort(port, protocol) => {
            let workloads = || picked.iter().filter_map(|placed| workload(placed.entry));
            let of_protocol =
                || workloads().flat_map(|workload| &workload.ports).filter(|own| own.protocol == *protocol);
            // Containers may listen on ports that they do not declare; where they declare some, it is odd.
            let may_be = matches!(port, Port::Number(_)) && workloads().any(|one| one.ports.is_empty());
            if may_be || of_protocol().any(|own| port.is(&own.name, own.number)) {
                return None;
            }
            workloads().flat_map(|workload| &workload.ports).map(pod_port).collect()
        }
        Detail::Port(port) => {
            let ports = || {
                picked.iter().flat_map(|placed| match &placed.entry.facts {
                    Facts::Service(service) => service.ports.as_slice(),
                    _ => &[],
                })
            };
            if ports().any(|own| port.is(&own.name, own.number)) {
                return None;
            }
            ports().map(service_port).collect()
        }
        _ => return None,
    };
    Some(Lack { entry: first.entry, target: first.entry.identity.to_string(), has })
}

fn workload(entry: &Entry) -> Option<&Workload> {
    match &entry.facts {
        Facts::Workload(workload) => Some(workload),
        _ => None,
    }
}

fn service_port(port: &ServicePort) -> String {
    named(&port.name, port.number)
}

fn pod_port(port: &PodPort) -> String {
    let text = named(&port.name, port.number);
    if port.protocol.as_str() == "TCP" { text } else { format!("{text}/{}", port.protocol) }
}

fn named(name: &str, number: i64) -> String {
    if name.is_empty() { number.to_string() } else { format!("`{name}` ({number})") }
}
