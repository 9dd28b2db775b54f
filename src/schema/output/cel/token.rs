//! CEL's text in tokens, by the language definition's grammar. Byte strings are left out.

use std::num::ParseIntError;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// An integer without its sign: the smallest of all has a size that no positive one has.
    Integer(u64),
    Unsigned(u64),
    Number(f64),
    Text(String),
    Name(String),
    /// A name in backquotes, which only fields have.
    Quoted(String),
    Mark(&'static str),
}

/// The marks, those of two letters first.
const MARKS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "<", ">", "+", "-",
    "*", "/", "%", "!",
];

/// The tokens of an expression. `Err` says what is none.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut reader = Reader { rest: text };
    let mut tokens = Vec::new();
    while let Some(token) = reader.token()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn token(&mut self) -> Result<Option<Token>, String> {
        self.blank();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let number = first.is_ascii_digit()
            || (first == '.' && self.rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()));
        if number {
            return self.number().map(Some);
        }
        if let Some(token) = self.text()? {
            return Ok(Some(token));
        }
        if first == '_' || first.is_ascii_alphabetic() {
            return Ok(Some(Token::Name(self.take(is_name).to_owned())));
        }
        if self.skip("`") {
            let name = self.take(|c| is_name(c) || matches!(c, '.' | '-' | '/' | ' ')).to_owned();
            return match self.skip("`") {
                true => Ok(Some(Token::Quoted(name))),
                false => Err("a name in backquotes does not end".to_owned()),
            };
        }
        match MARKS.iter().find(|mark| self.rest.starts_with(**mark)) {
            Some(mark) => {
                self.skip(mark);
                Ok(Some(Token::Mark(mark)))
            }
            None => Err(format!("`{first}` is no mark of CEL")),
        }
    }

    fn blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
            if !self.skip("//") {
                return;
            }
            self.take(|c| c != '\n');
        }
    }

    fn skip(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn number(&mut self) -> Result<Token, String> {
        let whole = |error: ParseIntError| error.to_string();
        if self.skip("0x") || self.skip("0X") {
            let value = u64::from_str_radix(self.take(|c| c.is_ascii_hexdigit()), 16).map_err(whole)?;
            return Ok(self.signed(value));
        }
        let mut digits = self.take(|c| c.is_ascii_digit()).to_owned();
        let after = |rest: &str, at: usize| rest.chars().nth(at).is_some_and(|c| c.is_ascii_digit());
        let mut is_whole = true;
        if self.rest.starts_with('.') && after(self.rest, 1) {
            self.skip(".");
            digits = format!("{digits}.{}", self.take(|c| c.is_ascii_digit()));
            is_whole = false;
        }
        let signed = usize::from(self.rest.chars().nth(1).is_some_and(|c| matches!(c, '+' | '-')));
        if self.rest.starts_with(['e', 'E']) && after(self.rest, 1 + signed) {
            let (exponent, rest) = self.rest.split_at(1 + signed);
            self.rest = rest;
            digits = format!("{digits}{exponent}{}", self.take(|c| c.is_ascii_digit()));
            is_whole = false;
        }
        match is_whole {
            true => Ok(self.signed(digits.parse().map_err(whole)?)),
            false => digits.parse().map(Token::Number).map_err(|_| format!("{digits} is no number")),
        }
    }

    fn signed(&mut self, value: u64) -> Token {
        match self.skip("u") || self.skip("U") {
            true => Token::Unsigned(value),
            false => Token::Integer(value),
        }
    }

    /// Text in one or three quotes, raw with an `r` before it.
    fn text(&mut self) -> Result<Option<Token>, String> {
        let (prefix, rest) =
            self.rest.split_at(self.rest.find(['"', '\'']).filter(|at| *at < 3).unwrap_or(0));
        let raw = match prefix {
            "" => false,
            "r" | "R" => true,
            "b" | "B" | "rb" | "br" | "Rb" | "rB" | "RB" | "BR" | "Br" | "bR" => {
                return Err("bytes are not known here".to_owned());
            }
            _ => return Ok(None),
        };
        let Some(quote) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote))
        else {
            return Ok(None);
        };
        self.rest = rest;
        self.skip(quote);
        let mut text = String::new();
        while !self.skip(quote) {
            let mut letters = self.rest.chars();
            match letters.next() {
                Some('\\') if !raw => {
                    self.rest = letters.as_str();
                    text.push(self.escape()?);
                }
                Some('\\') => {
                    text.push('\\');
                    self.rest = letters.as_str();
                    // A quote after a backslash does not end raw text.
                    if let Some(next) = letters.next() {
                        text.push(next);
                        self.rest = letters.as_str();
                    }
                }
                Some(letter) if quote.len() == 3 || !matches!(letter, '\n' | '\r') => {
                    text.push(letter);
                    self.rest = letters.as_str();
                }
                _ => return Err("text does not end".to_owned()),
            }
        }
        Ok(Some(Token::Text(text)))
    }

    fn escape(&mut self) -> Result<char, String> {
        let mut letters = self.rest.chars();
        let letter = letters.next().ok_or("text does not end")?;
        self.rest = letters.as_str();
        Ok(match letter {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' | '\'' | '"' | '`' | '?' => letter,
            'x' | 'X' => return self.code(2, 16),
            'u' => return self.code(4, 16),
            'U' => return self.code(8, 16),
            '0'..='3' => {
                let high = letter.to_digit(8).unwrap_or_default();
                let low = u32::from(self.code(2, 8)?);
                return char::from_u32(high * 64 + low).ok_or_else(|| "no letter".to_owned());
            }
            other => return Err(format!("`\\{other}` is no letter in CEL")),
        })
    }

    fn code(&mut self, digits: usize, radix: u32) -> Result<char, String> {
        let (code, rest) = self.rest.split_at_checked(digits).ok_or("text does not end")?;
        self.rest = rest;
        let number = u32::from_str_radix(code, radix).ok();
        number.and_then(char::from_u32).ok_or_else(|| format!("`{code}` is no letter"))
    }
}

fn is_name(letter: char) -> bool {
    letter == '_' || letter.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        match tokens(text).unwrap().as_slice() {
            [Token::Text(text)] => text.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn text_is_read_with_its_escapes() {
        assert_eq!(text(r#""a\tb\\.""#), "a\tb\\.");
        assert_eq!(text(r"'it\'s'"), "it's");
        assert_eq!(text(r#"r"\d\"""#), "\\d\\\"");
        assert_eq!(text(r#"r"""a"b\."""  "#), "a\"b\\.");
        assert_eq!(text("'''a\nb'''"), "a\nb");
        assert_eq!(text(r"'\u00e4\x41\101'"), "äAA");
    }

    #[test]
    fn numbers_are_read() {
        let read = |text: &str| tokens(text).unwrap();
        assert_eq!(read("1 0x1F 2u"), [Token::Integer(1), Token::Integer(31), Token::Unsigned(2)]);
        assert_eq!(read("1.5 .5 1e3 2.5e-1"), [1.5, 0.5, 1000.0, 0.25].map(Token::Number));
        assert_eq!(read("1.size").len(), 3);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for bad in ["'a", "a ~ b", "b'x'", "'\\q'", "`a", "99999999999999999999", "'a\nb'"] {
            assert!(tokens(bad).is_err(), "{bad}");
        }
    }
}
