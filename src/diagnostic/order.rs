//! The order in which findings are told, and each told once.
//!
//! Only the order; which findings exist is decided by the stages, how they look by `cli`.

use std::cmp::Ordering;

use super::{Diagnostic, code};
use crate::source::{Files, Span};

/// Sorts by file, position, code and message, and folds findings that say the same of the same place
/// (one app compiled for three environments) into one that carries all their notes and related places.
///
/// Findings without any place come first: they are about the whole estate.
pub fn arrange(mut diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    diagnostics.sort_by(|left, right| compare(left, right, files));
    let mut arranged: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        match arranged.last_mut() {
            Some(last) if same_finding(last, &diagnostic) => fold(last, diagnostic),
            _ => arranged.push(diagnostic),
        }
    }
    let wrong: Vec<Option<Span>> = arranged.iter().filter(|one| one.is_error()).map(span).collect();
    // An error says what to write there; how other readers take the scalar no longer matters.
    arranged.retain(|one| one.code != code::YAML_1_1_AMBIGUOUS || !wrong.contains(&span(one)));
    arranged
}

fn span(diagnostic: &Diagnostic) -> Option<Span> {
    diagnostic.primary.as_ref().map(|label| label.span)
}

fn compare(left: &Diagnostic, right: &Diagnostic, files: &Files) -> Ordering {
    path(left, files)
        .cmp(path(right, files))
        // Texts of one path are its parts, in their order.
        .then_with(|| span(left).cmp(&span(right)))
        .then_with(|| left.code.name().cmp(right.code.name()))
        .then_with(|| left.message.cmp(&right.message))
        .then_with(|| left.severity.cmp(&right.severity))
        // What follows decides nothing a reader sees, only that threads cannot change the order.
        .then_with(|| left.notes.cmp(&right.notes))
        .then_with(|| related_ranges(left).cmp(&related_ranges(right)))
}

fn path<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> &'a str {
    match (&diagnostic.primary, &diagnostic.path) {
        (Some(label), _) => files.path(label.span),
        (None, Some(path)) => path,
        (None, None) => "",
    }
}

fn related_ranges(diagnostic: &Diagnostic) -> Vec<(u32, u32)> {
    diagnostic.related.iter().map(|label| (label.span.start, label.span.end)).collect()
}

fn same_finding(left: &Diagnostic, right: &Diagnostic) -> bool {
    left.code == right.code
        && left.message == right.message
        && left.path == right.path
        && left.primary.as_ref().map(|label| label.span) == right.primary.as_ref().map(|label| label.span)
}

fn fold(into: &mut Diagnostic, other: Diagnostic) {
    into.severity = into.severity.min(other.severity);
    for label in other.related {
        if !into.related.contains(&label) {
            into.related.push(label);
        }
    }
    for note in other.notes {
        if !into.notes.contains(&note) {
            into.notes.push(note);
        }
    }
    if let (Some(into), Some(other)) = (&mut into.about, other.about) {
        for manifest in other.manifests {
            if !into.manifests.contains(&manifest) {
                into.manifests.push(manifest);
            }
        }
    }
    into.help = into.help.take().or(other.help);
    into.fix = into.fix.take().or(other.fix);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;
    use crate::source::{SourceFile, Span};

    #[test]
    fn sorted_by_file_position_code_and_told_once() {
        let mut files = Files::new();
        let late = files.add(SourceFile::new("b.yaml", "x: 1\n"));
        let early = files.add(SourceFile::new("a.yaml", "x: 1\ny: 2\n"));
        let at = |file, start| Some(Span::new(file, start, start + 1));
        let found = vec![
            Diagnostic::error(code::WRONG_TYPE, "third").at(at(late, 0), ""),
            Diagnostic::error(code::WRONG_TYPE, "second").at(at(early, 5), "").note("in prod"),
            Diagnostic::error(code::UNKNOWN_FIELD, "first").at(at(early, 5), ""),
            Diagnostic::error(code::WRONG_TYPE, "second").at(at(early, 5), "").note("in dev"),
            Diagnostic::warning(code::WRONG_TYPE, "of the estate"),
        ];
        let arranged = arrange(found, &files);
        let messages: Vec<&str> = arranged.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["of the estate", "first", "second", "third"]);
        assert_eq!(arranged[2].notes, ["in dev", "in prod"]);
    }
}
