//! Nobody asks for more than his limit; of what cannot be shared, for just as much (`validateResourceRequirements`).

use super::resources::{self, Kind, Resources};
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, keys, syntax};

pub const RULE: Rule = Rule { code: code::RESOURCE_REQUEST, check: Check::Pods(check) };

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    for one in resources::all(pod, ground) {
        for request in keys(one.node, &["requests"]) {
            of_one(&one, request, findings);
        }
        alone(&one, findings);
    }
}

fn of_one(one: &Resources, request: &Entry, findings: &mut Findings) {
    let name = request.key.as_str();
    let is_shared = Kind::of(name) == Kind::Standard;
    let Some(limit) = field(one.node, &["limits", name]) else {
        if !is_shared {
            let message = format!("`{name}` cannot be shared: a request for it needs a limit");
            let help = format!("write `{name}` under `limits`, just as much");
            findings.error(code::RESOURCE_REQUEST, &request.value, message, help);
        }
        return;
    };
    let (Some(asked), Some(most)) = (syntax::quantity(&request.value), syntax::quantity(limit)) else {
        return;
    };
    if most.is_negative() {
        return; // `resource-amount` tells it.
    }
    let order = asked.compare(&most);
    let message = match (order.is_gt(), order.is_eq()) {
        (_, false) if !is_shared => format!("`{name}` cannot be shared: its request is its limit"),
        (true, _) => format!("the request for {name}, {asked}, is above its limit, {most}"),
        _ => return,
    };
    let found = Diagnostic::error(code::RESOURCE_REQUEST, message).at(request.value.origin.span(), "");
    let found = found.related(limit.origin.span(), "the limit");
    findings.add(&request.value, found.help("raise the limit, or lower the request"));
}

/// Huge pages alone do not make a container run.
fn alone(one: &Resources, findings: &mut Findings) {
    let all = || keys(one.node, &["limits"]).chain(keys(one.node, &["requests"]));
    let Some(pages) = all().find(|entry| Kind::of(&entry.key) == Kind::HugePages) else { return };
    if !all().any(|entry| matches!(entry.key.as_str(), "cpu" | "memory")) {
        let message = "huge pages need cpu or memory beside them";
        let node: &Node = &pages.value;
        findings.error(code::RESOURCE_REQUEST, node, message, "add `cpu` or `memory`");
    }
}
