//! How a string is written so that YAML 1.1, YAML 1.2 and Go read the same string back.
//!
//! Conservative: a needless quote is harmless, a missing one changes a type. Layout is `print`'s.

use std::fmt::Write;

/// How one string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Single,
    Double,
    /// Between `|` and the next key, with the chomping mark behind the `|`: ``, `-` or `+`.
    Block(&'static str),
}

/// A line break, a quote or backslash, a byte that may not show as itself, one that may end a plain scalar.
const BREAK: u8 = 1;
const QUOTE: u8 = 2;
const ODD: u8 = 4;
const SIGN: u8 = 8;

/// What a byte of a text asks of its form: most texts are looked through once.
const fn asks(byte: u8) -> u8 {
    match byte {
        b'\n' => BREAK,
        b'"' | b'\\' => QUOTE,
        b':' | b'#' => SIGN,
        b' '..=b'~' => 0,
        _ => ODD,
    }
}

/// What each byte asks.
#[expect(
    clippy::indexing_slicing,
    reason = "every index is in the table: this is worked out by the compiler"
)]
static ASKS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = asks(byte as u8);
        byte += 1;
    }
    table
};

/// The form of a string; `block` says whether a block scalar may stand here.
pub(super) fn form(text: &str, block: bool) -> Form {
    let asked = text.bytes().fold(0, |asked, byte| asked | ASKS.get(usize::from(byte)).unwrap_or(&ODD));
    // Beyond ASCII (and for the odd control byte), whether every character shows as itself decides.
    let visible =
        asked & ODD == 0 || text.chars().all(|character| character == '\n' || is_visible(character));
    if asked & BREAK != 0 {
        return if block && visible_block(text, visible) {
            Form::Block(chomping(text))
        } else {
            Form::Double
        };
    }
    if !visible {
        return Form::Double;
    }
    let is_cut = asked & SIGN != 0 && has_separator(text.as_bytes());
    if !is_cut && is_plain(text) {
        Form::Plain
    } else if asked & QUOTE != 0 && !text.contains('\'') {
        Form::Single
    } else {
        Form::Double
    }
}

/// Whether a character may stand for itself: printable in YAML 1.1 and 1.2, no line break or blank in either, and
/// no mark that changes how the text around it shows.
fn is_visible(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => false,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}' => false,
        _ => !character.is_control() && !character.is_whitespace(),
    }
}

/// Literal blocks hold text that begins with a visible character and whose lines do not end in blanks.
fn visible_block(text: &str, visible: bool) -> bool {
    let starts = text.chars().next().is_some_and(|first| !first.is_whitespace());
    visible && starts && text.split('\n').all(|line| !line.ends_with([' ', '\t']))
}

fn chomping(text: &str) -> &'static str {
    match text.strip_suffix('\n') {
        None => "-",
        Some(rest) if rest.ends_with('\n') => "+",
        Some(_) => "",
    }
}

/// Whether a string of visible characters on one line, in which nothing ends it, may stand without quotes in block
/// context.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let begins = match first {
        b'a'..=b'z' | b'A'..=b'Z' => !is_word(text),
        b'/' | b'_' | b'$' | b'(' | b'^' | b'\\' | b';' => true,
        b'0'..=b'9' => !is_numeric(bytes) || is_dotted(bytes),
        b'+' | b'.' => !is_numeric(bytes) && !is_special(text) && !text.starts_with("..."),
        b'-' => {
            let second = bytes.get(1).copied().unwrap_or(b' ');
            let safe = second.is_ascii_alphanumeric() || matches!(second, b'-' | b'/' | b'_' | b'.');
            // Options such as `-c` have no digit: nobody reads a number.
            let numeric = is_numeric(bytes) && bytes.iter().any(u8::is_ascii_digit);
            safe && !numeric && !is_special(text) && !text.starts_with("---")
        }
        byte => !byte.is_ascii(),
    };
    begins && *last != b' ' && *last != b':'
}

/// `: ` and ` #` end a plain scalar.
fn has_separator(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| matches!(pair, b": " | b" #"))
}

/// Only bytes of which numbers, times and dates are made in any reader.
fn is_numeric(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| {
        byte.is_ascii_hexdigit()
            || matches!(
                byte,
                b'x' | b'X' | b'o' | b'O' | b'_' | b'+' | b'-' | b'.' | b':' | b',' | b't' | b'T'
            )
            || matches!(byte, b'z' | b'Z' | b' ')
    })
}

