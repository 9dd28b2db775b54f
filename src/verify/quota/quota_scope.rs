//! Which pods and claims a ResourceQuota is about (`validateResourceQuotaScopes`, `validateScopeSelector`).

use super::resource::{fits, is_of_quotas};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, keys, text};

pub const RULE: Rule = Rule { code: code::QUOTA_SCOPE, check: Check::Kinds(&["ResourceQuota"], check) };

/// Scopes that leave nothing together.
const OPPOSITES: [(&str, &str); 2] = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let scopes = items(&object.node, &["spec", "scopes"]);
    let selected = items(&object.node, &["spec", "scopeSelector", "matchExpressions"]);
    scopes.iter().for_each(|node| scope(object, node, node, findings));
    for expression in selected {
        // Where it is not there at all, the schema says so.
        if let Some(name) = field(expression, &["scopeName"]) {
            scope(object, name, expression, findings);
        }
        requirement(expression, findings);
    }
    opposites(&mut scopes.iter(), findings);
    opposites(&mut selected.iter().filter_map(|expression| field(expression, &["scopeName"])), findings);
}

fn error(message: String) -> Diagnostic {
    Diagnostic::error(code::QUOTA_SCOPE, message)
}

/// Every resource that is limited is one that the scope is about.
fn scope(object: &Object, node: &Node, at: &Node, findings: &mut Findings) {
    let Some(name) = node.as_str() else { return };
    let odd = keys(&object.node, &["spec", "hard"])
        .find(|entry| is_of_quotas(&entry.key) && !fits(name, &entry.key));
    if let Some(odd) = odd {
        let found = error(format!("the scope `{name}` has nothing to do with `{}`", odd.key))
            .at(node.origin.span(), "");
        let found = found.related(odd.key_origin.span(), "limited here");
        findings.add(at, found.help("make a quota of its own for one of them"));
    }
}

fn opposites(scopes: &mut dyn Iterator<Item = &Node>, findings: &mut Findings) {
    let all: Vec<&Node> = scopes.collect();
    for (one, other) in OPPOSITES {
        let of = |name: &str| all.iter().find(|node| node.as_str() == Some(name));
        if let (Some(first), Some(second)) = (of(one), of(other)) {
            let found = error(format!("nothing is both `{one}` and `{other}`")).at(second.origin.span(), "");
            findings
                .add(second, found.related(first.origin.span(), "the other one").help("remove one of them"));
        }
    }
}

fn requirement(expression: &Node, findings: &mut Findings) {
    let (name, operator) = (text(expression, &["scopeName"]), text(expression, &["operator"]));
    let values = items(expression, &["values"]);
    let takes_values = matches!(name, "PriorityClass" | "VolumeAttributesClass");
    let at = field(expression, &["operator"]).unwrap_or(expression);
    if !takes_values && !name.is_empty() && !matches!(operator, "" | "Exists") {
        let found = error(format!("the scope `{name}` is there or not: it has no values to compare"));
        findings.add(at, found.help("write `operator: Exists`"));
    }
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            findings.add(
                at,
                error(format!("`{operator}` needs the values that it is about")).help("add `values`"),
            );
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let at = field(expression, &["values"]).unwrap_or(expression);
            findings.add(at, error(format!("`{operator}` takes no values")).help("remove `values`"));
        }
        _ => {}
    }
}
