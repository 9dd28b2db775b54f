//! Regular expressions as Go reads them (RE2), which is what schemas of Kubernetes have. The one door to regex.
//!
//! Both engines run in linear time and search anywhere in the text. Where the same spelling means something else, the
//! pattern is rewritten: Go's `\d`, `\w`, `\s` and their opposites know ASCII only, and its classes have neither nested
//! classes nor set operations.

use std::fmt;
use std::sync::{Arc, OnceLock};

use regex::Regex;
use serde::Deserialize;
use serde::de::Deserializer;

use crate::syntax::Text;

/// A pattern, compiled when it is first asked for. Clones share what is compiled.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    text: Text,
    /// `None` where it is no pattern.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub fn new(text: Text) -> Self {
        Pattern(Arc::new(Inner { text, compiled: OnceLock::new() }))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether the text is no pattern at all.
    pub fn is_broken(&self) -> bool {
        self.compiled().is_none()
    }

    /// Whether a part of `text` fits; everything fits a pattern that is none.
    pub fn is_in(&self, text: &str) -> bool {
        self.compiled().is_none_or(|regex| regex.is_match(text))
    }

    /// The first part of `text` that fits; nothing where none does.
    pub fn first_in<'t>(&self, text: &'t str) -> &'t str {
        self.compiled().and_then(|regex| regex.find(text)).map_or("", |found| found.as_str())
    }

    fn compiled(&self) -> Option<&Regex> {
        self.0.compiled.get_or_init(|| Regex::new(&rewritten(&self.0.text)).ok()).as_ref()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(Pattern::new)
    }
}

/// Go's spelling in the other engine's.
fn rewritten(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars().peekable();
    // How many letters of a class have been read; `None` outside of one.
    let mut class: Option<usize> = None;
    while let Some(letter) = letters.next() {
        match (letter, class) {
            ('\\', _) => {
                escape(&mut out, letters.next());
                class = class.map(|count| count + 1);
            }
            ('[', None) => {
                out.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                class = Some(0);
            }
            // `[[:alpha:]]` is the one thing in brackets that a class may hold.
            ('[', Some(_)) if letters.peek() == Some(&':') => {
                out.push('[');
                for inner in letters.by_ref() {
                    out.push(inner);
                    if inner == ']' {
                        break;
                    }
                }
                class = class.map(|count| count + 1);
            }
            (']', Some(1..)) => {
                out.push(']');
                class = None;
            }
            (']' | '[' | '&' | '~', Some(count)) => {
                out.extend(['\\', letter]);
                class = Some(count + 1);
            }
            (letter, _) => {
                out.push(letter);
                class = class.map(|count| count + 1);
            }
        }
    }
    out
}

fn escape(out: &mut String, letter: Option<char>) {
    match letter {
        Some('d') => out.push_str("[0-9]"),
        Some('D') => out.push_str("[^0-9]"),
        Some('w') => out.push_str("[0-9A-Za-z_]"),
        Some('W') => out.push_str("[^0-9A-Za-z_]"),
        Some('s') => out.push_str(r"[\t\n\x0c\r ]"),
        Some('S') => out.push_str(r"[^\t\n\x0c\r ]"),
        Some('b') => out.push_str(r"(?-u:\b)"),
        Some('B') => out.push_str(r"(?-u:\B)"),
        // `\/` and its like: any mark may be escaped.
        Some(mark @ ('/' | '"' | '\'' | ',' | ':' | ';' | '=' | '@' | '%' | '!' | '_' | '<' | '>' | '`')) => {
            out.push(mark)
        }
        Some(letter) => out.extend(['\\', letter]),
        None => out.push('\\'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::new(pattern.into());
        assert!(!pattern.is_broken(), "{}", pattern.as_str());
        pattern.is_in(text)
    }

    #[test]
    fn a_part_of_the_text_is_enough() {
        assert!(fits("b", "abc"));
        assert!(!fits("^b", "abc"));
        assert!(!fits("^a$", "a\n"));
    }

    #[test]
    fn letters_and_digits_are_ascii() {
        assert!(fits(r"^\d+$", "12") && !fits(r"^\d+$", "१२"));
        assert!(fits(r"^[\w.-]+$", "a_b.c-d") && !fits(r"^\w+$", "é"));
        assert!(fits(r"^\S+$", "é") && !fits(r"^\S+$", "a b") && fits(r"^[^\s]$", "\u{a0}"));
    }

    #[test]
    fn classes_have_no_operations() {
        assert!(fits("^[a&&b]$", "&") && fits("^[[]$", "[") && fits("^[]a]$", "]"));
        assert!(fits("^[[:alpha:]]+$", "abc") && fits("^[^]]$", "a") && !fits("^[^]]$", "]"));
        assert!(fits(r"^[~~a]$", "~") && fits(r"^a\/b$", "a/b"));
    }

    #[test]
    fn what_go_does_not_know_is_broken() {
        for pattern in ["(?=a)", "(a", r"(a)\1", "[a"] {
            assert!(Pattern::new(pattern.into()).is_broken(), "{pattern}");
        }
    }
}
