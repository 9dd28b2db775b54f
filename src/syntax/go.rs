//! What Go's reader makes of plain scalars and keys: sigs.k8s.io/yaml, through which kubectl, Helm and Argo CD read.
//!
//! It is go.yaml.in/yaml/v2 (`resolve.go`) followed by a conversion to JSON: YAML 1.1's words for booleans, C's
//! integers with underscores, dates as text, and keys that are text whatever they look like. Values are written as
//! that JSON spells them, so that everything behind reads them as the API server does.

use super::number::{self, Exact};
use super::resolve::{CoreTag, is_float, is_int, is_null, unsigned};
use super::{Text, Value};

/// The value of a scalar with a tag of the core schema; `None` where Go refuses it.
pub(super) fn tagged(text: &str, tag: CoreTag) -> Option<Value> {
    match (tag, plain(text)) {
        (CoreTag::Str, _) => Some(Value::String(Text::new(text))),
        (CoreTag::Null, value @ Value::Null)
        | (CoreTag::Bool, value @ Value::Bool(_))
        | (CoreTag::Int | CoreTag::Float, value @ Value::Number(_)) => Some(value),
        _ => None,
    }
}

/// The value of a plain scalar.
pub(super) fn plain(text: &str) -> Value {
    // Only these bytes can begin anything but text; words that begin otherwise are most of every file.
    match text.as_bytes().first() {
        None => return Value::Null,
        Some(b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O') => {
            return word(text);
        }
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {}
        Some(_) => return Value::String(Text::new(text)),
    }
    match number(text) {
        Some(number) => Value::Number(number),
        None => Value::String(Text::new(text)),
    }
}

fn word(text: &str) -> Value {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(Text::literal("true"))
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(Text::literal("false"))
        }
        _ if is_null(text) => Value::Null,
        _ => Value::String(Text::new(text)),
    }
}

/// The number that a plain scalar is, in JSON's spelling where JSON has one.
fn number(text: &str) -> Option<Text> {
    if is_plain_integer(text) {
        return Some(Text::new(text));
    }
    if text.starts_with('.') {
        return is_float(text).then(|| spelled(text));
    }
    let bare: String = text.chars().filter(|character| *character != '_').collect();
    if let Some(value) = integer(&bare) {
        return Some(value.to_string().into());
    }
    (is_int(&bare) || is_float(&bare)).then(|| spelled(&bare))
}

/// A decimal integer that stands for itself.
fn is_plain_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leads = !digits.starts_with('0') || (digits == "0" && digits.len() == text.len());
    leads && matches!(digits.len(), 1..=18) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `strconv.ParseInt(text, 0, 64)`, then `ParseUint`: `0x`, `0o`, `0b` and a zero in front say the base.
fn integer(text: &str) -> Option<i128> {
    let digits = unsigned(text);
    let lower = digits.get(..2).map(str::to_ascii_lowercase).unwrap_or_default();
    let (radix, digits) = match lower.as_str() {
        "0x" => (16, digits.get(2..)?),
        "0o" => (8, digits.get(2..)?),
        "0b" => (2, digits.get(2..)?),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, digits),
        _ => (10, digits),
    };
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let value = i128::from(u64::from_str_radix(digits, radix).ok()?);
    let value = if text.starts_with('-') { -value } else { value };
    (value >= i128::from(i64::MIN) && (!text.starts_with('+') || value <= i128::from(i64::MAX)))
        .then_some(value)
}

/// A float as Go's encoder of JSON spells it where it is whole (`80.0` is 80); any other as it is written.
fn spelled(text: &str) -> Text {
    // A decimal with a digit that octal lacks (`08`), or more digits than 64 bits hold, is a float to Go.
    match number::exact(text) {
        Exact::Float(value) if value.fract() == 0.0 && value.abs() < 1e21 => format!("{value}").into(),
        Exact::Integer(value) if value.unsigned_abs() <= 1 << 53 => value.to_string().into(),
        _ => Text::new(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `sigs.k8s.io/yaml` 1.6 prints them as JSON.
    #[test]
    fn scalars_are_what_go_reads() {
        let numbers = [
            ("0", "0"),
            ("-1", "-1"),
            ("+1", "1"),
            ("0777", "511"),
            ("-012", "-10"),
            ("08", "8"),
            ("0o17", "15"),
            ("0O17", "15"),
            ("0x1F", "31"),
            ("0X1F", "31"),
            ("0b11", "3"),
            ("-0b11", "-3"),
            ("1_000", "1000"),
            ("80.0", "80"),
            ("1e3", "1000"),
            ("1.5", "1.5"),
            (".5", ".5"),
            ("-0", "0"),
            ("9223372036854775808", "9223372036854775808"),
            (".inf", ".inf"),
        ];
        for (text, expected) in numbers {
            assert_eq!(plain(text), Value::Number(expected.into()), "{text}");
        }
        for text in ["y", "Yes", "on", "True"] {
            assert_eq!(plain(text), Value::Bool("true".into()), "{text}");
        }
        for text in ["n", "NO", "off", "FALSE"] {
            assert_eq!(plain(text), Value::Bool("false".into()), "{text}");
        }
        for text in "yep nope 2026-11-20 12:30 1.2.3 0x 0xG - + -- 1e 512Mi 100m .x . tRUE = _1".split(' ') {
            assert_eq!(plain(text), Value::String(text.into()), "{text}");
        }
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(plain(text), Value::Null, "{text:?}");
        }
    }
}
