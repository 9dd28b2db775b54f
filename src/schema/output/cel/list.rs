//! CEL's functions on lists.

use super::Fault;
use super::arithmetic;
use super::evaluate::Evaluated;
use super::expression::Operator;
use super::function::Function;
use super::value::Value;

/// `None` where the function is none of lists.
pub(super) fn call<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    let (list, rest) = arguments.split_first()?;
    let items = || list.items().into_iter().flatten();
    if !list.is_list() {
        return None;
    }
    Some(match (function, rest) {
        (Function::Join, []) => joined(items(), ""),
        (Function::Join, [Value::Text(between)]) => joined(items(), between),
        (Function::Sum, []) => sum(items()),
        (Function::Min, []) => outermost(items(), true),
        (Function::Max, []) => outermost(items(), false),
        (Function::IsSorted, []) => is_sorted(items()).map(Value::Boolean),
        (Function::IndexOf, [item]) => index(items().enumerate(), item),
        (Function::LastIndexOf, [item]) => {
            index(items().enumerate().collect::<Vec<_>>().into_iter().rev(), item)
        }
        (Function::Reverse, []) => Ok(Value::list(items().collect::<Vec<_>>().into_iter().rev().collect())),
        (Function::SetsContains, [other]) if other.is_list() => has_all(list, other).map(Value::Boolean),
        (Function::SetsEquivalent, [other]) if other.is_list() => {
            has_all(list, other).and_then(|one| Ok(Value::Boolean(one && has_all(other, list)?)))
        }
        (Function::SetsIntersects, [other]) if other.is_list() => {
            items().try_fold(false, |found, item| Ok(found || other.contains(&item)?)).map(Value::Boolean)
        }
        _ => return None,
    })
}

fn joined<'n>(items: impl Iterator<Item = Value<'n>>, between: &str) -> Evaluated<'n> {
    let texts: Option<Vec<String>> = items
        .map(|item| match item {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        })
        .collect();
    texts
        .map(|texts| Value::Text(texts.join(between).into()))
        .ok_or_else(|| Fault::unknown("join() takes text"))
}

fn sum<'n>(items: impl Iterator<Item = Value<'n>>) -> Evaluated<'n> {
    let sum = items.map(Ok).reduce(|sum, item| arithmetic::combine(Operator::Add, sum?, item?));
    sum.unwrap_or(Ok(Value::Integer(0)))
}

fn outermost<'n>(mut items: impl Iterator<Item = Value<'n>>, least: bool) -> Evaluated<'n> {
    let Some(mut best) = items.next() else {
        return Err(Fault::Error("min or max of an empty list".to_owned()));
    };
    for item in items {
        let order = item.compare(&best)?;
        if order.is_some_and(|order| if least { order.is_lt() } else { order.is_gt() }) {
            best = item;
        }
    }
    Ok(best)
}

fn is_sorted<'n>(mut items: impl Iterator<Item = Value<'n>>) -> Result<bool, Fault> {
    let Some(mut before) = items.next() else { return Ok(true) };
    for item in items {
        if before.compare(&item)?.is_some_and(|order| order.is_gt()) {
            return Ok(false);
        }
        before = item;
    }
    Ok(true)
}

fn index<'n>(items: impl Iterator<Item = (usize, Value<'n>)>, sought: &Value<'n>) -> Evaluated<'n> {
    for (at, item) in items {
        if item.equals(sought)? {
            return Ok(Value::count(at));
        }
    }
    Ok(Value::Integer(-1))
}

fn has_all<'n>(list: &Value<'n>, others: &Value<'n>) -> Result<bool, Fault> {
    others.items().into_iter().flatten().try_fold(true, |all, item| Ok(all && list.contains(&item)?))
}
