//! Findings for people: the mistake, the line, what to do; the look that rustc made familiar.
//!
//! The one door to annotate-snippets. Which lines are shown is decided in `excerpt`.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use platc::diagnostic::{Diagnostic, Severity};
use platc::source::Files;

use super::Look;
use super::excerpt::{self, Excerpt, Piece};
use crate::cli::escape::visible;
use crate::cli::summary::Summary;

pub fn render(diagnostics: &[Diagnostic], files: &Files, summary: &Summary, look: Look) -> String {
    let renderer = if look.colored { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, files)]));
        text.push_str("\n\n");
    }
    if !look.quiet {
        text.push_str(&summary.line(diagnostics, look.colored));
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
    use super::super::samples;
    use super::*;
    use crate::cli::arguments::Format;

    const LOOK: Look = Look { format: Format::Human, colored: false, width: 100, quiet: false };

    #[test]
    fn looks_as_rustc_does() {
        let (diagnostics, files, summary) = samples::shop();
        let text = render(&diagnostics, &files, &summary, LOOK);
        samples::expect("shop.human.txt", &text);
    }

    #[test]
    fn hostile_text_cannot_reach_the_terminal() {
        let (diagnostics, files, summary) = samples::hostile();
        let text = render(&diagnostics, &files, &summary, LOOK);
        samples::expect("hostile.human.txt", &text);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }

    #[test]
    fn colours_only_where_asked_for() {
        let (diagnostics, files, summary) = samples::shop();
        assert!(!render(&diagnostics, &files, &summary, LOOK).contains('\u{1b}'));
        let colored = Look { colored: true, ..LOOK };
        assert!(render(&diagnostics, &files, &summary, colored).contains('\u{1b}'));
    }
}
