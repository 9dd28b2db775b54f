//! Syntax errors in words a person can act on: tabs, indentation, brackets and quotes left open, unquoted
//! expressions.
//!
//! The parser says what it did not find; this says what was probably meant. Trees are `build`'s.

use granit_parser::ErrorKind;

use super::{expression, finding, mistake, place};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::source::Span;

/// A syntax error as the parser reports it.
pub(super) struct Fault<'t> {
    pub text: &'t str,
    pub kind: &'t ErrorKind,
    /// Where the parser gave up.
    pub offset: usize,
    /// The innermost `{` or `[` that is open there.
    pub bracket: Option<usize>,
    /// Where the last token ends that belongs to the tree.
    pub cursor: usize,
}

impl Fault<'_> {
    /// What is to be said, one finding or more; `span` makes a span of two offsets.
    pub fn diagnostics(&self, span: impl Fn(usize, usize) -> Span) -> Vec<Diagnostic> {
        let expressions = self.expressions(&span);
        if !expressions.is_empty() {
            return expressions;
        }
        if let Some(tab) = self.tab() {
            return vec![finding::tab(span(tab, tab + 1))];
        }
        if let Some(found) = mistake::around(self.text, self.offset) {
            return vec![Self::error(
                code::YAML_SYNTAX,
                found.message,
                span(found.range.start, found.range.end),
                found.help,
            )];
        }
        if let Some(quote) = self.open_quote() {
            let message = "the quote is not closed";
            return vec![Self::error(
                code::YAML_UNCLOSED,
                message,
                span(quote, quote + 1),
                "close the quote",
            )];
        }
        vec![self.plain(span(self.offset, self.next_character()))]
    }

    fn error(code: Code, message: impl Into<String>, span: Span, help: &str) -> Diagnostic {
        Diagnostic::error(code, message).at(Some(span), "").help(help)
    }

    /// Unquoted expressions, where they explain the error: in front of it, or in a bracket that has no end.
    fn expressions(&self, span: &impl Fn(usize, usize) -> Span) -> Vec<Diagnostic> {
        let (_, line_end) = place::line_around(self.text, self.offset);
        let unclosed = matches!(self.kind, ErrorKind::UnclosedFlowCollection { .. });
        let found = expression::unquoted(self.text);
        if !found.iter().any(|found| unclosed || found.range.start <= line_end) {
            return Vec::new();
        }
        let word = |found: expression::Unquoted| {
            let text = self.text.get(found.range.clone()).unwrap_or_default();
            finding::expression_unquoted(text, span(found.range.start, found.range.end), found.why)
        };
        found.into_iter().map(word).collect()
    }

    /// The tab in the indentation of the line where the parser gave up, or of the next one.
    fn tab(&self) -> Option<usize> {
        let (start, end) = place::line_around(self.text, self.offset);
        let after = place::line_around(self.text, (end + 1).min(self.text.len()));
        let in_line = |(start, end): (usize, usize)| {
            let line = self.text.get(start..end).unwrap_or_default();
            let indentation = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
            line.get(..indentation).and_then(|blanks| blanks.find('\t')).map(|at| start + at)
        };
        let about_tabs = matches!(
            self.kind,
            ErrorKind::TabNotAllowed
                | ErrorKind::TabInBlockIndentation
                | ErrorKind::TabAtBlockScalarStart
                | ErrorKind::TabInIndentation
                | ErrorKind::TabInPlainScalar
        );
        let anywhere = || about_tabs.then(|| self.text.get(start..end)?.find('\t').map(|at| start + at))?;
        in_line((start, end)).or_else(|| in_line(after)).or_else(anywhere)
    }

    /// The quote that opens the text in which the parser gave up.
    fn open_quote(&self) -> Option<usize> {
        use ErrorKind as K;
        let in_quotes = matches!(
            self.kind,
            K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar
        );
        let end = self.offset.max(self.cursor);
        let mut from = self.cursor;
        if !in_quotes {
            return None;
        }
        if *self.kind == K::UnclosedQuotedScalar
            && matches!(self.text.as_bytes().get(self.offset), Some(b'"' | b'\''))
        {
            return Some(self.offset);
        }
        loop {
            let quote = place::indicator(self.text, from, end, b"\"'")?;
            let byte = self.text.as_bytes().get(quote).copied()?;
            let closed = expression::closing_quote(self.text.as_bytes(), quote, byte);
            let before = self.text.get(..quote)?;
            let opens = before.is_empty() || before.ends_with([' ', '\n', '\t', '[', '{', ',', ':']);
            if opens && closed >= end {
                return Some(quote);
            }
            from = if opens { closed } else { quote + 1 };
        }
    }

    fn next_character(&self) -> usize {
        let width = self.text.get(self.offset..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n');
        self.offset + width.map_or(0, char::len_utf8)
    }

    /// The error in our words, or in the parser's.
    pub fn plain(&self, span: Span) -> Diagnostic {
        let worded =
            self.bracket_error(span).or_else(|| self.quote_error(span)).or_else(|| self.block_error(span));
        worded.unwrap_or_else(|| {
            let words = self.kind.to_string();
            let words = words.rsplit_once(", ").map_or(words.as_str(), |(_, what)| what);
            Self::error(code::YAML_SYNTAX, words.to_lowercase(), span, "see `platc help yaml-syntax`")
        })
    }

    fn bracket_error(&self, span: Span) -> Option<Diagnostic> {
        use ErrorKind as K;
        let (start, _) = place::line_around(self.text, self.offset);
        if self.bracket.is_some_and(|bracket| bracket < start) && self.is_about_flow() {
            return Some(self.unclosed_bracket(span));
        }
        Some(match self.kind {
            K::UnclosedFlowCollection { open } => {
                Self::error(code::YAML_UNCLOSED, format!("`{open}` is not closed"), span, "close the bracket")
            }
            K::UnexpectedEofFlowSequence
            | K::UnexpectedEofFlowMapping
            | K::UnexpectedEofImplicitFlowMapping => self.unclosed_bracket(span),
            K::MisplacedFlowCollectionEnd => {
                Self::error(code::YAML_SYNTAX, "the bracket closes nothing", span, "remove it")
            }
            K::MismatchedFlowCollectionEnd { open, close } => {
                let message = format!("`{open}` is closed by `{close}`");
                Self::error(code::YAML_UNCLOSED, message, span, "close every bracket with its own kind")
            }
            K::RecursionLimitExceeded => {
                let message = "lists and maps are nested too deep";
                Self::error(code::NESTING_TOO_DEEP, message, span, "flatten the structure")
            }
            _ => return None,
        })
    }

    fn quote_error(&self, span: Span) -> Option<Diagnostic> {
        use ErrorKind as K;
        let (message, help) = match self.kind {
            K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => {
                let message = "a quote opened above is not closed";
                return Some(Self::error(code::YAML_UNCLOSED, message, span, "close the quote"));
            }
            K::InvalidTrailingSingleQuotedScalar => (
                "the text goes on behind its closing quote",
                "write a quote inside single quotes twice, or put the whole value in double quotes",
            ),
            K::InvalidTrailingDoubleQuotedScalar => (
                "the text goes on behind its closing quote",
                "write a quote inside double quotes as `\\\"`, or put the whole value in single quotes",
            ),
            K::UnknownQuotedScalarEscape => (
                "a `\\` in double quotes begins no escape that YAML knows",
                "write `\\\\` for a backslash, or use single quotes",
            ),
            _ => return None,
        };
        Some(Self::error(code::YAML_SYNTAX, message, span, help))
    }

    fn block_error(&self, span: Span) -> Option<Diagnostic> {
        use ErrorKind as K;
        let (start, end) = place::line_around(self.text, self.offset);
        let line = self.text.get(start..end).unwrap_or_default();
        Some(match self.kind {
            K::MappingValueNotAllowed => self.second_colon(line, span),
            K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry | K::InvalidIndentation => {
                Self::error(
                    code::YAML_INDENT,
                    format!("no list or map begins at this indentation ({} spaces)", indentation(line)),
                    span,
                    "align the line with the keys or dashes it belongs to",
                )
            }
            K::SimpleKeyExpected | K::InvalidSimpleKey => Self::error(
                code::YAML_INDENT,
                "a `key: value` is expected here",
                span,
                "add the `:`, put a space behind a `-`, or indent the line if it continues the text above",
            ),
            K::InvalidBlockScalarIndent | K::InvalidFlowScalarIndent => Self::error(
                code::YAML_INDENT,
                "the line is indented less than the text or bracket it belongs to",
                span,
                "indent it deeper",
            ),
            K::BlockSequenceEntryNotAllowed => Self::error(
                code::YAML_SYNTAX,
                "a list's `-` cannot stand here",
                span,
                "put the list on lines of its own, or write it as `[a, b]`",
            ),
            K::UnexpectedCharacter { character } => {
                let message = format!("a value cannot begin with `{character}`");
                Self::error(code::YAML_SYNTAX, message, span, "quote the value")
            }
            _ => return None,
        })
    }

    fn is_about_flow(&self) -> bool {
        use ErrorKind as K;
        matches!(
            self.kind,
            K::InvalidColonPlacement
                | K::ExpectedFlowMappingSeparator
                | K::ExpectedFlowSequenceSeparator
                | K::UnexpectedEofFlowSequence
                | K::UnexpectedEofFlowMapping
                | K::UnexpectedEofImplicitFlowMapping
                | K::BlockEntryInFlowCollection
                | K::InvalidFlowScalarIndent
        )
    }

    fn unclosed_bracket(&self, span: Span) -> Diagnostic {
        let here = |at: usize| Span { start: u32::try_from(at).unwrap_or(u32::MAX), ..span };
        let message = "the bracket is not closed";
        match self.bracket.map(here) {
            None => {
                Self::error(code::YAML_UNCLOSED, "a bracket opened above is not closed", span, "close it")
            }
            Some(open) => {
                let open = Span { end: open.start.saturating_add(1), ..open };
                Self::error(code::YAML_UNCLOSED, message, open, "close it")
                    .related(Some(span), "reading stopped here")
            }
        }
    }

    /// `a: b: c` on one line, or a line indented deeper than the finished value above it.
    fn second_colon(&self, line: &str, span: Span) -> Diagnostic {
        if let Some(found) = self.too_deep(line, span) {
            return found;
        }
        if line.matches(": ").count() + usize::from(line.trim_end().ends_with(':')) > 1 {
            let help = "quote the value if the `: ` is part of it";
            return Self::error(code::YAML_SYNTAX, "a second `: ` in one value", span, help);
        }
        Self::error(
            code::YAML_INDENT,
            "a key cannot stand here: the line above has a value already",
            span,
            "indent the line like the key it belongs to",
        )
    }
}

impl Fault<'_> {
    /// A line `key: …` under a finished `key: value`, but indented deeper: YAML takes it for more of that value.
    fn too_deep(&self, line: &str, span: Span) -> Option<Diagnostic> {
        let (key, _) = line.trim_start().split_once(':')?;
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
        let (start, _) = place::line_around(self.text, self.offset);
        let above = self.text.get(..start)?.lines().rev().find(|line| !line.trim().is_empty())?;
        let (owner, value) = above.trim_start().split_once(": ")?;
        let goes_on = !value.trim().is_empty() && !value.trim_start().starts_with(['|', '>', '#', '"', '\'']);
        let (depth, wanted) = (indentation(line), indentation(above));
        if !is_key || !goes_on || depth <= wanted {
            return None;
        }
        let message =
            format!("`{key}` is indented deeper than `{owner}` above it, which has a value already");
        let help = format!("indent it by {wanted} spaces, like `{owner}`");
        let at = start + depth;
        let place = Span::new(span.file, at, at + key.len());
        Some(Diagnostic::error(code::YAML_INDENT, message).at(Some(place), "").help(help))
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
