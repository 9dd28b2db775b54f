//! Jobs and what starts at times.

mod cron_schedule;
mod job_completions;
mod job_host_name;
mod schedule;
mod time_zone;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[cron_schedule::RULE, job_completions::RULE, job_host_name::RULE, time_zone::RULE];
