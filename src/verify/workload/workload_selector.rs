//! A workload selects the pods of its own template (`ValidateDeploymentSpec` and its like).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, keys, syntax, text};

pub const RULE: Rule = Rule {
    code: code::WORKLOAD_SELECTOR,
    check: Check::Kinds(&["apps/Deployment", "apps/StatefulSet", "apps/DaemonSet", "apps/ReplicaSet"], check),
};

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(selector) = field(&object.node, &["spec", "selector"]) else { return };
    let Some(template) = field(&object.node, &["spec", "template"]) else { return };
    let labels = field(template, &["metadata", "labels"]);
    let terms = keys(selector, &["matchLabels"]).count() + items(selector, &["matchExpressions"]).len();
    if selector.as_mapping().is_some() && terms == 0 {
        let found =
            Diagnostic::error(code::WORKLOAD_SELECTOR, "a workload with an empty selector has all pods");
        let found = found.at(selector.origin.span(), "");
        return findings
            .add(selector, found.help("select labels of the pod template: `matchLabels: {app: shop}`"));
    }
    let missed = keys(selector, &["matchLabels"]).find(|entry| {
        labels.and_then(|labels| labels.get(&entry.key)).and_then(Node::as_str) != entry.value.as_str()
    });
    if let Some(entry) = missed {
        let value = entry.value.as_str().unwrap_or("");
        if syntax::label_value(value).is_err() {
            return; // `label-selector` tells it.
        }
        let message = format!("the pods do not have the label `{}: {value}` that is selected", entry.key);
        let has = labels.and_then(|labels| labels.get(&entry.key)).or(labels);
        let found = Diagnostic::error(code::WORKLOAD_SELECTOR, message)
            .at(entry.value.origin.span(), "")
            .related(has.and_then(|node| node.origin.span()), "the pods' labels")
            .help("write the same label in both; a selector cannot be changed later");
        return findings.add(&entry.value, found);
    }
    let failed = items(selector, &["matchExpressions"]).iter().find(|term| !holds(term, labels));
    if let Some(term) = failed {
        let message = format!("the pods' label `{}` is not as it is selected", text(term, &["key"]));
        let found = Diagnostic::error(code::WORKLOAD_SELECTOR, message).at(term.origin.span(), "");
        findings.add(term, found.help("let the labels of the pod template fit the selector"));
    }
}

/// Whether labels fit an expression; one that is none is told by others.
fn holds(term: &Node, labels: Option<&Node>) -> bool {
    let value = labels.and_then(|labels| labels.get(text(term, &["key"]))).and_then(Node::as_str);
    let listed = |value: &str| items(term, &["values"]).iter().any(|item| item.as_str() == Some(value));
    match text(term, &["operator"]) {
        "In" => value.is_some_and(listed),
        "NotIn" => !value.is_some_and(listed),
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        _ => true,
    }
}
