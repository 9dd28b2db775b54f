//! Reads CEL by its grammar; macros become what they stand for, names what they mean.
//!
//! A name or function that is not known here makes the whole rule one that is not checked.

use super::expression::{Each, Expression, Key, Literal, Macro, Operator};
use super::function::{Function, TYPES};
use super::name::{macro_named, unescaped};
use super::token::{Token, tokens};
use crate::schema::pattern::Pattern;

/// How deep expressions may be nested: rules come from strangers.
const DEPTH: usize = 60;

/// A rule that was read.
pub(super) struct Parsed {
    pub expression: Expression,
    /// Whether it asks for the value before the change.
    pub is_transition: bool,
}

/// Reads an expression. `Err` says what of it is not known.
pub(super) fn parse(text: &str) -> Result<Parsed, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: tokens.iter(), variables: Vec::new(), depth: 0, is_transition: false };
    let expression = parser.expression()?;
    match parser.tokens.next() {
        None => Ok(Parsed { expression, is_transition: parser.is_transition }),
        Some(token) => Err(format!("{token:?} does not belong there")),
    }
}

struct Parser<'t> {
    tokens: std::slice::Iter<'t, Token>,
    /// The variables of the macros around.
    variables: Vec<String>,
    depth: usize,
    is_transition: bool,
}

type Read<T = Expression> = Result<T, String>;

