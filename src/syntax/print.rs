//! Trees to canonical YAML: the same tree gives the same bytes, and every reader reads the same values.
//!
//! Two spaces, LF, one key or item a line, block style but for `{}` and `[]`, no anchors. Lists under a key are
//! indented like maps: the dash then shows which key owns it, as prettier and most hand-written manifests have it.
//! Which quotes is `quote`'s decision, which key first `order`'s, which digits `number`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::quote::{self, Form};
use super::{Entry, FieldPath, Mapping, Node, Segment, Text, Value, number, order};

/// Keys of this many bytes are written as `? key`: readers look for the `:` only 1,024 characters ahead (YAML
/// 1.2.2, section 7.4), and escapes count.
const LONG_KEY: usize = 900;

/// The tree as YAML, with a line break at the end.
pub fn print(node: &Node) -> String {
    let mut printer = Printer::new(None);
    printer.root(node);
    printer.out
}

/// The tree as YAML and, for each line of it, the deepest field that begins there; lines inside a block scalar
/// carry the scalar's field. A list's item goes by its `name` where that is text and no sibling has the same.
pub fn print_with_lines(node: &Node) -> (String, Vec<FieldPath>) {
    let trace = Trace { path: FieldPath::root(), lines: Vec::new() };
    let mut printer = Printer::new(Some(trace));
    printer.root(node);
    (printer.out, printer.trace.map(|trace| trace.lines).unwrap_or_default())
}

struct Trace {
    path: FieldPath,
    lines: Vec<FieldPath>,
}

struct Printer<'n> {
    out: String,
    /// The entries of all open maps in printing order, the innermost map's last; one allocation serves the tree.
    order: Vec<(u16, bool, &'n Entry)>,
    trace: Option<Trace>,
}

impl<'n> Printer<'n> {
    fn new(trace: Option<Trace>) -> Self {
        // Room for most objects, so that printing one does not grow its text step by step.
        Printer { out: String::with_capacity(4096), order: Vec::with_capacity(64), trace }
    }

    fn root(&mut self, node: &'n Node) {
        match &node.value {
            Value::Mapping(entries) if !entries.is_empty() => self.mapping(entries, 0, false),
            Value::Sequence(items) if !items.is_empty() => self.sequence(items, 0),
            _ => {
                self.scalar(node, None);
                self.line_break();
            }
        }
    }

    fn line_break(&mut self) {
        self.out.push('\n');
        if let Some(trace) = &mut self.trace {
            trace.lines.push(trace.path.clone());
        }
    }

    fn indent(&mut self, width: usize) {
        const SPACES: &str = "                                                                ";
        match SPACES.get(..width) {
            Some(spaces) => self.out.push_str(spaces),
            None => self.out.extend(std::iter::repeat_n(' ', width)),
        }
    }

    fn enter(&mut self, segment: impl FnOnce() -> Segment) {
        if let Some(trace) = &mut self.trace {
            trace.path.0.push(segment());
        }
    }

    fn leave(&mut self) {
        if let Some(trace) = &mut self.trace {
            trace.path.0.pop();
        }
    }

    /// Prints the entries at an indentation that the first of them has already.
    fn mapping(&mut self, entries: &'n Mapping, indent: usize, own_keys: bool) {
        let start = self.order.len();
        let rank = |entry: &Entry| if own_keys { (0, false) } else { order::rank(&entry.key) };
        self.order.extend(entries.iter().map(|entry| {
            let (rank, below) = rank(entry);
            (rank, below, entry)
        }));
        if let Some(here) = self.order.get_mut(start..) {
            here.sort_by(|(left, _, a), (right, _, b)| left.cmp(right).then_with(|| a.key.cmp(&b.key)));
        }
        let end = self.order.len();
        for at in start..end {
            let Some((rank, own_below, entry)) = self.order.get(at).copied() else { continue };
            if at > start {
                self.indent(indent);
            }
            self.enter(|| Segment::Key(entry.key.clone()));
            // Known keys need no quotes; a test holds the table to that.
            if own_keys || rank == order::UNKNOWN {
                self.key(&entry.key, indent);
            } else {
                self.out.push_str(&entry.key);
                self.out.push(':');
            }
            self.entry(entry, indent, own_below);
            self.leave();
        }
        self.order.truncate(start);
    }

