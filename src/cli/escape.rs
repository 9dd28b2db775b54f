//! Text of users made harmless for terminals and for the log of a CI runner.
//!
//! Specs may come from a fork's pull request: their text must not move a cursor, reorder what is read, or
//! be taken for a command of the runner that shows our output.

use std::borrow::Cow;
use std::fmt::Write;

/// Control characters, text direction marks, and characters nobody can see.
fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Joins what stands around it; drawn as nothing, so it hides nothing and separates nothing.
const JOINER: char = '\u{200d}';

/// Watches for `##[`, which a runner takes for a command wherever in a line it stands.
#[derive(Debug, Default)]
pub struct Guard {
    hashes: usize,
}

impl Guard {
    /// The character, or a bracket that only looks like one.
    fn pass(&mut self, c: char) -> char {
        let inert = c == '[' && self.hashes >= 2;
        self.hashes = match c {
            '#' => self.hashes + 1,
            JOINER => self.hashes,
            _ => 0,
        };
        if inert { '⁅' } else { c }
    }

    /// A stand-in of one column for each character of an excerpt, so that columns stay true.
    pub fn stand_in(&mut self, c: char) -> char {
        match c {
            '\t' => '\t',
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            c if is_treacherous(c) => '\u{fffd}',
            c => self.pass(c),
        }
    }
}

/// One line of text with nothing hidden in it: `\n`, `\t`, `\u{1b}` are spelled out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_treacherous) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut guard = Guard::default();
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if is_treacherous(c) => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            c => escaped.push(guard.pass(c)),
        }
    }
    Cow::Owned(escaped)
}

/// A path for the beginning of a line, where `::` would begin a runner's command.
pub fn leading_path(path: &str) -> String {
    let path = visible(path);
    if path.trim_start().starts_with("::") { format!("./{path}") } else { path.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_are_spelled_out() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\u{9b}c\n"), "a\\u{1b}[31m\\u{202e}b\\u{9b}c\\n");
        assert_eq!(visible("größe 東京 👩‍🚀"), "größe 東京 👩‍🚀");
    }

    #[test]
    fn runner_commands_are_broken() {
        assert_eq!(visible("x ##[add-mask]y"), "x ##⁅add-mask]y");
        assert_eq!(visible("##\u{200d}[x"), "##\u{200d}⁅x");
        assert_eq!(leading_path("::error::x/app.yaml"), "./::error::x/app.yaml");
        assert_eq!(leading_path("apps/x/app.yaml"), "apps/x/app.yaml");
    }
}