impl Parser<'_> {
    fn expression(&mut self) -> Read {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("it is nested too deep".to_owned());
        }
        let condition = self.binary(0)?;
        let read = match self.skip("?") {
            false => condition,
            true => {
                let yes = self.binary(0)?;
                self.expect(":")?;
                let no = self.expression()?;
                Expression::Choice(Box::new([condition, yes, no]))
            }
        };
        self.depth -= 1;
        Ok(read)
    }

    /// Operators that bind at least as tightly as `level`, from the left.
    fn binary(&mut self, level: usize) -> Read {
        let mut left = self.unary()?;
        while let Some((mark, binds)) = self.operator(level) {
            self.tokens.next();
            let right = self.binary(binds + 1)?;
            left = combined(mark, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operator(&self, level: usize) -> Option<(&'static str, usize)> {
        let mark = match self.peek()? {
            Token::Mark(mark) => mark,
            Token::Name(name) if name == "in" => "in",
            _ => return None,
        };
        let binds = match mark {
            "||" => 0,
            "&&" => 1,
            "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" => 2,
            "+" | "-" => 3,
            "*" | "/" | "%" => 4,
            _ => return None,
        };
        (binds >= level).then_some((mark, binds))
    }

    fn unary(&mut self) -> Read {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("it is nested too deep".to_owned());
        }
        let read = if self.skip("!") {
            Expression::Not(Box::new(self.unary()?))
        } else if self.skip("-") {
            match self.peek() {
                Some(Token::Integer(_) | Token::Number(_)) => self.negative_literal()?,
                _ => Expression::Negative(Box::new(self.unary()?)),
            }
        } else {
            let primary = self.primary()?;
            self.members(primary)?
        };
        self.depth -= 1;
        Ok(read)
    }

    fn negative_literal(&mut self) -> Read {
        let literal = match self.tokens.next() {
            Some(Token::Integer(size)) => {
                Literal::Integer(0i64.checked_sub_unsigned(*size).ok_or("an integer has 64 bits")?)
            }
            Some(Token::Number(number)) => Literal::Number(-number),
            _ => return Err("a number is missing".to_owned()),
        };
        self.members(Expression::Literal(literal))
    }

    fn primary(&mut self) -> Read {
        let literal = match self.tokens.next().cloned().ok_or("it ends too early")? {
            Token::Integer(size) => Literal::Integer(i64::try_from(size).map_err(|error| error.to_string())?),
            Token::Unsigned(number) => Literal::Unsigned(number),
            Token::Number(number) => Literal::Number(number),
            Token::Text(text) => Literal::Text(text.as_str().into()),
            Token::Name(name) => return self.name(name),
            Token::Mark("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Mark("[") => return Ok(Expression::List(self.arguments("]")?)),
            Token::Mark("{") => return self.map(),
            token => return Err(format!("{token:?} does not belong there")),
        };
        Ok(Expression::Literal(literal))
    }

    fn name(&mut self, name: String) -> Read {
        if let Some(at) = self.variables.iter().rposition(|known| *known == name) {
            return Ok(Expression::Variable(at));
        }
        Ok(match name.as_str() {
            "true" => Expression::Literal(Literal::Boolean(true)),
            "false" => Expression::Literal(Literal::Boolean(false)),
            "null" => Expression::Literal(Literal::Null),
            "self" => Expression::Own,
            "oldSelf" => {
                self.is_transition = true;
                Expression::Old
            }
            "has" if self.skip("(") => return self.has(),
            _ if self.skip("(") => {
                let arguments = self.arguments(")")?;
                return self.call(&name, arguments);
            }
            _ if self.skip(".") => {
                let Some(Token::Name(member)) = self.tokens.next() else {
                    return Err(format!("`{name}` is not known"));
                };
                let full = format!("{name}.{member}");
                return match self.skip("(") {
                    true => {
                        let arguments = self.arguments(")")?;
                        self.call(&full, arguments)
                    }
                    false => Err(format!("`{full}` is not known")),
                };
            }
            _ => match TYPES.iter().find(|known| **known == name) {
                Some(type_) => Expression::Literal(Literal::Type(type_)),
                None => return Err(format!("`{name}` is not known")),
            },
        })
    }

    fn has(&mut self) -> Read {
        let inner = self.expression()?;
        self.expect(")")?;
        match inner {
            Expression::Field(of, key) => Ok(Expression::Has(of, key)),
            _ => Err("has() asks for a field".to_owned()),
        }
    }

    fn call(&self, name: &str, arguments: Vec<Expression>) -> Read {
        match Function::free(name, arguments.len()) {
            Some(function) => Ok(called(function, arguments)),
            None => Err(format!("the function {name}() is not known")),
        }
    }

    /// What follows a value: fields, items, functions, macros.
    fn members(&mut self, mut of: Expression) -> Read {
        loop {
            if self.skip("[") {
                let optional = self.skip("?");
                let (list, index) = (Box::new(of), Box::new(self.expression()?));
                self.expect("]")?;
                of = match optional {
                    true => Expression::OptionalItem(list, index),
                    false => Expression::Item(list, index),
                };
            } else if self.skip(".") {
                of = self.member(of)?;
            } else {
                return Ok(of);
            }
        }
    }

    fn member(&mut self, of: Expression) -> Read {
        let optional = self.skip("?");
        let key = match self.tokens.next() {
            Some(Token::Name(name)) => Key { meant: unescaped(name), written: name.as_str().into() },
            Some(Token::Quoted(name)) => Key { meant: name.as_str().into(), written: name.as_str().into() },
            _ => return Err("the name of a field is missing".to_owned()),
        };
        if optional {
            return Ok(Expression::OptionalField(Box::new(of), key));
        }
        if !self.skip("(") {
            return Ok(Expression::Field(Box::new(of), key));
        }
        let name = key.written.as_str();
        if let Some(macro_) = macro_named(name) {
            return self.each(macro_, name == "transformList" || name == "transformMap", of);
        }
        let mut arguments = vec![of];
        arguments.extend(self.arguments(")")?);
        match Function::member(name, arguments.len()) {
            Some(function) => Ok(called(function, arguments)),
            None => Err(format!("the function {name}() is not known")),
        }
    }

    fn each(&mut self, macro_: Macro, has_two: bool, range: Expression) -> Read {
        let mut names = vec![self.variable()?];
        self.expect(",")?;
        // Two variables: `all(i, v, …)`. A second name is a variable only where a comma comes after it, and `map(x, y, z)`
        // has none.
        let is_second = matches!(self.tokens.as_slice(), [Token::Name(_), Token::Mark(","), ..]);
        let has_two =
            has_two || (is_second && matches!(macro_, Macro::All | Macro::Exists | Macro::ExistsOne));
        if has_two {
            names.push(self.variable()?);
            self.expect(",")?;
        }
        let outside = self.variables.len();
        self.variables.extend(names);
        let parts = self.arguments(")");
        self.variables.truncate(outside);
        let mut parts = parts?;
        let last = parts.pop();
        let first = parts.pop();
        let (condition, result) = match macro_ {
            Macro::All | Macro::Exists | Macro::ExistsOne | Macro::Filter if first.is_none() => (last, None),
            Macro::Map | Macro::MapValues => (first, last),
            Macro::Optional | Macro::OptionalFlat if first.is_none() => (None, last),
            _ => return Err("a macro has too many arguments".to_owned()),
        };
        match parts.is_empty() && (condition.is_some() || result.is_some()) {
            true => Ok(Expression::Each(Box::new(Each { macro_, range, has_two, condition, result }))),
            false => Err("a macro has the wrong number of arguments".to_owned()),
        }
    }

    fn variable(&mut self) -> Read<String> {
        match self.tokens.next() {
            Some(Token::Name(name)) => Ok(name.clone()),
            _ => Err("the variable of a macro is missing".to_owned()),
        }
    }

    fn arguments(&mut self, end: &'static str) -> Read<Vec<Expression>> {
        let mut arguments = Vec::new();
        while !self.skip(end) {
            arguments.push(self.expression()?);
            if !self.skip(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(arguments)
    }

    fn map(&mut self) -> Read {
        let mut entries = Vec::new();
        while !self.skip("}") {
            let key = self.expression()?;
            self.expect(":")?;
            entries.push((key, self.expression()?));
            if !self.skip(",") {
                self.expect("}")?;
                break;
            }
        }
        Ok(Expression::Map(entries))
    }

    fn skip(&mut self, mark: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Mark(here)) if *here == mark);
        if is_next {
            self.tokens.next();
        }
        is_next
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.as_slice().first()
    }

    fn expect(&mut self, mark: &str) -> Read<()> {
        match self.skip(mark) {
            true => Ok(()),
            false => Err(format!("`{mark}` is missing")),
        }
    }
}

fn combined(mark: &str, left: Box<Expression>, right: Box<Expression>) -> Expression {
    let operator = match mark {
        "||" => return Expression::Or(left, right),
        "&&" => return Expression::And(left, right),
        "==" => Operator::Equal,
        "!=" => Operator::Unequal,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        "+" => Operator::Add,
        "-" => Operator::Subtract,
        "*" => Operator::Multiply,
        "/" => Operator::Divide,
        "%" => Operator::Remainder,
        _ => Operator::In,
    };
    Expression::Binary(operator, left, right)
}

/// A call; a pattern that is written out is compiled once.
fn called(function: Function, mut arguments: Vec<Expression>) -> Expression {
    match (function, arguments.as_slice()) {
        (Function::Matches, [_, Expression::Literal(Literal::Text(pattern))]) => {
            let pattern = Pattern::new(pattern.clone());
            arguments.truncate(1);
            match arguments.pop() {
                Some(text) => Expression::Matches(Box::new(text), pattern),
                None => Expression::Literal(Literal::Null),
            }
        }
        _ => Expression::Call(function, arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_refused() {
        for (bad, said) in [
            ("self.format() == 'a'", "the function format() is not known"),
            ("params.a", "`params.a` is not known"),
            ("semver('1.0.0') == self", "the function semver() is not known"),
            ("self.all(x)", "`,` is missing"),
            ("self +", "it ends too early"),
            ("self self", "Name(\"self\") does not belong there"),
            ("has(self)", "has() asks for a field"),
        ] {
            assert_eq!(parse(bad).err().as_deref(), Some(said), "{bad}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err() && parse(&"!".repeat(10_000)).is_err());
    }

    #[test]
    fn rules_on_changes_are_told() {
        assert!(parse("self == oldSelf").unwrap().is_transition);
        assert!(!parse("self.oldSelf == 1").unwrap().is_transition);
    }
}
