//! Deployments, StatefulSets, DaemonSets and their like.

mod restart_policy;

use super::rule::Rule;

pub const RULES: &[Rule] = &[restart_policy::RULE];
