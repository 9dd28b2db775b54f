//! Which lines of which files to show for a finding, cut to what a person can take in.
//!
//! Chooses and cuts; drawing is left to `human`.

use std::ops::Range;

use platc::diagnostic::Label;
use platc::source::{Files, SourceFile};

use crate::cli::escape;

/// Labels in one file are drawn together when they are at most so many lines apart.
const TOGETHER_LINES: usize = 40;
/// So many bytes of a line are shown behind the last thing pointed at.
const TAIL_BYTES: usize = 200;
/// A place further right than this many bytes is named, not drawn.
const FARTHEST_BYTE: usize = 16 * 1024;

/// Consecutive lines of one file with marks on them.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub path: String,
    /// Number of the first line.
    pub first_line: usize,
    /// The lines, harmless to print, with as many characters before each mark as the file has.
    pub text: String,
    pub marks: Vec<Mark>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes in the excerpt's text.
    pub range: Range<usize>,
    pub text: String,
    pub primary: bool,
}

/// A label that can be named but not drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Unshown {
    pub place: String,
    pub text: String,
    pub primary: bool,
}

/// What there is to show, in the order of the labels.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Excerpt(Excerpt),
    Unshown(Unshown),
}

/// The line of a label, and the part of it in bytes that is pointed at.
struct Target<'a> {
    file: &'a SourceFile,
    label: &'a Label,
    line: usize,
    /// Within the line; a place that spans several lines is pointed at on its first.
    part: Range<usize>,
    primary: bool,
}

/// Pieces for a finding's primary place (if it has one) and its related ones.
pub fn pieces(primary: Option<&Label>, related: &[Label], files: &Files) -> Vec<Piece> {
    let labels =
        primary.map(|label| (label, true)).into_iter().chain(related.iter().map(|label| (label, false)));
    let targets: Vec<Target<'_>> =
        labels.filter_map(|(label, primary)| target(label, primary, files)).collect();
    let mut groups: Vec<Vec<Target<'_>>> = Vec::new();
    for target in targets {
        match groups.iter_mut().find(|group| fits(group, &target)) {
            Some(group) => group.push(target),
            None => groups.push(vec![target]),
        }
    }
    groups.iter().flat_map(|group| group_pieces(group)).collect()
}

fn target<'a>(label: &'a Label, primary: bool, files: &'a Files) -> Option<Target<'a>> {
    let file = files.get(label.span.file)?;
    let line = file.position(label.span.start).line;
    let start = label.span.start.saturating_sub(file.line_start(line)?) as usize;
    let text = file.line(line);
    let start = start.min(text.len());
    let length = (label.span.end - label.span.start) as usize;
    let end = start.saturating_add(length).min(text.trim_end().len()).max(start);
    Some(Target { file, label, line, part: start..end, primary })
}

