//! Splitting text into what stands as it is and what stands between `${{` and `}}`.

use std::ops::Range;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Stands as it is (`$${{` already turned into `${{`).
    Literal(String),
    /// The trimmed text between the braces, and the bytes that it takes in the whole text.
    Expression { source: String, range: Range<usize> },
}

/// Splits a text; `Err` holds the offset of a `${{` that is never closed.
pub fn split(text: &str) -> Result<Vec<Piece>, usize> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("${{")) {
        let start = at + found;
        literal.push_str(text.get(at..start).unwrap_or(""));
        if literal.ends_with('$') {
            literal.pop();
            literal.push_str("${{");
            at = start + 3;
            continue;
        }
        let inside = start + 3;
        let end = inside + closing(text.get(inside..).unwrap_or(""), '}').ok_or(start)?;
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        let whole = text.get(inside..end).unwrap_or("");
        let from = inside + (whole.len() - whole.trim_start().len());
        let source = whole.trim().to_string();
        let range = from..from + source.len();
        pieces.push(Piece::Expression { source, range });
        at = end + 2;
    }
    literal.push_str(text.get(at..).unwrap_or(""));
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

/// The offset of the `}}` (or `%}`, by its first letter) that ends an expression: not inside quotes, not closing a
/// brace opened inside.
pub(super) fn closing(text: &str, first: char) -> Option<usize> {
    // Mostly there is nothing before it that could hide it.
    if let Some(end) = text.bytes().position(|byte| matches!(byte, b'"' | b'\'' | b'{' | b'}'))
        && first == '}'
        && text.get(end..).is_some_and(|rest| rest.starts_with("}}"))
    {
        return Some(end);
    }
    let (mut quote, mut depth, mut escaped) = (None, 0usize, false);
    let mut letters = text.char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        match (quote, letter) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '{') => depth += 1,
            (None, '}') if depth > 0 => depth -= 1,
            (None, letter) if letter == first && letters.peek().is_some_and(|(_, next)| *next == '}') => {
                return Some(offset);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_quotes_and_escapes_do_not_close() {
        let expression = |source: &str, range| Piece::Expression { source: source.into(), range };
        assert_eq!(split("${{ '}}' }}"), Ok(vec![expression("'}}'", 4..8)]));
        assert_eq!(split("a$${{ b }}"), Ok(vec![Piece::Literal("a${{ b }}".into())]));
        assert_eq!(
            split("x-${{a}}-y"),
            Ok(vec![Piece::Literal("x-".into()), expression("a", 5..6), Piece::Literal("-y".into())])
        );
        assert_eq!(split("x ${{ a"), Err(2));
    }
}
