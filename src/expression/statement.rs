//! Splitting a templated text into what stands as it is, values (`${{ … }}`), and statements (`${% if … %}`,
//! `${% for … %}`, `${% set … %}`). `${# … #}` is a comment; `-` beside a `%` takes the white space there away.
//!
//! Only the form; what the parts become is `render`.

use std::ops::Range;

use super::pieces::closing;
use crate::syntax::Text;

/// Statements inside each other.
const DEPTH: usize = 40;

/// A stretch of the text that is an expression, trimmed, with the bytes that it takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    pub text: String,
    pub range: Range<usize>,
}

/// A part of a templated text.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    Literal(String),
    Value(Source),
    /// Conditions with what they guard, and what is there where none holds.
    If(Vec<(Source, Vec<Part>)>, Vec<Part>),
    /// Variables, the list, the body, and what is there where the list is empty.
    For(Vec<Text>, Source, Vec<Part>, Vec<Part>),
    Set(Text, Source),
}

/// What is wrong with the form of a templated text, and the bytes where.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed {
    pub range: Range<usize>,
    pub message: String,
}

/// The parts of a text.
pub fn parse(text: &str) -> Result<Vec<Part>, Malformed> {
    let tokens = tokens(text)?;
    let mut parsing = Parsing { tokens: tokens.into_iter(), depth: 0 };
    let (parts, end) = parsing.parts()?;
    match end {
        None => Ok(parts),
        Some(stop) => Err(malformed(stop.whole, format!("`{}` closes nothing", stop.word))),
    }
}

enum Token {
    Literal(String),
    Value(Source),
    /// A statement's first word, the rest of it, and where the whole stands.
    Statement(String, Source, Range<usize>),
}

fn malformed(range: Range<usize>, message: impl Into<String>) -> Malformed {
    Malformed { range, message: message.into() }
}

/// The trimmed text of some bytes.
fn source(text: &str, range: Range<usize>) -> Source {
    let whole = text.get(range.clone()).unwrap_or("");
    let start = range.start + (whole.len() - whole.trim_start().len());
    let trimmed = whole.trim();
    Source { text: trimmed.to_string(), range: start..start + trimmed.len() }
}

fn tokens(text: &str) -> Result<Vec<Token>, Malformed> {
    let (mut tokens, mut literal, mut at, mut trims) = (Vec::new(), String::new(), 0, false);
    loop {
        let rest = text.get(at..).unwrap_or("");
        let next = ["${{", "${%", "${#"].iter().filter_map(|open| rest.find(open)).min();
        let before = rest.get(..next.unwrap_or(rest.len())).unwrap_or("");
        literal.push_str(if std::mem::take(&mut trims) { before.trim_start() } else { before });
        let Some(start) = next.map(|offset| at + offset) else { break };
        let inside = start + 3;
        let open = text.get(start..inside).unwrap_or("");
        if before.ends_with('$') {
            literal.pop();
            literal.push_str(open);
            at = inside;
            continue;
        }
        let after = text.get(inside..).unwrap_or("");
        let length = match open {
            "${{" => closing(after, '}'),
            "${%" => closing(after, '%'),
            _ => after.find("#}"),
        };
        let Some(length) = length else {
            return Err(malformed(start..inside, format!("`{open}` is never closed")));
        };
        at = inside + length + 2;
        let mut within = inside..inside + length;
        if open == "${%" {
            if after.starts_with('-') {
                within.start += 1;
                literal.truncate(literal.trim_end().len());
            }
            trims = length > 1 && text.get(within.clone()).is_some_and(|inner| inner.ends_with('-'));
            within.end -= usize::from(trims);
        }
        if !literal.is_empty() {
            tokens.push(Token::Literal(std::mem::take(&mut literal)));
        }
        match open {
            "${{" => tokens.push(Token::Value(source(text, within))),
            "${%" => tokens.push(statement(text, within, start..at)),
            _ => {}
        }
    }
    if !literal.is_empty() {
        tokens.push(Token::Literal(literal));
    }
    Ok(tokens)
}

fn statement(text: &str, within: Range<usize>, whole: Range<usize>) -> Token {
    let all = source(text, within);
    let word: String =
        all.text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let rest = all.range.start + word.len()..all.range.end;
    Token::Statement(word, source(text, rest), whole)
}

/// A statement that ends or divides the one around it.
struct Stop {
    word: String,
    rest: Source,
    whole: Range<usize>,
}

struct Parsing {
    tokens: std::vec::IntoIter<Token>,
    depth: usize,
}

