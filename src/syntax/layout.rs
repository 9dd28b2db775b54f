//! Edits that tidy a text within its lines: blanks at line ends, blank lines, padding in brackets, `#` and words.
//!
//! Indentation is `indent`'s; whether an edit is kept, `format` decides.

use super::{Node, Origin, Parsed, Value};
use crate::diagnostic::Edit;
use crate::source::{FileId, Span};

/// One line of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    pub start: usize,
    /// Where the line ends, its break left out.
    pub end: usize,
    /// The line begins inside a scalar.
    pub head_in_scalar: bool,
    /// The line ends inside a scalar, or with the last byte of a block scalar.
    pub tail_in_scalar: bool,
}

/// The lines of a text, and which of them belong to scalars of several lines.
pub(super) fn lines(text: &str, parsed: &Parsed) -> Vec<Line> {
    let mut start = 0;
    let mut lines: Vec<Line> = Vec::new();
    for line in text.split('\n') {
        lines.push(Line { start, end: start + line.len(), ..Line::default() });
        start += line.len() + 1;
    }
    for document in &parsed.documents {
        mark_scalars(text, &document.root, &mut lines);
    }
    lines
}

/// The number of the line that holds an offset.
pub(super) fn line_of(lines: &[Line], offset: usize) -> usize {
    lines.partition_point(|line| line.start <= offset).saturating_sub(1)
}

/// Where a node is written; `None` for aliases, whose children stand elsewhere.
pub(super) fn written(node: &Node) -> Option<Span> {
    match node.origin {
        Origin::At(span) => Some(span),
        _ => None,
    }
}

fn mark_scalars(text: &str, node: &Node, lines: &mut [Line]) {
    let Some(span) = written(node) else { return };
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| mark_scalars(text, item, lines)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| {
            if let Some(key) = entry.key_origin.span() {
                mark_scalar(text, key, lines);
            }
            mark_scalars(text, &entry.value, lines);
        }),
        _ => mark_scalar(text, span, lines),
    }
}

fn mark_scalar(text: &str, span: Span, lines: &mut [Line]) {
    let range = span.range();
    let first = line_of(lines, range.start);
    let last = line_of(lines, range.end);
    let block = text.get(range).is_some_and(is_block_scalar);
    for (number, line) in lines.iter_mut().enumerate().take(last + 1).skip(first) {
        line.head_in_scalar |= number > first;
        line.tail_in_scalar |= if block { number > first } else { number < last };
    }
}

pub(super) fn is_block_scalar(token: &str) -> bool {
    token.starts_with(['|', '>'])
}

/// All edits within lines.
pub(super) fn edits(file: FileId, text: &str, parsed: &Parsed) -> Vec<Edit> {
    let lines = lines(text, parsed);
    let mut edits = Edits { file, text, made: Vec::new() };
    let removed = edits.blank_lines(&lines);
    for (line, removed) in lines.iter().zip(removed) {
        if removed || line.tail_in_scalar {
            continue;
        }
        let kept = text.get(line.start..line.end).unwrap_or_default().trim_end_matches([' ', '\t']).len();
        edits.replace(line.start + kept, line.end, "");
    }
    for comment in &parsed.comments {
        let words =
            text.get(comment.span.range()).and_then(|comment| comment.strip_prefix('#')).unwrap_or_default();
        if words.starts_with(char::is_alphanumeric) {
            edits.replace(comment.span.range().start + 1, comment.span.range().start + 1, " ");
        }
    }
    for document in &parsed.documents {
        edits.brackets(&document.root);
    }
    edits.made
}

struct Edits<'t> {
    file: FileId,
    text: &'t str,
    made: Vec<Edit>,
}

impl Edits<'_> {
    fn replace(&mut self, start: usize, end: usize, replacement: &str) {
        if self.text.get(start..end).is_some_and(|old| old != replacement) {
            self.made
                .push(Edit { span: Span::new(self.file, start, end), replacement: replacement.to_owned() });
        }
    }

    /// Removes blank lines at both ends and all but one elsewhere, and gives the last line its break. Says which
    /// lines it removes.
    fn blank_lines(&mut self, lines: &[Line]) -> Vec<bool> {
        let blank = |line: &Line| {
            let text = self.text.get(line.start..line.end).unwrap_or_default();
            text.trim_matches([' ', '\t']).is_empty() && !line.head_in_scalar && !line.tail_in_scalar
        };
        let last = lines.iter().rposition(|line| !blank(line));
        let (mut removed, mut above_blank) = (Vec::new(), true);
        for (number, line) in lines.iter().enumerate() {
            let is_blank = blank(line);
            removed.push(is_blank && (above_blank || last.is_none_or(|last| number > last)));
            above_blank = is_blank;
        }
        for (line, _) in lines.iter().zip(&removed).filter(|(_, removed)| **removed) {
            self.replace(line.start, (line.end + 1).min(self.text.len()), "");
        }
        if last.and_then(|last| lines.get(last)).is_some_and(|line| line.end == self.text.len()) {
            self.replace(self.text.len(), self.text.len(), "\n");
        }
        removed
    }

    fn brackets(&mut self, node: &Node) {
        let Some(span) = written(node) else { return };
        let range = span.range();
        let token = self.text.get(range.clone()).unwrap_or_default();
        let mut elements: Vec<(usize, usize)> = Vec::new();
        match &node.value {
            Value::Sequence(items) => {
                items.iter().for_each(|item| self.brackets(item));
                elements.extend(items.iter().filter_map(|item| item.origin.span()).map(ends));
            }
            Value::Mapping(entries) => {
                entries.iter().for_each(|entry| self.brackets(&entry.value));
                elements.extend(entries.iter().filter_map(|entry| {
                    Some((ends(entry.key_origin.span()?).0, ends(entry.value.origin.span()?).1))
                }));
            }
            _ => return,
        }
        if token.starts_with(['{', '[']) && token.ends_with(['}', ']']) {
            self.padding(range.start + 1, range.end - 1);
            for pair in elements.windows(2) {
                if let [(_, before), (after, _)] = pair {
                    self.comma(*before, *after);
                }
            }
        }
    }

    /// Removes the blanks behind an opening and before a closing bracket.
    fn padding(&mut self, start: usize, end: usize) {
        let inside = self.text.get(start..end).unwrap_or_default();
        let front = inside.len() - inside.trim_start_matches(' ').len();
        if front == inside.len() {
            return self.replace(start, end, "");
        }
        if !inside.trim_start_matches(' ').starts_with(['\n', '#']) {
            self.replace(start, start + front, "");
        }
        let kept = inside.trim_end_matches(' ');
        if !kept.ends_with(['\n', ':', ',']) {
            self.replace(start + kept.len(), end, "");
        }
    }

    /// Writes what separates two elements on one line as `, `.
    fn comma(&mut self, start: usize, end: usize) {
        let gap = self.text.get(start..end).unwrap_or_default();
        let before = self.text.get(..start).unwrap_or_default();
        if gap.trim_matches(' ') == "," && !before.ends_with(':') {
            self.replace(start, end, ", ");
        }
    }
}

fn ends(span: Span) -> (usize, usize) {
    (span.range().start, span.range().end)
}
