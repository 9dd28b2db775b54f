//! Volumes of pods, and the files in them.

mod file;
mod file_mode;
mod file_path;
mod host_path;
pub mod path;
mod projected_source;
mod volume_name;
mod volume_source;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    volume_name::RULE,
    volume_source::RULE,
    host_path::RULE,
    projected_source::RULE,
    file_path::RULE,
    file_mode::RULE,
];
