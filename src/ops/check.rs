//! Compiling everything, writing nothing, comparing with the golden tree.

use similar::{ChangeTag, TextDiff};

use super::render::{Options, Outcome, preview};
use super::{Known, Trouble};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Difference;
use crate::system::System;

/// Files whose differing lines are shown; more are counted.
const SHOWN_FILES: usize = 10;
/// Differing lines shown of a file.
const SHOWN_LINES: usize = 6;

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Only these apps; all where empty.
    pub apps: Vec<String>,
    pub known: Known,
}

/// What came of checking: findings, and the golden files that are not as they should be.
pub struct Checked {
    pub outcome: Outcome,
    pub stale: usize,
}

/// Checks the estate: an error in it, or a golden file that is not up to date, is a finding.
pub fn check(system: &dyn System, options: &CheckOptions) -> Result<Checked, Trouble> {
    let render =
        Options { environments: Vec::new(), apps: options.apps.clone(), known: options.known.clone() };
    let (mut outcome, differences) = preview(system, None, &render)?;
    let folder = outcome.compiled.folder();
    let differences = shown(differences);
    outcome
        .findings
        .extend(differences.iter().take(SHOWN_FILES).map(|difference| stale(difference, &folder)));
    if let Some(more) = differences.len().checked_sub(SHOWN_FILES).filter(|more| *more > 0) {
        let message = format!("{more} more files below {folder}/ are not up to date");
        let found = Diagnostic::error(code::GOLDEN_STALE, message).in_path(&folder);
        outcome.findings.push(found.help("platc golden"));
    }
    Ok(Checked { outcome, stale: differences.len() })
}

/// What platc keeps for itself says nothing where a manifest is stale too.
fn shown(differences: Vec<Difference>) -> Vec<Difference> {
    let is_own = |difference: &Difference| difference.path().starts_with(".platc/");
    match differences.iter().all(is_own) {
        true => differences,
        false => differences.into_iter().filter(|difference| !is_own(difference)).collect(),
    }
}

fn stale(difference: &Difference, folder: &str) -> Diagnostic {
    let path = format!("{folder}/{}", difference.path());
    let (message, lines) = match difference {
        Difference::Missing { .. } => (format!("{path} is missing"), Vec::new()),
        Difference::Unexpected { .. } => (format!("{path} is no longer made from anything"), Vec::new()),
        Difference::Different { expected, found, .. } => {
            (format!("{path} is not up to date"), changed_lines(found, expected))
        }
    };
    let found = Diagnostic::error(code::GOLDEN_STALE, message).in_path(path).help("platc golden");
    lines.into_iter().fold(found, Diagnostic::note)
}

/// The first lines that differ, as a diff shows them: `-` what stands there, `+` what should.
pub fn changed_lines(found: &[u8], expected: &[u8]) -> Vec<String> {
    let (found, expected) = (String::from_utf8_lossy(found), String::from_utf8_lossy(expected));
    let diff = TextDiff::from_lines(found.as_ref(), expected.as_ref());
    let changes = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    let lines = changes.map(|change| {
        let sign = if change.tag() == ChangeTag::Delete { '-' } else { '+' };
        format!("{sign} {}", change.value().trim_end())
    });
    let lines: Vec<String> = lines.collect();
    let more = lines.len().saturating_sub(SHOWN_LINES);
    let mut shown: Vec<String> = lines.into_iter().take(SHOWN_LINES).collect();
    if more > 0 {
        shown.push(format!("… {more} more lines"));
    }
    shown
}
