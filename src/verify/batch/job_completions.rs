//! Jobs whose pods have numbers say how many there are, and only they have what is by number (`validateJobSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, integer, text};

use super::job_spec;

pub const RULE: Rule =
    Rule { code: code::JOB_COMPLETIONS, check: Check::Kinds(&["batch/Job", "batch/CronJob"], check) };

/// The most pods of a numbered Job that run at once.
const PARALLEL: i64 = 100_000;
/// What only pods with numbers have.
const BY_NUMBER: [&str; 3] = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(spec) = job_spec(object) else { return };
    match text(spec, &["completionMode"]) {
        "Indexed" => numbered(spec, findings),
        _ => {
            for node in BY_NUMBER.iter().filter_map(|key| field(spec, &[key])) {
                let message = "only a Job whose pods have numbers has this";
                add(node, message, "write `completionMode: Indexed`, or remove it", findings);
            }
        }
    }
}

fn numbered(spec: &Node, findings: &mut Findings) {
    let mode = field(spec, &["completionMode"]).unwrap_or(spec);
    let completions = integer(spec, &["completions"]);
    if let (None, Some(parallelism)) = (completions, field(spec, &["parallelism"])) {
        let message = "pods with numbers need `completions`: how many numbers there are";
        let found = Diagnostic::error(code::JOB_COMPLETIONS, message).at(mode.origin.span(), "");
        let found = found.related(parallelism.origin.span(), "so many at once, of how many?");
        findings.add(mode, found.help("add `completions`"));
    }
    if let Some(node) =
        field(spec, &["parallelism"]).filter(|node| node.as_i64().is_some_and(|at_once| at_once > PARALLEL))
    {
        add(node, "no more than 100000 numbered pods run at once", "write 100000 at most", findings);
    }
    let Some(failed) = field(spec, &["maxFailedIndexes"]) else { return };
    if field(spec, &["backoffLimitPerIndex"]).is_none() {
        let message = "`maxFailedIndexes` counts numbers that failed `backoffLimitPerIndex` times";
        add(failed, message, "write `backoffLimitPerIndex` too", findings);
    }
    if completions.is_some_and(|all| failed.as_i64().is_some_and(|failed| failed > all)) {
        add(failed, "more numbers than there are cannot fail", "write `completions` at most", findings);
    }
}

fn add(node: &Node, message: &str, help: &str, findings: &mut Findings) {
    findings
        .add(node, Diagnostic::error(code::JOB_COMPLETIONS, message).at(node.origin.span(), "").help(help));
}
