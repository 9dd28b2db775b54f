//! Between how many pods an autoscaler moves (`validateHorizontalPodAutoscalerSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, text};

pub const RULE: Rule =
    Rule { code: code::HPA_REPLICAS, check: Check::Kinds(&["autoscaling/HorizontalPodAutoscaler"], check) };

/// The first Kubernetes that scales to zero without being asked to.
const TO_ZERO: Minor = Minor::new(37);

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let least = field(&object.node, &["spec", "minReplicas"]);
    let most = field(&object.node, &["spec", "maxReplicas"]);
    let (Some(min), max) = (least.map_or(Some(1), Node::as_i64), most.and_then(Node::as_i64)) else { return };
    if let (Some(node), Some(max)) = (most, max) {
        if max < 1 {
            add(node, "`maxReplicas` is at least 1", "write how many pods there may be", findings);
        } else if max < min {
            add(
                node,
                &format!("there are at most {max} pods, and at least {min}"),
                "make `maxReplicas` as great",
                findings,
            );
        }
    }
    let Some(node) = least else { return };
    if min < 0 || (min == 0 && ground.minor < TO_ZERO) {
        add(node, "`minReplicas` is at least 1", "write 1 or more; KEDA scales to zero", findings);
    } else if min == 0 && !counts_outside(&object.node) {
        let help = "add a metric of type `Object` or `External`, or write 1";
        add(node, "without pods, nothing of theirs can be measured", help, findings);
    }
}

/// Whether there is a metric that is there without pods.
fn counts_outside(hpa: &Node) -> bool {
    items(hpa, &["spec", "metrics"])
        .iter()
        .any(|metric| matches!(text(metric, &["type"]), "Object" | "External"))
}

fn add(node: &Node, message: &str, help: &str, findings: &mut Findings) {
    findings.add(node, Diagnostic::error(code::HPA_REPLICAS, message).at(node.origin.span(), "").help(help));
}
