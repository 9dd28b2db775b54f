//! Evaluating every `${{ … }}` of a tree in a scope.

use std::ops::Range;

use super::{Expression, ExpressionError, Piece, leaves, split};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, Origin, Text, Trail, Value};

/// What the names in an expression mean.
pub trait Scope {
    /// The value under a path; a value that holds expressions itself is evaluated first.
    fn find(&self, path: &[Text]) -> Result<Node, Missing>;

    /// The value under a path that something is computed from. Not every value that can be named is known.
    fn operand(&self, path: &[Text]) -> Result<Node, Missing> {
        self.find(path)
    }

    /// Adds to a text what stands in it for a value that is no text, and says what that was made from; `None` where
    /// nothing does.
    fn append(&self, _text: &mut String, _value: &Node) -> Option<Origin> {
        None
    }
    /// Told of each text before its expressions are looked up, for scopes that keep track of who asks.
    fn begin(&self, _text: &Origin) {}
}

/// Why a path has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// The name exists but nothing is set.
    Unset,
    /// The same, where more can be said: the message says why, the help what to do.
    Without { message: String, help: String },
    /// There is no such name: which segment, and the names that there are.
    Unknown { segment: usize, known: Vec<String> },
    /// Something else; the message says what, the help what to do.
    Because { segment: usize, message: String, help: String },
    /// The value's own expressions do not evaluate; that has been reported where they stand.
    Reported,
    /// The value's own expressions do not evaluate: findings with places of their own.
    Elsewhere(Vec<Diagnostic>),
}

/// Whether a text holds an expression.
pub fn has_expression(text: &str) -> bool {
    // Most texts are without the first letter, and looking for that alone is quick.
    text.bytes().any(|byte| byte == b'$') && text.contains("${{")
}

/// Evaluates every text of a tree in place. A text that fails is reported and becomes `null`.
pub fn evaluate(node: &mut Node, scope: &dyn Scope, out: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Value::String(text) if has_expression(text) => match evaluate_text(text, &node.origin, scope) {
            Ok(value) => *node = value,
            Err(found) => {
                out.extend(found);
                node.value = Value::Null;
            }
        },
        Value::Sequence(items) => items.iter_mut().for_each(|item| evaluate(item, scope, out)),
        Value::Mapping(mapping) => {
            let has_any = |entry: &Entry| has_expressions(&entry.value);
            mapping.change(has_any, |entry| evaluate(&mut entry.value, scope, out));
        }
        _ => {}
    }
}

/// Whether any text of a tree holds an expression.
fn has_expressions(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => has_expression(text),
        Value::Sequence(items) => items.iter().any(has_expressions),
        Value::Mapping(mapping) => mapping.iter().any(|entry| has_expressions(&entry.value)),
        _ => false,
    }
}

/// Evaluates one text: a single expression keeps its value's type, anything around it makes text.
pub fn evaluate_text(text: &str, origin: &Origin, scope: &dyn Scope) -> Result<Node, Vec<Diagnostic>> {
    let place = Place { origin, length: text.len() };
    scope.begin(origin);
    let pieces = split(text).map_err(|start| vec![place.unclosed(start)])?;
    if let [Piece::Expression { source, range }] = pieces.as_slice() {
        let mut value = one(source, range, scope, &place)?;
        value.origin = written_at(origin, [value.origin]);
        return Ok(value);
    }
    let (mut joined, mut read, mut found) = (String::new(), Vec::new(), Vec::new());
    for piece in &pieces {
        match piece {
            Piece::Literal(literal) => joined.push_str(literal),
            Piece::Expression { source, range } => match one(source, range, scope, &place) {
                Ok(value) => match (value.scalar_text(), scope.append(&mut joined, &value)) {
                    (Some(text), _) => {
                        joined.push_str(text);
                        read.push(value.origin);
                    }
                    (None, Some(origin)) => read.extend([value.origin, origin]),
                    (None, None) => found.push(place.not_text(range, &value)),
                },
                Err(errors) => found.extend(errors),
            },
        }
    }
    if found.is_empty() { Ok(Node::string(joined, written_at(origin, read))) } else { Err(found) }
}

/// The origin of what was evaluated: the text's own history, and what was read.
pub(super) fn written_at(origin: &Origin, read: impl IntoIterator<Item = Origin>) -> Origin {
    let from: Vec<Origin> = read.into_iter().filter(|origin| *origin != Origin::Unknown).collect();
    if from.is_empty() {
        return origin.clone();
    }
    let mut trail = match origin {
        Origin::Via(trail) => Trail::clone(trail),
        other => Trail { at: other.span(), ..Trail::default() },
    };
    trail.from.extend(from);
    Origin::via(trail)
}

