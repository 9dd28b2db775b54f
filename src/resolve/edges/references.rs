//! Edges that follow from references: whoever names another app's address calls it.

use super::{Edge, EdgeKind, Gathered, Gathering, Pods, Ports, workload};
use crate::resolve::MAIN;
use crate::resolve::asked::{Asker, Reference};
use crate::resolve::interface::{entries, service_ports, url_port};
use crate::resolve::scope::AppScope;
use crate::syntax::{Node, Origin, Text};

/// The edges of every reference of an app.
pub fn gather(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    let app = &scope.app.name;
    for reference in &scope.spec().references {
        let Some((other, path)) = reference.path.split_first() else { continue };
        let Some(there) = scope.environment.apps.get(other.as_str()) else { continue };
        let spec = &AppScope::new(scope.world, scope.environment, there).spec().spec;
        let Some((component, ports)) = called(spec, path) else { continue };
        let Some(to) = gathering.of(other).iter().find(|pods| pods.component.value == component) else {
            continue;
        };
        let ports: Vec<_> = ports.iter().filter_map(|name| to.port(name)).cloned().collect();
        let from = gathering.of(app).iter().filter(|pods| asks(reference, pods));
        // A host without a port is nothing that could be called.
        out.edges.extend(from.filter(|_| !ports.is_empty()).map(|from| Edge {
            kind: EdgeKind::Reference,
            from: workload(app, from),
            to: workload(other, to),
            ports: Ports::These(ports.clone()),
            origin: reference.origin.clone(),
            callee: Origin::Unknown,
        }));
    }
}

fn asks(reference: &Reference, pods: &Pods) -> bool {
    match &reference.by {
        Asker::App => true,
        Asker::Main => pods.component.value.as_str() == MAIN,
        Asker::Part(part) => pods.component.value == *part,
    }
}

/// The workload that a path below `apps.<app>` leads to, and the keys of the ports; `None` where it leads to no pods
/// (`name`, `namespace`, a route: its callers come through the gateway).
fn called(spec: &Node, path: &[Text]) -> Option<(Text, Vec<Text>)> {
    let words: Vec<&str> = path.iter().map(Text::as_str).collect();
    let all = |workload: &Node| service_ports(workload).map(|entry| entry.key.clone()).collect::<Vec<_>>();
    let main = |ports| Some((Text::literal(MAIN), ports));
    match words.as_slice() {
        ["host" | "ports"] => main(all(spec)),
        ["address"] => main(all(spec)),
        ["url"] => main(url_port(spec).into_iter().cloned().collect()),
        ["ports", name, ..] => main(vec![Text::new(name)]),
        ["services", _, "ports", name, ..] => main(vec![Text::new(name)]),
        ["services", service, ..] => {
            let listed = spec.at(&["services", service, "ports"])?.as_sequence()?;
            main(listed.iter().filter_map(|port| port.as_text().cloned()).collect())
        }
        ["workers", worker, "ports", name, ..] => Some((Text::new(worker), vec![Text::new(name)])),
        ["workers", worker, ..] => {
            let worker = entries(spec.get("workers")).find(|entry| entry.key.as_str() == *worker)?;
            Some((worker.key.clone(), all(&worker.value)))
        }
        _ => None,
    }
}
