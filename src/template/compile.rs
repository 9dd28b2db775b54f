//! From a template's YAML to parts that evaluate without looking at text again.

use crate::diagnostic::{Diagnostic, code};
use crate::expression::{Expression, Piece, has_expression, split};
use crate::source::Span;
use crate::syntax::{Entry, Node, Origin, Text, Value};

/// A piece of a compiled template, with the place it was read from.
#[derive(Debug)]
pub enum Part {
    /// A scalar that stands as it is.
    Literal(Node),
    /// One expression; keeps its value's type.
    Slot(Slot),
    /// Text with expressions in it.
    Text(Vec<TextPiece>, Origin),
    Mapping(Vec<Element>, Origin),
    Sequence(Vec<Element>, Origin),
    /// `${{ part name }}`: another template of the folder `part`, in the scope of this place.
    Include(Text, Option<Span>),
}

/// An expression at a place.
#[derive(Debug)]
pub struct Slot {
    pub expression: Expression,
    pub span: Option<Span>,
    /// Whether the last value before it in the same map that is a plain path too leads to the same node, but for its
    /// last key: that needs not be found again.
    pub same_parent: bool,
}

/// A stretch of a text with expressions.
#[derive(Debug)]
pub enum TextPiece {
    Literal(String),
    Slot(Slot),
}

/// What stands in a mapping or a sequence.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "most are entries; a box for each would be one more place to fetch"
)]
pub enum Element {
    /// A key with its value.
    Entry { key: Text, origin: Origin, part: Part },
    /// A list item.
    Item(Part),
    /// `${{ if … }}: body`.
    If { condition: Condition, body: Part },
    /// `${{ for variable in list if … }}: body`.
    For { variable: Text, list: Slot, condition: Option<Condition>, body: Part },
}

/// What decides whether a part is there.
#[derive(Debug)]
pub struct Condition(pub Slot);

/// Compiles a template's tree; every mistake is reported.
pub fn compile(node: &Node, out: &mut Vec<Diagnostic>) -> Part {
    match &node.value {
        Value::Mapping(mapping) => {
            let mut elements: Vec<Element> = mapping.iter().filter_map(|entry| element(entry, out)).collect();
            mark_siblings(&mut elements);
            Part::Mapping(elements, node.origin.clone())
        }
        Value::Sequence(items) => {
            let elements = items.iter().filter_map(|item| list_element(item, out)).collect();
            Part::Sequence(elements, node.origin.clone())
        }
        Value::String(text) if has_expression(text) => scalar(text, node, out),
        _ => Part::Literal(node.clone()),
    }
}

/// Marks the values that lead to the same node as the one before.
fn mark_siblings(elements: &mut [Element]) {
    let mut before: Option<Vec<Text>> = None;
    for element in elements {
        let Element::Entry { part: Part::Slot(slot), .. } = element else { continue };
        let Some((parent, _)) = slot.parent() else { continue };
        let parent = Some(parent.to_vec());
        slot.same_parent = parent == before;
        before = parent;
    }
}

impl Slot {
    /// The way to the node that holds the value, and the value's key there; `None` for a variable itself, and for what
    /// is no plain path.
    pub fn parent(&self) -> Option<(&[Text], &Text)> {
        let (key, parent) = self.expression.as_path()?.split_last()?;
        (!parent.is_empty()).then_some((parent, key))
    }
}

/// An item that is nothing but one directive is that directive; any other is an item.
fn list_element(item: &Node, out: &mut Vec<Diagnostic>) -> Option<Element> {
    let entries: Vec<&Entry> = item.as_mapping().into_iter().flat_map(|mapping| mapping.iter()).collect();
    match entries.as_slice() {
        [entry] if entry.key.starts_with("${{") => element(entry, out),
        _ => Some(Element::Item(compile(item, out))),
    }
}

fn element(entry: &Entry, out: &mut Vec<Diagnostic>) -> Option<Element> {
    if !has_expression(&entry.key) {
        let (key, origin) = (entry.key.clone(), entry.key_origin.clone());
        return Some(Element::Entry { key, origin, part: compile(&entry.value, out) });
    }
    let body = compile(&entry.value, out);
    let span = entry.key_origin.span();
    let directive = entry.key.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    let parsed = match directive.and_then(|text| text.split_once(char::is_whitespace)) {
        Some(("if", condition)) => {
            slot(condition, span).map(|slot| Element::If { condition: Condition(slot), body })
        }
        Some(("for", clause)) => for_element(clause, span, body),
        _ => Err("a key can be `${{ if … }}` or `${{ for x in … }}`".to_string()),
    };
    parsed.map_err(|message| out.push(mistake(&message, span))).ok()
}

fn for_element(clause: &str, span: Option<Span>, body: Part) -> Result<Element, String> {
    let form = || "write `${{ for x in a.list }}` or `${{ for x in a.list if x.field }}`".to_string();
    let (variable, rest) = clause.split_once(" in ").ok_or_else(form)?;
    let (list, condition) = match rest.split_once(" if ") {
        Some((list, condition)) => (list, Some(Condition(slot(condition, span)?))),
        None => (rest, None),
    };
    let variable = variable.trim();
    if variable.is_empty() || !variable.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(form());
    }
    let list = slot(list, span)?;
    if list.expression.as_path().is_none() {
        return Err("`for` takes a plain path after `in`".to_string());
    }
    Ok(Element::For { variable: variable.into(), list, condition, body })
}

fn scalar(text: &Text, node: &Node, out: &mut Vec<Diagnostic>) -> Part {
    let span = node.origin.span();
    let pieces = match split(text) {
        Ok(pieces) => pieces,
        Err(_) => {
            out.push(mistake("`${{` is never closed", span));
            return Part::Literal(Node::default());
        }
    };
    if let [Piece::Expression { source, .. }] = pieces.as_slice() {
        if let Some(name) = source.strip_prefix("part ") {
            return Part::Include(name.trim().into(), span);
        }
        return match slot(source, span) {
            Ok(slot) => Part::Slot(slot),
            Err(message) => {
                out.push(mistake(&message, span));
                Part::Literal(Node::default())
            }
        };
    }
    let pieces = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(TextPiece::Literal(literal)),
        Piece::Expression { source, .. } => match slot(&source, span) {
            Ok(slot) => Some(TextPiece::Slot(slot)),
            Err(message) => {
                out.push(mistake(&message, span));
                None
            }
        },
    });
    let pieces = pieces.collect();
    Part::Text(pieces, node.origin.clone())
}

fn slot(source: &str, span: Option<Span>) -> Result<Slot, String> {
    let expression = Expression::compile(source.trim()).map_err(|error| error.message)?;
    Ok(Slot { expression, span, same_parent: false })
}

fn mistake(message: &str, span: Option<Span>) -> Diagnostic {
    Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(span, "")
}
