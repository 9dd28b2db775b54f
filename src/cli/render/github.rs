//! Findings as workflow commands: GitHub shows them at their lines in a pull request.
//!
//! Format: "Workflow commands for GitHub Actions", setting an error or warning message. Values are
//! percent-escaped as the runner's own toolkit does; an unescaped line break would begin another command.
//! A step shows ten errors and ten warnings; the others are told as lines of the log.

use std::fmt::Write;

use platc::diagnostic::{Diagnostic, Severity};
use platc::source::Files;

use super::{Report, concise, place, severity_name, words};
use crate::cli::escape::visible;
use crate::cli::summary::counted;

/// Annotations of one severity that GitHub takes from a step.
const SHOWN: usize = 10;

pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    let mut rest = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        let mut found = report.diagnostics.iter().filter(|found| found.severity == severity);
        for diagnostic in found.by_ref().take(SHOWN) {
            annotation(diagnostic, report.files, &mut text);
        }
        rest.extend(found);
    }
    if !rest.is_empty() {
        let _ = writeln!(text, "{} without an annotation:", counted(rest.len(), "more finding"));
        rest.into_iter().for_each(|diagnostic| concise::line(diagnostic, report.files, &mut text));
    }
    text
}

fn annotation(diagnostic: &Diagnostic, files: &Files, text: &mut String) {
    let _ = write!(text, "::{} ", severity_name(diagnostic.severity));
    if let Some(label) = &diagnostic.primary {
        let at = place(files, label.span);
        let _ = write!(text, "file={},line={},col={},", property(&visible(&at.file)), at.line, at.column);
        // The runner takes endColumn only where the place ends in its own line.
        if at.end_line == at.line && at.end_column > at.column {
            let _ = write!(text, "endColumn={},", at.end_column);
        } else if at.end_line > at.line {
            let _ = write!(text, "endLine={},", at.end_line);
        }
    } else if let Some(path) = &diagnostic.path {
        let _ = write!(text, "file={},", property(&visible(path)));
    }
    let said = words::joined(&words::lines_with_places(diagnostic, files));
    let _ = writeln!(text, "title={}::{}", property(diagnostic.code.name()), data(&said));
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn annotations_at_their_lines() {
        samples::expect("shop.github.txt", &samples::shop(super::render));
    }

    #[test]
    fn a_hostile_text_stays_one_command() {
        let text = samples::hostile(super::render);
        samples::expect("hostile.github.txt", &text);
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn what_a_step_does_not_show_is_told_in_the_log() {
        let text = samples::many(super::render);
        samples::expect("many.github.txt", &text);
        for severity in ["::error ", "::warning "] {
            assert_eq!(text.lines().filter(|line| line.starts_with(severity)).count(), SHOWN, "{severity}");
        }
    }

    proptest::proptest! {
        /// The runner splits what follows the command at `,` and `=`, and takes `%25` back last.
        #[test]
        fn the_runner_reads_what_was_written(text in "[%0-9A-D:,\r\n ae]{0,20}") {
            let escaped = property(&text);
            proptest::prop_assert!(!escaped.contains([':', ',', '\r', '\n']));
            let read = escaped.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
            proptest::prop_assert_eq!(read.replace("%25", "%"), text);
        }
    }
}
