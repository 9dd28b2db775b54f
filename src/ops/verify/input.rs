//! Which texts are meant: files, what lies below folders, what fits a pattern, what somebody pipes in.
//!
//! Only names and bytes; what a text holds is left to `document`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::Trouble;
use super::pattern;
use super::{PassedOver, Reason};
use crate::diagnostic::{Diagnostic, code, refused};
use crate::parallel;
use crate::syntax::decode;
use crate::system::{EntryKind, System, SystemError, is_below_root, join};

/// The size of one file: what `kubectl get` of everything in a large cluster has, and no more than a person waits for.
const FILE_BYTES: usize = 256 << 20;

/// What somebody names.
pub struct Input<'a> {
    /// As it was typed.
    pub shown: String,
    pub content: Content<'a>,
}

/// Where it is.
pub enum Content<'a> {
    /// A file or a folder.
    Path {
        system: &'a dyn System,
        path: String,
    },
    /// What lies in the system and fits a pattern; `shown` is its root as it was typed.
    Pattern {
        system: &'a dyn System,
        shown: String,
        pattern: String,
    },
    Bytes(Vec<u8>),
}

/// A file that is to be read.
pub struct Source<'a> {
    /// The path as it is told.
    pub shown: Arc<str>,
    /// Named by itself, not met on the way through a folder.
    pub named: bool,
    place: Option<(&'a dyn System, String)>,
    bytes: Vec<u8>,
}

/// What was found.
#[derive(Default)]
pub struct Sources<'a> {
    pub sources: Vec<Source<'a>>,
    pub findings: Vec<Diagnostic>,
    pub passed_over: Vec<PassedOver>,
    seen: BTreeSet<Arc<str>>,
}

/// Everything that is meant, in the order in which it was named.
///
/// # Errors
/// Where there is nothing of that name, or nothing that fits.
pub fn gather<'a>(inputs: Vec<Input<'a>>, exclude: &[String]) -> Result<Sources<'a>, Trouble> {
    let mut found = Sources::default();
    for input in inputs {
        let before = found.sources.len() + found.passed_over.len() + found.findings.len() + found.seen.len();
        let shown = plain(&input.shown);
        let mut walk = Walk { exclude, pattern: None, found: &mut found };
        match input.content {
            Content::Bytes(bytes) => walk.found.add(shown, true, None, bytes),
            Content::Pattern { system, shown, pattern } => {
                walk.pattern = Some(pattern.clone());
                walk.folder(system, &plain(&shown), "");
                if before
                    == found.sources.len() + found.passed_over.len() + found.findings.len() + found.seen.len()
                {
                    let help = "patterns have `*`, `**`, `?`, `[a-z]` and `{a,b}`, and files end in .yaml, .yml or .json";
                    return Err(Trouble::new(
                        format!("nothing fits `{}`", input.shown),
                        Some(help.to_string()),
                    ));
                }
            }
            Content::Path { system, path } => match system.kind(&path)? {
                None => return Err(Trouble::new(format!("`{}` is not there", input.shown), None)),
                Some(EntryKind::Folder) => walk.folder(system, &shown, &path),
                Some(_) => walk.found.add(shown, true, Some((system, path)), Vec::new()),
            },
        }
    }
    Ok(found)
}

/// `./a` and `a` are one file; `.` is no part of what lies in it.
fn plain(shown: &str) -> String {
    let mut plain = shown;
    while let Some(rest) = plain.strip_prefix("./") {
        plain = rest.trim_start_matches('/');
    }
    match plain {
        "." => String::new(),
        "/" => plain.to_string(),
        _ => plain.trim_end_matches('/').to_string(),
    }
}

