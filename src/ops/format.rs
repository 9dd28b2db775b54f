//! Bringing the estate's own files into their usual form, and taking the fixes that findings offer.

use std::collections::BTreeSet;

use super::Trouble;
use crate::diagnostic::{Diagnostic, Edit, arrange};
use crate::source::Files;
use crate::syntax::{ParseOptions, apply, format};
use crate::system::{System, SystemError};
use crate::workspace::{self, Estate};

/// Rounds of fixes: each but the last mends what hid the mistakes of the next.
const ROUNDS: usize = 8;

/// What to format.
#[derive(Debug, Clone, Default)]
pub struct FormatOptions {
    /// Files and folders from the estate's root; all where empty.
    pub paths: Vec<String>,
    /// Write nothing.
    pub check: bool,
    /// Take the fixes that findings offer.
    pub fix: bool,
}

/// What came of formatting.
pub struct Formatted {
    /// Files that changed, or would, sorted.
    pub changed: Vec<String>,
    pub looked_at: usize,
    /// What cannot be formatted because it cannot be read.
    pub findings: Vec<Diagnostic>,
    pub files: Files,
}

/// Formats platc.yaml, apps and overlays.
///
/// A fix may let a file parse in which more can be fixed: rounds follow until none changes anything.
pub fn format_estate(system: &dyn System, options: &FormatOptions) -> Result<Formatted, Trouble> {
    let mut changed = BTreeSet::new();
    for _ in 0..ROUNDS {
        let round = round(system, options)?;
        let is_last = round.changed.is_empty() || options.check || !options.fix;
        changed.extend(round.changed.iter().cloned());
        if is_last {
            return Ok(Formatted { changed: changed.into_iter().collect(), ..round });
        }
    }
    let last = round(system, options)?;
    Ok(Formatted { changed: changed.into_iter().collect(), ..last })
}

fn round(system: &dyn System, options: &FormatOptions) -> Result<Formatted, Trouble> {
    let mut estate = workspace::load(system)?;
    workspace::validate(&mut estate);
    estate.diagnostics = arrange(estate.diagnostics, &estate.files);
    check_paths(&estate, options)?;
    let mut formatted =
        Formatted { changed: Vec::new(), looked_at: 0, findings: Vec::new(), files: Files::new() };
    for (id, file) in estate.files.iter().filter(|(_, file)| is_wanted(file.path(), options)) {
        formatted.looked_at += 1;
        let fixed =
            if options.fix { apply(file.text(), &edits(&estate, id)) } else { file.text().to_string() };
        match format(id, &fixed, &ParseOptions::default()) {
            Ok(text) if text == file.text() => {}
            Ok(text) => {
                if !options.check {
                    replace(system, file.path(), &text)?;
                }
                formatted.changed.push(file.path().to_string());
            }
            Err(found) => {
                formatted.looked_at -= 1;
                formatted.findings.extend(found);
            }
        }
    }
    formatted.findings = arrange(formatted.findings, &estate.files);
    formatted.files = estate.files;
    Ok(formatted)
}

/// A path under which no spec file lies is a typing error.
fn check_paths(estate: &Estate, options: &FormatOptions) -> Result<(), Trouble> {
    let is_idle = |wanted: &&String| {
        let only = FormatOptions { paths: vec![(*wanted).clone()], ..FormatOptions::default() };
        !estate.files.iter().any(|(_, file)| is_wanted(file.path(), &only))
    };
    match options.paths.iter().find(is_idle) {
        None => Ok(()),
        Some(path) => {
            let help = "it formats platc.yaml, apps/<app>/app.yaml and what lies in overlays/<environment>/";
            Err(Trouble::new(format!("`{path}` holds no spec files"), Some(help.to_string())))
        }
    }
}

/// Spec files only: raw objects, templates and config files are their authors'.
fn is_wanted(path: &str, options: &FormatOptions) -> bool {
    let names: Vec<&str> = path.split('/').collect();
    let is_spec = match names.as_slice() {
        ["platc.yaml"] => true,
        ["apps", _, "app.yaml"] => true,
        ["overlays", _, file] => file.ends_with(".yaml"),
        _ => false,
    };
    let below = |wanted: &String| {
        let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
        wanted.is_empty() || wanted == "." || path == wanted || path.starts_with(&format!("{wanted}/"))
    };
    is_spec && (options.paths.is_empty() || options.paths.iter().any(below))
}

/// The edits of all fixes in one file.
fn edits(estate: &Estate, file: crate::source::FileId) -> Vec<Edit> {
    let fixes = estate.diagnostics.iter().filter_map(|found| found.fix.as_ref());
    fixes.flat_map(|fix| &fix.edits).filter(|edit| edit.span.file == file).cloned().collect()
}

/// Replaces a file as a whole: a temporary name, then a rename.
pub(super) fn replace(system: &dyn System, path: &str, text: &str) -> Result<(), SystemError> {
    let temporary = temporary(path);
    system.write(&temporary, text.as_bytes())?;
    system.rename(&temporary, path)
}

/// The name under which a file is written before it gets its own.
pub(super) fn temporary(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    crate::system::join(folder, &format!(".{name}.platc-tmp"))
}
