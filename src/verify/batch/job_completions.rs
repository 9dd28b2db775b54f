//! Jobs whose pods have numbers say how many there are (`validateJobSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule =
    Rule { code: code::JOB_COMPLETIONS, check: Check::Kinds(&["batch/Job", "batch/CronJob"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let path: &[&str] = match object.identity.kind.as_str() {
        "Job" => &["spec"],
        _ => &["spec", "jobTemplate", "spec"],
    };
    let Some(spec) = field(&object.node, path) else { return };
    if text(spec, &["completionMode"]) != "Indexed" || field(spec, &["completions"]).is_some() {
        return;
    }
    let Some(parallelism) = field(spec, &["parallelism"]) else { return };
    let mode = field(spec, &["completionMode"]).unwrap_or(spec);
    let message = "pods with numbers need `completions`: how many numbers there are";
    let found = Diagnostic::error(code::JOB_COMPLETIONS, message).at(mode.origin.span(), "");
    let found = found.related(parallelism.origin.span(), "so many at once, of how many?");
    findings.add(mode, found.help("add `completions`"));
}
