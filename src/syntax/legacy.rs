//! Where YAML 1.1 readers (Go's sigs.k8s.io/yaml in kubectl, Helm and Argo CD; PyYAML) read another value than
//! the YAML 1.2 core schema that platc reads.
//!
//! Decides and words; `build` puts the finding at its place, `quote` keeps our own output clear of it.

use super::number::{self, Exact};
use super::resolve::{is_digits, is_float, is_int, unsigned};

/// What is to be said about one plain scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ambiguity {
    pub message: String,
    pub help: String,
    /// Whether platc reads text, so that quoting changes nothing here and settles it elsewhere.
    pub is_text: bool,
}

/// The largest integer up to which a JSON reader keeps every integer exactly: 2^53 (RFC 8259, section 6).
const EXACT_INTEGER: u128 = 1 << 53;

/// The ambiguity of a plain scalar, if it has one.
pub(super) fn ambiguity(text: &str) -> Option<Ambiguity> {
    // Only these bytes can begin an ambiguous token; words that begin otherwise are most of every file.
    let first = text.bytes().next()?;
    let suspect = matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.' | b'=' | b'<')
        || (matches!(first, b'y' | b'Y' | b'n' | b'N' | b'o' | b'O') && text.len() <= 3);
    if !suspect {
        return None;
    }
    if is_int(text) || is_float(text) { ambiguous_number(text) } else { ambiguous_text(text) }
}

fn ambiguous_number(text: &str) -> Option<Ambiguity> {
    let (says, help) = match number::exact(text) {
        Exact::Infinite | Exact::NotANumber => (
            "has no form in JSON, so no Kubernetes object can hold it".to_owned(),
            "write a finite number, or quote it",
        ),
        Exact::Overflow => {
            ("exceeds what readers hold (about 1.8e308)".to_owned(), "write a smaller number, or quote it")
        }
        Exact::Integer(value) if leading_zero(text) => {
            let octal = i128::from_str_radix(unsigned(text), 8).ok().map(|v| if value < 0 { -v } else { v });
            let help = "write it without the zero, as 0o… if it is octal, or quote it if it is text";
            match octal {
                Some(octal) if octal != value => {
                    (format!("is {value} here and {octal} to readers of YAML 1.1"), help)
                }
                _ => (format!("is the number {value}: the zero in front is lost"), help),
            }
        }
        Exact::Integer(value) if value.unsigned_abs() > EXACT_INTEGER => too_long(),
        Exact::LongInteger => too_long(),
        Exact::Integer(_) | Exact::Float(_) => return None,
    };
    Some(Ambiguity { message: format!("`{text}` {says}"), help: help.to_owned(), is_text: false })
}

fn too_long() -> (String, &'static str) {
    ("is an integer over 2^53: JSON readers round it".to_owned(), "quote it if it is an identifier")
}

fn leading_zero(text: &str) -> bool {
    let digits = unsigned(text);
    digits.len() > 1 && digits.starts_with('0') && is_digits(digits)
}

fn ambiguous_text(text: &str) -> Option<Ambiguity> {
    let reads = match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => "`true`",
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => "`false`",
        "=" | "<<" => "a special key",
        _ if is_legacy_number(text) => "a number",
        _ if is_sexagesimal(text) => "a number in base 60",
        _ if is_date(text) => "a date",
        _ => return None,
    };
    let help = match reads {
        "`true`" | "`false`" => format!("write {reads} for the boolean, or quote it for text"),
        _ => "quote it".to_owned(),
    };
    let message = format!("`{text}` is text here and {reads} to readers of YAML 1.1");
    Some(Ambiguity { message, help, is_text: true })
}

/// Numbers of YAML 1.1 and of Go's `strconv.ParseInt(text, 0, 64)` that the core schema reads as text:
/// underscores, binary, capital or signed prefixes.
fn is_legacy_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|character| *character != '_').collect();
    let rest = unsigned(&bare);
    let radix_digits = |prefixes: [&str; 2], radix: u32| {
        prefixes.iter().any(|prefix| {
            let digits = rest.strip_prefix(prefix).map(unsigned).unwrap_or_default();
            !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix))
        })
    };
    let prefixed =
        radix_digits(["0b", "0B"], 2) || radix_digits(["0o", "0O"], 8) || radix_digits(["0x", "0X"], 16);
    prefixed || (bare.len() < text.len() && (is_int(&bare) || is_float(&bare)))
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?` (YAML 1.1 int and float types, base 60).
pub(super) fn is_sexagesimal(text: &str) -> bool {
    let whole = match text.rsplit_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') => {
            whole
        }
        Some(_) => return false,
        None => text,
    };
    let mut places = unsigned(whole).split(':');
    let first = places.next().unwrap_or_default();
    let leads = first.starts_with(|c: char| c.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let mut count = 0;
    let sixtieths = places.all(|place| {
        count += 1;
        is_digits(place) && place.len() <= 2 && place.parse::<u8>().is_ok_and(|value| value < 60)
    });
    leads && count > 0 && sixtieths
}

/// `yyyy-m-d`, alone or with a time behind (YAML 1.1 timestamp type).
pub(super) fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default().trim_start()),
        None => (text, "0"),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let lengths = match parts.as_slice() {
        [year, month, day] => year.len() == 4 && matches!(month.len(), 1 | 2) && matches!(day.len(), 1 | 2),
        _ => false,
    };
    let clock = time.starts_with(|c: char| c.is_ascii_digit())
        && time.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.' | b'+' | b'-' | b'Z' | b' '));
    lengths && parts.iter().all(|part| is_digits(part)) && clock
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_on_which_readers_disagree_are_found() {
        let text = "y Y yes Yes YES on On ON n N no No NO off Off OFF 0b11 -0b1 1_000 0x_1F 0X1F +0x1F 0O17 1_0.5 12:30 \
                    1:2:3 -12:30:45.5 2026-11-20 2026-1-2 2026-11-20T10:00:00Z = <<";
        for token in text.split_whitespace() {
            assert!(ambiguity(token).is_some_and(|found| found.is_text), "{token}");
        }
        for token in
            ["0777", "007", "08", "-012", "9007199254740993", "18446744073709551616", ".inf", ".nan", "1e400"]
        {
            assert!(ambiguity(token).is_some_and(|found| !found.is_text), "{token}");
        }
        assert!(ambiguity("2001-12-14 21:59:43.10 -5").is_some());
    }

    #[test]
    fn tokens_on_which_readers_agree_are_left_alone() {
        let text = "0 1 -1 +1 1.5 1e3 0o17 0x1F true false null ~ 9007199254740992 1.2.3 8080:80 10.0.0.1 v1 100m 512Mi \
                    nginx:1.27 node only yep north - -- .x 1-2 2026-11 --port=8080 2026-11-20-rc1 1e-7";
        for token in text.split_whitespace() {
            assert_eq!(ambiguity(token), None, "{token}");
        }
    }

    #[test]
    fn both_readings_of_an_octal_are_named() {
        let found = ambiguity("0777").unwrap();
        assert_eq!(found.message, "`0777` is 777 here and 511 to readers of YAML 1.1");
        assert_eq!(ambiguity("007").unwrap().message, "`007` is the number 7: the zero in front is lost");
    }
}
