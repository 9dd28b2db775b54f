//! What an expression comes to. An error on one side of `&&` and `||` counts only where the other side does not decide.

use super::Fault;
use super::expression::{Expression, Key, Operator};
use super::value::Value;
use super::{arithmetic, call};

/// How many steps a rule may take: the server gives up on rules that cost too much.
const STEPS: u32 = 1_000_000;

pub(super) type Evaluated<'n> = Result<Value<'n>, Fault>;

/// What names stand for while a rule is evaluated.
pub(super) struct Scope<'n> {
    own: Value<'n>,
    pub variables: Vec<Value<'n>>,
    steps: u32,
}

impl<'n> Scope<'n> {
    pub fn new(own: Value<'n>) -> Self {
        Scope { own, variables: Vec::new(), steps: 0 }
    }

    pub fn evaluate(&mut self, expression: &'n Expression) -> Evaluated<'n> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Fault::unknown("it takes too many steps"));
        }
        match expression {
            Expression::Literal(literal) => Ok(Value::literal(literal)),
            Expression::Own => Ok(self.own.clone()),
            Expression::Old => Ok(Value::Optional(None)),
            Expression::Variable(at) => Ok(self.variables.get(*at).cloned().unwrap_or(Value::Null)),
            Expression::Field(of, key) => self.field(of, key),
            Expression::Has(of, key) => Ok(Value::Boolean(self.optional_field(of, key)?.is_some())),
            Expression::Item(of, index) => self.item(of, index),
            Expression::OptionalField(of, key) => Ok(optional(self.optional_field(of, key)?)),
            Expression::OptionalItem(of, index) => self.optional_item(of, index),
            Expression::List(items) => Ok(Value::list(self.all(items)?)),
            Expression::Map(entries) => self.map(entries),
            Expression::Not(of) => Ok(Value::Boolean(!self.boolean(of)?)),
            Expression::Negative(of) => arithmetic::negative(self.evaluate(of)?),
            Expression::And(left, right) => self.decided(left, right, false),
            Expression::Or(left, right) => self.decided(left, right, true),
            Expression::Choice(parts) => {
                let [condition, yes, no] = parts.as_ref();
                let chosen = if self.boolean(condition)? { yes } else { no };
                self.evaluate(chosen)
            }
            Expression::Binary(Operator::In, item, list) if matches!(**list, Expression::List(_)) => {
                self.is_listed(item, list)
            }
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::Call(function, arguments) => match arguments.as_slice() {
                [only] => call::call(*function, &[self.evaluate(only)?]),
                [first, second] => call::call(*function, &[self.evaluate(first)?, self.evaluate(second)?]),
                arguments => call::call(*function, &self.all(arguments)?),
            },
            Expression::Matches(text, pattern) => match self.evaluate(text)? {
                Value::Text(_) if pattern.is_broken() => Err(Fault::Error("the pattern is none".to_owned())),
                Value::Text(text) => Ok(Value::Boolean(pattern.is_in(&text))),
                other => Err(Fault::unknown(format!("matches() does not take {}", other.type_name()))),
            },
            Expression::Each(each) => self.each(each),
        }
    }

    fn all(&mut self, expressions: &'n [Expression]) -> Result<Vec<Value<'n>>, Fault> {
        expressions.iter().map(|expression| self.evaluate(expression)).collect()
    }

    pub fn boolean(&mut self, expression: &'n Expression) -> Result<bool, Fault> {
        match self.evaluate(expression)? {
            Value::Boolean(value) => Ok(value),
            other => Err(Fault::unknown(format!("{} is neither true nor false", other.type_name()))),
        }
    }

    /// `&&` where false decides, `||` where true does.
    fn decided(&mut self, left: &'n Expression, right: &'n Expression, decides: bool) -> Evaluated<'n> {
        let left = self.boolean(left);
        if left.as_ref().is_ok_and(|left| *left == decides) {
            return Ok(Value::Boolean(decides));
        }
        match (left, self.boolean(right)) {
            (_, Ok(right)) if right == decides => Ok(Value::Boolean(decides)),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
            _ => Ok(Value::Boolean(!decides)),
        }
    }

    fn field(&mut self, of: &'n Expression, key: &'n Key) -> Evaluated<'n> {
        match self.evaluate(of)? {
            // Below an optional value everything is optional.
            Value::Optional(inner) => match inner {
                Some(inner) => Ok(optional(selected(&inner, key)?)),
                None => Ok(Value::Optional(None)),
            },
            value => {
                selected(&value, key)?.ok_or_else(|| Fault::Error(format!("no such key: {}", key.meant)))
            }
        }
    }

    fn optional_field(&mut self, of: &'n Expression, key: &'n Key) -> Result<Option<Value<'n>>, Fault> {
        match self.evaluate(of)? {
            Value::Optional(Some(inner)) => selected(&inner, key),
            Value::Optional(None) => Ok(None),
            value => selected(&value, key),
        }
    }

    fn item(&mut self, of: &'n Expression, index: &'n Expression) -> Evaluated<'n> {
        let (of, index) = (self.evaluate(of)?, self.evaluate(index)?);
        match of {
            Value::Optional(None) => Ok(Value::Optional(None)),
            Value::Optional(Some(inner)) => Ok(optional(at(&inner, &index)?)),
            of => at(&of, &index)?.ok_or_else(|| match &index {
                Value::Text(key) => Fault::Error(format!("no such key: {key}")),
                _ => Fault::Error("index out of bounds".to_owned()),
            }),
        }
    }

    fn optional_item(&mut self, of: &'n Expression, index: &'n Expression) -> Evaluated<'n> {
        let (of, index) = (self.evaluate(of)?, self.evaluate(index)?);
        Ok(optional(match of {
            Value::Optional(None) => None,
            Value::Optional(Some(inner)) => at(&inner, &index)?,
            of => at(&of, &index)?,
        }))
    }

    /// `in` a list that is written out, which need not be made.
    fn is_listed(&mut self, item: &'n Expression, list: &'n Expression) -> Evaluated<'n> {
        let item = self.evaluate(item)?;
        let Expression::List(items) = list else { return Ok(Value::Boolean(false)) };
        let mut found = false;
        for other in items {
            found |= self.evaluate(other)?.equals(&item)?;
        }
        Ok(Value::Boolean(found))
    }

    fn map(&mut self, entries: &'n [(Expression, Expression)]) -> Evaluated<'n> {
        let mut values = Vec::new();
        for (key, value) in entries {
            values.push((self.evaluate(key)?, self.evaluate(value)?));
        }
        Ok(Value::Map(values.into()))
    }

    fn binary(&mut self, operator: Operator, left: &'n Expression, right: &'n Expression) -> Evaluated<'n> {
        let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
        let is = match operator {
            Operator::Equal => left.equals(&right)?,
            Operator::Unequal => !left.equals(&right)?,
            Operator::Less => left.compare(&right)?.is_some_and(|order| order.is_lt()),
            Operator::LessOrEqual => left.compare(&right)?.is_some_and(|order| order.is_le()),
            Operator::Greater => left.compare(&right)?.is_some_and(|order| order.is_gt()),
            Operator::GreaterOrEqual => left.compare(&right)?.is_some_and(|order| order.is_ge()),
            Operator::In if right.is_list() => right.contains(&left)?,
            Operator::In if right.is_map() => right.under(&left)?.is_some(),
            Operator::In => return Err(Fault::unknown(format!("nothing is in {}", right.type_name()))),
            _ => return arithmetic::combine(operator, left, right),
        };
        Ok(Value::Boolean(is))
    }
}

fn selected<'n>(of: &Value<'n>, key: &Key) -> Result<Option<Value<'n>>, Fault> {
    match of {
        Value::Tree(tree) if !tree.is_list() => Ok(tree.field(key)),
        Value::Map(_) => of.under(&Value::Text(key.written.to_string().into())),
        other => Err(Fault::unknown(format!("{} has no fields", other.type_name()))),
    }
}

fn at<'n>(of: &Value<'n>, index: &Value<'n>) -> Result<Option<Value<'n>>, Fault> {
    match (of, index) {
        (of, Value::Integer(index)) if of.is_list() => {
            Ok(usize::try_from(*index).ok().and_then(|index| of.item(index)))
        }
        (of, key) if of.is_map() => of.under(key),
        _ => Err(Fault::unknown(format!("{} has no items", of.type_name()))),
    }
}

pub(super) fn optional(value: Option<Value<'_>>) -> Value<'_> {
    match value {
        Some(Value::Optional(inner)) => Value::Optional(inner),
        value => Value::Optional(value.map(std::rc::Rc::new)),
    }
}
