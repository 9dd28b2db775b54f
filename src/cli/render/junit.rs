//! Findings as a test report: JUnit XML as Jenkins, GitLab, Azure Pipelines and CircleCI read it.
//!
//! A suite for each file with findings, a case for each finding: an error is a failure, a warning that does not fail
//! the run a skipped case. Without findings there is one case that passed: many readers refuse an empty report.

use std::collections::BTreeMap;
use std::fmt::Write;

use platc::diagnostic::Diagnostic;
use platc::source::Files;

use super::{Look, Report, place, severity_name, words};
use crate::cli::escape::visible;

/// The suite of what has no file.
const OF_THE_ESTATE: &str = "platc";

pub fn render(report: &Report<'_>, look: Look) -> String {
    let fails = |found: &Diagnostic| found.is_error() || look.deny_warnings;
    let counts = |found: &[Diagnostic]| {
        let failures = found.iter().filter(|found| fails(found)).count();
        format!(
            "tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\"",
            found.len().max(1),
            found.len() - failures
        )
    };
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(text, "<testsuites name=\"platc\" {}>", counts(&report.diagnostics));
    let suites =
        report.diagnostics.chunk_by(|left, right| file(left, report.files) == file(right, report.files));
    for found in suites {
        let Some(first) = found.first() else { continue };
        let file = escaped(file(first, report.files));
        let _ = writeln!(text, "  <testsuite name=\"{file}\" {}>", counts(found));
        let mut names = BTreeMap::new();
        for found in found {
            let name = name(found, &mut names);
            case(found, &name, fails(found), report.files, &mut text);
        }
        text.push_str("  </testsuite>\n");
    }
    if report.diagnostics.is_empty() {
        let _ = writeln!(text, "  <testsuite name=\"{OF_THE_ESTATE}\" {}>", counts(&[]));
        let _ = writeln!(text, "    <testcase classname=\"{OF_THE_ESTATE}\" name=\"no findings\"/>");
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// The file of a finding; findings are sorted by it.
fn file<'a>(found: &'a Diagnostic, files: &'a Files) -> &'a str {
    let at = found.primary.as_ref().map(|label| files.path(label.span));
    at.or(found.path.as_deref()).unwrap_or(OF_THE_ESTATE)
}

/// What a reader tells cases of one suite apart by; it does not move with the lines.
fn name(found: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> String {
    let name = format!("{}: {}", found.code.name(), found.message);
    let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
    if *count == 1 { name } else { format!("{name} ({count})") }
}

fn case(found: &Diagnostic, name: &str, fails: bool, files: &Files, text: &mut String) {
    let (code, path) = (found.code.name(), escaped(file(found, files)));
    let at = found.primary.as_ref().map(|label| place(files, label.span));
    let position = at.as_ref().map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
    let message = escaped(&found.message);
    let name = escaped(name);
    let _ = write!(text, "    <testcase classname=\"{path}\" name=\"{name}\" file=\"{path}\"");
    if let Some(at) = &at {
        let _ = write!(text, " line=\"{}\"", at.line);
    }
    let severity = severity_name(found.severity);
    let mut lines = words::lines_with_places(found, files);
    lines.insert(0, format!("{}{position}", visible(file(found, files))));
    lines.push(format!("platc help {code}"));
    let body = escaped_lines(&words::joined(&lines));
    // Readers show the text of a failure, but of a skipped case only its message.
    let told = match fails {
        true => format!("<failure type=\"{severity}[{code}]\" message=\"{message}\">{body}</failure>"),
        false => format!(
            "<skipped message=\"{severity}[{code}]: {message}\"/>\n      <system-out>{body}</system-out>"
        ),
    };
    let _ = writeln!(text, ">\n      {told}\n    </testcase>");
}

/// One line for an attribute or a text; nothing hidden, nothing that XML 1.0 has no character for.
fn escaped(text: &str) -> String {
    let visible = visible(text);
    let mut escaped = String::with_capacity(visible.len());
    for c in visible.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

fn escaped_lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::{PathsFrom, samples};
    use super::*;
    use crate::cli::arguments::Format;
    use crate::cli::summary::Summary;

    const LOOK: Look =
        Look { format: Format::Junit, colored: false, width: 100, quiet: false, deny_warnings: false };

    #[test]
    fn a_suite_for_each_file() {
        samples::expect("shop.junit.xml", &samples::shop(|report| render(report, LOOK)));
    }

    #[test]
    fn a_warning_that_is_denied_is_a_failure() {
        let denied = samples::shop(|report| render(report, Look { deny_warnings: true, ..LOOK }));
        assert!(denied.contains("failures=\"5\" errors=\"0\" skipped=\"0\""), "{denied}");
        assert!(denied.contains("<failure type=\"warning[wrong-type]\""), "{denied}");
    }

    #[test]
    fn hostile_text_is_text() {
        samples::expect("hostile.junit.xml", &samples::hostile(|report| render(report, LOOK)));
    }

    #[test]
    fn without_findings_one_case_passed() {
        let files = Files::new();
        let report = Report {
            diagnostics: Vec::new(),
            files: &files,
            summary: Summary::default(),
            result: None,
            paths_from: PathsFrom::Estate,
        };
        samples::expect("clean.junit.xml", &render(&report, LOOK));
    }

    proptest::proptest! {
        #[test]
        fn no_text_ends_an_attribute_or_an_element(text in "[\\PC<>&\"'\\]\r\n\t\u{0}\u{b}\u{1b}\u{fffe}\u{ffff}]{0,40}") {
            let escaped = escaped(&text);
            let is_reference = |at: usize| {
                ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|name| escaped[at..].starts_with(name))
            };
            proptest::prop_assert!(!escaped.contains(['<', '>', '"', '\u{fffe}', '\u{ffff}']), "{escaped}");
            proptest::prop_assert!(!escaped.chars().any(char::is_control), "{escaped}");
            proptest::prop_assert!(escaped.match_indices('&').all(|(at, _)| is_reference(at)), "{escaped}");
        }
    }
}
