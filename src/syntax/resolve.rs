//! What a scalar is: the YAML 1.2 core schema (spec 1.2.2, section 10.3.2) and its tags.
//!
//! What readers of YAML 1.1 make of the same text is `legacy`'s question.

use super::{Text, Value};

/// A core schema tag (`!!int` and its siblings).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CoreTag {
    Null,
    Bool,
    Int,
    Float,
    Str,
    Seq,
    Map,
}

impl CoreTag {
    /// The tag of that suffix behind `tag:yaml.org,2002:`.
    pub(super) fn of(suffix: &str) -> Option<CoreTag> {
        Some(match suffix {
            "null" => CoreTag::Null,
            "bool" => CoreTag::Bool,
            "int" => CoreTag::Int,
            "float" => CoreTag::Float,
            "str" => CoreTag::Str,
            "seq" => CoreTag::Seq,
            "map" => CoreTag::Map,
            _ => return None,
        })
    }
}

/// The value of a plain scalar.
pub(super) fn plain(text: &str) -> Value {
    // Most scalars are words: one byte tells that they can be nothing else.
    match text.as_bytes().first() {
        None => return Value::Null,
        Some(b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'0'..=b'9' | b'+' | b'-' | b'.') => {}
        Some(_) => return Value::String(Text::new(text)),
    }
    if is_null(text) {
        Value::Null
    } else if is_bool(text) {
        Value::Bool(Text::new(text))
    } else if is_int(text) || is_float(text) {
        Value::Number(Text::new(text))
    } else {
        Value::String(Text::new(text))
    }
}

/// The value of a scalar with a tag; `None` where the text is no such value.
pub(super) fn tagged(text: &str, tag: CoreTag) -> Option<Value> {
    match tag {
        CoreTag::Str => Some(Value::String(Text::new(text))),
        CoreTag::Null => is_null(text).then_some(Value::Null),
        CoreTag::Bool => is_bool(text).then(|| Value::Bool(Text::new(text))),
        CoreTag::Int => is_int(text).then(|| Value::Number(Text::new(text))),
        CoreTag::Float => (is_int(text) || is_float(text)).then(|| Value::Number(Text::new(text))),
        CoreTag::Seq | CoreTag::Map => None,
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

pub(super) fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

pub(super) fn is_int(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    is_digits(unsigned(text))
}

/// Integers without a point or exponent are left to [`is_int`], though the schema's float pattern has them too.
pub(super) fn is_float(text: &str) -> bool {
    let rest = unsigned(text);
    if matches!(rest, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    if exponent.is_some_and(|exponent| !is_digits(unsigned(exponent))) {
        return false;
    }
    match mantissa.split_once('.') {
        None => is_digits(mantissa),
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
    }
}

/// The text behind one sign.
pub(super) fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// One ASCII digit or more, and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema_tokens_resolve() {
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(plain(text), Value::Null, "{text:?}");
        }
        for text in ["true", "True", "TRUE", "false", "False", "FALSE"] {
            assert_eq!(plain(text), Value::Bool(text.into()), "{text:?}");
        }
        let numbers = "0 -1 +1 0777 08 0o17 0x1F 1. .5 -.5 +1.5 1e3 1E-3 1.e+3 .inf -.Inf +.INF .nan .NaN";
        for text in numbers.split(' ') {
            assert_eq!(plain(text), Value::Number(text.into()), "{text:?}");
        }
    }

    #[test]
    fn everything_else_is_text() {
        let words = "yes no on off y n nUll tRUE 0b11 1_000 0x 0o 0o8 0xG 0X1F +0x1F - + . -. e3 1e 1e+ 1.2.3 12:30 \
                     2026-11-20 .iNF -.nan = << 1e3e3 --1 1- inf nan";
        for text in words.split_whitespace() {
            assert_eq!(plain(text), Value::String(text.into()), "{text:?}");
        }
    }

    #[test]
    fn tags_decide_or_refuse() {
        assert_eq!(tagged("12", CoreTag::Str), Some(Value::String("12".into())));
        assert_eq!(tagged("12", CoreTag::Float), Some(Value::Number("12".into())));
        assert_eq!(tagged("twelve", CoreTag::Int), None);
        assert_eq!(tagged("yes", CoreTag::Bool), None);
    }
}
