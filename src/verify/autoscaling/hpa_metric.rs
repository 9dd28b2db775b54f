//! What an autoscaler measures: the body of its type, and one target that can be aimed at (`validateMetricSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::quantity::Quantity;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::path_segment;
use crate::verify::view::{field, items, text};

pub const RULE: Rule =
    Rule { code: code::HPA_METRIC, check: Check::Kinds(&["autoscaling/HorizontalPodAutoscaler"], check) };

/// The types with their bodies.
const TYPES: [(&str, &str); 5] = [
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
    ("Pods", "pods"),
    ("Object", "object"),
    ("External", "external"),
];
const TARGETS: [&str; 3] = ["averageUtilization", "averageValue", "value"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    if object.api_version.as_str() != "autoscaling/v2" {
        return;
    }
    for metric in items(&object.node, &["spec", "metrics"]) {
        let type_ = text(metric, &["type"]);
        // Another type is told by the schema.
        let Some((_, body)) = TYPES.iter().find(|(name, _)| *name == type_) else { continue };
        for (_, other) in TYPES.iter().filter(|(_, other)| other != body) {
            if let Some(node) = field(metric, &[other]) {
                let message = format!("a metric of type `{type_}` has no `{other}`");
                add(node, &message, &format!("remove it; its body is `{body}`"), findings);
            }
        }
        match field(metric, &[body]) {
            None => {
                let message = format!("a metric of type `{type_}` says what it measures in `{body}`");
                add(metric, &message, &format!("add `{body}`"), findings);
            }
            Some(source) => {
                names(type_, source, findings);
                target(type_, source, findings);
            }
        }
    }
}

/// What is measured has a name, and what an `Object` metric is about has a kind too.
fn names(type_: &str, source: &Node, findings: &mut Findings) {
    let paths: &[&[&str]] = match type_ {
        "Resource" => &[&["name"]],
        "ContainerResource" => &[&["name"], &["container"]],
        "Object" => &[&["metric", "name"], &["describedObject", "kind"], &["describedObject", "name"]],
        _ => &[&["metric", "name"]],
    };
    for path in paths {
        // What is not written at all is told by the schema.
        let Some(node) = field(source, path) else { continue };
        let Some(written) = node.as_str() else { continue };
        let key = path.join(".");
        if written.is_empty() {
            add(node, &format!("`{key}` is empty"), "say what is measured", findings);
        } else if let (2.., Err(expected)) = (path.len(), path_segment(written)) {
            add(node, &format!("`{written}` cannot be the `{key}`"), expected, findings);
        }
    }
}

fn target(type_: &str, source: &Node, findings: &mut Findings) {
    let Some(target) = field(source, &["target"]) else { return };
    let allowed: &[&str] = match type_ {
        "Resource" | "ContainerResource" => &["averageUtilization", "averageValue"],
        "Pods" => &["averageValue"],
        _ => &["value", "averageValue"],
    };
    let written: Vec<&str> = TARGETS.into_iter().filter(|key| field(target, &[key]).is_some()).collect();
    let fitting = written.iter().filter(|key| allowed.contains(key)).count();
    let one_only = matches!(type_, "Resource" | "ContainerResource" | "External");
    if fitting == 0 || (one_only && fitting > 1) {
        let words = allowed.join("` or `");
        add(target, &format!("the target of a `{type_}` metric is `{words}`"), "write one of them", findings);
    }
    for key in written {
        let Some(node) = field(target, &[key]) else { continue };
        let quantity = node.scalar_text().and_then(|text| Quantity::parse(text));
        let is_positive =
            quantity.is_none_or(|quantity| !quantity.is_zero() && !quantity.as_str().starts_with('-'));
        if !is_positive {
            add(node, &format!("`{key}` is greater than 0"), "write what to aim at", findings);
        }
    }
}

fn add(node: &Node, message: &str, help: &str, findings: &mut Findings) {
    findings.add(node, Diagnostic::error(code::HPA_METRIC, message).at(node.origin.span(), "").help(help));
}
