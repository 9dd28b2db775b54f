//! Dotted paths inside an expression: `apps.bun-kms.ports.http.url`, found by our own reading, not the engine's,
//! so that segments may contain hyphens and every name has its column.

use std::ops::Range;

use crate::syntax::Text;

/// A dotted path and where it stands in the expression's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<Text>,
    pub range: Range<usize>,
}

impl Path {
    /// The bytes of one segment in the expression's text.
    pub fn segment_range(&self, number: usize) -> Range<usize> {
        let before: usize = self.segments.iter().take(number).map(|segment| segment.len() + 1).sum();
        let length = self.segments.get(number).map_or(0, |segment| segment.len());
        let start = self.range.start + before;
        start..start + length
    }
}

/// Words of the engine's grammar that are not names.
const KEYWORDS: [&str; 11] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "defined"];

/// A text that is nothing but one path of plain letters, which most expressions are.
pub fn only(source: &str) -> Option<Path> {
    let is_name = |name: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        name.bytes().next().is_some_and(|first| !first.is_ascii_digit()) && name.bytes().all(is_letter)
    };
    let mut names = source.split('.');
    let is_root = names.next().is_some_and(|root| is_name(root) && !KEYWORDS.contains(&root));
    (is_root && names.all(is_name))
        .then(|| Path { segments: source.split('.').map(Text::new).collect(), range: 0..source.len() })
}

/// Every path of an expression, in the order written. Filters, tests, functions and text are none.
pub fn paths(source: &str) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut previous = Previous::Other;
    let mut at = 0;
    while let Some(next) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let end = match next {
            '"' | '\'' => {
                previous = Previous::Other;
                end_of_quoted(source, at, next)
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                let end = end_of_path(source, at);
                let word = source.get(at..end).unwrap_or("");
                previous = note(word, at..end, previous, source, &mut paths);
                end
            }
            digit if digit.is_ascii_digit() => {
                previous = Previous::Other;
                end_of_path(source, at)
            }
            blank if blank.is_whitespace() => at + next.len_utf8(),
            '|' => {
                previous = Previous::Filter;
                at + 1
            }
            '.' | ')' | ']' => {
                previous = if next == '.' { Previous::Attribute } else { Previous::Other };
                at + 1
            }
            other => {
                previous = Previous::Other;
                at + other.len_utf8()
            }
        };
        at = end.max(at + 1);
    }
    paths
}

/// What stands before a word decides what the word is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    Other,
    /// After `|`: the name of a filter.
    Filter,
    /// After `is` or `is not`: the name of a test.
    Test,
    /// After `.`: an attribute of something computed.
    Attribute,
}

fn note(
    word: &str,
    range: Range<usize>,
    previous: Previous,
    source: &str,
    paths: &mut Vec<Path>,
) -> Previous {
    let after = source.get(range.end..).unwrap_or("").trim_start();
    let is_call = after.starts_with('(') || (after.starts_with('=') && !after.starts_with("=="));
    match (word, previous) {
        ("is", _) => Previous::Test,
        ("not", Previous::Test) => Previous::Test,
        _ if previous != Previous::Other || KEYWORDS.contains(&word) || is_call => Previous::Other,
        _ => {
            paths.push(Path { segments: word.split('.').map(Text::new).collect(), range });
            Previous::Other
        }
    }
}

/// A word with its dotted segments; only segments after the first dot may contain hyphens.
fn end_of_path(source: &str, start: usize) -> usize {
    let mut dotted = false;
    let mut end = start;
    let mut letters = source.get(start..).unwrap_or("").chars().peekable();
    while let Some(letter) = letters.next() {
        let follows = |test: fn(char) -> bool, next: Option<&char>| next.is_some_and(|letter| test(*letter));
        let goes_on = match letter {
            '.' => follows(|next| next.is_alphanumeric() || next == '_', letters.peek()),
            '-' => dotted && follows(|next| next.is_alphanumeric(), letters.peek()),
            letter => letter.is_alphanumeric() || letter == '_',
        };
        if !goes_on {
            break;
        }
        dotted |= letter == '.';
        end += letter.len_utf8();
    }
    end
}

fn end_of_quoted(source: &str, start: usize, quote: char) -> usize {
    let mut escaped = false;
    for (offset, letter) in source.get(start + 1..).unwrap_or("").char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return start + 1 + offset + letter.len_utf8(),
            _ => {}
        }
    }
    source.len()
}

/// The name that stands for a path in what the engine sees.
pub fn placeholder(number: usize) -> String {
    format!("value_{number}")
}

/// The expression with each path replaced by its placeholder.
pub fn with_placeholders(source: &str, paths: &[Path]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for (number, path) in paths.iter().enumerate() {
        text.push_str(source.get(at..path.range.start).unwrap_or(""));
        text.push_str(&placeholder(number));
        at = path.range.end;
    }
    text.push_str(source.get(at..).unwrap_or(""));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        paths(source)
            .iter()
            .map(|path| path.segments.iter().map(Text::as_str).collect::<Vec<_>>().join("/"))
            .collect()
    }

    #[test]
    fn one_path_alone_is_found_as_among_others() {
        for source in ["a", "a.b", "apps.shop.ports.http.url", "a_1.b2", "_x"] {
            let one = only(source).unwrap();
            assert_eq!((one.segments.len(), &one.range), (source.split('.').count(), &(0..source.len())));
            let all = paths(source);
            let [same] = all.as_slice() else { panic!("{source}") };
            assert_eq!((&same.segments, &same.range), (&one.segments, &one.range), "{source}");
        }
        for other in ["true", "not a", "a.", ".a", "a..b", "1.a", "a-b", "a.b-c", "a ", "a|upper", "f()", ""]
        {
            assert!(only(other).is_none(), "{other}");
        }
    }

    #[test]
    fn names_are_told_from_filters_tests_functions_and_text() {
        assert_eq!(found("apps.bun-kms.url"), ["apps/bun-kms/url"]);
        assert_eq!(found("app.name ~ '-x.y' | upper"), ["app/name"]);
        assert_eq!(found("app.vars.n - 1"), ["app/vars/n"]);
        assert_eq!(found("app.system is not defined and range(3)"), ["app/system"]);
        assert_eq!(found("a.b if not c.d else 1.5"), ["a/b", "c/d"]);
        assert_eq!(found("x | default(value=y.z)"), ["x", "y/z"]);
    }

    #[test]
    fn segments_know_their_columns() {
        let paths = paths("1 + apps.cart.prots.http");
        assert_eq!(paths.first().map(|path| path.segment_range(2)), Some(14..19));
    }
}
