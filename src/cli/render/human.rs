//! Findings for people: the mistake, the line, what to do; the look that rustc made familiar.
//!
//! The one door to annotate-snippets. Which lines are shown is decided in `excerpt`.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use platc::diagnostic::{Diagnostic, Severity};
use platc::source::Files;

use super::excerpt::{self, Excerpt, Piece};
use super::{Look, Report, words};
use crate::cli::escape::visible;

pub fn render(report: &Report<'_>, look: Look) -> String {
    let renderer = if look.colored { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, report.files)]));
        text.push_str("\n\n");
    }
    if look.quiet {
        return text;
    }
    if let Some(result) = &report.result {
        text.push_str(&result.text);
    }
    if report.result.is_none() || !report.diagnostics.is_empty() || report.summary.files.is_some() {
        text.push_str(&report.summary.line(&report.diagnostics, look.colored));
        text.push('\n');
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, files: &Files) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    let pieces = excerpt::pieces(diagnostic.primary.as_ref(), &diagnostic.related, files);
    if let (None, Some(path)) = (&diagnostic.primary, &diagnostic.path) {
        group = group.element(Origin::path(visible(path)));
    }
    for piece in pieces {
        group = group.elements(elements(piece));
    }
    if let Some(about) = &diagnostic.about {
        if let Some(becomes) = words::becomes(about) {
            group = group.element(Origin::path(becomes));
        }
        group = group.element(Level::NOTE.message(words::in_object(about)));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        let words = format!("platc fmt --fix, or {}", visible(&fix.description));
        group = group.element(Level::HELP.with_name("fix").message(words));
    }
    group
}

fn elements<'a>(piece: Piece) -> Vec<Element<'a>> {
    match piece {
        Piece::Excerpt(excerpt) => vec![snippet(excerpt).into()],
        Piece::Unshown(unshown) => {
            let origin = Origin::path(unshown.place);
            match unshown.text.as_str() {
                "" => vec![origin.into()],
                _ => vec![origin.into(), Level::NOTE.message(unshown.text).into()],
            }
        }
    }
}

fn snippet<'a>(excerpt: Excerpt) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let marks = excerpt.marks.into_iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.range);
        if mark.text.is_empty() { annotation } else { annotation.label(mark.text) }
    });
    Snippet::source(excerpt.text).line_start(excerpt.first_line).path(excerpt.path).annotations(marks)
}

#[cfg(test)]
mod tests {
    use super::super::{CommandResult, PathsFrom, samples};
    use super::*;
    use crate::cli::arguments::Format;
    use crate::cli::summary::Summary;

    const LOOK: Look =
        Look { format: Format::Human, colored: false, width: 100, quiet: false, deny_warnings: false };

    #[test]
    fn looks_as_rustc_does() {
        samples::expect("shop.human.txt", &samples::shop(|report| render(report, LOOK)));
    }

    #[test]
    fn hostile_text_cannot_reach_the_terminal() {
        let text = samples::hostile(|report| render(report, LOOK));
        samples::expect("hostile.human.txt", &text);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }

    #[test]
    fn awkward_places_are_drawn_sanely() {
        samples::expect("awkward.human.txt", &samples::awkward(|report| render(report, LOOK)));
    }

    #[test]
    fn colours_only_where_asked_for() {
        assert!(!samples::shop(|report| render(report, LOOK)).contains('\u{1b}'));
        let colored = Look { colored: true, ..LOOK };
        assert!(samples::shop(|report| render(report, colored)).contains('\u{1b}'));
    }

    #[test]
    fn a_result_stands_for_the_closing_line_where_nothing_is_wrong() {
        let files = Files::new();
        let result = CommandResult { text: "prod  3 written\n".into(), json: serde_json::Value::Null };
        let mut report = Report {
            diagnostics: Vec::new(),
            files: &files,
            summary: Summary::default(),
            result: Some(result),
            paths_from: PathsFrom::Estate,
        };
        assert_eq!(render(&report, LOOK), "prod  3 written\n");
        assert_eq!(render(&report, Look { quiet: true, ..LOOK }), "");
        report.diagnostics.push(Diagnostic::warning(platc::diagnostic::code::WRONG_TYPE, "odd"));
        let text = render(&report, LOOK);
        assert!(text.contains("odd\n\nprod  3 written\n1 warning"), "{text}");
    }

    proptest::proptest! {
        /// Whatever stands in a file, wherever a finding points: it is drawn, and nothing hidden gets through.
        #[test]
        fn every_place_in_every_text_can_be_drawn(
            text in "[a:\\-#\\[ \t\r\n\u{1b}\u{9b}\u{202e}\u{200d}\u{feff}é東👩]{0,60}",
            places in proptest::collection::vec((0usize..200, 0usize..200), 1..4),
            width in 1usize..200,
        ) {
            let mut files = Files::new();
            let file = files.add(platc::source::SourceFile::new(text.as_str(), text.as_str()));
            let at = |(start, length): (usize, usize)| Some(platc::source::Span::new(file, start, start + length));
            let mut diagnostic = Diagnostic::error(platc::diagnostic::code::WRONG_TYPE, text.as_str());
            diagnostic = diagnostic.at(at(places[0]), text.as_str()).note(text.as_str()).help(text.as_str());
            for place in &places[1..] {
                diagnostic = diagnostic.related(at(*place), text.as_str());
            }
            let summary = Summary::default();
            let report = Report { diagnostics: vec![diagnostic], files: &files, summary, result: None, paths_from: PathsFrom::Estate };
            let drawn = render(&report, Look { width, ..LOOK });
            let hidden = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{feff}');
            proptest::prop_assert!(!drawn.contains(hidden), "{drawn:?}");
            proptest::prop_assert!(!drawn.contains("##["), "{drawn}");
        }
    }
}
