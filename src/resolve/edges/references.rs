//! Edges that follow from references: whoever names another app's address calls it.

use super::{Edge, EdgeKind, Gathered, Gathering, PodPort, Pods, Ports, workload};
use crate::resolve::MAIN;
use crate::resolve::estate::asked::{Asker, Reference};
use crate::resolve::estate::interface::{entries, service_ports, url_port};
use crate::resolve::estate::scope::AppScope;
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
        let port = |(name, chosen): &(Text, Origin)| {
            Some(PodPort { chosen: chosen.clone(), ..to.port(name)?.clone() })
        };
        let ports: Vec<PodPort> = ports.iter().filter_map(port).collect();
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

/// The workload that a path below `apps.<app>` leads to, and the keys of the ports, each with what chose it beside the
/// path; `None` where it leads to no pods (`name`, `namespace`, a route: its callers come through the gateway).
fn called(spec: &Node, path: &[Text]) -> Option<(Text, Vec<(Text, Origin)>)> {
    let words: Vec<&str> = path.iter().map(Text::as_str).collect();
    let named = |name: &Text| (name.clone(), Origin::Unknown);
    let all = |workload: &Node| service_ports(workload).map(|entry| named(&entry.key)).collect::<Vec<_>>();
    let main = |ports| Some((Text::literal(MAIN), ports));
    match words.as_slice() {
        ["host" | "ports"] => main(all(spec)),
        ["address"] => main(all(spec)),
        ["url"] => main(url_port(spec).into_iter().map(named).collect()),
        ["ports", name, ..] => main(vec![named(&Text::new(name))]),
        ["services", _, "ports", name, ..] => main(vec![named(&Text::new(name))]),
        ["services", service, ..] => {
            let listed = spec.at(&["services", service, "ports"])?.as_sequence()?;
            main(
                listed
                    .iter()
                    .filter_map(|port| Some((port.as_text()?.clone(), port.origin.clone())))
                    .collect(),
            )
        }
        ["workers", worker, "ports", name, ..] => Some((Text::new(worker), vec![named(&Text::new(name))])),
        ["workers", worker, ..] => {
            let worker = entries(spec.get("workers")).find(|entry| entry.key.as_str() == *worker)?;
            Some((worker.key.clone(), all(&worker.value)))
        }
        _ => None,
    }
}
