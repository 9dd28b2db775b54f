//! Findings as text: for people, one line a finding, for programs, pull requests, code scanning and test reports.
//!
//! Pure functions from findings to text; who reads it and in which colours is `terminal`'s business.

mod concise;
mod excerpt;
mod github;
mod human;
mod json;
mod junit;
mod sarif;
mod words;

use platc::diagnostic::{Diagnostic, Severity};
use platc::source::{Files, Span};

use super::arguments::Format;
use super::summary::Summary;

/// How the text is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub format: Format,
    pub colored: bool,
    /// Columns to stay within.
    pub width: usize,
    /// Leave out the closing line.
    pub quiet: bool,
    /// Warnings fail the run.
    pub deny_warnings: bool,
}

/// What a command has to say.
#[derive(Debug)]
pub struct Report<'a> {
    /// In the order of [`platc::diagnostic::arrange`].
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the findings point into.
    pub files: &'a Files,
    pub summary: Summary,
    /// The command's own result.
    pub result: Option<CommandResult>,
    pub paths_from: PathsFrom,
}

/// Where the paths of a report begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathsFrom {
    /// At the estate's root.
    Estate,
    /// Where the command was typed.
    Here,
}

/// The result of a command that has more to say than findings, for people and for programs.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandResult {
    /// Lines below the findings; where there are none, and no files were counted, they stand instead of the closing
    /// line.
    pub text: String,
    /// The `result` of the JSON document.
    pub json: serde_json::Value,
}

/// The text of a report.
pub fn report(report: &Report<'_>, look: Look) -> String {
    match look.format {
        Format::Human => human::render(report, look),
        Format::Concise => concise::render(report),
        Format::Json => json::render(report),
        Format::Github => github::render(report),
        Format::Sarif => sarif::render(report),
        Format::Junit => junit::render(report, look),
    }
}

/// Gives a finding that has no place the one where code scanning shows it.
pub fn place_somewhere(found: &mut Diagnostic) {
    if found.primary.is_none() {
        found.path.get_or_insert_with(|| sarif::OF_THE_ESTATE.to_owned());
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Where a finding is: line and column of its beginning and of the place just behind its end, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn place(files: &Files, span: Span) -> Place {
    let start = files.position(span);
    let end = files.get(span.file).map_or(start, |file| file.position(span.end));
    Place {
        file: files.path(span).to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

#[cfg(test)]
mod samples;
