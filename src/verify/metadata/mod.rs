//! What every object has: names, labels, annotations.

mod label_selector;
mod label_syntax;
mod namespace_name;
mod object_name;
mod selector_place;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[label_selector::RULE, label_syntax::RULE, namespace_name::RULE, object_name::RULE];
