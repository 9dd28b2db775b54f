//! What an autoscaler scales is named in full (`ValidateCrossVersionObjectReference`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::path_segment;
use crate::verify::view::{field, text};

pub const RULE: Rule =
    Rule { code: code::HPA_TARGET, check: Check::Kinds(&["autoscaling/HorizontalPodAutoscaler"], check) };

/// The first Kubernetes that asks for the group.
const SINCE: Minor = Minor::new(34);

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let Some(target) = field(&object.node, &["spec", "scaleTargetRef"]) else { return };
    for key in ["kind", "name"] {
        // What is not written at all is told by the schema.
        let Some(node) = field(target, &[key]) else { continue };
        match node.as_str().map(|written| (written, path_segment(written))) {
            Some(("", _)) => {
                let message = format!("`{key}` of what is scaled is empty");
                findings.error(code::HPA_TARGET, node, message, "name a Deployment, or what else has pods");
            }
            Some((written, Err(expected))) => {
                let message = format!("`{written}` cannot be the `{key}` of what is scaled");
                findings.error(code::HPA_TARGET, node, message, expected);
            }
            _ => {}
        }
    }
    let version = text(target, &["apiVersion"]);
    let is_core = matches!(text(target, &["kind"]), "ReplicationController");
    if ground.minor >= SINCE && !is_core && !version.contains('/') {
        let node = field(target, &["apiVersion"]).unwrap_or(target);
        let message = "what is scaled has no API group";
        let found = Diagnostic::error(code::HPA_TARGET, message).at(node.origin.span(), "");
        findings.add(node, found.help("write `apiVersion: apps/v1` for Deployments and StatefulSets"));
    }
}
