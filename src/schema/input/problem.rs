//! The wording of what only the language can get wrong; what it shares with Kubernetes' words is `schema::problem`'s.

use super::value::FILE_MODE;
use crate::diagnostic::{Diagnostic, Edit, code};
use crate::spec::word::TextKind;
use crate::syntax::{Entry, Node, Origin};

/// A key of the language that nothing handles yet.
pub(super) fn later_field(entry: &Entry) -> Diagnostic {
    Diagnostic::error(code::NOT_YET_SUPPORTED, format!("`{}` is not supported yet", entry.key))
        .at(entry.key_origin.span(), "not yet supported")
        .help("leave it out: this version of platc would not compile it")
}

/// A word of the language that nothing handles yet.
pub(super) fn later_word(node: &Node, word: &str, what: &str) -> Diagnostic {
    Diagnostic::error(code::NOT_YET_SUPPORTED, format!("{what} `{word}` is not supported yet"))
        .at(node.origin.span(), "not yet supported")
        .help("this version of platc cannot compile it")
}

/// A key of the user's own that may not be called so.
pub(super) fn bad_key(entry: &Entry, expected: &str, of: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_NAME, format!("`{}` cannot be a key of {of}", entry.key))
        .at(entry.key_origin.span(), "not a name for it")
        .help(expected)
}

/// A text that has not the form that its key takes.
pub(super) fn bad_text(node: &Node, text: &str, expected: &str, kind: TextKind, what: &str) -> Diagnostic {
    let message = match text {
        "" => format!("{what} is empty"),
        _ => format!("`{text}` is not a value of {what}"),
    };
    let finding = Diagnostic::error(code_of(kind), message).at(node.origin.span(), expected);
    let Some(better) = mended(text, kind) else { return finding };
    let finding = finding.help(format!("did you mean `{better}`?"));
    match &node.origin {
        Origin::At(span) => {
            finding.fix(format!("write `{better}`"), vec![Edit { span: *span, replacement: better }])
        }
        _ => finding,
    }
}

/// What was probably meant.
fn mended(text: &str, kind: TextKind) -> Option<String> {
    let better = match kind {
        TextKind::DnsLabel | TextKind::DnsSubdomain | TextKind::Port => {
            text.to_lowercase().replace(['_', ' '], "-")
        }
        TextKind::AbsolutePath => format!("/{text}"),
        TextKind::Percent => format!("{text}%"),
        TextKind::Repository => text.to_lowercase(),
        _ => return None,
    };
    (better != text && !text.is_empty() && kind.check(&better).is_ok()).then_some(better)
}

/// Names, amounts and other texts have a code each.
fn code_of(kind: TextKind) -> code::Code {
    match kind {
        TextKind::DnsLabel | TextKind::DnsSubdomain | TextKind::Port => code::BAD_NAME,
        TextKind::Quantity => code::BAD_QUANTITY,
        _ => code::BAD_VALUE,
    }
}

/// A whole number beyond its bounds.
pub(super) fn outside(node: &Node, (min, max): (i64, i64), what: &str) -> Diagnostic {
    let limit = match (min, max) {
        (0, FILE_MODE) => "from 0 to 0o777".to_owned(),
        (min, max) if max == i64::from(i32::MAX) => format!("at least {min}"),
        (min, max) => format!("from {min} to {max}"),
    };
    let finding = Diagnostic::error(code::OUT_OF_RANGE, format!("{what} must be {limit}"))
        .at(node.origin.span(), &limit);
    let octal =
        octal(node).or_else(|| node.scalar_text().filter(|text| is_octal(text)).map(|text| text.as_str()));
    let Some(text) = octal.filter(|_| max == FILE_MODE) else { return finding };
    let text = format!("0o{}", text.trim_start_matches('0'));
    let finding = finding.help(format!("an octal number begins with `0o`: {text}"));
    match &node.origin {
        Origin::At(span) => {
            finding.fix(format!("write {text}"), vec![Edit { span: *span, replacement: text }])
        }
        _ => finding,
    }
}

/// A number written as C writes octal ones: with a zero in front, which YAML 1.2 drops.
pub(super) fn octal(node: &Node) -> Option<&str> {
    let text = node.scalar_text()?.as_str();
    (text.len() > 1 && text.starts_with('0') && is_octal(text)).then_some(text)
}

fn is_octal(text: &str) -> bool {
    text.bytes().all(|digit| (b'0'..b'8').contains(&digit))
}

/// `true` where only `false` may stand, or the other way round.
pub(super) fn other_constant(node: &Node, written: &str, expected: &str, what: &str) -> Diagnostic {
    Diagnostic::error(code::WRONG_VALUE, format!("{what} takes {expected}, not `{written}`"))
        .at(node.origin.span(), format!("takes {expected}"))
}

/// A Kubernetes word for which the language has one of its own.
pub(super) fn instead(entry: &Entry, instead: &str, of: &str) -> Diagnostic {
    Diagnostic::error(code::UNKNOWN_FIELD, format!("`{}` is not written in {of}", entry.key))
        .at(entry.key_origin.span(), "not here")
        .help(format!("the language has {instead}"))
}
