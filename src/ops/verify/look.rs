//! One document's text: parsed as the API server's clients parse it, then held against the rules.
//!
//! Its trees are gone afterwards; what stays is what was found, and what each object is.

use std::sync::PoisonError;

use super::definitions::Early;
use super::document::{self, Found};
use super::piece::Piece;
use super::{Reason, VerifyOptions};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::{Identity, Object, no_object};
use crate::schema::output::{KindLookup, Minor, Mode, OutputSchemas, check};
use crate::source::{FileId, Span};
use crate::syntax::allow::{Allows, Of};
use crate::syntax::{Dialect, Limits, Node, ParseOptions, Parsed, parse};
use crate::verify::{Subject, Summary, verify};
use crate::workspace::Baseline;

/// Bounds on one document. A list of everything in a cluster is one; a few lines of aliases must not fill the memory.
const LIMITS: Limits =
    Limits { bytes: 256 << 20, depth: 100, nodes: 5_000_000, copied_bytes: 16 << 20, keys: 100_000 };

const UNKNOWN_KIND_HELP: &str = "check the spelling, name its definition with --crds, or leave such kinds alone with --ignore-missing-schemas";

/// What a document's text holds.
#[derive(Default)]
pub struct Looked {
    pub objects: Vec<Seen>,
    /// What the objects are to others, one of each.
    pub summaries: Vec<Summary>,
    /// Of the text as YAML, of objects, and between those of the document.
    pub findings: Vec<Diagnostic>,
    pub foreign: Vec<Reason>,
    /// Documents that may be anything.
    pub unknown: Vec<Diagnostic>,
    /// The text is a template's; then nothing else is told of it.
    pub template: Option<Diagnostic>,
    /// Whether the text is not YAML, or not all of it.
    pub unreadable: bool,
}

/// An object that was looked at.
pub struct Seen {
    pub identity: Identity,
    pub errors: usize,
    pub warnings: usize,
    pub skipped: bool,
}

/// By what documents are looked at.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub schemas: &'a OutputSchemas,
    pub minor: Minor,
    pub options: &'a VerifyOptions,
    /// What comments let pass.
    pub allows: &'a Allows,
    pub baseline: Option<&'a Baseline>,
}

/// A document as the API server's clients read it.
pub fn parsed(piece: &Piece) -> Parsed {
    let reading = ParseOptions { dialect: Dialect::Go, limits: LIMITS, ..ParseOptions::default() };
    parse(piece.id, piece.file.text(), &reading)
}

/// Looks at one document, which may have been parsed before.
pub fn look(piece: &Piece, early: Option<&Early>, rules: Rules) -> Looked {
    let before = early.and_then(|early| early.parsed.lock().unwrap_or_else(PoisonError::into_inner).take());
    let parsed = before.unwrap_or_else(|| parsed(piece));
    let mut looked = Looked { template: template(piece, &parsed), ..Looked::default() };
    if looked.template.is_some() {
        return looked;
    }
    looked.unreadable = !parsed.is_ok();
    looked.findings = parsed.diagnostics;
    rules.allows.let_pass(&mut looked.findings, Of::Read);
    let mut found = Vec::new();
    for document in parsed.documents {
        document::read(document.root, piece.path, &mut found);
    }
    if let Some(name) = found.iter().find_map(unmade) {
        return Looked { template: Some(templated(piece.id, name)), ..Looked::default() };
    }
    for found in found {
        match found {
            Found::Object(object) => looked.object(*object, piece, rules),
            Found::Foreign(reason) => looked.foreign.push(reason),
            Found::Unknown(found) => looked.unknown.push(*found),
            Found::Broken(node) => looked.broken(&node, piece, rules),
        }
    }
    if let (Some(early), Some(seen)) = (early, looked.objects.last_mut().filter(|seen| !seen.skipped)) {
        seen.errors += early.findings.len();
        looked.findings.extend(early.findings.iter().cloned());
    }
    looked
}

impl Looked {
    fn object(&mut self, object: Object, piece: &Piece, rules: Rules) {
        let Rules { schemas, minor, options, allows, baseline } = rules;
        let lookup = || schemas.kind(&object.api_version, &object.identity.kind, minor);
        let is_unknown = options.ignore_missing_schemas && matches!(lookup(), KindLookup::Unknown);
        let skipped = options.skip.iter().any(|skip| skip.is(&object));
        let mut found = Vec::new();
        let subject = Subject { objects: std::slice::from_ref(&object), paths: &[], schemas, minor };
        let mut summary = Summary::of("", &subject);
        summary.file = piece.path.clone();
        if skipped {
            summary.silence();
        } else {
            found = verify(&subject);
            found.retain(|found| !is_unknown || found.code != code::UNKNOWN_KIND || found.is_error());
        }
        allows.let_pass(&mut found, Of::Read);
        if let Some(baseline) = baseline {
            baseline.let_pass(&mut found, Of::Read, |_| piece.path);
        }
        let is_unchecked = is_unknown && found.is_empty();
        let errors = found.iter().filter(|found| found.is_error()).count();
        self.summaries.push(summary);
        self.objects.push(Seen {
            errors,
            warnings: found.len() - errors,
            skipped: skipped || is_unchecked,
            identity: object.identity,
        });
        self.findings.extend(found.into_iter().map(|found| readable(found, piece.file.text())));
    }

