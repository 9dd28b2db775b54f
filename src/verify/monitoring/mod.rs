//! Rules of Prometheus, and queries wherever they stand.

mod alert_rule;
mod promql;
mod query;

use super::rule::Rule;

pub const RULES: &[Rule] = &[alert_rule::RULE, promql::RULE];
