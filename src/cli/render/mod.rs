//! Findings as text: for people, for one line a finding, for programs, for a pull request.
//!
//! Pure functions from findings to text; who reads it and in which colours is `terminal`'s business.

mod concise;
mod excerpt;
mod github;
mod human;
mod json;

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
}

/// The text of findings that [`platc::diagnostic::arrange`] has put in order.
pub fn findings(diagnostics: &[Diagnostic], files: &Files, summary: &Summary, look: Look) -> String {
    match look.format {
        Format::Human => human::render(diagnostics, files, summary, look),
        Format::Concise => concise::render(diagnostics, files),
        Format::Json => json::render(diagnostics, files, summary),
        Format::Github => github::render(diagnostics, files),
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
