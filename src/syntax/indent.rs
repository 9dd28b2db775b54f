//! Edits that give block YAML its indentation: two spaces a level, lists indented under their key, one space
//! behind a dash.
//!
//! Proposes nothing at all for a text with constructs that it does not know (explicit keys, anchors before keys,
//! block scalars with an indentation mark). Whether an edit is kept, `format` decides.

use super::layout::{self, Line, line_of, written};
use super::{Mapping, Node, Parsed, Value};
use crate::diagnostic::Edit;
use crate::source::{FileId, Span};

/// How many lines around a comment are searched for one to align it with.
const REACH: usize = 1_000;

/// All edits of indentation.
pub(super) fn edits(file: FileId, text: &str, parsed: &Parsed) -> Vec<Edit> {
    let lines = layout::lines(text, parsed);
    let old: Vec<usize> = lines.iter().map(|line| leading(slice(text, line))).collect();
    let wanted = vec![None; lines.len()];
    let mut plan = Plan { file, text, lines, old, wanted, gaps: Vec::new() };
    let collections = |node: &&Node| matches!(node.value, Value::Mapping(_) | Value::Sequence(_));
    for root in parsed.documents.iter().map(|document| &document.root).filter(collections) {
        if plan.node(root, 0).is_none() {
            return Vec::new();
        }
    }
    plan.comments(parsed);
    plan.into_edits()
}

fn slice<'t>(text: &'t str, line: &Line) -> &'t str {
    text.get(line.start..line.end).unwrap_or_default()
}

fn leading(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

struct Plan<'t> {
    file: FileId,
    text: &'t str,
    lines: Vec<Line>,
    /// The indentation of each line.
    old: Vec<usize>,
    /// The indentation that each line is to have; `None` leaves it.
    wanted: Vec<Option<usize>>,
    /// Blanks behind dashes.
    gaps: Vec<Edit>,
}

/// `None`: the text has something that this does not know.
type Known = Option<()>;

