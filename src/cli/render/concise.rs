//! One line a finding, for editors and for `grep`: `path:line:column: error[code]: message`.

use std::fmt::Write;

use platc::diagnostic::Diagnostic;
use platc::source::Files;

use super::{Report, place, severity_name};
use crate::cli::escape::{leading_path, visible};

pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    report.diagnostics.iter().for_each(|diagnostic| line(diagnostic, report.files, &mut text));
    text
}

/// The line of one finding.
pub fn line(diagnostic: &Diagnostic, files: &Files, text: &mut String) {
    if let Some(label) = &diagnostic.primary {
        let at = place(files, label.span);
        let _ = write!(text, "{}:{}:{}: ", leading_path(&at.file), at.line, at.column);
    } else if let Some(path) = &diagnostic.path {
        let _ = write!(text, "{}: ", leading_path(path));
    }
    let severity = severity_name(diagnostic.severity);
    let _ = writeln!(text, "{severity}[{}]: {}", diagnostic.code.name(), visible(&diagnostic.message));
}

#[cfg(test)]
mod tests {
    use super::super::samples;

    #[test]
    fn one_line_a_finding() {
        samples::expect("shop.concise.txt", &samples::shop(super::render));
        samples::expect("hostile.concise.txt", &samples::hostile(super::render));
    }
}
