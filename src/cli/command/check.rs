//! `platc check`: compile everything, write nothing, compare with what is committed.

use clap::Args;
use platc::ops::check::{self, CheckOptions};

use super::{render, run};
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::terminal::{Stream, Terminal};

/// Compile everything, verify it, and compare it with golden/
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Check {
    /// Only these apps, and what depends on them
    #[arg(long = "app", value_name = "APP")]
    pub apps: Vec<String>,
}

pub fn run(check: &Check, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let checked = check::check(&disk, &CheckOptions { apps: check.apps.clone() })?;
    Ok(render::said(checked.outcome, None, Stream::Out, terminal))
}
