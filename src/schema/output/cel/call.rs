//! CEL's functions: conversions, sizes, durations, addresses, quantities, optional values. Those on text are `text`'s,
//! those on lists `list`'s.

use std::net::IpAddr;
use std::rc::Rc;

use super::Fault;
use super::evaluate::{Evaluated, optional};
use super::function::Function;
use super::value::Value;
use super::{list, text};
use crate::schema::{Quantity, format, time};

pub(super) fn call<'n>(function: Function, arguments: &[Value<'n>]) -> Evaluated<'n> {
    let known = text::call(function, arguments)
        .or_else(|| list::call(function, arguments))
        .or_else(|| converted(function, arguments))
        .or_else(|| measured(function, arguments))
        .or_else(|| network(function, arguments))
        .or_else(|| maybe(function, arguments));
    known.unwrap_or_else(|| {
        let types: Vec<&str> = arguments.iter().map(Value::type_name).collect();
        Err(Fault::unknown(format!("{function:?} of {} is not known", types.join(", "))))
    })
}

fn failed(what: &str) -> Fault {
    Fault::Error(what.to_owned())
}

/// Conversions between types.
fn converted<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    let [value] = arguments else { return None };
    Some(match (function, value) {
        (Function::Dynamic, value) => Ok(value.clone()),
        (Function::Type, value) => Ok(Value::Type(value.type_name())),
        (Function::Size, value) => value.size().map(|size| Ok(Value::count(size)))?,
        (Function::ToInteger, Value::Integer(_))
        | (Function::ToUnsigned, Value::Unsigned(_))
        | (Function::ToNumber, Value::Number(_))
        | (Function::ToText, Value::Text(_))
        | (Function::ToBoolean, Value::Boolean(_))
        | (Function::Duration, Value::Duration(_))
        | (Function::Timestamp, Value::Time(_)) => Ok(value.clone()),
        (Function::ToInteger, Value::Text(text)) => read(text.parse().ok().map(Value::Integer), "an integer"),
        (Function::ToInteger, Value::Unsigned(number)) => {
            read(i64::try_from(*number).ok().map(Value::Integer), "an integer")
        }
        (Function::ToInteger, Value::Number(number)) => {
            let fits = number.is_finite() && number.abs() < 9_223_372_036_854_775_807.0;
            read(fits.then_some(Value::Integer(*number as i64)), "an integer")
        }
        (Function::ToUnsigned, Value::Text(text)) => {
            read(text.parse().ok().map(Value::Unsigned), "an unsigned integer")
        }
        (Function::ToUnsigned, Value::Integer(number)) => {
            read(u64::try_from(*number).ok().map(Value::Unsigned), "an unsigned integer")
        }
        (Function::ToNumber, Value::Text(text)) => read(text.parse().ok().map(Value::Number), "a number"),
        (Function::ToNumber, Value::Integer(number)) => Ok(Value::Number(*number as f64)),
        (Function::ToNumber, Value::Unsigned(number)) => Ok(Value::Number(*number as f64)),
        (Function::ToText, Value::Integer(number)) => Ok(Value::Text(number.to_string().into())),
        (Function::ToText, Value::Unsigned(number)) => Ok(Value::Text(number.to_string().into())),
        (Function::ToText, Value::Boolean(value)) => Ok(Value::Text(value.to_string().into())),
        (Function::ToBoolean, Value::Text(text)) => {
            let value = match text.as_ref() {
                "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
                "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
                _ => None,
            };
            read(value.map(Value::Boolean), "true or false")
        }
        (Function::Duration, Value::Text(text)) => {
            read(time::duration(text).map(Value::Duration), "a duration")
        }
        (Function::Timestamp, Value::Text(text)) => {
            read(time::instant(text).map(Value::Time), "a point in time")
        }
        _ => return None,
    })
}

fn read<'n>(value: Option<Value<'n>>, what: &str) -> Evaluated<'n> {
    value.ok_or_else(|| failed(&format!("the value is not {what}")))
}

/// Parts of durations, each of the whole: `getMinutes()` of two hours is 120.
fn measured<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    let [Value::Duration(length)] = arguments else { return None };
    let unit = match function {
        Function::Hours => 3_600_000_000_000,
        Function::Minutes => 60_000_000_000,
        Function::Seconds => 1_000_000_000,
        Function::Milliseconds => 1_000_000,
        _ => return None,
    };
    Some(Ok(Value::Integer(length / unit)))
}

/// Addresses, URLs and quantities.
fn network<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    Some(Ok(match (function, arguments) {
        (Function::IsIp, [Value::Text(text)]) => Value::Boolean(address(text).is_some()),
        (Function::Ip, [Value::Text(text)]) => {
            return Some(read(address(text).map(Value::Ip), "an IP address"));
        }
        (Function::IpFamily, [Value::Ip(address)]) => Value::Integer(if address.is_ipv4() { 4 } else { 6 }),
        (Function::IsCidr, [Value::Text(text)]) => {
            let mapped = text.split('/').next().is_none_or(|part| address(part).is_none());
            Value::Boolean(!mapped && format::is_cidr(text))
        }
        (Function::IsUrl, [Value::Text(text)]) => Value::Boolean(format::is_url(text)),
        (Function::IsQuantity, [Value::Text(text)]) => Value::Boolean(Quantity::parse(text).is_some()),
        (Function::Quantity, [Value::Text(text)]) => {
            return Some(read(
                Quantity::parse(text).map(|quantity| Value::Quantity(Rc::new(quantity))),
                "a quantity",
            ));
        }
        (_, [Value::Quantity(left), Value::Quantity(right)]) => {
            let order = left.compare(right);
            match function {
                Function::IsGreaterThan => Value::Boolean(order.is_gt()),
                Function::IsLessThan => Value::Boolean(order.is_lt()),
                Function::CompareTo => Value::Integer(order as i64),
                _ => return None,
            }
        }
        _ => return None,
    }))
}

/// An address as Kubernetes' rules take it: not one of version 4 in the clothes of version 6.
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().filter(|address: &IpAddr| match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(address) => address.to_ipv4_mapped().is_none(),
    })
}

fn maybe<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    Some(Ok(match (function, arguments) {
        (Function::OptionalNone, []) => Value::Optional(None),
        (Function::OptionalOf, [value]) => optional(Some(value.clone())),
        (Function::HasValue, [Value::Optional(inner)]) => Value::Boolean(inner.is_some()),
        (Function::OptionalValue, [Value::Optional(inner)]) => match inner {
            Some(inner) => inner.as_ref().clone(),
            None => return Some(Err(failed("the optional value is absent"))),
        },
        (Function::OrValue, [Value::Optional(inner), other]) => {
            inner.as_ref().map_or_else(|| other.clone(), |inner| inner.as_ref().clone())
        }
        (Function::Or, [Value::Optional(inner), other]) => match inner {
            Some(_) => Value::Optional(inner.clone()),
            None => other.clone(),
        },
        _ => return None,
    }))
}
