//! Numbers of workloads that count something: none is below zero (`ValidateNonnegativeField`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule {
    code: code::NEGATIVE_NUMBER,
    check: Check::Kinds(
        &[
            "apps/Deployment",
            "apps/StatefulSet",
            "apps/DaemonSet",
            "apps/ReplicaSet",
            "batch/Job",
            "batch/CronJob",
        ],
        check,
    ),
};

/// Of workloads that keep running.
const RUNNING: [&str; 3] = ["replicas", "minReadySeconds", "revisionHistoryLimit"];
/// Of Jobs.
const JOB: [&str; 7] = [
    "parallelism",
    "completions",
    "backoffLimit",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
    "activeDeadlineSeconds",
    "ttlSecondsAfterFinished",
];
/// Of CronJobs.
const CRON: [&str; 3] = ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    match object.identity.kind.as_str() {
        "Job" => numbers(object, &["spec"], &JOB, findings),
        "CronJob" => {
            numbers(object, &["spec"], &CRON, findings);
            numbers(object, &["spec", "jobTemplate", "spec"], &JOB, findings);
        }
        _ => {
            numbers(object, &["spec"], &RUNNING, findings);
            numbers(object, &["spec", "ordinals"], &["start"], findings);
        }
    }
}

fn numbers(object: &Object, spec: &[&str], names: &[&str], findings: &mut Findings) {
    let Some(spec) = field(&object.node, spec) else { return };
    for name in names {
        let Some(node) = field(spec, &[name]).filter(|node| node.as_i64().is_some_and(|number| number < 0))
        else {
            continue;
        };
        // The server keeps every revision of a StatefulSet that says so, and warns.
        let kept = object.identity.kind.as_str() == "StatefulSet" && *name == "revisionHistoryLimit";
        let message = format!("`{name}` is below zero");
        let found = match kept {
            true => Diagnostic::warning(code::NEGATIVE_NUMBER, message).help("write how many are kept"),
            false => Diagnostic::error(code::NEGATIVE_NUMBER, message).help("write 0 or more"),
        };
        findings.add(node, found.at(node.origin.span(), ""));
    }
}
