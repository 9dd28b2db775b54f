//! How a value that does not fit is reported: the same words for the language's fields and for Kubernetes' own.
//!
//! Whether a value fits is decided by the validators.

use std::fmt;

use super::format::BASE64;
use crate::diagnostic::{Code, Diagnostic, Edit, code, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, Origin, Value};

/// How many names one sentence lists.
const LISTED: usize = 12;

/// How many letters of a value one sentence quotes.
const QUOTED: usize = 60;

/// The key of a place that is a list's item.
pub const ITEM: &str = "[]";

/// Names a place by its key, an item by the list that it is in.
pub fn name_place(f: &mut fmt::Formatter<'_>, key: &str, above: Option<&dyn fmt::Display>) -> fmt::Result {
    match above {
        Some(above) if key == ITEM => write!(f, "an item of {above}"),
        _ => write!(f, "`{key}`"),
    }
}

/// A key that is not among those allowed; `of` names what it is written in (`` `resources` ``, `an item of …`).
/// Callers leave keys that are there already out of `allowed`, so that the fix makes no duplicate.
pub fn unknown_field(entry: &Entry, allowed: &[&str], of: &str) -> Diagnostic {
    let message = format!("`{}` is not a field of {of}", entry.key);
    let finding =
        Diagnostic::error(code::UNKNOWN_FIELD, message).at(entry.key_origin.span(), "unknown field");
    match nearest(&entry.key, allowed.iter().copied()) {
        Some(name) => {
            let finding = finding.help(format!("did you mean `{name}`?"));
            rewritten(finding, &entry.key_origin, format!("rename it to `{name}`"), name)
        }
        None if allowed.is_empty() => finding.help("remove it: nothing more can be written here"),
        None => finding.help(format!("it takes {}", listed(allowed))),
    }
}

/// A value of another type; `expected` is the type with its article, `what` names the field (`` `replicas` ``).
pub fn wrong_type(node: &Node, expected: &str, what: &str) -> Diagnostic {
    let kind = node.value.kind();
    let finding = Diagnostic::error(code::WRONG_TYPE, format!("{what} takes {expected}, not {kind}"))
        .at(node.origin.span(), format!("this is {kind}"));
    let finding = match computed_from(&node.origin) {
        Some(source) => finding.related(Some(source), "it comes from here"),
        None => finding,
    };
    match (&node.value, expected) {
        (Value::Bool(text) | Value::Number(text), "text") => {
            let quoted = format!("\"{text}\"");
            let finding = finding.help(format!("quote it: {quoted}"));
            rewritten(finding, &node.origin, "quote it".to_owned(), &quoted)
        }
        (Value::String(text), "true or false") if matches!(text.as_str(), "true" | "false") => {
            unquoted(finding, node, text)
        }
        (Value::String(text), "true or false") => match legacy_boolean(text) {
            Some(meant) => {
                let finding = finding.help(format!("write `{meant}`: YAML 1.2 reads `{text}` as text"));
                rewritten(finding, &node.origin, format!("write `{meant}`"), meant)
            }
            None => finding,
        },
        (Value::String(text), "an integer" | "a number") if text.parse::<i64>().is_ok() => {
            unquoted(finding, node, text)
        }
        (_, "a list") if !matches!(node.value, Value::Mapping(_) | Value::Null) => {
            finding.help("write a list: one line `- …` for each item")
        }
        _ => finding,
    }
}

