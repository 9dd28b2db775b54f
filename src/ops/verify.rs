//! Anybody's manifests, held against the rules that hold for our own.
//!
//! ```text
//! input      which files, and their bytes      split     a text as documents
//!   │ texts                                      │
//! look       a document → findings, objects    document  what is an object, and what something else
//!   │
//! tally      by kind                           twice     one object in two places
//! ```

mod document;
mod input;
mod look;
mod pattern;
mod split;
mod tally;
mod twice;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Trouble;
use crate::diagnostic::{Diagnostic, arrange, code};
use crate::manifest::Object;
use crate::parallel;
use crate::schema::output::{Minor, OutputSchemas};
use crate::source::{FileId, Files, SourceFile};
use input::Source;
use look::{Looked, look};

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
}

/// A document's text in its file.
struct Piece<'s> {
    source: usize,
    path: &'s Arc<str>,
    id: FileId,
    file: SourceFile,
}

/// Verifies everything that is named. `progress` is told how much of how much is done, from any thread.
///
/// # Errors
/// Where nothing of a name is there, or nothing that is named holds an object.
pub fn verify(
    inputs: Vec<Input>,
    options: &VerifyOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Verified, Trouble> {
    let named = inputs.iter().map(|input| input.shown.clone()).collect::<Vec<_>>().join(", ");
    let schemas = OutputSchemas::embedded();
    let minor = options.minor.unwrap_or(schemas.newest());
    let mut sources = input::gather(inputs, &options.exclude)?;
    let texts = sources.read();
    let pieces = pieces(&sources.sources, &texts);
    let done = AtomicUsize::new(0);
    let looked = parallel::map(&pieces, |piece| {
        let looked = look(piece.id, piece.path, piece.file.text(), minor, options);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, pieces.len());
        looked
    });
    let objects = || {
        let by_piece = pieces.iter().zip(&looked);
        by_piece.flat_map(|(piece, looked)| looked.objects.iter().map(move |seen| (&**piece.path, seen)))
    };
    let twice = twice::twice(objects(), options.closed);
    let kinds = tally::tally(objects().map(|(_, seen)| seen), &twice);
    let mut findings = std::mem::take(&mut sources.findings);
    findings.extend(unknown_minor(minor, schemas));
    findings.extend(twice.into_values());
    let count = objects().count();
    let (of_files, passed_over) = by_file(&sources.sources, &pieces, looked);
    findings.extend(of_files);
    sources.passed_over.extend(passed_over);
    let mut files = Files::new();
    for piece in pieces {
        files.add(piece.file);
    }
    let findings = arrange(findings, &files);
    if count == 0 && !findings.iter().any(Diagnostic::is_error) {
        return Err(nothing(&named, !sources.sources.is_empty(), &sources.passed_over));
    }
    let touched: BTreeSet<&str> = findings.iter().filter_map(|found| path_of(found, &files)).collect();
    let with_findings = touched.len();
    let looked_at =
        sources.sources.len().saturating_sub(links_excluded(&sources.passed_over)).max(with_findings);
    let passed_over = sources.passed_over;
    let minor = known(minor, schemas);
    Ok(Verified { findings, files, looked_at, with_findings, objects: count, kinds, passed_over, minor })
}

/// Files that were read and turned out to be something else.
fn links_excluded(passed_over: &[PassedOver]) -> usize {
    passed_over.iter().filter(|passed| passed.reason != Reason::Link).count()
}

fn path_of<'f>(found: &'f Diagnostic, files: &'f Files) -> Option<&'f str> {
    found.primary.as_ref().map(|label| files.path(label.span)).or(found.path.as_deref())
}

/// The documents of all texts, each with the id under which it will be known.
fn pieces<'s>(sources: &'s [Source], texts: &[Option<Arc<str>>]) -> Vec<Piece<'s>> {
    let parts = parallel::map(texts, |text| text.as_deref().map(split::split).unwrap_or_default());
    let files = Files::new();
    let all = sources.iter().zip(texts).zip(parts).enumerate();
    let all = all.flat_map(|(source, ((of, text), parts))| {
        let text = text.clone().unwrap_or_else(|| "".into());
        parts.into_iter().map(move |part| {
            let file = SourceFile::part(of.shown.clone(), text.clone(), part.range, part.line);
            (source, &of.shown, file)
        })
    });
    all.enumerate()
        .map(|(at, (source, path, file))| Piece { source, path, id: files.id_after(at), file })
        .collect()
}

/// What is to be told of each file: one that somebody only walked past may be something else altogether.
fn by_file(sources: &[Source], pieces: &[Piece], looked: Vec<Looked>) -> (Vec<Diagnostic>, Vec<PassedOver>) {
    let (mut findings, mut passed_over) = (Vec::new(), Vec::new());
    let mut looked = pieces.iter().zip(looked).peekable();
    for (position, source) in sources.iter().enumerate() {
        let mut file = Vec::new();
        while let Some((piece, looked)) = looked.next_if(|(piece, _)| piece.source == position) {
            file.push((piece, looked));
        }
        match reason(source, &file) {
            Some(reason) => passed_over.push(PassedOver { path: source.shown.to_string(), reason }),
            None => findings.extend(told(file)),
        }
    }
    (findings, passed_over)
}

/// Why a file as a whole is none of ours.
fn reason(source: &Source, file: &[(&Piece, Looked)]) -> Option<Reason> {
    if file.iter().any(|(_, looked)| !looked.objects.is_empty() || looked.template.is_some()) {
        return None;
    }
    let is_silent = file.iter().all(|(_, looked)| looked.findings.is_empty() && looked.unknown.is_empty());
    if let Some(reason) = file.iter().flat_map(|(_, looked)| &looked.foreign).next().filter(|_| is_silent) {
        return Some(*reason);
    }
    let name = source.shown.rsplit('/').next().unwrap_or("");
    let is_kustomize = matches!(name, "kustomization.yaml" | "kustomization.yml" | "Kustomization");
    let is_tools = is_kustomize || name == "Chart.yaml";
    let says_what = |text: &str| text.contains("apiVersion") || text.contains("kind");
    let is_anything = |(piece, looked): &(&Piece, Looked)| {
        let is_unreadable = looked.unreadable && !says_what(piece.file.text());
        is_tools || looked.findings.is_empty() || is_unreadable
    };
    let holds = file.iter().any(|(_, looked)| !looked.unknown.is_empty() || !looked.findings.is_empty());
    let reason = if is_kustomize { Reason::Kustomize } else { Reason::NoManifest };
    (!source.named && holds && file.iter().all(is_anything)).then_some(reason)
}

/// What is told of a file that holds manifests.
fn told(file: Vec<(&Piece, Looked)>) -> Vec<Diagnostic> {
    if let Some(template) = file.iter().find_map(|(_, looked)| looked.template.clone()) {
        return vec![template];
    }
    file.into_iter().flat_map(|(_, looked)| looked.findings.into_iter().chain(looked.unknown)).collect()
}

/// A version beyond those known is read as the nearest one that is.
fn unknown_minor(minor: Minor, schemas: &OutputSchemas) -> Option<Diagnostic> {
    let (oldest, newest) = (schemas.oldest(), schemas.newest());
    let read = known(minor, schemas);
    (read != minor).then(|| {
        let message = format!("platc does not know Kubernetes {minor}: read as {read}");
        Diagnostic::warning(code::BAD_VALUE, message).help(format!("it knows {oldest} to {newest}"))
    })
}

/// The nearest version with schemas.
fn known(minor: Minor, schemas: &OutputSchemas) -> Minor {
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
