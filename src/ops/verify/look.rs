//! One document's text: parsed as the API server's clients parse it, then held against the rules.
//!
//! Its trees are gone afterwards; what stays is what was found, and what each object is.

use super::document::{self, Found};
use super::{Reason, VerifyOptions};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::{Identity, Object};
use crate::schema::output::{KindLookup, Minor, OutputSchemas};
use crate::source::{FileId, Span};
use crate::syntax::{Dialect, Limits, Node, ParseOptions, parse};
use crate::verify::{Subject, verify};

/// Bounds on one document. A list of everything in a cluster is one; a few lines of aliases must not fill the memory.
const LIMITS: Limits =
    Limits { bytes: 256 << 20, depth: 100, nodes: 5_000_000, copied_bytes: 16 << 20, keys: 100_000 };

/// What a document's text holds.
#[derive(Default)]
pub struct Looked {
    pub objects: Vec<Seen>,
    /// Of the text as YAML, of objects, and between those of the document.
    pub findings: Vec<Diagnostic>,
    pub foreign: Vec<Reason>,
    /// Documents that may be anything.
    pub unknown: Vec<Diagnostic>,
    /// The text is a template's; then nothing else is told of it.
    pub template: Option<Diagnostic>,
    /// Whether the text is not YAML at all.
    pub unreadable: bool,
}

/// An object that was looked at.
pub struct Seen {
    pub identity: Identity,
    /// Its name.
    pub place: Option<Span>,
    pub errors: usize,
    pub warnings: usize,
    pub skipped: bool,
}

/// Looks at one document's text.
pub fn look(id: FileId, path: &str, text: &str, minor: Minor, options: &VerifyOptions) -> Looked {
    let reading = ParseOptions { dialect: Dialect::Go, limits: LIMITS, ..ParseOptions::default() };
    let parsed = parse(id, text, &reading);
    let mut looked = Looked::default();
    if !parsed.is_ok()
        && let Some(place) = template(text)
    {
        looked.template = Some(templated(id, place));
        return looked;
    }
    looked.unreadable = !parsed.is_ok() && parsed.documents.is_empty();
    looked.findings = parsed.diagnostics;
    let mut found = Vec::new();
    for document in parsed.documents {
        document::read(document.root, path, &mut found);
    }
    for found in found {
        match found {
            Found::Object(object) => looked.object(*object, text, minor, options),
            Found::Foreign(reason) => looked.foreign.push(reason),
            Found::Unknown(found) => looked.unknown.push(found),
            Found::Broken(found) => looked.findings.push(found),
        }
    }
    looked
}

impl Looked {
    fn object(&mut self, object: Object, text: &str, minor: Minor, options: &VerifyOptions) {
        let place = object.node.at(&["metadata", "name"]).and_then(|name: &Node| name.origin.span());
        let is_unknown = options.ignore_missing_schemas
            && matches!(
                OutputSchemas::embedded().kind(&object.api_version, &object.identity.kind, minor),
                KindLookup::Unknown
            );
        let skipped = options.skip.iter().any(|skip| skip.is(&object));
        let mut found = Vec::new();
        if !skipped {
            found = verify(&Subject {
                objects: std::slice::from_ref(&object),
                paths: &[],
                schemas: OutputSchemas::embedded(),
                minor,
            });
            found.retain(|found| !is_unknown || found.code != code::UNKNOWN_KIND || found.is_error());
        }
        let is_unchecked = is_unknown && found.is_empty();
        let errors = found.iter().filter(|found| found.is_error()).count();
        self.objects.push(Seen {
            place,
            errors,
            warnings: found.len() - errors,
            skipped: skipped || is_unchecked,
            identity: object.identity,
        });
        self.findings.extend(found.into_iter().map(|found| readable(found, text)));
    }
}

/// Puts a finding into words for somebody who has no specs: `platc fmt` writes no manifests, so what it would do is
/// said as help; what is to be quoted is quoted as it is written, not as it was read.
fn readable(mut found: Diagnostic, text: &str) -> Diagnostic {
    let fix = found.fix.take().map(|fix| fix.description);
    found.help = found.help.or(fix);
    let written = found.primary.as_ref().and_then(|label| text.get(label.span.range()));
    if let (Some(help), Some(written)) = (&mut found.help, written)
        && help.starts_with("quote it: ")
        && written.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-'))
    {
        *help = format!("quote it: \"{written}\"");
    }
    found
}

/// Where a text template gives itself away: `{{` at the beginning of a line or of a value.
fn template(text: &str) -> Option<(usize, usize)> {
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

fn templated(id: FileId, (start, end): (usize, usize)) -> Diagnostic {
    Diagnostic::error(code::HELM_TEMPLATE, "the file is a text template, not yet a manifest")
        .at(Some(Span::new(id, start, end)), "")
        .help("verify what comes of it: helm template <chart> | platc verify -")
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn templates_are_told_from_braces_in_text() {
        for text in ["a: {{ .Values.a }}\n", "{{- if .x }}\n", "  - {{ .y }}\n", "a:\n  {{ toYaml . }}\n"] {
            assert!(template(text).is_some(), "{text}");
        }
        for text in ["a: '{{ x }}'\n", "a: {b: {c: 1}}\n", "summary: 'on {{ $labels.x }}'\n"] {
            assert!(template(text).is_none(), "{text}");
        }
    }
}