    /// Prints what follows a key; `own_keys` says whether the keys of a map there are the user's own.
    fn entry(&mut self, entry: &'n Entry, indent: usize, own_keys: bool) {
        match &entry.value.value {
            Value::Mapping(inner) if !inner.is_empty() => {
                self.line_break();
                self.indent(indent + 2);
                self.mapping(inner, indent + 2, own_keys);
            }
            Value::Sequence(items) if !items.is_empty() => {
                self.line_break();
                self.indent(indent + 2);
                self.sequence(items, indent + 2);
            }
            _ => {
                self.out.push(' ');
                self.scalar(&entry.value, Some(indent + 2));
                self.line_break();
            }
        }
    }

    fn key(&mut self, key: &Text, indent: usize) {
        if key.len() < LONG_KEY / 4 {
            self.string(key, None);
            self.out.push(':');
            return;
        }
        // Escapes may have made the key longer than it is.
        let start = self.out.len();
        self.string(key, None);
        if self.out.len() - start >= LONG_KEY {
            self.out.insert_str(start, "? ");
            self.line_break();
            self.indent(indent);
        }
        self.out.push(':');
    }

    fn sequence(&mut self, items: &'n [Node], indent: usize) {
        let names = if self.trace.is_some() { unique_names(items) } else { BTreeSet::new() };
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.indent(indent);
            }
            let name = || name_of(item).filter(|name| names.contains(name));
            self.enter(|| name().map_or(Segment::Index(number), |name| Segment::Named(name.clone())));
            self.out.push_str("- ");
            match &item.value {
                Value::Mapping(entries) if !entries.is_empty() => self.mapping(entries, indent + 2, false),
                Value::Sequence(inner) if !inner.is_empty() => self.sequence(inner, indent + 2),
                _ => {
                    self.scalar(item, Some(indent + 2));
                    self.line_break();
                }
            }
            self.leave();
        }
    }

    /// Prints a value on the line that is begun; text in a block goes to lines of its own at `block`'s indentation.
    fn scalar(&mut self, node: &Node, block: Option<usize>) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(_) => self.out.push_str(if node.as_bool() == Some(true) { "true" } else { "false" }),
            Value::Number(text) => number::write_canonical(&mut self.out, text),
            Value::String(text) => self.string(text, block),
            Value::Sequence(_) => self.out.push_str("[]"),
            Value::Mapping(_) => self.out.push_str("{}"),
        }
    }

    fn string(&mut self, text: &str, block: Option<usize>) {
        match quote::form(text, block.is_some()) {
            Form::Plain => self.out.push_str(text),
            Form::Block(chomping) => self.block(text, chomping, block.unwrap_or_default()),
            form => quote::write_quoted(&mut self.out, text, form),
        }
    }

    /// A block scalar without the break of its last line, which the caller writes.
    fn block(&mut self, text: &str, chomping: &str, indent: usize) {
        self.out.push('|');
        self.out.push_str(chomping);
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.line_break();
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
            }
        }
    }
}

fn name_of(item: &Node) -> Option<&Text> {
    item.get("name").and_then(Node::as_text)
}

/// The names that one item alone has.
fn unique_names(items: &[Node]) -> BTreeSet<&Text> {
    let mut count: BTreeMap<&Text, usize> = BTreeMap::new();
    for name in items.iter().filter_map(name_of) {
        *count.entry(name).or_default() += 1;
    }
    count.into_iter().filter(|(_, count)| *count == 1).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests;
