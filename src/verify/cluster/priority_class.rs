//! How high a priority may be (`ValidatePriorityClass`): the highest ones, and names beginning `system-`, are
//! Kubernetes' own.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, integer, text};

pub const RULE: Rule =
    Rule { code: code::PRIORITY_CLASS, check: Check::Kinds(&["scheduling.k8s.io/PriorityClass"], check) };

/// The highest priority of a class that is not Kubernetes' own.
const HIGHEST: i64 = 1_000_000_000;
/// Kubernetes' own classes with their priorities.
const SYSTEM: [(&str, i64); 2] =
    [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let name = text(&object.node, &["metadata", "name"]);
    let priority = integer(&object.node, &["value"]).unwrap_or(0);
    let value = field(&object.node, &["value"]).unwrap_or(&object.node);
    if !name.starts_with("system-") {
        if priority > HIGHEST {
            add(
                value,
                format!("{priority} is higher than a priority may be"),
                "write 1000000000 or less",
                findings,
            );
        }
        return;
    }
    let Some((_, own)) = SYSTEM.iter().find(|(known, _)| *known == name) else {
        let named = field(&object.node, &["metadata", "name"]).unwrap_or(&object.node);
        let message = format!("`{name}` cannot be the name of a PriorityClass");
        return add(
            named,
            message,
            "names beginning with `system-` are Kubernetes' own: give it another",
            findings,
        );
    };
    if priority != *own {
        add(value, format!("{name} has the priority {own}"), "leave it out: every cluster has it", findings);
    }
    if let Some(global) = field(&object.node, &["globalDefault"]).filter(|node| node.as_bool() == Some(true))
    {
        add(global, format!("{name} is not the default"), "remove `globalDefault`", findings);
    }
}

fn add(at: &Node, message: String, help: &str, findings: &mut Findings) {
    findings.add(at, Diagnostic::error(code::PRIORITY_CLASS, message).help(help));
}
