//! Edges that follow from routes: the gateway calls the ports that they lead to.

use super::{Edge, EdgeKind, Gathered, Gathering, Party, PodPort, Ports, spanned, workload};
use crate::resolve::estate::interface::entries;
use crate::resolve::estate::scope::AppScope;
use crate::spec::Spanned;
use crate::syntax::{Node, Origin, Text};

/// The edges of every route of an app. Whether a route holds together is for those who make it.
pub fn gather(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    let app = &scope.app.name;
    let Some(main) = gathering.of(app).first() else { return };
    let routing = scope.environment.spec.get("routing").map(|routing| scope.quietly(routing));
    let spec = &scope.spec().spec;
    for route in entries(spec.get("routes")) {
        let Some(name) = route.value.get("port") else { continue };
        let Some(port) = name.as_str().and_then(|name| main.port(name)) else { continue };
        let Some((from, origin)) = gate(&route.value, routing.as_ref(), scope) else { continue };
        out.edges.push(Edge {
            kind: EdgeKind::Route,
            from,
            to: workload(app, main),
            ports: Ports::These(vec![PodPort { chosen: name.origin.clone(), ..port.clone() }]),
            origin,
            callee: Origin::Unknown,
        });
    }
}

/// Where the callers of a route come from: the gateway's namespace, the Ingress controller's, or anywhere.
fn gate(route: &Node, routing: Option<&Node>, scope: AppScope) -> Option<(Party, Origin)> {
    let routing = routing?;
    let kind = routing.get("kind")?;
    let namespace =
        |found: Spanned<Text>| (Party::Namespace(found.value), found.origin.because([kind.origin.clone()]));
    match kind.as_str()? {
        "gateway" => {
            // A route's own gateway stands alone where it has a name, else over the environment's.
            let (own, all) = (route.get("gateway"), routing.get("gateway"));
            let all = all.filter(|_| own.is_none_or(|own| own.get("name").is_none()));
            let mut written = [own, all].into_iter().flatten();
            let written = written.find_map(|gateway| spanned(gateway.get("namespace")?));
            written.or_else(|| spanned(&scope.namespace())).map(namespace)
        }
        "ingress" => match routing.get("namespace").and_then(spanned) {
            Some(written) => Some(namespace(written)),
            None => Some((Party::Anyone, kind.origin.clone())),
        },
        _ => None,
    }
}
