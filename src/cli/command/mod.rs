//! One file per command: its arguments, and what is said of its outcome. The work is done in the library.

pub mod completions;
pub mod help;
