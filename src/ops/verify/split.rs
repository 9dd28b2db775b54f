//! A text as the documents that it holds, each with the number of its first line.
//!
//! Where documents part is decided as kubectl decides it: by lines that begin with `---`, before anything is parsed. So
//! a mistake in one leaves the others readable, and they can be read side by side.

use std::ops::Range;

/// One document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
}

/// The documents of a text; those of nothing but blanks are left out.
pub fn split(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut line) = (0, 1);
    for end in separators(text).chain([text.len()]) {
        let Some(piece) = text.get(start..end) else { continue };
        // Directives belong to the document behind the next separator.
        if is_directives(piece) && end < text.len() {
            continue;
        }
        add(piece, start, line, &mut parts);
        line += breaks(piece);
        start = end;
    }
    parts
}

fn add(piece: &str, start: usize, line: usize, parts: &mut Vec<Part>) {
    if piece.trim().is_empty() {
        return;
    }
    let whole = Part { range: start..start + piece.len(), line };
    match objects(piece) {
        Some(several) => parts.extend(several.into_iter().map(|range| {
            let before = piece.get(..range.start).unwrap_or("");
            Part { range: start + range.start..start + range.end, line: line + breaks(before) }
        })),
        None => parts.push(whole),
    }
}

/// Where lines stand that begin a further document.
fn separators(text: &str) -> impl Iterator<Item = usize> {
    let is_separator = |at: &usize| {
        let after = text.get(at + 3..).unwrap_or("").chars().next();
        after.is_none_or(char::is_whitespace)
    };
    text.match_indices("\n---").map(|(at, _)| at + 1).filter(is_separator)
}

fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// `%YAML 1.1` and its like, and nothing else.
fn is_directives(piece: &str) -> bool {
    piece.trim_start_matches('\u{feff}').starts_with('%')
        && piece.lines().all(|line| line.starts_with(['%', '#', '\u{feff}']) || line.trim().is_empty())
}

/// JSON objects that follow each other without any separator, as `kubectl get` in a loop and many logs have them.
/// `None` where the text is anything else, or holds only one.
fn objects(piece: &str) -> Option<Vec<Range<usize>>> {
    let text = piece.trim_start_matches("---").trim_start();
    let inner = text.strip_prefix('{')?.trim_start();
    if !inner.starts_with(['"', '}']) {
        return None;
    }
    let mut found = Vec::new();
    let mut at = piece.len() - text.len();
    while let Some(rest) = piece.get(at..).filter(|rest| !rest.trim().is_empty()) {
        let start = at + rest.len() - rest.trim_start().len();
        let length = object(piece.get(start..)?)?;
        found.push(start..start + length);
        at = start + length;
    }
    (found.len() > 1).then_some(found)
}

/// The length of the JSON object that a text begins with.
fn object(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(usize, &str)> {
        split(text).into_iter().map(|part| (part.line, &text[part.range])).collect()
    }

    #[test]
    fn lines_of_three_hyphens_part_documents() {
        assert_eq!(texts("a: 1\n---\nb: 2\n"), [(1, "a: 1\n"), (2, "---\nb: 2\n")]);
        assert_eq!(texts("---\n---\r\na: 1"), [(1, "---\n"), (2, "---\r\na: 1")]);
        assert_eq!(texts("a: |\n  x\n  ---\n---x: 1\n"), [(1, "a: |\n  x\n  ---\n---x: 1\n")]);
        assert_eq!(texts("\n\n"), []);
        assert_eq!(texts("%YAML 1.1\n---\na: 1\n"), [(1, "%YAML 1.1\n---\na: 1\n")]);
    }

    #[test]
    fn json_objects_may_follow_each_other() {
        assert_eq!(texts("{\"a\": \"}\"}\n{\"b\": 1}\n"), [(1, "{\"a\": \"}\"}"), (2, "{\"b\": 1}")]);
        assert_eq!(texts("{\"a\": \"\\\"\"}{}"), [(1, "{\"a\": \"\\\"\"}"), (1, "{}")]);
        assert_eq!(texts("{\"a\": 1}\n"), [(1, "{\"a\": 1}\n")]);
        for text in ["{a: 1}\n", "{{ x }}", "{\"a\": 1} trailing", "{\"a\": 1", "[1]\n[2]"] {
            assert_eq!(texts(text), [(1, text)]);
        }
    }
}
