//! The words of what is wrong with a YAML tree: keys, aliases, tags, limits, ambiguous scalars.
//!
//! When to say them is decided in `build`; syntax errors are worded in `fault`.

use super::build::Fatal;
use super::legacy::Ambiguity;
use super::{Node, quote};
use crate::diagnostic::{Diagnostic, Edit, code};
use crate::source::Span;

pub(super) fn ambiguous(ambiguity: Ambiguity, text: &str, span: Span, quoting_is_safe: bool) -> Diagnostic {
    let found = Diagnostic::warning(code::YAML_1_1_AMBIGUOUS, ambiguity.message).at(Some(span), "");
    let found = found.help(ambiguity.help);
    if !quoting_is_safe {
        return found;
    }
    found.fix("quote it", vec![Edit { span, replacement: quote::quoted(text) }])
}

pub(super) fn duplicate_key(key: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE_KEY, format!("`{key}` is written twice in one map"))
        .at(Some(second), "again here")
        .related(Some(first), "first here")
        .help("keep one of them")
}

pub(super) fn merge_key(span: Span) -> Diagnostic {
    Diagnostic::error(code::MERGE_KEY, "`<<` merges nothing: YAML 1.2 has no merge key")
        .at(Some(span), "")
        .help("use `extends` or the platform's defaults to share fields, or write the keys out")
}

pub(super) fn merge_of_no_map(span: Option<Span>) -> Diagnostic {
    Diagnostic::error(code::MERGE_KEY, "`<<` merges maps, and this is none")
        .at(span, "")
        .help("name an anchored map: `<<: *name`, or several: `<<: [*one, *two]`")
}

pub(super) fn key_not_text(node: &Node, span: Span, flow_mapping: bool) -> Diagnostic {
    let message = match node.is_null() {
        true => "a key is empty or null".to_owned(),
        false => format!("{} is used as a key", node.value.kind()),
    };
    let found = Diagnostic::error(code::KEY_NOT_TEXT, message).at(Some(span), "a key is one word or text");
    match flow_mapping {
        true => found.help("a value is inserted with `${{ … }}`, quoted inside braces: \"${{ app.name }}\""),
        false => found.help("write a text key in front of the `:`"),
    }
}

pub(super) fn alias_unknown(span: Span) -> Diagnostic {
    Diagnostic::error(code::ALIAS_UNKNOWN, "the alias names no anchor above it")
        .at(Some(span), "")
        .help("define it above with `&name`, or quote the value if the `*` is part of it")
}

pub(super) fn alias_cycle(span: Span) -> Diagnostic {
    Diagnostic::error(code::ALIAS_CYCLE, "the alias stands inside the value that it repeats")
        .at(Some(span), "")
        .help("write the value out")
}

pub(super) fn too_many_copies(span: Span) -> Fatal {
    let message = "aliases expand to more than platc reads from one file";
    let help = "write the values out, or share them with `extends`";
    Box::new(Diagnostic::error(code::ALIAS_EXPANSION, message).at(Some(span), "too much here").help(help))
}

pub(super) fn tag_unknown(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_TAG, format!("`{tag}` is no tag that platc reads"))
        .at(Some(span), "")
        .help("remove it; `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map` are read")
}

pub(super) fn tag_mismatch(span: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_TAG, "the value does not fit its tag")
        .at(Some(span), "")
        .help("remove the tag or change the value")
}

pub(super) fn too_deep(span: Span, limit: usize) -> Fatal {
    let message = format!("lists and maps are nested more than {limit} deep");
    Box::new(
        Diagnostic::error(code::NESTING_TOO_DEEP, message).at(Some(span), "").help("flatten the structure"),
    )
}

pub(super) fn too_many_nodes(span: Option<Span>, limit: usize) -> Fatal {
    let message = format!("the file has more than {limit} values");
    Box::new(Diagnostic::error(code::TOO_MANY_NODES, message).at(span, "").help("split the file"))
}

pub(super) fn too_many_keys(span: Span, limit: usize) -> Fatal {
    let message = format!("the map has more than {limit} keys");
    Box::new(Diagnostic::error(code::TOO_MANY_NODES, message).at(Some(span), "").help("split the map"))
}

pub(super) fn too_large(span: Span, bytes: usize, limit: usize) -> Diagnostic {
    let message = format!("the file has {bytes} bytes, more than the {limit} that platc reads");
    Diagnostic::error(code::FILE_TOO_LARGE, message).at(Some(span), "").help("split it")
}

pub(super) fn byte_order_mark(span: Span) -> Diagnostic {
    Diagnostic::warning(code::BYTE_ORDER_MARK, "the file begins with a byte order mark")
        .at(Some(span), "")
        .help("save it as UTF-8 without a mark, or run `platc fmt`")
        .fix("remove the mark", vec![Edit { span, replacement: String::new() }])
}

pub(super) fn control_character(character: char, span: Span) -> Diagnostic {
    let message = format!("the control character U+{:04X} is not allowed in YAML", u32::from(character));
    Diagnostic::error(code::CONTROL_CHARACTER, message)
        .at(Some(span), "")
        .help(format!("remove it, or write it as \"\\u{:04X}\" in double quotes", u32::from(character)))
}

/// A plain scalar that holds `${{` but not its `}}`, because ` #` inside it began a comment.
pub(super) fn split_expression(source: &str, scalar: &str, span: Span) -> Option<Diagnostic> {
    let (_, inside) = scalar.rsplit_once("${{")?;
    if inside.contains("}}") {
        return None;
    }
    let rest = source.get(span.range().end..)?.split('\n').next()?;
    if !rest.trim_start().starts_with('#') {
        return None;
    }
    let length = rest.rfind("}}")? + 2;
    let whole = Span { end: span.end.saturating_add(u32::try_from(length).ok()?), ..span };
    Some(expression_unquoted(source.get(whole.range())?, whole, "` #` begins a comment here"))
}

pub(super) fn expression_unquoted(text: &str, span: Span, why: &str) -> Diagnostic {
    let quoted = quote::quoted(text);
    Diagnostic::error(code::EXPRESSION_UNQUOTED, format!("`{text}` is not quoted: {why}"))
        .at(Some(span), "quote this")
        .help(format!("write {quoted}; the value keeps the expression's type"))
        .fix("quote it", vec![Edit { span, replacement: quoted }])
}

pub(super) fn tab(span: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_TAB, "a tab is used for indentation: YAML takes only spaces")
        .at(Some(span), "")
        .help("replace tabs by spaces")
}

pub(super) fn swallowed_item(span: Span) -> Diagnostic {
    Diagnostic::warning(code::YAML_INDENT, "the line continues the text above: its `-` begins no list item")
        .at(Some(span), "")
        .help("align the `-` with the list it belongs to, or quote the text")
}
