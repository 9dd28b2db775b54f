//! Sums and their like. What does not fit is an error, as in CEL.

use super::Fault;
use super::evaluate::Evaluated;
use super::expression::Operator;
use super::value::Value;

pub(super) fn negative(value: Value<'_>) -> Evaluated<'_> {
    match value {
        Value::Integer(number) => whole(number.checked_neg()),
        Value::Number(number) => Ok(Value::Number(-number)),
        other => Err(Fault::unknown(format!("{} has no sign", other.type_name()))),
    }
}

pub(super) fn combine<'n>(operator: Operator, left: Value<'n>, right: Value<'n>) -> Evaluated<'n> {
    match (operator, &left, &right) {
        (Operator::Add, Value::Text(left), Value::Text(right)) => {
            Ok(Value::Text(format!("{left}{right}").into()))
        }
        (Operator::Add, left, right) if left.is_list() && right.is_list() => {
            let items = |list: &Value<'n>| list.items().into_iter().flatten().collect::<Vec<_>>();
            Ok(Value::list(items(left).into_iter().chain(items(right)).collect()))
        }
        (_, Value::Integer(left), Value::Integer(right)) => integers(operator, *left, *right),
        (_, Value::Unsigned(left), Value::Unsigned(right)) => unsigned(operator, *left, *right),
        (_, Value::Number(left), Value::Number(right)) => numbers(operator, *left, *right),
        (Operator::Add, Value::Duration(left), Value::Duration(right)) => duration(left.checked_add(*right)),
        (Operator::Subtract, Value::Duration(left), Value::Duration(right)) => {
            duration(left.checked_sub(*right))
        }
        (Operator::Add, Value::Time(time), Value::Duration(length))
        | (Operator::Add, Value::Duration(length), Value::Time(time)) => {
            Ok(Value::Time(time + i128::from(*length)))
        }
        (Operator::Subtract, Value::Time(time), Value::Duration(length)) => {
            Ok(Value::Time(time - i128::from(*length)))
        }
        (Operator::Subtract, Value::Time(left), Value::Time(right)) => {
            duration(i64::try_from(left - right).ok())
        }
        _ => Err(Fault::unknown(format!("{} and {} are not combined", left.type_name(), right.type_name()))),
    }
}

fn integers<'n>(operator: Operator, left: i64, right: i64) -> Evaluated<'n> {
    whole(match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        _ if right == 0 => return Err(Fault::Error("division by zero".to_owned())),
        Operator::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    })
}

fn unsigned<'n>(operator: Operator, left: u64, right: u64) -> Evaluated<'n> {
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    result.map(Value::Unsigned).ok_or_else(|| Fault::Error("unsigned integer overflow".to_owned()))
}

fn numbers<'n>(operator: Operator, left: f64, right: f64) -> Evaluated<'n> {
    Ok(Value::Number(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => return Err(Fault::unknown("a double has no remainder")),
    }))
}

fn whole<'n>(number: Option<i64>) -> Evaluated<'n> {
    number.map(Value::Integer).ok_or_else(|| Fault::Error("integer overflow".to_owned()))
}

fn duration<'n>(length: Option<i64>) -> Evaluated<'n> {
    length.map(Value::Duration).ok_or_else(|| Fault::Error("duration out of range".to_owned()))
}
