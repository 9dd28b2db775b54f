//! What the failure of a pod means for its Job (`validatePodFailurePolicy`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, text};

use super::job_spec;

pub const RULE: Rule =
    Rule { code: code::POD_FAILURE_POLICY, check: Check::Kinds(&["batch/Job", "batch/CronJob"], check) };

/// The most rules, and the most exit codes of a rule.
const RULES: usize = 20;
const CODES: usize = 255;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(spec) = job_spec(object) else { return };
    let Some(policy) = field(spec, &["podFailurePolicy"]) else { return };
    let pod = field(spec, &["template", "spec"]).unwrap_or(spec);
    if let Some(node) = field(pod, &["restartPolicy"]).filter(|node| node.as_str() == Some("OnFailure")) {
        let found =
            error("a Job that judges failures lets no pod start again by itself").at(node.origin.span(), "");
        findings.add(node, found.help("write `restartPolicy: Never`"));
    }
    let replacement = field(spec, &["podReplacementPolicy"]);
    if let Some(node) = replacement.filter(|node| node.as_str().is_some_and(|word| word != "Failed")) {
        let found = error("beside a `podFailurePolicy`, pods are replaced when they have failed")
            .at(node.origin.span(), "");
        findings.add(node, found.help("write `podReplacementPolicy: Failed`, or remove it"));
    }
    let rules = items(policy, &["rules"]);
    if rules.len() > RULES {
        let found = error("a `podFailurePolicy` has at most 20 rules").at(policy.origin.span(), "");
        findings.add(policy, found.help("put exit codes of one action into one rule"));
    }
    for rule in rules {
        judge(rule, spec, pod, findings);
    }
}

fn judge(rule: &Node, spec: &Node, pod: &Node, findings: &mut Findings) {
    let codes = field(rule, &["onExitCodes"]);
    let conditions = !items(rule, &["onPodConditions"]).is_empty();
    if codes.is_some() == conditions {
        let found =
            error("a rule is about `onExitCodes` or about `onPodConditions`").at(rule.origin.span(), "");
        findings.add(rule, found.help("write one of them"));
    }
    if text(rule, &["action"]) == "FailIndex" && field(spec, &["backoffLimitPerIndex"]).is_none() {
        let node = field(rule, &["action"]).unwrap_or(rule);
        let found = error("`FailIndex` fails a number of a Job that counts failures by number")
            .at(node.origin.span(), "");
        findings.add(node, found.help("write `backoffLimitPerIndex`, or another action"));
    }
    let Some(codes) = codes else { return };
    let container = text(codes, &["containerName"]);
    let is_there = |list: &str| items(pod, &[list]).iter().any(|one| text(one, &["name"]) == container);
    if !container.is_empty() && !is_there("containers") && !is_there("initContainers") {
        let node = field(codes, &["containerName"]).unwrap_or(codes);
        let found = error(&format!("the pod has no container `{container}`")).at(node.origin.span(), "");
        findings.add(node, found.help("name one of its containers, or remove the key: then any is meant"));
    }
    values(codes, findings);
}

fn values(codes: &Node, findings: &mut Findings) {
    let values: Vec<i64> = items(codes, &["values"]).iter().filter_map(Node::as_i64).collect();
    // Where there is none at all, the schema says so; of those that stand there twice, too.
    let Some(node) = field(codes, &["values"]) else { return };
    let problem = if values.is_empty() || values.len() > CODES {
        "there are from 1 to 255 exit codes"
    } else if values.windows(2).any(|pair| matches!(pair, [left, right] if left > right)) {
        "exit codes stand in order, each once"
    } else if values.contains(&0) && text(codes, &["operator"]) == "In" {
        "0 is the exit code of a container that did not fail"
    } else {
        return;
    };
    findings.add(node, error(problem).at(node.origin.span(), "").help("write them so: `values: [1, 3, 42]`"));
}

fn error(message: &str) -> Diagnostic {
    Diagnostic::error(code::POD_FAILURE_POLICY, message)
}
