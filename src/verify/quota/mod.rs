//! Limits of namespaces: ResourceQuotas and LimitRanges.

mod limit_range_type;
mod limit_range_values;
mod quota_resource;
mod quota_scope;
mod resource;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[limit_range_type::RULE, limit_range_values::RULE, quota_resource::RULE, quota_scope::RULE];
