//! Selectors by labels, wherever a kind has one (`ValidateLabelSelector`, `ValidateLabels`).
//!
//! Operators that there are not are the schema's to tell. Operators' kinds (ServiceMonitor, Rollout) read selectors in
//! the same way; their controllers refuse what the API server lets pass.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::metadata::selector_place::{pods, selectors, spots};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::{label_value, qualified_name};
use crate::verify::view::{field, items, keys, template_of, text};

pub const RULE: Rule = Rule { code: code::LABEL_SELECTOR, check: Check::Objects(check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let own = selectors(&object.identity.group, &object.identity.kind);
    for place in own {
        spots(&object.node, place, &mut |node| selector(node, findings));
    }
    let pod = template_of(object).and_then(|template| field(template, &["spec"]));
    for place in pod.map(|_| pods()).unwrap_or_default() {
        pod.iter().for_each(|pod| spots(pod, place, &mut |node| selector(node, findings)));
    }
    if matches!(object.identity.kind.as_str(), "Service" | "ReplicationController")
        && object.identity.group.is_empty()
    {
        keys(&object.node, &["spec", "selector"]).for_each(|entry| label(entry, findings));
    }
}

fn selector(selector: &Node, findings: &mut Findings) {
    keys(selector, &["matchLabels"]).for_each(|entry| label(entry, findings));
    for expression in items(selector, &["matchExpressions"]) {
        requirement(expression, findings);
    }
}

fn error(message: String) -> Diagnostic {
    Diagnostic::error(code::LABEL_SELECTOR, message)
}

fn label(entry: &Entry, findings: &mut Findings) {
    if let Err(expected) = qualified_name(&entry.key) {
        let found = error(format!("`{}` is the key of no label", entry.key)).at(entry.key_origin.span(), "");
        findings.add(&entry.value, found.help(expected));
    }
    value(&entry.value, findings);
}

fn value(node: &Node, findings: &mut Findings) {
    let Some(text) = node.as_str() else { return };
    if let Err(expected) = label_value(text) {
        findings.add(node, error(format!("no label can have the value `{text}`")).help(expected));
    }
}

fn requirement(expression: &Node, findings: &mut Findings) {
    // Where it is not there at all, the schema says so.
    if let Some(key) = field(expression, &["key"])
        && let Some(Err(expected)) = key.as_str().map(qualified_name)
    {
        let written = text(expression, &["key"]);
        findings.add(key, error(format!("`{written}` is the key of no label")).help(expected));
    }
    let operator = text(expression, &["operator"]);
    let values = items(expression, &["values"]);
    let at = field(expression, &["values"]).unwrap_or(expression);
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            let found = error(format!("`{operator}` needs the values that it is about"));
            findings.add(at, found.help("add `values`, or write `Exists` or `DoesNotExist`"));
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let found = error(format!("`{operator}` is about the key alone"));
            findings.add(at, found.help("remove `values`, or write `In` or `NotIn`"));
        }
        _ => {}
    }
    values.iter().for_each(|node| value(node, findings));
}