fn fits(group: &[Target<'_>], target: &Target<'_>) -> bool {
    target.part.start <= FARTHEST_BYTE
        && group.iter().all(|other| {
            other.label.span.file == target.label.span.file
                && other.line.abs_diff(target.line) <= TOGETHER_LINES
                && other.part.start <= FARTHEST_BYTE
        })
}

fn group_pieces(group: &[Target<'_>]) -> Vec<Piece> {
    if group.iter().any(|target| target.part.start > FARTHEST_BYTE) {
        return group.iter().map(|target| Piece::Unshown(unshown(target))).collect();
    }
    excerpt(group).map(Piece::Excerpt).into_iter().collect()
}

fn unshown(target: &Target<'_>) -> Unshown {
    let position = target.file.position(target.label.span.start);
    let path = escape::visible(target.file.path()).into_owned();
    Unshown {
        place: format!("{path}:{}:{}", position.line, position.column),
        text: escape::visible(&target.label.text).into_owned(),
        primary: target.primary,
    }
}

fn excerpt(group: &[Target<'_>]) -> Option<Excerpt> {
    let first = group.first()?;
    let first_line = group.iter().map(|target| target.line).min()?;
    let last_line = group.iter().map(|target| target.line).max()?;
    let mut text = String::new();
    let mut marks = Vec::with_capacity(group.len());
    for number in first_line..=last_line {
        if number > first_line {
            text.push('\n');
        }
        let on_line: Vec<&Target<'_>> = group.iter().filter(|target| target.line == number).collect();
        draw_line(first.file.line(number), &on_line, &mut text, &mut marks);
    }
    // The primary mark first: it decides which position the heading names.
    marks.sort_by_key(|mark| !mark.primary);
    Some(Excerpt { path: escape::visible(first.file.path()).into_owned(), first_line, text, marks })
}

/// Appends a line, character by character, and the marks on it.
fn draw_line(line: &str, targets: &[&Target<'_>], text: &mut String, marks: &mut Vec<Mark>) {
    let reach = |target: &&&Target<'_>| target.part.end.min(target.part.start + FARTHEST_BYTE);
    let keep = targets.iter().map(|target| reach(&target)).max().unwrap_or(0).saturating_add(TAIL_BYTES);
    // Where each byte of the line lands in the text; escaping may change the length of a character.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut guard = escape::Guard::default();
    for (offset, c) in line.char_indices() {
        places.push((offset, text.len()));
        if offset > keep {
            text.push('…');
            break;
        }
        text.push(guard.stand_in(c));
    }
    let end = text.len();
    let landed = |offset: usize| {
        let index = places.partition_point(|(from, _)| *from < offset);
        places.get(index).map_or(end, |(_, to)| *to)
    };
    for target in targets {
        marks.push(Mark {
            range: landed(target.part.start)..landed(target.part.end),
            text: escape::visible(&target.label.text).into_owned(),
            primary: target.primary,
        });
    }
}

#[cfg(test)]
mod tests {
    use platc::source::Span;

    use super::*;

    fn one(text: &str, start: usize, end: usize) -> Vec<Piece> {
        let mut files = Files::new();
        let file = files.add(SourceFile::new("a.yaml", text));
        let label = Label { span: Span::new(file, start, end), text: "here".into() };
        pieces(Some(&label), &[], &files)
    }

    fn excerpt_of(pieces: &[Piece]) -> &Excerpt {
        match pieces {
            [Piece::Excerpt(excerpt)] => excerpt,
            other => panic!("one excerpt expected, not {other:?}"),
        }
    }

    #[test]
    fn control_characters_keep_their_columns() {
        let pieces = one("a\u{1b}\u{202e}b: c\n", 5, 6);
        let excerpt = excerpt_of(&pieces);
        assert_eq!(excerpt.text, "a␛\u{fffd}b: c");
        assert_eq!(excerpt.text.get(excerpt.marks[0].range.clone()), Some("b"));
    }

    #[test]
    fn a_place_over_several_lines_is_pointed_at_on_its_first() {
        let pieces = one("a:\n  b: 1  \n  c: 2\n", 5, 18);
        let excerpt = excerpt_of(&pieces);
        assert_eq!((excerpt.first_line, excerpt.text.as_str()), (2, "  b: 1  "));
        assert_eq!(excerpt.text.get(excerpt.marks[0].range.clone()), Some("b: 1"));
    }

    #[test]
    fn a_long_line_is_cut_behind_the_mark() {
        let pieces = one(&format!("key: {}", "x".repeat(10_000_000)), 0, 3);
        assert!(excerpt_of(&pieces).text.len() < 300);
    }

    #[test]
    fn a_place_far_to_the_right_is_only_named() {
        let pieces = one(&"x".repeat(1_000_000), 900_000, 900_001);
        assert_eq!(
            pieces,
            [Piece::Unshown(Unshown { place: "a.yaml:1:900001".into(), text: "here".into(), primary: true })]
        );
    }

    #[test]
    fn the_end_of_the_file_can_be_pointed_at() {
        let pieces = one("a: [", 4, 4);
        assert_eq!(excerpt_of(&pieces).marks[0].range, 4..4);
        assert_eq!(excerpt_of(&one("", 0, 0)).text, "");
    }
}
