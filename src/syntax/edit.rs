//! Edits on a text, byte for byte.
//!
//! What to edit is decided elsewhere (`format`, fixes of findings).

use crate::diagnostic::Edit;

/// The text with these edits made; they all speak of this one text, in any order. Of edits that overlap the
/// first (by place, then as given) is made and later ones are left out, as are edits outside the text or inside a
/// character. Two insertions at one place are both made.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let range = edit.span.range();
        let valid = range.start >= done && text.get(range.clone()).is_some();
        let Some(before) = text.get(done..range.start).filter(|_| valid) else { continue };
        out.push_str(before);
        out.push_str(&edit.replacement);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Files, Span};

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span::new(Files::new().next_id(), start, end), replacement: replacement.to_owned() }
    }

    #[test]
    fn edits_are_made_in_place() {
        let edits = [edit(4, 5, "X"), edit(0, 1, ""), edit(2, 2, "-"), edit(2, 2, "+")];
        assert_eq!(apply("abcdef", &edits), "b-+cdXf");
        assert_eq!(apply("abc", &[]), "abc");
        assert_eq!(apply("abc", &[edit(3, 3, "d")]), "abcd");
    }

    #[test]
    fn later_overlapping_and_impossible_edits_are_left_out() {
        assert_eq!(apply("abcdef", &[edit(1, 4, "X"), edit(2, 5, "Y"), edit(4, 5, "Z")]), "aXZf");
        assert_eq!(apply("éa", &[edit(1, 2, "X"), edit(9, 12, "Y"), edit(2, 3, "b")]), "éb");
    }
}
