//! Deployments, StatefulSets, DaemonSets and their like.

mod ephemeral_container;
mod governing_service;
mod negative_number;
mod progress_deadline;
mod restart_policy;
mod rolling_update;
mod workload_selector;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    workload_selector::RULE,
    restart_policy::RULE,
    negative_number::RULE,
    progress_deadline::RULE,
    rolling_update::RULE,
    governing_service::RULE,
    ephemeral_container::RULE,
];