pub(super) fn one(
    source: &str,
    range: &Range<usize>,
    scope: &dyn Scope,
    place: &Place,
) -> Result<Node, Vec<Diagnostic>> {
    let expression = Expression::compile(source).map_err(|error| vec![place.broken(range, &error)])?;
    let (mut values, mut origins, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for path in expression.paths() {
        let value = match expression.as_path() {
            Some(path) => scope.find(path),
            None => scope.operand(&path.segments),
        };
        match value {
            Ok(node) => {
                match expression.as_path() {
                    Some(_) => origins.push(node.origin.clone()),
                    None => origins.extend(leaves(&node)),
                }
                values.push(Some(node));
            }
            Err(Missing::Unset | Missing::Without { .. }) if expression.as_path().is_none() => {
                values.push(None)
            }
            Err(Missing::Reported) => return Err(found),
            Err(Missing::Elsewhere(mut others)) => {
                found.append(&mut others);
                return Err(found);
            }
            Err(missing) => {
                let segments = &path.segments;
                let at = |segment: usize| {
                    let inner = path.segment_range(segment);
                    range.start + inner.start..range.start + inner.end
                };
                found.push(place.missing(segments, missing, at));
            }
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let mut value = expression.value(values).map_err(|message| {
        let error = ExpressionError { range: 0..source.len(), message };
        vec![place.broken(range, &error)]
    })?;
    value.origin = Origin::derived(origins);
    Ok(value)
}

/// Where a text stands, so that parts of it can be pointed at.
pub(super) struct Place<'a> {
    pub origin: &'a Origin,
    pub length: usize,
}

impl Place<'_> {
    /// The span of some bytes of the text. Where escapes or folding make that unknowable, the whole text's.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let whole = self.origin.span()?;
        let quotes = (whole.end - whole.start) as usize;
        let shift = match quotes.checked_sub(self.length) {
            Some(0) => 0,
            Some(2) => 1,
            _ => return Some(whole),
        };
        let start = whole.start as usize + shift;
        Some(Span::new(whole.file, start + range.start, start + range.end))
    }

    fn unclosed(&self, start: usize) -> Diagnostic {
        Diagnostic::error(code::EXPRESSION_SYNTAX, "`${{` is never closed")
            .at(self.span(start..start + 3), "no `}}` follows")
            .help("close it with `}}`, or write `$${{` for the characters themselves")
    }

    fn broken(&self, range: &Range<usize>, error: &ExpressionError) -> Diagnostic {
        Diagnostic::error(code::EXPRESSION_SYNTAX, format!("the expression does not work: {}", error.message))
            .at(self.span(range.clone()), "")
    }

    pub fn not_text(&self, range: &Range<usize>, value: &Node) -> Diagnostic {
        let kind = value.value.kind();
        Diagnostic::error(code::EXPRESSION_TYPE, format!("{kind} cannot stand inside text"))
            .at(self.span(range.clone()), format!("this is {kind}"))
            .related(value.origin.span(), "it comes from here")
            .help("let the expression stand alone, or name one of its parts")
    }

    fn missing(&self, path: &[Text], missing: Missing, at: impl Fn(usize) -> Range<usize>) -> Diagnostic {
        let dotted = |until: usize| path.iter().take(until).map(Text::as_str).collect::<Vec<_>>().join(".");
        match missing {
            Missing::Unknown { segment, known } => {
                let name = path.get(segment).map_or("", Text::as_str);
                let of = if segment == 0 {
                    "a name here".to_string()
                } else {
                    format!("in `{}`", dotted(segment))
                };
                let near = nearest(name, known.iter().map(String::as_str));
                let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                let found = Diagnostic::error(code::UNKNOWN_NAME, format!("`{name}` is not {of}"));
                let found = found.at(self.span(at(segment)), label);
                if known.is_empty() { found } else { found.note(format!("there are: {}", some(&known))) }
            }
            Missing::Because { segment, message, help } => {
                Diagnostic::error(code::UNKNOWN_NAME, message).at(self.span(at(segment)), "").help(help)
            }
            Missing::Without { message, help } => {
                let last = self.span(at(path.len().saturating_sub(1)));
                Diagnostic::error(code::UNKNOWN_NAME, message).at(last, "").help(help)
            }
            Missing::Unset | Missing::Reported | Missing::Elsewhere(_) => {
                let message = format!("`{}` is not set here", dotted(path.len()));
                Diagnostic::error(code::UNKNOWN_NAME, message)
                    .at(self.span(at(path.len().saturating_sub(1))), "")
                    .help(format!(
                        "set it, or give a default: `${{{{ {} | default('…') }}}}`",
                        dotted(path.len())
                    ))
            }
        }
    }
}

/// Up to twelve names, so that a message about a large estate stays readable.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
    let more = names.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
