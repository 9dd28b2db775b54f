//! Findings as workflow commands: GitHub shows them at their lines in a pull request.
//!
//! Format: "Workflow commands for GitHub Actions", setting an error or warning message. Values are
//! percent-escaped as the runner's own toolkit does; an unescaped line break would begin another command.

use std::fmt::Write;

use platc::diagnostic::Diagnostic;
use platc::source::Files;

use super::{Report, place, severity_name};
use crate::cli::escape::visible;

pub fn render(report: &Report<'_>) -> String {
    let files = report.files;
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
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
        let _ =
            writeln!(text, "title={}::{}", property(diagnostic.code.name()), data(&words(diagnostic, files)));
    }
    text
}

/// The message and, a line each, what stands under and below it in the human form.
fn words(diagnostic: &Diagnostic, files: &Files) -> String {
    let mut lines = vec![visible(&diagnostic.message).into_owned()];
    if let Some(label) = diagnostic.primary.as_ref().filter(|label| !label.text.is_empty()) {
        lines.push(visible(&label.text).into_owned());
    }
    for label in &diagnostic.related {
        let at = place(files, label.span);
        lines.push(format!("{}:{}: {}", visible(&at.file), at.line, visible(&label.text)));
    }
    lines.extend(diagnostic.notes.iter().map(|note| format!("note: {}", visible(note))));
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {}", visible(help))));
    lines.extend(diagnostic.fix.iter().map(|fix| format!("fix: {}", visible(&fix.description))));
    lines.join("\n")
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
}
