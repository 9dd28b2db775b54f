//! Builds the tree from what the parser reports: spans, keys, aliases and their limits.
//!
//! Knows nothing of the parser crate (`parse` translates) and nothing of syntax errors (`fault`).

use super::anchor::{Anchors, Refusal};
use super::collection::{Collection, Content, OpenMap, Taken};
use super::limits::FINDINGS;
use super::parse::{Dialect, ParseOptions, RepeatedKeys};
use super::resolve::{self, CoreTag};
use super::{Comment, Document, Node, Origin, Text, Value, finding, go, legacy, mistake, place};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// A finding after which nothing more can be read from the file.
pub(super) type Fatal = Box<Diagnostic>;

/// Anchor and tag of a node. Anchor 0 is none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Properties {
    pub anchor: usize,
    pub tag: Option<CoreTag>,
    /// The tag `!`: a plain scalar is text.
    pub non_specific: bool,
}

/// A scalar as the parser reports it: `range` covers its content.
pub(super) struct Scalar<'a> {
    pub text: &'a str,
    pub range: std::ops::Range<usize>,
    pub style: Style,
    pub properties: Properties,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Quoted,
    Block,
}

pub(super) struct Builder<'t> {
    file: FileId,
    text: &'t str,
    options: &'t ParseOptions,
    open: Vec<Collection>,
    anchors: Anchors,
    root: Option<Node>,
    nodes: usize,
    /// The end of the last token of the tree.
    cursor: usize,
    pub documents: Vec<Document>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    pub fn new(file: FileId, text: &'t str, options: &'t ParseOptions) -> Self {
        Builder {
            file,
            text,
            options,
            open: Vec::new(),
            anchors: Anchors::default(),
            root: None,
            nodes: 0,
            cursor: 0,
            documents: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    pub fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// Keeps a finding, up to [`FINDINGS`] of them.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < FINDINGS {
            self.diagnostics.push(diagnostic);
        } else if let Some(last) = self.diagnostics.last_mut().filter(|last| last.notes.is_empty()) {
            last.notes.push("this file has more findings than are shown".to_owned());
        }
    }

    /// Keeps the finding that ends the file, even after [`FINDINGS`] others.
    pub fn report_last(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn comment(&self, range: std::ops::Range<usize>) -> Comment {
        let before = self.text.get(..range.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let own_line = line.trim_start_matches('\u{feff}').trim().is_empty();
        Comment { span: self.span(range.start, range.end), own_line }
    }

    pub fn start_document(&mut self, end_of_marker: usize) {
        self.cursor = end_of_marker;
        self.root = None;
        self.anchors.clear();
    }

    /// Where the innermost list or map opens, if it stands in brackets.
    pub fn open_bracket(&self) -> Option<usize> {
        self.open.last().filter(|open| open.flow).map(|open| open.start)
    }

    /// Where the last token ends that belongs to the tree.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn end_document(&mut self) {
        if let Some(root) = self.root.take() {
            let span = root.origin.span().unwrap_or(self.span(self.cursor, self.cursor));
            self.documents.push(Document { root, span });
        }
    }

    pub fn scalar(&mut self, scalar: Scalar<'_>) -> Result<(), Fatal> {
        let span = self.scalar_span(&scalar);
        let value = match scalar.properties.tag {
            Some(tag) => self.tagged(scalar.text, tag).unwrap_or_else(|| {
                self.report(finding::tag_mismatch(span));
                Value::Null
            }),
            None if scalar.properties.non_specific => Value::String(Text::new(scalar.text)),
            None if span.start == span.end => Value::Null,
            None if scalar.style == Style::Plain => self.plain(scalar.text, span),
            None => Value::String(Text::new(scalar.text)),
        };
        self.cursor = self.cursor.max(span.range().end);
        let merges = scalar.style == Style::Plain && scalar.text == "<<";
        self.complete(Node::new(value, span), scalar.properties, false, merges)
    }

    fn scalar_span(&self, scalar: &Scalar<'_>) -> Span {
        let (start, end) = (scalar.range.start, scalar.range.end);
        let (start, end) = match scalar.style {
            Style::Block => place::block_scalar(self.text, self.cursor, start, end),
            Style::Plain if start == end => {
                let at = self.missing_value(start);
                (at, at)
            }
            _ => (start, end),
        };
        self.span(start, end)
    }

    /// Where a value would stand that is not written: behind its `:` or `-`, before any comment.
    fn missing_value(&self, reported: usize) -> usize {
        match self.open.last() {
            Some(Collection { content: Content::Mapping(keys), .. }) => {
                keys.awaiting().map_or(reported, |key| place::behind_colon(self.text, key.range().end))
            }
            Some(Collection { content: Content::Sequence(_), flow: false, .. }) => {
                place::indicator(self.text, self.cursor, reported, b"-").map_or(self.cursor, |dash| dash + 1)
            }
            _ => reported,
        }
    }

    fn tagged(&self, text: &str, tag: CoreTag) -> Option<Value> {
        match self.dialect() {
            Dialect::Core => resolve::tagged(text, tag),
            Dialect::Go => go::tagged(text, tag),
        }
    }

    fn plain(&mut self, text: &str, span: Span) -> Value {
        if self.dialect() == Dialect::Go {
            return go::plain(text);
        }
        if let Some(found) = finding::split_expression(self.text, text, span) {
            self.report(found);
        }
        if let Some(dash) = mistake::swallowed_item(self.text, span.range()) {
            self.report(finding::swallowed_item(self.span(dash, dash + 1)));
        }
        let is_merge_key = text == "<<" && self.at_key();
        if let Some(ambiguity) = legacy::ambiguity(text).filter(|_| !is_merge_key) {
            let quoting_is_safe = ambiguity.is_text || self.at_key();
            self.report(finding::ambiguous(ambiguity, text, span, quoting_is_safe));
        }
        resolve::plain(text)
    }

    fn at_key(&self) -> bool {
        matches!(self.open.last(), Some(Collection { content: Content::Mapping(keys), .. }) if keys.wants_key())
    }

    /// Opens a list (`mapping: false`) or a map; `range` is the token that the parser reports for its start.
    pub fn open(
        &mut self,
        mapping: bool,
        flow: bool,
        range: std::ops::Range<usize>,
        properties: Properties,
    ) -> Result<(), Fatal> {
        if self.open.len() >= self.options.limits.depth {
            return Err(finding::too_deep(self.span(range.start, range.end), self.options.limits.depth));
        }
        let written = self.text.as_bytes().get(range.start);
        // The one-pair map of `[a: b]` is a flow map without braces.
        let flow = flow && matches!(written, Some(b'{' | b'['));
        let start = if mapping || flow || written == Some(&b'-') {
            range.start
        } else {
            place::indicator(self.text, self.cursor, range.start, b"-").unwrap_or(range.start)
        };
        let wanted = if mapping { CoreTag::Map } else { CoreTag::Seq };
        if properties.tag.is_some_and(|tag| tag != wanted) {
            self.report(finding::tag_mismatch(self.span(start, range.end)));
        }
        if properties.anchor != 0 {
            self.anchors.open(properties.anchor);
        }
        self.cursor = if flow || !mapping { start + 1 } else { start };
        let content =
            if mapping { Content::Mapping(OpenMap::default()) } else { Content::Sequence(Vec::new()) };
        self.open.push(Collection { content, start, flow, properties });
        Ok(())
    }

    /// Closes the innermost list or map; `end` is the end of the closing token.
    pub fn close(&mut self, end: usize) -> Result<(), Fatal> {
        let Some(collection) = self.open.pop() else { return Ok(()) };
        if collection.flow {
            self.cursor = end;
        }
        let flow_mapping = collection.flow && matches!(collection.content, Content::Mapping(_));
        let span = self.span(collection.start, self.cursor);
        let value = match collection.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping(keys) => Value::Mapping(keys.into_entries()),
        };
        self.complete(Node::new(value, span), collection.properties, flow_mapping, false)
    }

    /// A node that repeats an anchored one.
    pub fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fatal> {
        self.cursor = self.cursor.max(span.range().end);
        let limits = &self.options.limits;
        let node = match self.anchors.copy(anchor, self.open.len(), self.nodes, limits) {
            Ok(Node { value, origin }) => Node { value, origin: Origin::At(span).merged(origin) },
            Err(Refusal::TooDeep) => return Err(finding::too_deep(span, limits.depth)),
            Err(Refusal::TooMany) => return Err(finding::too_many_copies(span)),
            Err(refusal) => {
                let cyclic = refusal == Refusal::Cycle;
                self.report(if cyclic { finding::alias_cycle(span) } else { finding::alias_unknown(span) });
                Node::new(Value::Null, span)
            }
        };
        self.complete(node, Properties::default(), false, false)
    }

    /// Puts a complete node in its place.
    fn complete(
        &mut self,
        node: Node,
        properties: Properties,
        flow_mapping: bool,
        merges: bool,
    ) -> Result<(), Fatal> {
        self.nodes += 1;
        if self.nodes > self.options.limits.nodes {
            return Err(finding::too_many_nodes(node.origin.span(), self.options.limits.nodes));
        }
        if properties.anchor != 0 {
            let kept = self.anchors.keep(properties.anchor, &node, self.nodes, &self.options.limits);
            let span = node.origin.span().unwrap_or(self.span(self.cursor, self.cursor));
            kept.map_err(|_| finding::too_many_copies(span))?;
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Sequence(items)) => items.push(node),
            Some(Content::Mapping(keys)) => match keys.value(node) {
                Taken::Value => {}
                Taken::NotMerged(span) => self.report(finding::merge_of_no_map(span)),
                Taken::Key(key) => return self.key(key, flow_mapping, merges),
            },
        }
        Ok(())
    }

    fn key(&mut self, node: Node, flow_mapping: bool, merges: bool) -> Result<(), Fatal> {
        let span = node.origin.span().unwrap_or(self.span(self.cursor, self.cursor));
        self.refuse_tab(span);
        let repeatable = self.options.repeated_keys == RepeatedKeys::AllowDirectives;
        let Some(keys) = self.open.last_mut().and_then(Collection::keys) else { return Ok(()) };
        if keys.len() >= self.options.limits.keys {
            return Err(finding::too_many_keys(span, self.options.limits.keys));
        }
        let refused = match node.scalar_text() {
            Some(_) if merges && self.options.dialect == Dialect::Go => {
                keys.merge();
                return Ok(());
            }
            Some(_) if merges => finding::merge_key(span),
            None => finding::key_not_text(&node, span, flow_mapping),
            Some(key) => match keys.first(key).filter(|_| !(repeatable && key.starts_with("${{"))) {
                Some(first) => finding::duplicate_key(key, first, span),
                None => {
                    keys.accept(key.clone(), span);
                    return Ok(());
                }
            },
        };
        keys.refuse();
        self.report(refused);
        Ok(())
    }

    /// Reports a key of a block map whose line is indented with a tab; the parser lets it pass at the top level.
    fn refuse_tab(&mut self, key: Span) {
        let before = self.text.get(..key.range().start).unwrap_or_default();
        if !before.ends_with('\t') || self.open.last().is_none_or(|open| open.flow) {
            return;
        }
        let line = before.rsplit('\n').next().unwrap_or_default();
        if let Some(tab) = line.find('\t').filter(|_| line.trim().is_empty()) {
            let at = before.len() - line.len() + tab;
            self.report(finding::tab(self.span(at, at + 1)));
        }
    }
}
