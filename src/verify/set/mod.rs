//! What holds between objects that belong together. What one refers to is in `reference`.

mod budget_overlap;
mod duplicate_object;
mod path_collision;
pub mod quota;
pub mod reference;
mod reference_grant;
mod scale_conflict;
pub mod security;
mod selector_overlap;
mod service_bystander;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    budget_overlap::RULE,
    duplicate_object::RULE,
    path_collision::RULE,
    reference_grant::RULE,
    scale_conflict::RULE,
    selector_overlap::RULE,
    service_bystander::RULE,
];
