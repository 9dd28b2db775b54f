//! `platc fmt`: the estate's own files in their usual form, and the fixes that findings offer.

use std::path::PathBuf;

use clap::Args;
use platc::ops::Counts;
use platc::ops::format::{self, FormatOptions};
use serde_json::json;

use super::run;
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::render::CommandResult;
use crate::cli::summary::counted;
use crate::cli::terminal::{Stream, Terminal};

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

pub fn run(fmt: &Fmt, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let paths = crate::cli::estate::inside(global.root.as_deref(), &fmt.paths)?;
    let options = FormatOptions { paths, check: fmt.check, fix: fmt.fix };
    let formatted = format::format_estate(&disk, &options)?;
    let doing = if fmt.check { "would change" } else { "formatted" };
    let mut text: String = formatted.changed.iter().map(|path| format!("{doing} {path}\n")).collect();
    let untouched = counted(formatted.looked_at - formatted.changed.len(), "file");
    text.push_str(&format!(
        "{} {doing}, {untouched} as they should be\n",
        counted(formatted.changed.len(), "file")
    ));
    let result = CommandResult { text, json: json!({"changed": formatted.changed}) };
    let mut report =
        run::report(terminal, formatted.findings, &formatted.files, Counts::default(), Some(result));
    (report.summary.apps, report.summary.environments) = (None, None);
    let said = terminal.report(Stream::Out, &report);
    Ok(if fmt.check && !formatted.changed.is_empty() { Outcome::Findings } else { said })
}
