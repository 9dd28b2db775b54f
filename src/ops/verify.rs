//! Anybody's manifests, held against the rules that hold for our own.
//!
//! ```text
//! input        which files, and their bytes
//!   │ texts
//! piece        a text as documents                (split: where they part)
//!   │
//! definitions  custom resource definitions → schemas
//!   │
//! look         a document → findings, objects     (document: what is an object, and what something else)
//!   │
//! file         what is told of each file          tally: by kind
//! ```

mod definitions;
mod document;
mod file;
mod input;
mod kustomize;
mod look;
mod pattern;
mod piece;
mod split;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Trouble;
use super::baseline::Written;
use crate::diagnostic::{Diagnostic, arrange, code};
use crate::manifest::Object;
use crate::parallel;
use crate::schema::output::{Minor, OutputSchemas};
use crate::source::{FileId, Files, Span};
use crate::syntax::allow::{self, Allows, Of};
use crate::system::System;
use crate::verify::{Position, Scope, Summary, between};
use crate::workspace::Baseline;
use look::{Rules, look};
use piece::{Piece, pieces};

pub use input::{Content, Input};
pub use pattern::{base, is_pattern};
pub use tally::KindTally;

/// How to verify.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// The newest that is known where `None`.
    pub minor: Option<Minor>,
    /// A kind without a schema is no matter.
    pub ignore_missing_schemas: bool,
    /// All that is named is everything that one cluster holds.
    pub closed: bool,
    /// Kinds that are passed over.
    pub skip: Vec<KindName>,
    /// Patterns of paths below the folders that are named.
    pub exclude: Vec<String>,
}

/// `Secret`, `apps/Deployment` or `apps/v1/Deployment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindName {
    /// A group, or a group with a version; any where empty.
    group: String,
    kind: String,
}

impl KindName {
    pub fn new(text: &str) -> Self {
        let (group, kind) = text.rsplit_once('/').unwrap_or(("", text));
        KindName { group: group.to_string(), kind: kind.to_string() }
    }

    fn is(&self, object: &Object) -> bool {
        let group = self.group.as_str();
        object.identity.kind.as_str() == self.kind
            && (group.is_empty()
                || object.identity.group.as_str() == group
                || object.api_version.as_str() == group)
    }
}

/// Where known findings stand.
pub struct BaselineFile<'a> {
    pub system: &'a dyn System,
    pub path: String,
    /// Whether it is to be written: then everything is known.
    pub write: bool,
}

/// A file that holds no manifests, or was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    pub path: String,
    pub reason: Reason,
}

/// Why nothing is said of a file or document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its documents have neither apiVersion nor kind: a chart's values, a Compose file.
    NoManifest,
    /// Kustomize reads it.
    Kustomize,
    /// platc reads it.
    Platc,
    /// Another tool reads it: a kubeconfig, the configuration of kind or skaffold.
    Tool,
    /// A symbolic link on the way through a folder.
    Link,
}

/// What came of verifying.
pub struct Verified {
    pub findings: Vec<Diagnostic>,
    pub files: Files,
    /// Files that hold manifests, or should.
    pub looked_at: usize,
    pub with_findings: usize,
    pub objects: usize,
    pub kinds: Vec<KindTally>,
    pub passed_over: Vec<PassedOver>,
    pub minor: Minor,
    /// Findings that the baseline knows, and that are not told.
    pub known: usize,
    /// The baseline, where it was to be written.
    pub written: Option<Written>,
}

/// Verifies everything that is named, by the rules and by the schemas in this binary, in `definitions` and among what is
/// named. `progress` is told how much of how much is done, from any thread.
///
/// # Errors
/// Where nothing of a name is there, or nothing that is named holds an object.
pub fn verify(
    inputs: Vec<Input>,
    definitions: Vec<Input>,
    known: Option<BaselineFile>,
    options: &VerifyOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Verified, Trouble> {
    let named = inputs.iter().map(|input| input.shown.clone()).collect::<Vec<_>>().join(", ");
    let mut schemas = OutputSchemas::default();
    let minor = options.minor.unwrap_or(schemas.newest());
    let mut findings: Vec<Diagnostic> = unknown_minor(minor, &schemas).into_iter().collect();
    let mut files = definitions::take(definitions, &mut schemas, &mut findings)?;
    let baseline = known.as_ref().map(|known| baseline(known, &mut files, &mut findings)).transpose()?;
    let mut sources = input::gather(inputs, &options.exclude)?;
    let mut texts = sources.read();
    kustomize::leave_out(&mut sources, &mut texts);
    let pieces = pieces(&sources.sources, &texts, &files);
    let parsed = definitions::among(&pieces, &mut schemas);
    let allows = allows(&pieces);
    let rules = Rules { schemas: &schemas, minor, options, allows: &allows, baseline: baseline.as_ref() };
    let done = AtomicUsize::new(0);
    let looked = parallel::map(&pieces, |piece| {
        let looked = look(piece, parsed.get(&piece.id), rules);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, pieces.len());
        looked
    });
    let objects = || looked.iter().flat_map(|looked| &looked.objects);
    let summaries: Vec<&Summary> = looked.iter().flat_map(|looked| &looked.summaries).collect();
    let scope = if options.closed { Scope::Closed } else { Scope::Open };
    let mut between = between(&summaries, scope);
    between.retain_mut(|(_, found)| !allows.passes(found, Of::Read));
    if let Some(baseline) = &baseline {
        let_pass(&mut between, baseline, &pieces);
    }
    let kinds = tally::tally(objects(), &between);
    let count = objects().count();
    findings.append(&mut sources.findings);
    findings.extend(between.into_iter().map(|(_, found)| found));
    findings.extend(file::told(&sources.sources, &pieces, looked, &mut sources.passed_over));
    for piece in pieces {
        files.add(piece.file);
    }
    excuse(&mut findings, &allows, baseline.as_ref(), &files);
    let findings = arrange(findings, &files);
    if count == 0 && !findings.iter().any(Diagnostic::is_error) {
        return Err(nothing(&named, !sources.sources.is_empty(), &sources.passed_over));
    }
    let written = written(known.as_ref(), baseline.as_ref())?;
    let touched: BTreeSet<&str> = findings.iter().filter_map(|found| path_of(found, &files)).collect();
    let with_findings = touched.len();
    let others = sources.passed_over.iter().filter(|passed| passed.reason != Reason::Link).count();
    let looked_at = sources.sources.len().saturating_sub(others).max(with_findings);
    let (passed_over, minor) = (sources.passed_over, nearest(minor, &schemas));
    let known = baseline.as_ref().map_or(0, Baseline::count);
    Ok(Verified {
        findings,
        files,
        looked_at,
        with_findings,
        objects: count,
        kinds,
        passed_over,
        minor,
        known,
        written,
    })
}

