//! The nodes that a pod must or would run on (`validateNodeAffinity`, `ValidateNodeSelectorRequirement`).

use super::weight;
use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax, text};

pub const RULE: Rule = Rule { code: code::NODE_AFFINITY, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let Some(affinity) = field(pod.spec, &["affinity", "nodeAffinity"]) else { return };
    if let Some(required) = field(affinity, &[super::REQUIRED]) {
        let terms = field(required, &["nodeSelectorTerms"]);
        if let Some(node) = terms.filter(|terms| terms.as_sequence().is_some_and(<[Node]>::is_empty)) {
            let message = "no node is good enough: there is no term";
            findings.error(code::NODE_AFFINITY, node, message, "add a term with `matchExpressions`");
        }
        items(required, &["nodeSelectorTerms"]).iter().for_each(|one| term(one, true, findings));
    }
    for preferred in items(affinity, &[super::PREFERRED]) {
        weight::check(preferred, code::NODE_AFFINITY, findings);
        if let Some(one) = field(preferred, &["preference"]) {
            term(one, false, findings);
        }
    }
}

fn term(one: &Node, is_required: bool, findings: &mut Findings) {
    for expression in items(one, &["matchExpressions"]) {
        operands(expression, findings);
        label(expression, is_required, findings);
    }
    for expression in items(one, &["matchFields"]) {
        of_field(expression, findings);
    }
}

fn operands(expression: &Node, findings: &mut Findings) {
    let operator = text(expression, &["operator"]);
    let values = items(expression, &["values"]).len();
    let wrong = match operator {
        "In" | "NotIn" if values == 0 => "asks for values",
        "Exists" | "DoesNotExist" if values > 0 => "asks for no values",
        "Gt" | "Lt" if values != 1 => "asks for one value",
        _ => return,
    };
    let node = field(expression, &["values"]).unwrap_or(expression);
    let message = format!("`operator: {operator}` {wrong}");
    let help = if values == 0 { "add `values`" } else { "write other `values`, or another operator" };
    findings.error(code::NODE_AFFINITY, node, message, help);
}

fn label(expression: &Node, is_required: bool, findings: &mut Findings) {
    if let Some(node) = field(expression, &["key"])
        && let Some(expected) = node.as_str().and_then(|key| syntax::qualified_name(key).err())
    {
        let message = "nodes cannot have such a label";
        findings.error(code::NODE_AFFINITY, node, message, expected);
    }
    for node in items(expression, &["values"]) {
        let Some(expected) = node.as_str().and_then(|value| syntax::label_value(value).err()) else {
            continue;
        };
        let message = "nodes cannot have such a label";
        match is_required {
            true => findings.error(code::NODE_AFFINITY, node, message, expected),
            // A preference that no node can fulfil does no harm.
            false => findings.warning(code::NODE_AFFINITY, node, message, expected),
        }
    }
}

/// Of fields, only the name can be asked for.
fn of_field(expression: &Node, findings: &mut Findings) {
    if let Some(node) = field(expression, &["key"]).filter(|node| node.as_str() != Some("metadata.name")) {
        let message = "of a node's fields only `metadata.name` can be asked for";
        findings.error(code::NODE_AFFINITY, node, message, "write labels under `matchExpressions`");
    }
    let is_listed = matches!(text(expression, &["operator"]), "In" | "NotIn");
    if !is_listed || items(expression, &["values"]).len() != 1 {
        let message = "a node's name is asked for with `In` or `NotIn` and one value";
        findings.error(code::NODE_AFFINITY, expression, message, "write one value");
    }
}