impl<'a> Sources<'a> {
    fn add(&mut self, shown: String, named: bool, place: Option<(&'a dyn System, String)>, bytes: Vec<u8>) {
        let shown: Arc<str> = shown.into();
        if self.seen.insert(shown.clone()) {
            self.sources.push(Source { shown, named, place, bytes });
        }
    }

    /// The texts, read side by side, in the order of the sources; a file that cannot be read is a finding.
    pub fn read(&mut self) -> Vec<Option<Arc<str>>> {
        let texts = parallel::map(&self.sources, text);
        let findings = &mut self.findings;
        let kept = texts.into_iter().map(|text| match text {
            Ok(text) => Some(text),
            Err(found) => {
                findings.push(*found);
                None
            }
        });
        kept.collect()
    }
}

fn text(source: &Source) -> Result<Arc<str>, Box<Diagnostic>> {
    let shown = &source.shown;
    let bytes = match &source.place {
        None => source.bytes.clone(),
        Some((system, path)) => {
            let read = system.read_up_to(path, FILE_BYTES);
            read.map_err(|error| Box::new(refused(shown, &named(error, shown))))?
        }
    };
    decode(shown, bytes, FILE_BYTES).map(Arc::from)
}

/// The system knows the path from its root, the reader the one that was typed.
fn named(error: SystemError, shown: &str) -> SystemError {
    match error {
        SystemError::Symlink(_) => SystemError::Symlink(shown.to_string()),
        SystemError::Failed(reason) => {
            let reason = reason.rsplit_once("`: ").map_or(reason.as_str(), |(_, reason)| reason);
            SystemError::Failed(format!("`{shown}`: {reason}"))
        }
        other => other,
    }
}

/// A way through folders.
struct Walk<'w, 'a> {
    exclude: &'w [String],
    pattern: Option<String>,
    found: &'w mut Sources<'a>,
}

impl<'a> Walk<'_, 'a> {
    /// Goes through a folder; hidden names are none of ours, links are not followed.
    fn folder(&mut self, system: &'a dyn System, shown: &str, path: &str) {
        let entries = match system.list(path) {
            Ok(entries) => entries,
            Err(error) => {
                let at = if shown.is_empty() { "." } else { shown };
                self.found.findings.push(refused(at, &named(error, at)));
                return;
            }
        };
        let is_chart = self.pattern.is_none() && entries.iter().any(|entry| entry.name == "Chart.yaml");
        for entry in &entries {
            let (below, shown) = (join(path, &entry.name), join_shown(shown, &entry.name));
            if entry.name.starts_with('.')
                || self.exclude.iter().any(|pattern| pattern::covers(pattern, &shown))
            {
                continue;
            }
            match entry.kind {
                EntryKind::Folder if is_chart && entry.name == "templates" => {
                    self.found.findings.push(chart(&shown))
                }
                EntryKind::Folder => self.folder(system, &shown, &below),
                _ if !is_manifest(&entry.name) || !self.fits(&below) => {}
                EntryKind::File if !is_below_root(&entry.name) => self.found.findings.push(unread(&shown)),
                EntryKind::File => self.found.add(shown, false, Some((system, below)), Vec::new()),
                EntryKind::Symlink => {
                    self.found.passed_over.push(PassedOver { path: shown, reason: Reason::Link })
                }
                EntryKind::Other => {}
            }
        }
    }

    fn fits(&self, path: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern::fits(pattern, path))
    }
}

fn join_shown(folder: &str, name: &str) -> String {
    if folder == "/" { format!("/{name}") } else { join(folder, name) }
}

fn is_manifest(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".yaml", ".yml", ".json"].iter().any(|end| lower.ends_with(end))
}

/// A colon is a drive to Windows, a backslash a separator.
fn unread(shown: &str) -> Diagnostic {
    let message = format!("`{shown}` has a name that is none on every system");
    Diagnostic::error(code::PATH_OUTSIDE, message)
        .in_path(shown)
        .help("rename it, without `:` and `\\`, or name the file itself")
}

fn chart(templates: &str) -> Diagnostic {
    let folder = templates.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let message = format!("`{folder}` is a Helm chart: its templates are no manifests yet");
    Diagnostic::error(code::HELM_TEMPLATE, message)
        .in_path(templates)
        .help(format!("helm template {folder} | platc verify -, and leave the chart out with --exclude"))
}