    /// What has no name, or none that is text, is held against the schema of its kind all the same.
    fn broken(&mut self, node: &Node, piece: &Piece, rules: Rules) {
        let mut found = vec![no_object(node)];
        let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
        let kind = rules.schemas.kind(text("apiVersion"), text("kind"), rules.minor);
        if let KindLookup::Found(kind) = kind {
            check(node, kind.node, Mode::Complete, &mut found);
        }
        let place = |found: &Diagnostic| found.primary.as_ref().map(|label| label.span);
        let told = found.first().and_then(place);
        found.retain(|one| one.code != code::WRONG_TYPE || place(one) != told);
        rules.allows.let_pass(&mut found, Of::Read);
        self.findings.extend(found.into_iter().map(|found| readable(found, piece.file.text())));
    }
}

/// Puts a finding into words for somebody who has no specs: `platc fmt` writes no manifests, so what it would do is
/// said as help; what is to be quoted is quoted as it is written, not as it was read.
fn readable(mut found: Diagnostic, text: &str) -> Diagnostic {
    let fix = found.fix.take().map(|fix| fix.description);
    found.help = found.help.or(fix);
    if found.code == code::UNKNOWN_KIND && !found.is_error() {
        if let Some(label) = &mut found.primary {
            label.text = "it is not checked".to_string();
        }
        let guess = found.help.take().filter(|help| help.starts_with("did you mean"));
        found.help = Some(guess.map_or(UNKNOWN_KIND_HELP.to_string(), |guess| {
            format!("{guess} If not, name its definition with --crds")
        }));
    }
    let written = found.primary.as_ref().and_then(|label| text.get(label.span.range()));
    if let (Some(help), Some(written)) = (&mut found.help, written)
        && help.starts_with("quote it: ")
        && written.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-'))
    {
        *help = format!("quote it: \"{written}\"");
    }
    found
}

/// That a document is none yet, but the template of one; only where it cannot be read as it is.
pub fn template(piece: &Piece, parsed: &Parsed) -> Option<Diagnostic> {
    let place = if parsed.is_ok() { None } else { braces(piece.file.text()) };
    place.map(|place| templated(piece.id, place))
}

/// Where a text template gives itself away: `{{` at the beginning of a line or of a value.
fn braces(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '-']);
        let value = content.split_once(": ").map_or("", |(_, value)| value.trim_start());
        if [content, value].iter().any(|text| text.starts_with("{{")) {
            let at = start + line.find("{{")?;
            return Some((at, start + line.trim_end().len()));
        }
        start += line.len();
    }
    None
}

/// The name of an object, where a template has yet to make it: quoted, `"{{ … }}"` is YAML.
fn unmade(found: &Found) -> Option<(usize, usize)> {
    let Found::Object(object) = found else { return None };
    if !object.identity.name.contains("{{") {
        return None;
    }
    let name =
        object.node.at(&["metadata", "name"]).or_else(|| object.node.at(&["metadata", "generateName"]))?;
    let range = name.origin.span()?.range();
    Some((range.start, range.end))
}

fn templated(id: FileId, (start, end): (usize, usize)) -> Diagnostic {
    Diagnostic::error(code::HELM_TEMPLATE, "the file is a text template, not yet a manifest")
        .at(Some(Span::new(id, start, end)), "")
        .help("verify what comes of it: helm template <chart> | platc verify -")
}

#[cfg(test)]
mod tests {
    use super::braces;

    #[test]
    fn templates_are_told_from_braces_in_text() {
        for text in ["a: {{ .Values.a }}\n", "{{- if .x }}\n", "  - {{ .y }}\n", "a:\n  {{ toYaml . }}\n"] {
            assert!(braces(text).is_some(), "{text}");
        }
        for text in ["a: '{{ x }}'\n", "a: {b: {c: 1}}\n", "summary: 'on {{ $labels.x }}'\n"] {
            assert!(braces(text).is_none(), "{text}");
        }
    }
}