/// What the words mean that YAML 1.1 takes for booleans.
fn legacy_boolean(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "on" => Some("true"),
        "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

fn unquoted(finding: Diagnostic, node: &Node, text: &str) -> Diagnostic {
    let finding = finding.help(format!("write it without quotes: {text}"));
    rewritten(finding, &node.origin, "remove the quotes".to_owned(), text)
}

/// A value that is not among those the field takes.
pub fn wrong_value(node: &Node, what: &str, values: &[&str]) -> Diagnostic {
    let written = node.scalar_text().map_or("", |text| text.as_str());
    let message = match written {
        "" => format!("{what} is empty"),
        written => format!("`{written}` is not a value of {what}"),
    };
    let finding = Diagnostic::error(code::WRONG_VALUE, message)
        .at(node.origin.span(), format!("takes {}", listed(values)));
    match (nearest(written, values.iter().copied()), values) {
        (Some(value), _) => {
            let finding = finding.help(format!("did you mean `{value}`?"));
            rewritten(finding, &node.origin, format!("write `{value}`"), value)
        }
        (None, [only]) => finding.help(format!("write `{only}`")),
        (None, _) => finding,
    }
}

/// Keys that must be there and are not; the place is the parent's.
pub fn missing_fields(parent: &Node, names: &[&str], of: impl fmt::Display) -> Option<Diagnostic> {
    // Mostly nothing is missing; then nothing is spelt out.
    if names.is_empty() {
        return None;
    }
    let of = of.to_string();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let finding = Diagnostic::error(code::MISSING_FIELD, format!("{of} lacks {}", listed(names)))
        .at(parent.origin.span(), format!("{} {verb} required here", listed(names)));
    Some(if names.contains(&"apiVersion") {
        let kind = of.trim_matches('`');
        finding.help(format!("begin the file with `apiVersion: platc.dev/v1alpha1` and `kind: {kind}`"))
    } else {
        finding.help(format!("add {}", listed(names)))
    })
}

/// Whether a key that should be there is, under a name so near to it that it is meant: one mistake, told once.
pub fn is_misspelt(name: &str, parent: &Node, is_known: impl Fn(&str) -> bool) -> bool {
    let keys = parent.as_mapping().into_iter().flat_map(|mapping| mapping.iter().map(|entry| &entry.key));
    keys.filter(|key| !is_known(key)).any(|key| nearest(key, [name]).is_some())
}

/// None of several keys is there, one of which must be.
pub fn missing_choice(parent: &Node, names: &[&str], of: &str) -> Diagnostic {
    Diagnostic::error(code::MISSING_FIELD, format!("{of} needs one of {}", listed(names)))
        .at(parent.origin.span(), "none of them is here")
        .help("set one of them")
}

/// Several keys are there that exclude each other.
pub fn conflicting_fields(parent: &Node, names: &[&str], of: &str) -> Diagnostic {
    let written = parent.as_mapping().into_iter().flat_map(|mapping| mapping.iter());
    let mut spans =
        written.filter(|entry| names.contains(&entry.key.as_str())).map(|entry| entry.key_origin.span());
    let first = spans.next().flatten().or(parent.origin.span());
    let finding = Diagnostic::error(code::WRONG_VALUE, format!("{of} takes only one of {}", listed(names)))
        .at(first, "set here")
        .help("keep one of them");
    spans.fold(finding, |finding, span| finding.related(span, "and here"))
}

/// A value that fits none of the forms that its schema knows.
pub fn wrong_form(node: &Node, what: &str) -> Diagnostic {
    Diagnostic::error(code::WRONG_VALUE, format!("{what} has none of the forms that its schema allows"))
        .at(node.origin.span(), "does not fit together")
}

/// Text that a pattern does not fit.
pub fn wrong_pattern(node: &Node, what: &str, pattern: &str) -> Diagnostic {
    let written = shortened(node);
    Diagnostic::error(code::WRONG_VALUE, format!("`{written}` does not have the form that {what} takes"))
        .at(node.origin.span(), format!("must match `{pattern}`"))
}

/// Text of another format; `words` is the format with its article.
pub fn wrong_format(node: &Node, what: &str, words: &str) -> Diagnostic {
    // What stands where base64 is asked for may be a secret: no message shows it.
    let written = if words == BASE64 { "the value".to_owned() } else { format!("`{}`", shortened(node)) };
    let found = Diagnostic::error(code::WRONG_VALUE, format!("{written} is not {words}, which {what} takes"))
        .at(node.origin.span(), "has another form");
    if words == BASE64 {
        found.help("encode it; a Secret takes plain text under `stringData`")
    } else {
        found
    }
}

/// A value as a sentence quotes it: its first line, and of a long one the beginning.
fn shortened(node: &Node) -> String {
    let written = node.scalar_text().map_or("", |text| text.as_str());
    let line = written.lines().next().unwrap_or_default();
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None if line.len() < written.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// Text or a number where an amount belongs, which is none.
pub fn bad_quantity(node: &Node, what: &str) -> Diagnostic {
    let written = node.scalar_text().map_or("", |text| text.as_str());
    Diagnostic::error(code::BAD_QUANTITY, format!("`{written}` is not a quantity, which {what} takes"))
        .at(node.origin.span(), "not a quantity")
        .help("write a number with one of the suffixes m, k, M, G, T or Ki, Mi, Gi, Ti: `250m`, `512Mi`")
}

/// An item of a list whose keys another item has already.
pub fn duplicate_item(item: &Node, first: &Node, key: &str, what: &str) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE_ITEM, format!("{what} has two items with {key}"))
        .at(item.origin.span(), "the same again")
        .related(first.origin.span(), "first here")
        .help("remove one of them, or give it another key")
}

