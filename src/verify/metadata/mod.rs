//! What every object has: names, labels, annotations.

mod annotation_syntax;
mod api_deprecated;
mod finalizer_name;
mod label_selector;
mod label_syntax;
mod namespace_name;
mod object_name;
mod object_size;
mod owner_reference;
mod selector_place;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    object_name::RULE,
    namespace_name::RULE,
    label_syntax::RULE,
    label_selector::RULE,
    annotation_syntax::RULE,
    finalizer_name::RULE,
    owner_reference::RULE,
    api_deprecated::RULE,
    object_size::RULE,
];
