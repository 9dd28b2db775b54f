//! A Service picks no pods beside those that it is for: its requests would go to them too.
//!
//! Several workloads behind one Service are often meant (old and new version). Here one of them declares the port that
//! the Service leads to, and another one does not.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Detail, Linked, Placed, Port, Reference, Site, Target, Told, Workload};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::SERVICE_BYSTANDER, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    for service in linked.entries.iter().filter(|placed| placed.entry.is("", "Service")) {
        let Some(reference) = service.entry.references.first() else { continue };
        let Target::Pods { namespaces, selector } = &reference.target else { continue };
        let picked = linked.pods(namespaces.as_deref(), selector, service.folder).unwrap_or_default();
        if picked.len() > 1
            && let Some((other, port)) = bystander(reference, &picked)
        {
            let message =
                format!("the pods of {} get its requests too, but have no port {port}", other.entry.identity);
            let found = Diagnostic::warning(code::SERVICE_BYSTANDER, message)
                .related(other.entry.place, "these pods")
                .help("select by a label that only the pods behind the Service have");
            told.add(service, &reference.at, found);
        }
    }
}

/// A workload without a port that another one has. A port by its name needs no look: pods without it are left out.
fn bystander<'s>(reference: &Reference, picked: &[(Placed<'s>, &Workload)]) -> Option<(Placed<'s>, i64)> {
    let numbers = reference.details.iter().filter_map(|(detail, _): &(Detail, Site)| match detail {
        Detail::PodPort(Port::Number(number), protocol) => Some((*number, protocol)),
        _ => None,
    });
    numbers.into_iter().find_map(|(number, protocol)| {
        let has = |workload: &Workload| {
            workload.ports.iter().any(|port| port.number == number && port.protocol == *protocol)
        };
        let without = picked.iter().find(|(_, workload)| !has(workload))?;
        picked.iter().any(|(_, workload)| has(workload)).then_some((without.0, number))
    })
}