impl Plan<'_> {
    /// Plans the lines of a node whose first line belongs at `indent`.
    fn node(&mut self, node: &Node, indent: usize) -> Known {
        let Some(span) = written(node) else { return Some(()) };
        let (start, end) = (span.range().start, span.range().end);
        let token = self.text.get(start..end)?;
        match &node.value {
            _ if token.is_empty() => Some(()),
            Value::Mapping(entries) if !token.starts_with('{') => self.mapping(entries, indent),
            Value::Sequence(items) if !token.starts_with('[') => self.sequence(items, start, indent),
            Value::String(_) if layout::is_block_scalar(token) => {
                self.block_scalar(start, end, token, indent)
            }
            _ => {
                self.begin(start, indent);
                self.shift(start, end);
                Some(())
            }
        }
    }

    /// Gives the line of a token its indentation where the token is first on it.
    fn begin(&mut self, at: usize, indent: usize) {
        let line = line_of(&self.lines, at);
        let first = self.lines.get(line).zip(self.old.get(line)).is_some_and(|(l, old)| l.start + old == at);
        if let Some(wanted) = self.wanted.get_mut(line).filter(|_| first) {
            *wanted = Some(indent);
        }
    }

    /// Moves the further lines of a token as far as its first line.
    fn shift(&mut self, start: usize, end: usize) {
        let (first, last) = (line_of(&self.lines, start), line_of(&self.lines, end));
        let old = self.old.get(first).copied().unwrap_or_default();
        let new = self.wanted.get(first).copied().flatten().unwrap_or(old);
        for line in first + 1..=last {
            let own = self.old.get(line).copied().unwrap_or_default();
            if let Some(wanted) = self.wanted.get_mut(line) {
                *wanted = Some((own + new).saturating_sub(old));
            }
        }
    }

    fn mapping(&mut self, entries: &Mapping, indent: usize) -> Known {
        for entry in entries.iter() {
            let key = entry.key_origin.span()?.range();
            let line = self.lines.get(line_of(&self.lines, key.start))?;
            let before = self.text.get(line.start..key.start)?;
            let after = self.text.get(key.end..)?.trim_start_matches(' ');
            // `? key`, `&a key` and `key` of several lines are rare; leave such texts alone.
            if !before.trim_matches([' ', '-']).is_empty() || !after.starts_with(':') {
                return None;
            }
            self.begin(key.start, indent);
            self.node(&entry.value, indent + 2)?;
        }
        Some(())
    }

    fn sequence(&mut self, items: &[Node], start: usize, indent: usize) -> Known {
        let mut from = start;
        for item in items {
            let span = item.origin.span()?.range();
            // A value that is not written stands right behind its dash.
            let dash = super::place::indicator(self.text, from, span.start.max(from + 1), b"-")?;
            self.begin(dash, indent);
            let gap = self.text.get(dash + 1..span.start).unwrap_or_default();
            if gap.len() > 1 && gap.trim_matches(' ').is_empty() {
                let span = Span::new(self.file, dash + 1, span.start);
                self.gaps.push(Edit { span, replacement: " ".to_owned() });
            }
            self.node(item, indent + 2)?;
            from = span.end.max(dash + 1);
        }
        Some(())
    }

    /// Moves the lines of a block scalar so that its text stands at `indent`.
    fn block_scalar(&mut self, start: usize, end: usize, token: &str, indent: usize) -> Known {
        let header = token.split('\n').next()?;
        let marks = header.split([' ', '\t', '#']).next()?;
        if marks.contains(|mark: char| mark.is_ascii_digit()) {
            return None;
        }
        self.begin(start, indent);
        let (first, last) = (line_of(&self.lines, start) + 1, line_of(&self.lines, end));
        let blank = |line: &Line| slice(self.text, line).trim_matches(' ').is_empty();
        let body = self.lines.get(first..=last).unwrap_or_default();
        let base = body.iter().find(|line| !blank(line)).map(|line| leading(slice(self.text, line)))?;
        for line in first..=last {
            let own = self.old.get(line).copied()?;
            // Shorter lines are blank ones, of which nothing is text.
            *self.wanted.get_mut(line)? = Some(if own < base { 0 } else { own - base + indent });
        }
        Some(())
    }

    /// Comments on lines of their own go, with those right above and below that have the same indentation, with
    /// the line below where that has their indentation or begins a level, else with a line above.
    fn comments(&mut self, parsed: &Parsed) {
        let own = parsed.comments.iter().filter(|comment| comment.own_line);
        let numbers: Vec<usize> =
            own.map(|comment| line_of(&self.lines, comment.span.range().start)).collect();
        let column = |plan: &Self, line: usize| plan.old.get(line).copied().unwrap_or_default();
        let together = |above: &usize, below: &usize| {
            *below == above + 1 && column(self, *above) == column(self, *below)
        };
        let groups: Vec<&[usize]> = numbers.chunk_by(together).collect();
        for group in groups.into_iter().rev() {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            // Lines inside brackets have moved with them.
            if self.wanted.get(*first).is_some_and(Option::is_some) {
                continue;
            }
            let column = column(self, *first);
            let item = if group.iter().any(|line| self.is_item(*line, "# -")) {
                self.item_above(*first, column)
            } else {
                None
            };
            let new = item.or_else(|| self.neighbour(*first, *last, column));
            for line in group {
                if let Some(wanted) = self.wanted.get_mut(*line) {
                    *wanted = new;
                }
            }
        }
    }

    /// Whether a line begins with a list's dash; the mark says how: `-`, or `# -` for an item in a comment.
    fn is_item(&self, line: usize, mark: &str) -> bool {
        let content = self.lines.get(line).map(|line| slice(self.text, line).trim_start());
        content.and_then(|content| content.strip_prefix(mark)).is_some_and(|rest| rest.starts_with(' '))
    }

    /// Old and new indentation of a line that is planned and does not begin inside a scalar.
    fn planned(&self, line: usize) -> Option<(usize, usize)> {
        let outside = self.lines.get(line).is_some_and(|line| !line.head_in_scalar);
        self.old.get(line).copied().zip(self.wanted.get(line).copied().flatten()).filter(|_| outside)
    }

    /// The new indentation of the list above whose dashes stand in a column: commented items stay with it, though
    /// the key behind a list that was not indented has the same column.
    fn item_above(&self, line: usize, column: usize) -> Option<usize> {
        let mut above = (0..line).rev().take(REACH).filter_map(|line| Some((line, self.planned(line)?)));
        let (line, (_, new)) = above.find(|(_, (old, _))| *old <= column)?;
        let same = self.old.get(line) == Some(&column) && self.is_item(line, "-");
        same.then_some(new)
    }

    fn neighbour(&self, first: usize, last: usize, column: usize) -> Option<usize> {
        let below = (last + 1..self.lines.len()).take(REACH).find_map(|line| self.planned(line));
        let nearest = (0..first).rev().take(REACH).find_map(|line| self.planned(line));
        let below_is_inside = below.zip(nearest).is_some_and(|((below, _), (above, _))| below > above);
        if let Some((_, new)) = below.filter(|(old, _)| *old == column || below_is_inside) {
            return Some(new);
        }
        let mut above = (0..first).rev().take(REACH).filter_map(|line| self.planned(line));
        match above.find(|(old, _)| *old <= column) {
            Some((old, new)) => Some(new + column - old),
            None => below.map(|(old, new)| (column + new).saturating_sub(old)),
        }
    }

    fn into_edits(self) -> Vec<Edit> {
        let mut edits = self.gaps;
        for (line, (old, wanted)) in self.lines.iter().zip(self.old.iter().zip(&self.wanted)) {
            let Some(wanted) = wanted.filter(|wanted| wanted != old) else { continue };
            let span = Span::new(self.file, line.start, line.start + old);
            edits.push(Edit { span, replacement: " ".repeat(wanted) });
        }
        edits
    }
}
