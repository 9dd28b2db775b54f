//! `platc golden`: the golden files as they should be now.

use clap::Args;

/// Rewrite golden/ for all environments
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Golden {}
