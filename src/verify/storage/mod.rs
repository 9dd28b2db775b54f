//! Claims of storage, wherever a kind has them.

mod claim;
mod claim_access_modes;
mod claim_class;
mod claim_size;
mod claim_source;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[claim_access_modes::RULE, claim_class::RULE, claim_size::RULE, claim_source::RULE];
