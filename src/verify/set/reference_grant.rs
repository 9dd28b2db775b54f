//! A route leads into another namespace only where a ReferenceGrant there allows it.

use crate::diagnostic::{Diagnostic, Severity, code};
use crate::syntax::Text;
use crate::verify::between::{Facts, Linked, Placed, Reference, Scope, Target, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::REFERENCE_GRANT, check: Check::Between(check) };

const GROUP: &str = "gateway.networking.k8s.io";

fn check(linked: &Linked, told: &mut Told) {
    if linked.scope == Scope::Part {
        return;
    }
    let routes = linked.entries.iter().filter(|placed| {
        placed.entry.identity.group.as_str() == GROUP && placed.entry.identity.kind.ends_with("Route")
    });
    for route in routes.filter(|route| !route.entry.is_ours) {
        for reference in &route.entry.references {
            let Some((namespace, name)) = abroad(route, reference) else { continue };
            if !is_granted(linked, route, namespace, name) {
                let found = found(route, namespace, name);
                let severity = if linked.scope == Scope::Open { Severity::Warning } else { Severity::Error };
                told.add(route, &reference.at, Diagnostic { severity, ..found });
            }
        }
    }
}

/// A Service in another namespace.
fn abroad<'s>(route: &Placed, reference: &'s Reference) -> Option<(&'s Text, &'s str)> {
    match &reference.target {
        Target::Named { kind, namespace, name, .. }
            if kind.as_str() == "Service" && *namespace != route.entry.identity.namespace =>
        {
            Some((namespace, name))
        }
        _ => None,
    }
}

fn is_granted(linked: &Linked, route: &Placed, namespace: &str, name: &str) -> bool {
    let (kind, home) = (&route.entry.identity.kind, &route.entry.identity.namespace);
    linked.grants(namespace).any(|entry| match &entry.facts {
        Facts::Grants(grants) => grants.iter().any(|grant| grant.allows(kind, home, "Service", name)),
        _ => false,
    })
}

fn found(route: &Placed, namespace: &str, name: &str) -> Diagnostic {
    let kind = &route.entry.identity.kind;
    let message = format!("no ReferenceGrant in `{namespace}` lets this {kind} lead to Service `{name}`");
    Diagnostic::error(code::REFERENCE_GRANT, message).help(format!(
        "make one in `{namespace}`: from {kind} of `{}`, to Service",
        route.entry.identity.namespace
    ))
}