/// Lets findings between objects pass that the baseline knows: before they are counted, for the table is of what is
/// told.
fn let_pass(between: &mut Vec<(Position, Diagnostic)>, baseline: &Baseline, pieces: &[Piece]) {
    let paths: BTreeMap<FileId, &str> = pieces.iter().map(|piece| (piece.id, piece.path.as_ref())).collect();
    let path_of = |span: Span| paths.get(&span.file).copied().unwrap_or_default();
    baseline.let_pass_among(between, |(_, found)| found, Of::Read, path_of);
}

/// Lets the findings pass that the baseline knows, and tells which excuses were wrong, or for nothing.
fn excuse(findings: &mut Vec<Diagnostic>, allows: &Allows, baseline: Option<&Baseline>, files: &Files) {
    if let Some(baseline) = baseline {
        baseline.let_pass(findings, Of::Read, |span| files.path(span));
    }
    findings.extend(allows.mistakes().cloned());
    if !findings.iter().any(Diagnostic::is_error) {
        findings.extend(allows.unused());
        findings.extend(baseline.map(Baseline::stale).unwrap_or_default());
    }
}

/// Writes the baseline where that was asked for.
fn written(file: Option<&BaselineFile>, baseline: Option<&Baseline>) -> Result<Option<Written>, Trouble> {
    match (file, baseline) {
        (Some(file), Some(baseline)) if file.write => {
            super::baseline::write(file.system, &file.path, baseline).map(Some)
        }
        _ => Ok(None),
    }
}

/// The known findings; a file that is to be read is there.
fn baseline(
    file: &BaselineFile,
    files: &mut Files,
    findings: &mut Vec<Diagnostic>,
) -> Result<Baseline, Trouble> {
    if file.write {
        return Ok(Baseline::recording());
    }
    let help = || Some("`--write-baseline` makes it".to_string());
    Baseline::read(file.system, &file.path, files, findings)?
        .ok_or_else(|| Trouble::new(format!("`{}` is not there", file.path), help()))
}

/// The comments that let findings pass. Hardly any text has one: all are searched side by side, those only are read.
fn allows(pieces: &[Piece]) -> Allows {
    let speak = parallel::map(pieces, |piece| allow::may_be_in(piece.file.text()));
    let speaking = pieces.iter().enumerate().zip(speak).filter(|(_, speaks)| *speaks);
    Allows::read_parts(speaking.map(|((at, piece), _)| {
        let after = pieces.iter().skip(at + 1).take_while(|other| other.source == piece.source);
        let next = after.into_iter().find(|other| allow::has_content(&other.file));
        ((piece.id, &piece.file), next.map(|next| (next.id, &next.file)))
    }))
}

fn path_of<'f>(found: &'f Diagnostic, files: &'f Files) -> Option<&'f str> {
    found.primary.as_ref().map(|label| files.path(label.span)).or(found.path.as_deref())
}

/// A version beyond those known is read as the nearest one that is.
fn unknown_minor(minor: Minor, schemas: &OutputSchemas) -> Option<Diagnostic> {
    let (oldest, newest) = (schemas.oldest(), schemas.newest());
    let read = nearest(minor, schemas);
    (read != minor).then(|| {
        let message = format!("platc does not know Kubernetes {minor}: read as {read}");
        Diagnostic::warning(code::BAD_VALUE, message).help(format!("it knows {oldest} to {newest}"))
    })
}

/// The nearest version with schemas.
fn nearest(minor: Minor, schemas: &OutputSchemas) -> Minor {
    minor.clamp(schemas.oldest(), schemas.newest().max(schemas.oldest()))
}

fn nothing(named: &str, is_empty: bool, passed_over: &[PassedOver]) -> Trouble {
    let shown = if named.is_empty() { "." } else { named };
    let help = match passed_over.first().map(|passed| (passed.reason, passed.path.as_str())) {
        Some((Reason::Platc, _)) => "platc check reads platc's own files".to_string(),
        Some((Reason::Kustomize, path)) => {
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
            format!("kustomize build {folder} | platc verify -")
        }
        Some((Reason::Link, path)) => {
            format!("`{path}` is a symbolic link, which is not followed; name the file itself")
        }
        Some((_, path)) => {
            format!("`{path}` holds no manifests: they have apiVersion, kind and metadata.name")
        }
        None if is_empty => "what is there is empty".to_string(),
        None => {
            "manifests end in .yaml, .yml or .json; names that begin with a dot are passed over".to_string()
        }
    };
    Trouble::new(format!("no objects in {shown}"), Some(help))
}
