//! YAML text to trees with byte-exact spans, comments and findings.
//!
//! The only place that speaks with the parser crate. It reports events; `build` makes the tree, `fault` words
//! syntax errors, `legacy` finds what readers of YAML 1.1 would read otherwise.

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};

use super::build::{Builder, Fatal, Properties, Scalar, Style};
use super::limits::Limits;
use super::resolve::CoreTag;
use super::{Node, fault, finding};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// So many events are read before they become a tree: a processor does not keep the code of both at hand.
const AHEAD: usize = 64;

/// How to read a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct ParseOptions {
    pub repeated_keys: RepeatedKeys,
    pub dialect: Dialect,
    pub limits: Limits,
}

/// Whose reading of YAML holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The core schema of YAML 1.2; what other readers take otherwise is warned of.
    #[default]
    Core,
    /// Go's, by which kubectl and the API server read manifests: words such as `yes` are booleans, `<<` merges maps,
    /// unknown tags are passed over.
    Go,
}

/// Which keys may occur twice in one map.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RepeatedKeys {
    /// None.
    #[default]
    Error,
    /// Those that begin with `${{`: the directives of templates. They stand in the map as often as written.
    AllowDirectives,
}

/// What a file holds. With errors among the diagnostics, the documents are what could be read before them.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub documents: Vec<Document>,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether the text was read completely and rightly.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// One document of a file.
#[derive(Debug, Clone)]
pub struct Document {
    pub root: Node,
    /// The root's place; empty where nothing is written.
    pub span: Span,
}

/// A comment from its `#` to the end of the line, the break left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    /// Nothing but blanks stands before it.
    pub own_line: bool,
}

/// Reads a text.
///
/// Every value's origin is the span of its token as written: with quotes or brackets, from the `|` of a block
/// scalar to the end of its last line, from the first key or dash of a block collection to the end of its last
/// value, without anchor and tag. A value that is not written has an empty span behind its `:` or `-`. An alias
/// is its anchor's value with both places as origin.
///
/// Findings: syntax errors end the file; repeated or non-text keys, unknown aliases and tags do not. Limits:
/// [`Limits`]. A byte order mark is skipped with a warning. LF and CRLF both break lines; values hold only LF.
pub fn parse(file: FileId, text: &str, options: &ParseOptions) -> Parsed {
    let mut builder = Builder::new(file, text, options);
    let mut comments = Vec::new();
    if text.len() > options.limits.bytes {
        let start = builder.span(0, 0);
        builder.report(finding::too_large(start, text.len(), options.limits.bytes));
        return finish(builder, comments);
    }
    if text.starts_with('\u{feff}') && options.dialect == Dialect::Core {
        let mark = builder.span(0, '\u{feff}'.len_utf8());
        builder.report(finding::byte_order_mark(mark));
    }
    if let Some((offset, character)) = forbidden(text) {
        let span = builder.span(offset, offset + character.len_utf8());
        builder.report(finding::control_character(character, span));
        return finish(builder, comments);
    }
    let mut events = Parser::new_from_str_with_options(text, parser_options(&options.limits));
    let mut ahead = Vec::with_capacity(AHEAD);
    loop {
        ahead.extend(events.by_ref().take(AHEAD));
        if ahead.is_empty() {
            return finish(builder, comments);
        }
        for event in ahead.drain(..) {
            let step = match event {
                Ok((event, span)) => take(&mut builder, &mut comments, event, span),
                Err(error) => Err(syntax_error(&mut builder, text, &error)),
            };
            if let Err(fatal) = step {
                builder.report_last(*fatal);
                return finish(builder, comments);
            }
        }
    }
}

fn finish(builder: Builder<'_>, comments: Vec<Comment>) -> Parsed {
    Parsed { documents: builder.documents, comments, diagnostics: builder.diagnostics }
}

fn parser_options(limits: &Limits) -> granit_parser::Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        // One more than ours, so that ours speaks first where it can.
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
        max_buffered_comment_events: limits.nodes,
    }
}

/// The first character outside YAML's `c-printable` (spec 1.2.2, section 5.1).
fn forbidden(text: &str) -> Option<(usize, char)> {
    // The bytes with which such characters begin; most texts have none of them, and bytes are quickly looked at.
    let suspect = |byte: u8| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7F | 0xC2 | 0xEF)
    };
    if !text.bytes().any(suspect) {
        return None;
    }
    let control =
        |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}');
    text.char_indices()
        .find(|(_, character)| control(*character) || matches!(character, '\u{fffe}' | '\u{ffff}'))
}

fn take(
    builder: &mut Builder<'_>,
    comments: &mut Vec<Comment>,
    event: Event<'_>,
    at: granit_parser::Span,
) -> Result<(), Fatal> {
    let range = at.byte_range().unwrap_or_default();
    match event {
        Event::DocumentStart(explicit, _) => {
            builder.start_document(if explicit { range.end } else { range.start })
        }
        Event::DocumentEnd => builder.end_document(),
        Event::Comment(..) => comments.push(builder.comment(range)),
        Event::Alias(anchor) => {
            let span = builder.span(range.start, range.end);
            builder.alias(anchor, span)?;
        }
        Event::UnresolvedAlias(_) => {
            let span = builder.span(range.start, range.end);
            builder.alias(0, span)?;
        }
        Event::Scalar(text, style, anchor, tag) => {
            let properties = properties(builder, anchor, tag.as_deref(), &at);
            let style = match style {
                ScalarStyle::Plain => Style::Plain,
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
            };
            builder.scalar(Scalar { text: &text, range, style, properties })?;
        }
        Event::SequenceStart(style, anchor, tag) => {
            let properties = properties(builder, anchor, tag.as_deref(), &at);
            builder.open(false, style == StructureStyle::Flow, range, properties)?;
        }
        Event::MappingStart(style, anchor, tag) => {
            let properties = properties(builder, anchor, tag.as_deref(), &at);
            builder.open(true, style == StructureStyle::Flow, range, properties)?;
        }
        Event::SequenceEnd | Event::MappingEnd => builder.close(range.end)?,
        _ => {}
    }
    Ok(())
}

/// Anchor and tag of a node; a tag that is not of the core schema is reported. `!` alone makes text of a scalar
/// and changes nothing else.
fn properties(
    builder: &mut Builder<'_>,
    anchor: usize,
    tag: Option<&Tag>,
    at: &granit_parser::Span,
) -> Properties {
    let Some(tag) = tag else { return Properties { anchor, ..Properties::default() } };
    let core = tag.core_suffix().and_then(CoreTag::of);
    let written = tag.original();
    let is_passed_over = core.is_none() && builder.dialect() == Dialect::Go;
    let non_specific = written == "!" || is_passed_over;
    if core.is_none() && !non_specific {
        let range =
            at.tag_span().and_then(|span| span.byte_range()).or_else(|| at.byte_range()).unwrap_or_default();
        let span = builder.span(range.start, range.end);
        builder.report(finding::tag_unknown(&written, span));
    }
    Properties { anchor, tag: core, non_specific }
}

fn syntax_error(builder: &mut Builder<'_>, text: &str, error: &ScanError) -> Fatal {
    let offset = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let fault = fault::Fault {
        text,
        kind: error.kind(),
        offset,
        bracket: builder.open_bracket(),
        cursor: builder.cursor(),
    };
    let mut found = fault.diagnostics(|start, end| builder.span(start, end));
    let last = found.pop();
    for diagnostic in found {
        builder.report(diagnostic);
    }
    Box::new(last.unwrap_or_else(|| fault.plain(builder.span(offset, offset))))
}

#[cfg(test)]
mod tests;