impl Parsing {
    /// Parts up to the end of the text, or to what stops the statement around them.
    fn parts(&mut self) -> Result<(Vec<Part>, Option<Stop>), Malformed> {
        let mut parts = Vec::new();
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Literal(literal) => parts.push(Part::Literal(literal)),
                Token::Value(source) => parts.push(Part::Value(source)),
                Token::Statement(word, rest, whole) => match word.as_str() {
                    "if" | "for" | "set" => parts.push(self.statement(&word, rest, whole)?),
                    "elif" | "else" | "endif" | "endfor" => {
                        return Ok((parts, Some(Stop { word, rest, whole })));
                    }
                    _ => {
                        let message = format!("there is no statement `{word}`; there are: if, for, set");
                        return Err(malformed(whole, message));
                    }
                },
            }
        }
        Ok((parts, None))
    }

    fn statement(&mut self, word: &str, rest: Source, whole: Range<usize>) -> Result<Part, Malformed> {
        if self.depth >= DEPTH {
            return Err(malformed(whole, "statements stand too deep inside each other"));
        }
        self.depth += 1;
        let part = match word {
            "if" => self.condition(rest, whole),
            "for" => self.repetition(rest, whole),
            _ => assignment(rest, whole),
        };
        self.depth -= 1;
        part
    }

    fn condition(&mut self, first: Source, whole: Range<usize>) -> Result<Part, Malformed> {
        let (mut branches, mut condition) = (Vec::new(), first);
        loop {
            let (body, stop) = self.parts()?;
            branches.push((condition, body));
            match stop {
                Some(stop) if stop.word == "elif" => condition = stop.rest,
                Some(stop) if stop.word == "else" => {
                    let (otherwise, stop) = self.parts()?;
                    return ended(stop, "if", whole).map(|()| Part::If(branches, otherwise));
                }
                stop => return ended(stop, "if", whole).map(|()| Part::If(branches, Vec::new())),
            }
        }
    }

    fn repetition(&mut self, clause: Source, whole: Range<usize>) -> Result<Part, Malformed> {
        let form =
            || malformed(whole.clone(), "write `${% for x in a.list %}` or `${% for key, value in a.map %}`");
        let (before, _) = clause.text.split_once(" in ").ok_or_else(form)?;
        let variables: Vec<Text> = before.split(',').map(|name| Text::new(name.trim())).collect();
        if variables.len() > 2 || !variables.iter().all(|name| is_name(name)) {
            return Err(form());
        }
        let rest = clause.range.start + before.len() + " in ".len();
        let skipped = clause.text.get(before.len() + " in ".len()..).unwrap_or("");
        let list = source(skipped, 0..skipped.len());
        let list = Source { range: rest + list.range.start..rest + list.range.end, ..list };
        let (body, stop) = self.parts()?;
        match stop {
            Some(stop) if stop.word == "else" => {
                let (otherwise, stop) = self.parts()?;
                ended(stop, "for", whole).map(|()| Part::For(variables, list, body, otherwise))
            }
            stop => ended(stop, "for", whole).map(|()| Part::For(variables, list, body, Vec::new())),
        }
    }
}

fn assignment(clause: Source, whole: Range<usize>) -> Result<Part, Malformed> {
    let form = || malformed(whole.clone(), "write `${% set name = a.value %}`");
    let (before, after) = clause.text.split_once('=').ok_or_else(form)?;
    let name = before.trim();
    if !is_name(name) {
        return Err(form());
    }
    let offset = clause.range.start + before.len() + 1;
    let value = source(after, 0..after.len());
    let value = Source { range: offset + value.range.start..offset + value.range.end, ..value };
    Ok(Part::Set(Text::new(name), value))
}

/// Whether a statement ends with its own word.
fn ended(stop: Option<Stop>, word: &str, whole: Range<usize>) -> Result<(), Malformed> {
    match stop {
        Some(stop) if stop.word == format!("end{word}") => Ok(()),
        Some(stop) => {
            let message = format!("`{}` stands where `end{word}` must", stop.word);
            Err(malformed(stop.whole, message))
        }
        None => Err(malformed(whole, format!("`{word}` is never ended: no `${{% end{word} %}}` follows"))),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Part {
        Part::Literal(text.into())
    }

    #[test]
    fn what_is_escaped_or_a_comment_is_no_part() {
        assert_eq!(
            parse("a $${{ b }} $${% c ${# ${{ d }} #}e"),
            Ok(vec![literal("a ${{ b }} ${% c "), literal("e")])
        );
    }

    #[test]
    fn a_hyphen_takes_white_space_away() {
        let parts = parse("a \n${%- if x -%}\n b${% endif %}\n").unwrap();
        let condition = Source { text: "x".into(), range: 11..12 };
        assert_eq!(
            parts,
            [literal("a"), Part::If(vec![(condition, vec![literal("b")])], vec![]), literal("\n")]
        );
    }

    #[test]
    fn expressions_know_their_bytes() {
        let text = "${% for k, v in app.vars %}${% set z = v ~ '%}' %}${% endfor %}";
        let parts = parse(text).unwrap();
        let [Part::For(variables, list, body, _)] = parts.as_slice() else { panic!("no loop") };
        assert_eq!(variables.as_slice(), ["k", "v"].map(Text::new));
        assert_eq!(text.get(list.range.clone()), Some("app.vars"));
        let [Part::Set(_, value)] = body.as_slice() else { panic!("no value") };
        assert_eq!(text.get(value.range.clone()), Some("v ~ '%}'"));
    }

    #[test]
    fn what_is_malformed_is_told_where() {
        let wrong = |text: &str| parse(text).map_err(|wrong| (wrong.range, wrong.message)).unwrap_err();
        assert_eq!(wrong("x ${% if a"), (2..5, "`${%` is never closed".into()));
        assert_eq!(wrong("${% if a %}").1, "`if` is never ended: no `${% endif %}` follows");
        assert_eq!(wrong("${% endif %}"), (0..12, "`endif` closes nothing".into()));
        assert_eq!(wrong("${% if a %}${% endfor %}").1, "`endfor` stands where `endif` must");
        assert_eq!(wrong("${% include 'x' %}").1, "there is no statement `include`; there are: if, for, set");
        assert_eq!(wrong("${% for x of y %}").0, 0..17);
    }
}
