//! What a namespace has: quotas over all its pods, bounds of each.

mod demand;
mod limit_range;
mod resource_quota;
mod resources_required;

use crate::verify::rule::Rule;

pub const RULES: &[Rule] = &[limit_range::RULE, resource_quota::RULE, resources_required::RULE];
