//! When CronJobs, and Schedules of Velero, which reads them by the same parser, start (`validateScheduleFormat`).

use super::schedule;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule =
    Rule { code: code::CRON_SCHEDULE, check: Check::Kinds(&["batch/CronJob", "velero.io/Schedule"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(node) = field(&object.node, &["spec", "schedule"]) else { return };
    let Some(text) = node.as_str() else { return };
    let Err(problem) = schedule::check(text) else { return };
    let message = format!("`{text}` is not a schedule: {problem}");
    let found = Diagnostic::error(code::CRON_SCHEDULE, message).at(node.origin.span(), "");
    let help = "minute, hour, day of the month, month, weekday: `0 3 * * *` is every night at three";
    findings.add(node, found.help(help));
}
