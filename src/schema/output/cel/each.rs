//! Macros that go through lists and maps: `all`, `exists`, `filter`, `map` and their kin.

use super::Fault;
use super::evaluate::{Evaluated, Scope};
use super::expression::{Each, Expression, Macro};
use super::value::Value;

impl<'n> Scope<'n> {
    pub(super) fn each(&mut self, each: &'n Each) -> Evaluated<'n> {
        let range = self.evaluate(&each.range)?;
        if matches!(each.macro_, Macro::Optional | Macro::OptionalFlat) {
            return self.of_optional(each, range);
        }
        let keys = match range.is_map() {
            true => range.keys(),
            false if range.is_list() => (0..range.size().unwrap_or_default()).map(Value::count).collect(),
            false => return Err(Fault::unknown(format!("{} has no items", range.type_name()))),
        };
        match each.macro_ {
            Macro::All | Macro::Exists => self.quantified(each, &range, keys),
            Macro::ExistsOne => self.exactly_one(each, &range, keys),
            _ => self.collected(each, &range, keys),
        }
    }

    /// Evaluates a part of the macro for one item.
    fn with(
        &mut self,
        each: &'n Each,
        range: &Value<'n>,
        key: &Value<'n>,
        part: &'n Expression,
    ) -> Evaluated<'n> {
        let outside = self.variables.len();
        let value = match key {
            Value::Integer(index) if range.is_list() => {
                usize::try_from(*index).ok().and_then(|index| range.item(index))
            }
            key => range.under(key)?,
        };
        let value = value.unwrap_or(Value::Null);
        match (each.has_two, range.is_list()) {
            (true, _) => self.variables.extend([key.clone(), value]),
            (false, true) => self.variables.push(value),
            (false, false) => self.variables.push(key.clone()),
        }
        let evaluated = self.evaluate(part);
        self.variables.truncate(outside);
        evaluated
    }

    fn holds(&mut self, each: &'n Each, range: &Value<'n>, key: &Value<'n>) -> Result<bool, Fault> {
        let Some(condition) = &each.condition else { return Ok(true) };
        match self.with(each, range, key, condition)? {
            Value::Boolean(value) => Ok(value),
            other => Err(Fault::unknown(format!("{} is neither true nor false", other.type_name()))),
        }
    }

    /// An error counts only where no item decides.
    fn quantified(&mut self, each: &'n Each, range: &Value<'n>, keys: Vec<Value<'n>>) -> Evaluated<'n> {
        let decides = each.macro_ == Macro::Exists;
        let mut fault = None;
        for key in keys {
            match self.holds(each, range, &key) {
                Ok(held) if held == decides => return Ok(Value::Boolean(decides)),
                Ok(_) => {}
                Err(found) => fault = fault.or(Some(found)),
            }
        }
        fault.map_or(Ok(Value::Boolean(!decides)), Err)
    }

    fn exactly_one(&mut self, each: &'n Each, range: &Value<'n>, keys: Vec<Value<'n>>) -> Evaluated<'n> {
        let mut count = 0;
        for key in keys {
            count += usize::from(self.holds(each, range, &key)?);
        }
        Ok(Value::Boolean(count == 1))
    }

    fn collected(&mut self, each: &'n Each, range: &Value<'n>, keys: Vec<Value<'n>>) -> Evaluated<'n> {
        let mut kept = Vec::new();
        for key in keys {
            if !self.holds(each, range, &key)? {
                continue;
            }
            let result = match &each.result {
                Some(result) => self.with(each, range, &key, result)?,
                None if range.is_list() => range.item(usize_of(&key)).unwrap_or(Value::Null),
                None => key.clone(),
            };
            kept.push((key, result));
        }
        Ok(match each.macro_ {
            Macro::MapValues => Value::Map(kept.into()),
            // Of a map `filter` leaves keys.
            _ => Value::list(kept.into_iter().map(|(_, result)| result).collect()),
        })
    }

    fn of_optional(&mut self, each: &'n Each, range: Value<'n>) -> Evaluated<'n> {
        let (Value::Optional(inner), Some(result)) = (range, &each.result) else {
            return Err(Fault::unknown("the value is not optional"));
        };
        let Some(inner) = inner else { return Ok(Value::Optional(None)) };
        self.variables.push(inner.as_ref().clone());
        let evaluated = self.evaluate(result);
        self.variables.pop();
        Ok(match (each.macro_, evaluated?) {
            (Macro::OptionalFlat, value) => value,
            (_, value) => Value::Optional(Some(value.into())),
        })
    }
}

fn usize_of(key: &Value<'_>) -> usize {
    match key {
        Value::Integer(index) => usize::try_from(*index).unwrap_or(usize::MAX),
        _ => usize::MAX,
    }
}
