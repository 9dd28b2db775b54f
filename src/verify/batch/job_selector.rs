//! A Job selects its pods by labels that the server makes; who writes his own says so (`ValidateJobSpec`,
//! `ValidateJobTemplateSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

use super::job_spec;

pub const RULE: Rule =
    Rule { code: code::JOB_SELECTOR, check: Check::Kinds(&["batch/Job", "batch/CronJob"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(spec) = job_spec(object) else { return };
    let is_manual = field(spec, &["manualSelector"]).and_then(Node::as_bool) == Some(true);
    let is_cron = object.identity.kind.as_str() == "CronJob";
    if let Some(node) = field(spec, &["manualSelector"]).filter(|_| is_cron && is_manual) {
        add(node, "the Jobs of a CronJob have no selector of their own", findings);
    }
    if let Some(node) = field(spec, &["selector"]).filter(|_| is_cron || !is_manual) {
        add(node, "the server makes the selector of a Job", findings);
    }
}

fn add(node: &Node, message: &str, findings: &mut Findings) {
    let found = Diagnostic::error(code::JOB_SELECTOR, message).at(node.origin.span(), "");
    findings.add(node, found.help("remove it"));
}
