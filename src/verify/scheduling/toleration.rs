//! Taints that a pod bears (`ValidateTolerations`).

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax, text};

pub const RULE: Rule = Rule { code: code::TOLERATION, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    items(pod.spec, &["tolerations"]).iter().for_each(|one| toleration(one, findings));
}

fn toleration(one: &Node, findings: &mut Findings) {
    let operator = text(one, &["operator"]);
    let key = text(one, &["key"]);
    if key.is_empty() && matches!(operator, "" | "Equal") {
        let node = field(one, &["operator"]).unwrap_or(one);
        let message = "a toleration without `key` bears everything, by `operator: Exists`";
        findings.error(code::TOLERATION, node, message, "add `key`, or write `operator: Exists`");
    } else if let (Some(node), Err(expected)) = (field(one, &["key"]), syntax::qualified_name(key))
        && !key.is_empty()
    {
        findings.error(code::TOLERATION, node, format!("`{key}` cannot be the key of a taint"), expected);
    }
    let seconds = field(one, &["tolerationSeconds"]);
    if let Some(node) = seconds.filter(|_| text(one, &["effect"]) != "NoExecute") {
        let message = "`tolerationSeconds` is for taints that end pods";
        findings.error(code::TOLERATION, node, message, "write `effect: NoExecute`, or remove it");
    }
    let Some(node) = field(one, &["value"]) else { return };
    let value = node.as_str().unwrap_or("");
    if operator == "Exists" && !value.is_empty() {
        let message = "`operator: Exists` asks for no value";
        findings.error(code::TOLERATION, node, message, "remove `value`, or write `operator: Equal`");
    } else if let Err(expected) = syntax::label_value(value)
        && matches!(operator, "" | "Equal")
    {
        findings.error(code::TOLERATION, node, format!("`{value}` cannot be the value of a taint"), expected);
    }
}
