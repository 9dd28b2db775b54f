//! The Gateways that routes hang on, and their listeners, where the input has Gateways: they often lie elsewhere.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Detail, Gathered, Reference, Site, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::text;

const ROUTES: Referring = Referring::kinds(&[
    "gateway.networking.k8s.io/HTTPRoute",
    "gateway.networking.k8s.io/GRPCRoute",
    "gateway.networking.k8s.io/TLSRoute",
    "gateway.networking.k8s.io/TCPRoute",
    "gateway.networking.k8s.io/UDPRoute",
]);

pub const RULE: Rule =
    Rule { code: code::ROUTE_PARENT, check: Check::References(ROUTES, Refer { gather, tell }) };

const GROUP: &str = "gateway.networking.k8s.io";

fn gather(gathered: &mut Gathered) {
    for parent in Way::root(gathered.object).each(&["spec", "parentRefs"]) {
        let is_gateway = matches!(text(parent.node, &["kind"]), "" | "Gateway")
            && matches!(text(parent.node, &["group"]), "" | GROUP);
        let Some(name) = parent.text(&["name"]).filter(|_| is_gateway) else { continue };
        let home = parent.text(&["namespace"]).and_then(|home| home.node.as_text().cloned());
        let target = gathered.named(GROUP, "Gateway", home.unwrap_or(gathered.namespace()), &name);
        let detail = |way: Way| -> Option<(Detail, Site)> {
            Some((Detail::Listener(way.node.as_text()?.clone()), way.site()))
        };
        let details = parent.text(&["sectionName"]).and_then(detail).into_iter().collect();
        gathered.refer_with(&name, target, Absence::WhereKnown, details);
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let (message, help) = match broken {
        Broken::Lacks { detail: Detail::Listener(name), target, .. } => {
            (format!("{target} has no listener `{name}`"), "name one of its listeners")
        }
        _ => (format!("there is no {}", reference.target), "write the name and namespace of a Gateway"),
    };
    Diagnostic::error(code::ROUTE_PARENT, message).help(broken.instead().unwrap_or(help.into()))
}
