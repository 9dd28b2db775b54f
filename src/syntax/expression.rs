//! Finds `${{ … }}` that YAML tears apart because it is not quoted: inside `{…}` and `[…]`, or holding `: `.
//!
//! Looks at the text only, because the parser has given up on it; what expressions mean is the engine's.

use std::ops::Range;

use super::place;

/// Longer expressions are not looked for, and a text with so many that have no end is not searched further: a
/// line of a hundred thousand `${{` would else take a minute.
const LONGEST: usize = 4096;
const ENDLESS: usize = 100;

/// An unquoted expression with the scalar around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unquoted {
    pub range: Range<usize>,
    pub why: &'static str,
}

/// All of them, in order.
pub(super) fn unquoted(text: &str) -> Vec<Unquoted> {
    if !text.contains("${{") {
        return Vec::new();
    }
    let mut scan =
        Scan { text, bytes: text.as_bytes(), at: 0, depth: 0, token: None, endless: 0, found: Vec::new() };
    while scan.at < scan.bytes.len() {
        scan.step();
    }
    scan.found
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Open brackets and braces.
    depth: usize,
    /// Where the scalar begins that the scan is in.
    token: Option<usize>,
    /// How many `${{` without an end were met.
    endless: usize,
    found: Vec<Unquoted>,
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    fn blank(&self, at: usize) -> bool {
        self.byte(at).is_ascii_whitespace()
    }

    fn step(&mut self) {
        let byte = self.byte(self.at);
        let begins = self.token.is_none();
        match byte {
            b'#' if self.at == 0 || self.blank(self.at - 1) => self.skip_line(),
            b'"' | b'\'' if begins => self.skip_quoted(byte),
            b'{' | b'[' if begins || self.depth > 0 => self.separator(self.depth + 1),
            b'}' | b']' if self.depth > 0 => self.separator(self.depth - 1),
            b',' if self.depth > 0 => self.separator(self.depth),
            b':' if self.blank(self.at + 1) => self.separator(self.depth),
            b'-' | b'?' if begins && self.depth == 0 && self.blank(self.at + 1) => self.separator(0),
            b'|' | b'>' if begins && self.depth == 0 => self.skip_block_scalar(),
            b'\n' if self.depth == 0 => self.separator(0),
            b'$' if self.text.get(self.at..).is_some_and(|rest| rest.starts_with("${{")) => self.expression(),
            _ => {
                if begins && !byte.is_ascii_whitespace() {
                    self.token = Some(self.at);
                }
                self.at += 1;
            }
        }
    }

    fn separator(&mut self, depth: usize) {
        self.depth = depth;
        self.token = None;
        self.at += 1;
    }

    fn skip_line(&mut self) {
        while self.at < self.bytes.len() && self.byte(self.at) != b'\n' {
            self.at += 1;
        }
    }

    fn skip_quoted(&mut self, quote: u8) {
        self.token = Some(self.at);
        self.at = closing_quote(self.bytes, self.at, quote);
    }

    /// Skips the lines that are indented deeper than the key or dash before the `|`.
    fn skip_block_scalar(&mut self) {
        let (start, mut end) = place::line_around(self.text, self.at);
        let line = self.text.get(start..end).unwrap_or_default();
        let content = line.trim_start_matches(' ');
        // In `- a: |` the content must be deeper than `a`, in `- |` deeper than the dash.
        let body = content.trim_start_matches(['-', ' ']);
        let parent = if body.starts_with(['|', '>']) { content } else { body };
        let indent = line.len() - parent.len();
        while end < self.text.len() {
            let next = self.text.get(end + 1..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
            let deeper = next.len() - next.trim_start_matches(' ').len() > indent;
            if !deeper && !next.trim().is_empty() {
                break;
            }
            end += 1 + next.len();
        }
        self.token = None;
        self.at = end.max(self.at + 1);
    }

    fn expression(&mut self) {
        let start = self.token.unwrap_or(self.at);
        self.token = Some(start);
        let Some(end) = self.expression_end() else {
            self.endless += 1;
            self.at = if self.endless > ENDLESS { self.bytes.len() } else { self.at + 3 };
            return;
        };
        let inside = self.text.get(self.at..end).unwrap_or_default();
        let why = match () {
            () if self.depth > 0 => "inside braces and brackets YAML reads its `{` as a map",
            () if inside.contains(": ") => "YAML reads the `: ` in it as a key's end",
            () => {
                self.at = end;
                return;
            }
        };
        self.at = end;
        while !self.scalar_ends() {
            let next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with("${{"));
            self.at = if next { self.expression_end().unwrap_or(self.at + 3) } else { self.at + 1 };
        }
        let scalar = self.text.get(start..self.at).unwrap_or_default().trim_end();
        self.found.push(Unquoted { range: start..start + scalar.len(), why });
    }

    /// Whether the scalar ends here, on its line.
    fn scalar_ends(&self) -> bool {
        match self.byte(self.at) {
            b'\n' => true,
            b':' => self.blank(self.at + 1),
            b'#' => self.blank(self.at - 1),
            b',' | b'[' | b']' | b'{' | b'}' => self.depth > 0,
            _ => false,
        }
    }

    /// The offset behind the `}}` on this line, `}}` in the expression's own quotes aside.
    fn expression_end(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let line = rest.iter().take(LONGEST).take_while(|byte| **byte != b'\n').count();
        let line = rest.get(..line)?;
        let mut at = 3;
        loop {
            match line.get(at)? {
                b'}' if line.get(at + 1) == Some(&b'}') => return Some(self.at + at + 2),
                quote @ (b'"' | b'\'') => at = closing_quote(line, at, *quote),
                _ => at += 1,
            }
        }
    }
}

/// The offset behind the quote that closes the one at `open`, or the end of the text.
pub(super) fn closing_quote(bytes: &[u8], open: usize, quote: u8) -> usize {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            byte if *byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if *byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalars(text: &str) -> Vec<&str> {
        unquoted(text).into_iter().map(|found| &text[found.range]).collect()
    }

    #[test]
    fn expressions_in_flow_collections_are_found_with_the_text_around_them() {
        assert_eq!(scalars("{port: ${{ app.port }}}"), ["${{ app.port }}"]);
        assert_eq!(
            scalars("a:\n  b: {x: http://${{ a }}:${{ b }}/, y: [1, ${{ c }} ]}"),
            ["http://${{ a }}:${{ b }}/", "${{ c }}"]
        );
        assert_eq!(scalars("[${{ a['}}'] }}]"), ["${{ a['}}'] }}"]);
        assert_eq!(scalars("{${{ if x }}: 1}"), ["${{ if x }}"]);
    }

    #[test]
    fn expressions_that_hold_a_colon_are_found() {
        assert_eq!(scalars("a: ${{ x['b: c'] }}\n"), ["${{ x['b: c'] }}"]);
        assert_eq!(scalars("${{ x['b: c'] }}:\n  a: 1"), ["${{ x['b: c'] }}"]);
    }

    #[test]
    fn quoted_commented_and_block_text_is_left_alone() {
        let text = "a: ${{ x }}\nb: {c: \"${{ x }}\", d: '${{ y }}'}\n# {${{ x }}}\ne: |\n  {${{ x }}\n  [\nf: ${{ z }}\n- g: >-\n\n    {${{ a }}\n";
        assert!(scalars(text).is_empty(), "{:?}", scalars(text));
        assert_eq!(scalars("- a: |\n    {${{ x }}\n  b: {c: ${{ y }}}\n"), ["${{ y }}"]);
    }
}
