//! Roles and their bindings.

mod rbac_rule;

use super::rule::Rule;

pub const RULES: &[Rule] = &[rbac_rule::RULE];
