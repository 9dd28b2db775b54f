//! `platc golden`: the golden files as they should be now.

use clap::Args;
use platc::ops::golden;

use super::{render, run};
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::terminal::{Stream, Terminal};

/// Rewrite golden/ for all environments
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Golden {}

pub fn run(_: &Golden, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let outcome = golden::golden(&disk, &render::progress(terminal))?;
    let result = render::result(&outcome.rendered, terminal);
    Ok(render::said(outcome, result, Stream::Out, terminal))
}
