//! `platc check`: compile everything, write nothing, compare with what is committed; or write down what is known.

use std::path::PathBuf;

use clap::Args;
use platc::ops::Known;
use platc::ops::baseline::{self, Written};
use platc::ops::check::{self, CheckOptions};
use platc::workspace::BASELINE;
use serde_json::json;

use super::{render, run};
use crate::cli::arguments::GlobalArguments;
use crate::cli::estate;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::render::CommandResult;
use crate::cli::summary::counted;
use crate::cli::terminal::{Stream, Terminal};

/// Compile everything, verify it, and compare it with golden/
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Check {
    /// Only these apps, and what depends on them
    #[arg(long = "app", value_name = "APP")]
    pub apps: Vec<String>,
    /// The findings that are known [default: platc.baseline.yaml, where it is there]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write down all findings that there are, so that they are known; golden/ is not looked at
    #[arg(long, conflicts_with = "apps")]
    pub write_baseline: bool,
}

pub fn run(check: &Check, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let named = estate::inside(global.root.as_deref(), check.baseline.as_slice())?.pop();
    if check.write_baseline {
        let path = named.unwrap_or_else(|| BASELINE.to_owned());
        let recorded = baseline::record(&disk, &path)?;
        let result = written_down(&path, recorded.written);
        let compiled = &recorded.compiled;
        let (files, counts) = (&compiled.estate.files, compiled.counts());
        let report = run::report(terminal, recorded.findings.clone(), files, counts, Some(result));
        return Ok(terminal.report(Stream::Out, &report));
    }
    let known = named.map_or(Known::Usual, Known::At);
    let checked = check::check(&disk, &CheckOptions { apps: check.apps.clone(), known })?;
    Ok(render::said(checked.outcome, None, Stream::Out, terminal))
}

/// What the baseline holds now; nothing new where errors forbade to write it.
pub fn written_down(path: &str, written: Option<Written>) -> CommandResult {
    let Some(Written { findings, files }) = written else {
        let text = format!("{path} is not written: what has such errors cannot be looked at as a whole\n");
        return CommandResult { text, json: json!({"baseline": null}) };
    };
    let text = match findings {
        0 => format!("there is nothing to know: no {path}\n"),
        _ => format!("{path} knows {} in {}\n", counted(findings, "finding"), counted(files, "file")),
    };
    CommandResult { text, json: json!({"baseline": path, "findings": findings, "files": files}) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn what_is_known_is_written_down_for_all_apps() {
        assert!(typed::<Check>("--write-baseline --app a").is_err());
        let check = typed::<Check>("--baseline old.yaml --write-baseline").unwrap();
        assert_eq!(check.baseline, Some("old.yaml".into()));
    }
}
