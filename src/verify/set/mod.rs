//! What holds between objects that belong together.

pub mod duplicate_object;
mod path_collision;

use super::rule::Rule;

pub const RULES: &[Rule] = &[duplicate_object::RULE, path_collision::RULE];