/// A number, a length or a count beyond its limits; `limit` says what it must (`be at least 1`, `not be empty`).
pub fn out_of_range(node: &Node, what: &str, limit: &str) -> Diagnostic {
    Diagnostic::error(code::OUT_OF_RANGE, format!("{what} must {limit}"))
        .at(node.origin.span(), format!("must {limit}"))
}

/// The names in backquotes, as a sentence lists them; the first dozen of many.
fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(LISTED) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// Adds the edit that replaces what is written, where the place is one that an author wrote.
fn rewritten(finding: Diagnostic, origin: &Origin, description: String, replacement: &str) -> Diagnostic {
    match written_at(origin) {
        Some(span) => finding.fix(description, vec![Edit { span, replacement: replacement.to_owned() }]),
        None => finding,
    }
}

/// The span of the text that is the value; `None` where the value was computed.
fn written_at(origin: &Origin) -> Option<Span> {
    match origin {
        Origin::At(span) => Some(*span),
        Origin::Via(trail) if trail.from.is_empty() && trail.rule.is_none() => trail.at,
        _ => None,
    }
}

/// The first place that a computed value was read from.
fn computed_from(origin: &Origin) -> Option<Span> {
    let Origin::Via(trail) = origin else { return None };
    trail.at.and_then(|_| trail.from.iter().find_map(Origin::span))
}

/// The codes of every finding of this module.
pub const CODES: &[Code] = &[
    code::BAD_QUANTITY,
    code::DUPLICATE_ITEM,
    code::MISSING_FIELD,
    code::OUT_OF_RANGE,
    code::UNKNOWN_FIELD,
    code::WRONG_TYPE,
    code::WRONG_VALUE,
];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::Files;
    use crate::syntax::Trail;

    fn span() -> Span {
        Span::new(Files::new().next_id(), 3, 7)
    }

    fn replacement(finding: &Diagnostic) -> Option<&str> {
        finding.fix.as_ref()?.edits.first().map(|edit| edit.replacement.as_str())
    }

    #[test]
    fn every_code_is_known_by_name() {
        assert!(
            CODES.iter().all(|known| Code::find(known.name()) == Some(*known) && !known.page().is_empty())
        );
    }

    #[test]
    fn only_what_an_author_wrote_is_rewritten() {
        let computed =
            Origin::Via(Arc::new(Trail { at: Some(span()), from: vec![span().into()], ..Trail::default() }));
        let merged = Origin::from(span()).beating(Origin::from(Span::new(span().file, 9, 10)));
        let fix_of = |origin: Origin| {
            replacement(&wrong_type(&Node::boolean(true, origin), "text", "`x`")).map(str::to_owned)
        };
        assert_eq!(fix_of(span().into()).as_deref(), Some("\"true\""));
        assert_eq!(fix_of(merged).as_deref(), Some("\"true\""));
        assert_eq!(fix_of(computed), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = (10..30).map(|number| format!("field{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let entry = Entry { key: "zzz".into(), key_origin: span().into(), value: Node::default() };
        let help = unknown_field(&entry, &names, "`x`").help.unwrap();
        assert!(help.ends_with("`field21` and 8 more"), "{help}");
        assert_eq!(unknown_field(&entry, &["a"], "`x`").help.as_deref(), Some("it takes `a`"));
    }

    #[test]
    fn quotes_are_offered_away_only_where_the_text_is_the_value() {
        let fix = |text: &str, expected: &str| {
            replacement(&wrong_type(&Node::string(text, span()), expected, "`x`")).map(str::to_owned)
        };
        assert_eq!(fix("3", "an integer").as_deref(), Some("3"));
        assert_eq!(fix("true", "true or false").as_deref(), Some("true"));
        assert_eq!(fix("three", "an integer"), None);
        assert_eq!(fix("yes", "true or false").as_deref(), Some("true"));
    }
}