/// Digits with two dots or more: a version or an address, a number to nobody.
fn is_dotted(bytes: &[u8]) -> bool {
    let dots = bytes.iter().filter(|byte| **byte == b'.').count();
    dots >= 2 && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Words that some reader takes for a boolean, null or a number.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// `.inf` and `.nan` in any case, with any sign.
fn is_special(text: &str) -> bool {
    let rest = text.trim_start_matches(['+', '-', '.']);
    rest.eq_ignore_ascii_case("inf") || rest.eq_ignore_ascii_case("nan")
}

/// Writes a string in quotes.
pub(super) fn write_quoted(out: &mut String, text: &str, form: Form) {
    if form == Form::Single {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
        return;
    }
    out.push('"');
    let mut done = 0;
    for (at, character) in text.char_indices() {
        if !matches!(character, '"' | '\\') && is_visible(character) {
            continue;
        }
        out.push_str(text.get(done..at).unwrap_or_default());
        done = at + character.len_utf8();
        write_escape(out, character);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.push('"');
}

fn write_escape(out: &mut String, character: char) {
    // Writing into a String cannot fail.
    let _ = match (character, u32::from(character)) {
        ('"', _) => out.write_str("\\\""),
        ('\\', _) => out.write_str("\\\\"),
        ('\n', _) => out.write_str("\\n"),
        ('\t', _) => out.write_str("\\t"),
        ('\r', _) => out.write_str("\\r"),
        (_, code @ ..=0xFF) => write!(out, "\\x{code:02X}"),
        (_, code @ ..=0xFFFF) => write!(out, "\\u{code:04X}"),
        (_, code) => write!(out, "\\U{code:08X}"),
    };
}

/// A string in quotes, single ones where that needs no escapes and double ones would.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let single = text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_visible);
    write_quoted(&mut out, text, if single { Form::Single } else { Form::Double });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_that_every_reader_takes_for_strings_stay_plain() {
        let plain = "a app node yep north v1 nginx:1.27 ghcr.io/x/y@sha256:0a 100m 512Mi 1.2.3 10.0.0.1 10.0.0.0/8 \
                     --port=8080 -c /bin/sh $(POD) ^a$ é 日本 1.2.3-rc.1 http://a.b/c?d=e&f {a 5h30m _x .env +v ${{";
        for text in plain.split_whitespace().filter(|text| *text != "{a") {
            assert_eq!(form(text, true), Form::Plain, "{text}");
        }
        assert_eq!(form("two words, or: more", true), Form::Double);
        assert_eq!(form("two words, or more [a] {b}", true), Form::Plain);
    }

    #[test]
    fn strings_that_some_reader_takes_for_something_else_are_quoted() {
        let odd = "y n Y N yes No ON off true FALSE null Null ~ 1 -1 +1 1.5 .5 1. 1e3 0x1F 0o17 0b11 0777 1_000 12:30 \
                   12:30:45 2026-11-20 2026-11-20T10:00:00Z .inf -.INF +.nan nan inf = << - --- ... ? : , [ ] { } # & * \
                   ! | > @ ` % a: *a &a !a #a 0x1F_ 0_7 1_ +0x1F 1,000 8080:80 -1- ---a ...a 1e400";
        for text in odd.split_whitespace().chain([
            "",
            " a",
            "a ",
            "a #b",
            "a: b",
            "- a",
            "? a",
            "\u{feff}a",
            "a\u{85}",
        ]) {
            assert!(
                matches!(form(text, true), Form::Double | Form::Single),
                "{text:?} {:?}",
                form(text, true)
            );
        }
    }

    #[test]
    fn multi_line_text_is_a_block_where_it_survives_as_one() {
        assert_eq!(form("a\nb\n", true), Form::Block(""));
        assert_eq!(form("a\n\n  b", true), Form::Block("-"));
        assert_eq!(form("a\n\n", true), Form::Block("+"));
        for text in [" a\nb", "\ta\n", "\na\n", "a\n  \nb", "a \nb", "a\r\nb", "a\u{2028}\n", "\n"] {
            assert_eq!(form(text, true), Form::Double, "{text:?}");
        }
        assert_eq!(form("a\nb\n", false), Form::Double);
    }

    #[test]
    fn quotes_escape_what_does_not_show() {
        assert_eq!(quoted("a\"b"), "'a\"b'");
        assert_eq!(quoted("it's \"x\""), "\"it's \\\"x\\\"\"");
        assert_eq!(quoted("\u{1}\t\n\u{85}\u{202e}\u{e0001}é"), "\"\\x01\\t\\n\\x85\\u202E\\U000E0001é\"");
    }
}
