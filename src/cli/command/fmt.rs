//! `platc fmt`: the estate's own files in their usual form, and the fixes that findings offer.

use std::path::PathBuf;

use clap::Args;

/// Bring spec files into their usual form
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc fmt --fix apps/checkout")]
pub struct Fmt {
    /// Files and folders [default: the whole estate]
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Write nothing; exit code 1 if anything would be written
    #[arg(long)]
    pub check: bool,
    /// Take the fixes that findings offer
    #[arg(long)]
    pub fix: bool,
}
