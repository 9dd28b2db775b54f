//! What holds between objects that belong together. What one refers to is in `reference`.

pub mod duplicate_object;
mod path_collision;
pub mod reference;

use super::rule::Rule;

pub const RULES: &[Rule] = &[duplicate_object::RULE, path_collision::RULE];
