//! `platc check`: compile everything, write nothing, compare with what is committed.

use clap::Args;

/// Compile everything, verify it, and compare it with golden/
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Check {
    /// Only these apps, and what depends on them
    #[arg(long = "app", value_name = "APP")]
    pub apps: Vec<String>,
}
