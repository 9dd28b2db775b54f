//! Jobs and what starts at times.

mod cron_schedule;
mod job_completions;
mod job_host_name;
mod job_selector;
mod pod_failure_policy;
mod schedule;
mod time_zone;

use super::rule::Rule;
use super::view::field;
use crate::manifest::Object;
use crate::syntax::Node;

pub const RULES: &[Rule] = &[
    cron_schedule::RULE,
    time_zone::RULE,
    job_completions::RULE,
    job_host_name::RULE,
    job_selector::RULE,
    pod_failure_policy::RULE,
];

/// The spec of a Job, or of the Jobs of a CronJob.
fn job_spec(object: &Object) -> Option<&Node> {
    match object.identity.kind.as_str() {
        "Job" => field(&object.node, &["spec"]),
        _ => field(&object.node, &["spec", "jobTemplate", "spec"]),
    }
}
