//! Mistakes that a line of text shows by itself, whatever the parser stumbled over: conflict markers, text
//! templates, a `:` without its space, a quote inside quotes.
//!
//! Each returns words and a place; `fault` decides which applies.

use std::ops::Range;

use super::place;

/// A mistake with its place, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub range: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

/// The mistake that explains why the parser gave up at an offset.
pub(super) fn around(text: &str, offset: usize) -> Option<Mistake> {
    conflict(text).or_else(|| template(text, offset)).or_else(|| unspaced_colon(text, offset))
}

/// Markers of a merge that was not finished.
fn conflict(text: &str) -> Option<Mistake> {
    let mut start = 0;
    for line in text.split('\n') {
        if ["<<<<<<< ", ">>>>>>> "].iter().any(|marker| line.starts_with(marker)) {
            return Some(Mistake {
                range: start..start + 7,
                message: "a merge conflict is not resolved".to_owned(),
                help: "choose one side and remove the markers",
            });
        }
        start += line.len() + 1;
    }
    None
}

/// Lines of Helm or Jinja templates.
fn template(text: &str, offset: usize) -> Option<Mistake> {
    let (start, end) = place::line_around(text, offset);
    let line = text.get(start..end)?;
    let at = ["{{-", "{%", "{{"].iter().find_map(|mark| line.find(mark))?;
    if line.get(..at)?.ends_with('$') {
        return None;
    }
    Some(Mistake {
        range: start + at..start + at + 2,
        message: "text templates are not read: specs are plain YAML".to_owned(),
        help: "insert values with `${{ … }}`, quoted inside braces",
    })
}

/// `key:value` on the line, or on the line above.
fn unspaced_colon(text: &str, offset: usize) -> Option<Mistake> {
    let (start, end) = place::line_around(text, offset);
    let above = place::line_around(text, start.saturating_sub(1));
    [(start, end), above].into_iter().find_map(|(start, end)| {
        let line = text.get(start..end)?;
        let content = line.trim_start_matches([' ', '-']);
        let (key, value) = content.split_once(':')?;
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
        if !is_key || value.is_empty() || value.starts_with(char::is_whitespace) || value.starts_with("//") {
            return None;
        }
        let key_start = start + line.len() - content.len();
        Some(Mistake {
            range: key_start..key_start + key.len() + 1,
            message: format!("`{key}:` is not followed by a space"),
            help: "put a space behind the `:`",
        })
    })
}

/// A further line of an unquoted text that looks like a list's item: its offset.
pub(super) fn swallowed_item(source: &str, range: Range<usize>) -> Option<usize> {
    let mut start = range.start;
    for (number, line) in source.get(range)?.split('\n').enumerate() {
        let content = line.trim_start();
        if number > 0 && content.starts_with("- ") {
            return Some(start + line.len() - content.len());
        }
        start += line.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, offset: usize) -> Option<(String, String)> {
        around(text, offset).map(|mistake| (text[mistake.range].to_owned(), mistake.message))
    }

    #[test]
    fn lines_tell_their_mistake() {
        let markers = "a: 1\n<<<<<<< HEAD\nb: 1\n";
        assert_eq!(found(markers, 0).unwrap().0, "<<<<<<<");
        assert_eq!(found("a: {{ x }}\n", 4).unwrap().0, "{{");
        assert_eq!(
            found("a: 1\nport:80\nb: 1", 5).unwrap(),
            ("port:".into(), "`port:` is not followed by a space".into())
        );
        assert_eq!(found("- port:80\n  b: 1", 12).unwrap().0, "port:");
        assert_eq!(found("a: ${{ x }}\n", 4), None);
        assert_eq!(found("http://x\na: 1", 10), None);
    }
}
