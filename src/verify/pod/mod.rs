//! Pods and their containers, wherever they stand.

mod init_container;

use super::rule::Rule;

pub const RULES: &[Rule] = &[init_container::RULE];
