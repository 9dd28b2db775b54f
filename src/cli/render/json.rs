//! Findings for programs: one JSON document, `version` 1.
//!
//! Lines and columns are those of the other forms: from 1, in characters, the end just behind the last
//! character. Nothing in it depends on time or machine: same estate, same bytes. Fields may be added to
//! version 1; none changes or goes.

use platc::diagnostic::{Diagnostic, Label};
use platc::source::Files;
use serde::Serialize;

use super::{Place, Report, place, severity_name};
use crate::cli::summary::Summary;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a serde_json::Value>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Where,
    label: Option<&'a str>,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    fix: Option<Correction<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Subject<'a>>,
}

/// The object that a finding is about.
#[derive(Serialize)]
struct Subject<'a> {
    object: &'a str,
    field: &'a str,
    template: Option<&'a str>,
    manifests: &'a [String],
}

#[derive(Serialize, Default)]
struct Where {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Where,
    label: &'a str,
}

#[derive(Serialize)]
struct Correction<'a> {
    description: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Where,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    apps: Option<usize>,
    apps_with_findings: Option<usize>,
    environments: Option<usize>,
    /// Left out, because the baseline knows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    #[serde(flatten)]
    verified: Option<VerifiedCounts>,
}

/// What only `platc verify` counts.
#[derive(Serialize)]
struct VerifiedCounts {
    files: usize,
    files_with_findings: usize,
    objects: usize,
    kubernetes: String,
}

impl From<Place> for Where {
    fn from(place: Place) -> Self {
        Where {
            file: Some(place.file),
            line: Some(place.line),
            column: Some(place.column),
            end_line: Some(place.end_line),
            end_column: Some(place.end_column),
        }
    }
}

pub fn render(report: &Report<'_>) -> String {
    let Report { diagnostics, files, summary, result, paths_from: _ } = report;
    let (errors, warnings) = Summary::count(diagnostics);
    let document = Document {
        version: 1,
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, files)).collect(),
        result: result.as_ref().map(|result| &result.json),
        summary: Counts {
            errors,
            warnings,
            apps: summary.apps,
            apps_with_findings: summary.apps_with_findings,
            environments: summary.environments,
            known: Some(summary.known).filter(|known| *known > 0),
            verified: verified(summary),
        },
    };
    // Text and numbers only: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn verified(summary: &Summary) -> Option<VerifiedCounts> {
    Some(VerifiedCounts {
        files: summary.files?,
        files_with_findings: summary.files_with_findings?,
        objects: summary.objects?,
        kubernetes: summary.kubernetes?.to_string(),
    })
}

fn finding<'a>(diagnostic: &'a Diagnostic, files: &Files) -> Finding<'a> {
    let place = match &diagnostic.primary {
        Some(label) => place(files, label.span).into(),
        None => Where { file: diagnostic.path.clone(), ..Where::default() },
    };
    let related =
        |label: &'a Label| Related { place: super::place(files, label.span).into(), label: &label.text };
    Finding {
        code: diagnostic.code.name(),
        severity: severity_name(diagnostic.severity),
        message: &diagnostic.message,
        place,
        label: diagnostic.primary.as_ref().map(|label| label.text.as_str()).filter(|text| !text.is_empty()),
        related: diagnostic.related.iter().map(related).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        about: diagnostic.about.as_deref().map(|about| Subject {
            object: &about.object,
            field: &about.field,
            template: about.template.as_deref(),
            manifests: &about.manifests,
        }),
        fix: diagnostic.fix.as_ref().map(|fix| Correction {
            description: &fix.description,
            edits: fix
                .edits
                .iter()
                .map(|edit| Replacement {
                    place: super::place(files, edit.span).into(),
                    replacement: &edit.replacement,
                })
                .collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;

    #[test]
    fn one_document_that_says_everything() {
        samples::expect("shop.json", &samples::shop(super::render));
    }

    #[test]
    fn hostile_text_is_carried_unchanged() {
        let (message, text) =
            samples::hostile(|report| (report.diagnostics[0].message.clone(), super::render(report)));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["diagnostics"][0]["message"], message);
    }
}
