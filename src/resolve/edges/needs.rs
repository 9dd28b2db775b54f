//! Edges that follow from `uses` and `after`: whoever uses a database, or waits for an app, calls it.

use super::{Edge, EdgeKind, Gathered, Gathering, Party, PodPort, Ports, workload};
use crate::resolve::interface::entries;
use crate::resolve::scope::AppScope;
use crate::resolve::uses::Place;
use crate::spec::Spanned;
use crate::syntax::{Node, Origin, Text};

/// The edges of everything that an app uses. What is elsewhere can be let through only where its binding says its
/// addresses.
pub fn of_uses(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    for entry in entries(scope.app.spec.get("uses")) {
        let Ok(used) = scope.place(&entry.key) else { continue };
        match used.place {
            Place::App(provider) => {
                let port = provider.provides.get("port").map_or(Origin::Unknown, |port| port.origin.clone());
                let called = Called { app: &provider.app.name, port: &provider.port, chosen: port };
                called.by(gathering, scope, EdgeKind::Use, &bound(&entry.value, scope), out);
            }
            Place::Elsewhere { cidr } => {
                let Some(range) = cidr.as_ref().and_then(super::spanned) else { continue };
                let number =
                    used.says.get("port").and_then(|port| Some((port.as_i64()?, port.origin.clone())));
                let ports = number.map_or(Ports::All, |(number, origin)| {
                    Ports::These(vec![PodPort::numbered(Spanned::new(number, origin))])
                });
                out.edges.extend(gathering.of(&scope.app.name).iter().map(|from| Edge {
                    kind: EdgeKind::Use,
                    from: workload(&scope.app.name, from),
                    to: Party::Addresses(range.value.clone()),
                    ports: ports.clone(),
                    origin: range.origin.clone(),
                }));
            }
        }
    }
}

/// The edges of every app that an app waits for.
pub fn of_after(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    for entry in entries(scope.app.spec.get("after")) {
        let Ok(need) = scope.need(entry) else { continue };
        let called = Called { app: &need.app.name, port: &need.port, chosen: need.origin.clone() };
        called.by(gathering, scope, EdgeKind::After, &entry.key_origin, out);
    }
}

/// The lines that bind a use to an app.
fn bound(used: &Node, scope: AppScope) -> Origin {
    let Some(chosen) = used.get("binding").or_else(|| used.get("type")).map(|node| scope.quietly(node))
    else {
        return Origin::Unknown;
    };
    let binding = chosen.as_str().and_then(|name| scope.environment.spec.at(&["bindings", name, "app"]));
    Origin::derived([chosen.origin.clone()].into_iter().chain(binding.map(|app| app.origin.clone())))
}

/// A port of the main workload of an app.
struct Called<'a> {
    app: &'a str,
    port: &'a Text,
    /// What chose the port.
    chosen: Origin,
}

impl Called<'_> {
    /// All workloads of the scope's app call it.
    fn by(
        &self,
        gathering: &Gathering,
        scope: AppScope,
        kind: EdgeKind,
        origin: &Origin,
        out: &mut Gathered,
    ) {
        let Some(to) = gathering.of(self.app).first() else { return };
        let Some(port) = to.port(self.port) else { return };
        let port = PodPort { chosen: self.chosen.clone(), ..port.clone() };
        out.edges.extend(gathering.of(&scope.app.name).iter().map(|from| Edge {
            kind,
            from: workload(&scope.app.name, from),
            to: workload(self.app, to),
            ports: Ports::These(vec![port.clone()]),
            origin: origin.clone(),
        }));
    }
}
