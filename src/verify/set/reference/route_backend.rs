//! The Services that Ingresses and routes lead to, and their ports.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Text;
use crate::verify::between::{Absence, Broken, Detail, Gathered, Port, Reference, Site, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::syntax::{dns_label, port_name};
use crate::verify::view::text;

const ROUTES: Referring = Referring::kinds(&[
    "networking.k8s.io/Ingress",
    "gateway.networking.k8s.io/HTTPRoute",
    "gateway.networking.k8s.io/GRPCRoute",
    "gateway.networking.k8s.io/TLSRoute",
    "gateway.networking.k8s.io/TCPRoute",
    "gateway.networking.k8s.io/UDPRoute",
    "traefik.io/IngressRoute",
]);

pub const RULE: Rule =
    Rule { code: code::ROUTE_BACKEND, check: Check::References(ROUTES, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let object = Way::root(gathered.object);
    match gathered.object.identity.kind.as_str() {
        "Ingress" => {
            let rules = object.each(&["spec", "rules"]).flat_map(|rule| rule.each(&["http", "paths"]));
            let paths = rules.filter_map(|path| path.to(&["backend", "service"]));
            for service in object.to(&["spec", "defaultBackend", "service"]).into_iter().chain(paths) {
                // A name that no Service can have is told by `ingress-backend`.
                if dns_label(text(service.node, &["name"])).is_ok() {
                    let port = service.text(&["port", "name"]).or_else(|| service.to(&["port", "number"]));
                    refer(gathered, &service, port);
                }
            }
        }
        "IngressRoute" => {
            for service in object.each(&["spec", "routes"]).flat_map(|route| route.each(&["services"])) {
                if matches!(text(service.node, &["kind"]), "" | "Service") {
                    refer(gathered, &service, service.to(&["port"]));
                }
            }
        }
        _ => of_route(gathered, &object),
    }
}

fn of_route(gathered: &mut Gathered, route: &Way) {
    for rule in route.each(&["spec", "rules"]) {
        let mirrors =
            rule.each(&["filters"]).filter_map(|filter| filter.to(&["requestMirror", "backendRef"]));
        for backend in rule.each(&["backendRefs"]).chain(mirrors) {
            let is_service = matches!(text(backend.node, &["kind"]), "" | "Service");
            if is_service && text(backend.node, &["group"]).is_empty() {
                refer(gathered, &backend, backend.to(&["port"]));
            }
        }
    }
}

fn refer(gathered: &mut Gathered, service: &Way, port: Option<Way>) {
    let Some(name) = service.text(&["name"]) else { return };
    let home = service.text(&["namespace"]).and_then(|home| home.node.as_text().cloned());
    let target = gathered.named("", "Service", home.unwrap_or(gathered.namespace()), &name);
    let detail = |way: Way| -> Option<(Detail, Site)> {
        let port = Port::read(way.node)?;
        let can_be = match &port {
            Port::Name(name) => port_name(name).is_ok(),
            Port::Number(number) => (1..=65535).contains(number),
        };
        can_be.then(|| (Detail::Port(port), way.site()))
    };
    let details = port.and_then(detail).into_iter().collect();
    gathered.refer_with(&name, target, Absence::Told, details);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let (message, help) = match broken {
        Broken::Lacks { detail: Detail::Port(port), target, .. } => {
            (format!("{target} has no port {port}"), Text::literal("name a port of the Service"))
        }
        _ => (format!("there is no {}", reference.target), Text::literal("write the name of a Service")),
    };
    Diagnostic::error(code::ROUTE_BACKEND, message).help(broken.instead().unwrap_or(help.to_string()))
}
