//! Autoscalers and disruption budgets.

mod disruption_budget;
mod hpa_behavior;
mod hpa_metric;
mod hpa_replicas;
mod hpa_target;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[hpa_replicas::RULE, hpa_target::RULE, hpa_metric::RULE, hpa_behavior::RULE, disruption_budget::RULE];
