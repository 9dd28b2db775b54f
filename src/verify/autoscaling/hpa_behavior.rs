//! How fast an autoscaler moves (`validateBehavior`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule =
    Rule { code: code::HPA_BEHAVIOR, check: Check::Kinds(&["autoscaling/HorizontalPodAutoscaler"], check) };

/// The longest time that a decision is held back, and the longest time of a policy, in seconds.
const HELD: i64 = 3600;
const PERIOD: i64 = 1800;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let ways = ["scaleUp", "scaleDown"].into_iter();
    for way in ways.filter_map(|way| field(&object.node, &["spec", "behavior", way])) {
        if let Some(node) = outside(way, "stabilizationWindowSeconds", 0, HELD) {
            add(
                node,
                "`stabilizationWindowSeconds` is from 0 to 3600",
                "write how long to wait, at most an hour",
                findings,
            );
        }
        let policies = field(way, &["policies"]);
        if let Some(node) = policies.filter(|node| node.as_sequence().is_some_and(<[Node]>::is_empty)) {
            add(node, "there is at least one policy", "remove the key: then Kubernetes' own hold", findings);
        }
        for policy in items(way, &["policies"]) {
            each(policy, findings);
        }
    }
}

fn each(policy: &Node, findings: &mut Findings) {
    if let Some(node) = outside(policy, "value", 1, i64::MAX) {
        add(
            node,
            "a policy moves by at least 1",
            "write 1 or more; `selectPolicy: Disabled` stands still",
            findings,
        );
    }
    if let Some(node) = outside(policy, "periodSeconds", 1, PERIOD) {
        add(node, "`periodSeconds` is from 1 to 1800", "write half an hour at most", findings);
    }
}

/// A number that is not between two others.
fn outside<'n>(node: &'n Node, key: &str, least: i64, most: i64) -> Option<&'n Node> {
    field(node, &[key]).filter(|node| node.as_i64().is_some_and(|number| number < least || number > most))
}

fn add(node: &Node, message: &str, help: &str, findings: &mut Findings) {
    findings.add(node, Diagnostic::error(code::HPA_BEHAVIOR, message).at(node.origin.span(), "").help(help));
}
