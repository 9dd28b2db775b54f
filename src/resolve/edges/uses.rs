//! Edges that `uses` and `after` make: to the port of the app that provides, or must answer, and to what is elsewhere.

use super::{Edge, EdgeKind, Gathered, Gathering, Party, PodPort, Pods, Ports, workload};
use crate::resolve::MAIN;
use crate::resolve::estate::interface::entries;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::pod::after;
use crate::resolve::uses::bootstrap;
use crate::resolve::uses::{Place, Used};
use crate::spec::Spanned;
use crate::syntax::{Node, Origin, Text};

/// The edges of what an app uses. Whether that is there is for `check_places` to say.
pub fn gather(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    let app = &scope.app.name;
    for used in entries(scope.app.spec.get("uses")) {
        let Ok(place) = scope.place(&used.key) else { continue };
        let Some((to, port)) = called(gathering, &place) else { continue };
        let ports = Ports::These(vec![port]);
        let callee = match &place.place {
            Place::Elsewhere { cidr: Some(cidr) } => cidr.origin.clone(),
            _ => Origin::Unknown,
        };
        let mut callers: Vec<Party> = gathering.of(app).iter().map(|pods| workload(app, pods)).collect();
        let beside = bootstrap::pods(scope, used, &place);
        callers.extend(beside.iter().map(|pods| workload(app, pods)));
        out.beside.extend(beside);
        out.edges.extend(callers.into_iter().map(|from| Edge {
            kind: EdgeKind::Use,
            from,
            to: to.clone(),
            ports: ports.clone(),
            origin: place.reason.clone(),
            callee: callee.clone(),
        }));
    }
}

/// The edges of what an app waits for: of those workloads that wait.
pub fn gather_needs(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    let app = &scope.app.name;
    for entry in after::needs(scope.app) {
        let Ok(need) = scope.need(entry) else { continue };
        let other = need.app.name.as_str();
        let Some((to, port)) = port_of(gathering, other, &need.port, need.origin.clone()) else { continue };
        let waits = |pods: &&Pods| after::has_to_wait(scope.app, &pods.component.value);
        out.edges.extend(gathering.of(app).iter().filter(waits).map(|from| Edge {
            kind: EdgeKind::After,
            from: workload(app, from),
            to: workload(other, to),
            ports: Ports::These(vec![port.clone()]),
            origin: entry.value.origin.clone(),
            callee: Origin::Unknown,
        }));
    }
}

/// Whom a use calls, and on which port; nobody where neither pods nor addresses are known.
fn called(gathering: &Gathering, used: &Used) -> Option<(Party, PodPort)> {
    match &used.place {
        Place::App(provider) => {
            let name = provider.app.name.as_str();
            let (pods, port) = port_of(gathering, name, &provider.port, provider.wanted.clone())?;
            Some((workload(name, pods), port))
        }
        Place::Elsewhere { cidr } => {
            let port = used.says.get("port")?;
            let number = Spanned::new(port.as_i64()?, port.origin.clone());
            let port = PodPort { name: None, number, service: None, udp: None, chosen: Origin::Unknown };
            Some((Party::Addresses(cidr.as_ref().and_then(Node::as_text)?.clone()), port))
        }
    }
}

/// A port of an app's own pods.
fn port_of<'g>(
    gathering: &'g Gathering,
    app: &str,
    port: &Text,
    chosen: Origin,
) -> Option<(&'g Pods, PodPort)> {
    let main = gathering.of(app).iter().find(|pods| pods.component.value.as_str() == MAIN)?;
    Some((main, PodPort { chosen, ..main.port(port)?.clone() }))
}
