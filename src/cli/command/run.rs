//! From a typed command to the library and back to the terminal: what all commands that compile share.

use std::collections::BTreeSet;
use std::path::Path;

use platc::diagnostic::Diagnostic;
use platc::ops::{self, Counts};
use platc::source::Files;
use platc::system::Disk;

use crate::cli::arguments::GlobalArguments;
use crate::cli::estate;
use crate::cli::outcome::Trouble;
use crate::cli::render::{CommandResult, PathsFrom, Report};
use crate::cli::summary::Summary;
use crate::cli::terminal::Terminal;

impl From<ops::Trouble> for Trouble {
    fn from(trouble: ops::Trouble) -> Self {
        let said = Trouble::new(trouble.message);
        match trouble.help {
            Some(help) => said.help(help),
            None => said,
        }
    }
}

/// The estate that is meant.
pub fn disk(global: &GlobalArguments) -> Result<Disk, Trouble> {
    Ok(Disk::new(estate::root(global.root.as_deref())?))
}

/// Another folder to write to; created if it is not there.
pub fn folder(path: &Path) -> Result<Disk, Trouble> {
    Ok(Disk::new(estate::folder(path)?))
}

/// A report about a compiled estate.
pub fn report<'a>(
    terminal: &Terminal,
    findings: Vec<Diagnostic>,
    files: &'a Files,
    counts: Counts,
    result: Option<CommandResult>,
) -> Report<'a> {
    let touched: BTreeSet<String> = findings.iter().filter_map(|found| app_of(found, files)).collect();
    let summary = Summary {
        apps: Some(counts.apps),
        apps_with_findings: Some(touched.len().min(counts.apps)),
        environments: Some(counts.environments),
        known: counts.known,
        elapsed: terminal.elapsed(),
        ..Summary::default()
    };
    Report { diagnostics: findings, files, summary, result, paths_from: PathsFrom::Estate }
}

/// The app that a finding's file belongs to.
fn app_of(found: &Diagnostic, files: &Files) -> Option<String> {
    let place = found.primary.as_ref().map(|label| files.path(label.span));
    let path = place.or(found.path.as_deref())?;
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["apps", folder, ..] => Some(folder.rsplit('.').next().unwrap_or(folder).to_string()),
        ["overlays", _, file] => {
            let app = file.trim_end_matches(".yaml").trim_end_matches(".secrets");
            (app != "environment").then(|| app.to_string())
        }
        [_, ".platc", _, file] => Some(file.trim_end_matches(".json").to_string()),
        [_, _, app, _] => Some((*app).to_string()),
        _ => None,
    }
}
