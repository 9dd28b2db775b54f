//! Where tokens stand in the text, where the parser reports only their content: the `-` before an item, the `|`
//! before a block scalar, the place of a value that is not written.
//!
//! Pure text; no tree, no events.

/// The offset of the first byte of `indicators` at or after `from` and before `end`, skipping what may stand
/// between a key and its value: blanks, line breaks, `:`, comments, an anchor, a tag.
pub(super) fn indicator(text: &str, from: usize, end: usize, indicators: &[u8]) -> Option<usize> {
    let window = text.get(from..end)?.as_bytes();
    let mut at = 0;
    while let Some(byte) = window.get(at) {
        if indicators.contains(byte) {
            return Some(from + at);
        }
        at = match byte {
            b'#' => skip(window, at, |byte| byte != b'\n'),
            b'&' | b'!' => skip(window, at, |byte| !byte.is_ascii_whitespace()),
            _ => at + 1,
        };
    }
    None
}

fn skip(window: &[u8], at: usize, still: impl Fn(u8) -> bool) -> usize {
    at + window.iter().skip(at).take_while(|byte| still(**byte)).count()
}

/// The extent of a block scalar from its `|` or `>` to the end of its last line, without that line's break.
/// The parser's span covers only the content, from `start` (behind the first line's indentation) to `end`.
pub(super) fn block_scalar(text: &str, from: usize, start: usize, end: usize) -> (usize, usize) {
    let Some(header) = indicator(text, from, start, b"|>") else { return (start, end) };
    let header_line = text.get(header..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let marks = header_line.split([' ', '\t', '\r', '#']).next().unwrap_or_default();
    let content = text.get(start..end).unwrap_or_default();
    let kept = if marks.contains('+') { content } else { without_blank_lines(content) };
    let kept = kept.strip_suffix('\n').unwrap_or(kept);
    let kept = kept.strip_suffix('\r').unwrap_or(kept);
    if kept.is_empty() { (header, header + marks.len()) } else { (header, start + kept.len()) }
}

/// The text without the blank lines at its end; the last line keeps its break.
fn without_blank_lines(text: &str) -> &str {
    let mut kept = text;
    loop {
        let body = kept.strip_suffix('\n').unwrap_or(kept);
        let last = body.rsplit('\n').next().unwrap_or(body);
        if kept.is_empty() || !last.trim().is_empty() {
            return kept;
        }
        kept = body.strip_suffix(last).unwrap_or_default();
    }
}

/// Where the value of a key would stand that has none: behind the `:` if one follows the key, else behind the key.
pub(super) fn behind_colon(text: &str, key_end: usize) -> usize {
    let rest = text.get(key_end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if rest.as_bytes().get(blanks) == Some(&b':') { key_end + blanks + 1 } else { key_end }
}

/// Start and end of the line that holds an offset, without its break.
pub(super) fn line_around(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or_default();
    (start, start + rest.find('\n').unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_are_found_past_comments_anchors_and_tags() {
        let text = "a: # - no\n  &x-y !t-u\n  - z";
        assert_eq!(indicator(text, 1, text.len(), b"-"), Some(text.len() - 3));
        assert_eq!(indicator("a: b", 1, 4, b"-"), None);
    }

    #[test]
    fn block_scalars_reach_from_header_to_last_line() {
        let text = "a: |\n  x\n\n\nb: 1";
        assert_eq!(block_scalar(text, 1, 7, 11), (3, 8));
        let text = "a: |+ # c\r\n  x\r\n\r\n";
        assert_eq!(block_scalar(text, 1, 13, text.len()), (3, text.len() - 2));
        assert_eq!(block_scalar("a: >-\nb:", 1, 6, 6), (3, 5));
        assert_eq!(block_scalar("a: |\n  x  \n", 1, 7, 11), (3, 10));
    }

    #[test]
    fn missing_values_stand_behind_the_colon() {
        assert_eq!(behind_colon("a :\n", 1), 3);
        assert_eq!(behind_colon("{a, b}", 2), 2);
    }
}
