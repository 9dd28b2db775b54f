//! CEL's functions on text. Places count letters, not bytes.

use super::Fault;
use super::evaluate::Evaluated;
use super::function::Function;
use super::value::Value;
use crate::schema::pattern::Pattern;

/// `None` where the function is none of text.
pub(super) fn call<'n>(function: Function, arguments: &[Value<'n>]) -> Option<Evaluated<'n>> {
    let (Value::Text(text), rest) = arguments.split_first()? else { return None };
    Some(match (function, rest) {
        (Function::Contains, [Value::Text(part)]) => Ok(Value::Boolean(text.contains(part.as_ref()))),
        (Function::StartsWith, [Value::Text(part)]) => Ok(Value::Boolean(text.starts_with(part.as_ref()))),
        (Function::EndsWith, [Value::Text(part)]) => Ok(Value::Boolean(text.ends_with(part.as_ref()))),
        (Function::Matches, [Value::Text(pattern)]) => {
            compiled(pattern).map(|pattern| Value::Boolean(pattern.is_in(text)))
        }
        (Function::Find, [Value::Text(pattern)]) => {
            compiled(pattern).map(|pattern| owned(pattern.first_in(text)))
        }
        (Function::LowerAscii, []) => Ok(owned(text.to_ascii_lowercase())),
        (Function::UpperAscii, []) => Ok(owned(text.to_ascii_uppercase())),
        (Function::Trim, []) => Ok(owned(text.trim())),
        (Function::Reverse, []) => Ok(owned(text.chars().rev().collect::<String>())),
        (Function::CharAt, [Value::Integer(at)]) => part(text, *at, at.saturating_add(1).min(length(text))),
        (Function::Substring, [Value::Integer(from)]) => part(text, *from, length(text)),
        (Function::Substring, [Value::Integer(from), Value::Integer(to)]) => part(text, *from, *to),
        (Function::IndexOf, [Value::Text(part)]) => Ok(Value::Integer(place(text, part, 0))),
        (Function::IndexOf, [Value::Text(part), Value::Integer(from)]) => {
            match (0..=length(text)).contains(from) {
                true => Ok(Value::Integer(place(text, part, *from))),
                false => Err(out_of_range(*from)),
            }
        }
        (Function::LastIndexOf, [Value::Text(part)]) => {
            let before = text.rfind(part.as_ref()).and_then(|at| text.get(..at));
            Ok(Value::Integer(before.map_or(-1, length)))
        }
        (Function::Replace, [Value::Text(old), Value::Text(new)]) => {
            Ok(owned(text.replace(old.as_ref(), new)))
        }
        (Function::Replace, [Value::Text(old), Value::Text(new), Value::Integer(count)]) => {
            Ok(owned(match usize::try_from(*count) {
                Ok(count) => text.replacen(old.as_ref(), new, count),
                Err(_) => text.replace(old.as_ref(), new),
            }))
        }
        (Function::Split, [Value::Text(by)]) => Ok(split(text, by, -1)),
        (Function::Split, [Value::Text(by), Value::Integer(count)]) => Ok(split(text, by, *count)),
        _ => return None,
    })
}

fn compiled(pattern: &str) -> Result<Pattern, Fault> {
    let pattern = Pattern::new(pattern.into());
    match pattern.is_broken() {
        true => Err(Fault::Error("the pattern is none".to_owned())),
        false => Ok(pattern),
    }
}

fn owned<'n>(text: impl Into<String>) -> Value<'n> {
    Value::Text(text.into().into())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

fn out_of_range(at: i64) -> Fault {
    Fault::Error(format!("index out of range: {at}"))
}

fn part<'n>(text: &str, from: i64, to: i64) -> Evaluated<'n> {
    let (Ok(first), Ok(last)) = (usize::try_from(from), usize::try_from(to)) else {
        return Err(out_of_range(from));
    };
    if from > to || to > length(text) {
        return Err(out_of_range(to));
    }
    Ok(owned(text.chars().skip(first).take(last - first).collect::<String>()))
}

/// Where a part begins at or after `from`; -1 where it does not.
fn place(text: &str, part: &str, from: i64) -> i64 {
    let skipped =
        text.chars().take(usize::try_from(from).unwrap_or_default()).map(char::len_utf8).sum::<usize>();
    let found = text.get(skipped..).and_then(|rest| rest.find(part)).and_then(|at| text.get(..skipped + at));
    found.map_or(-1, length)
}

fn split<'n>(text: &str, by: &str, count: i64) -> Value<'n> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let parts: Vec<Value<'n>> = match (limit, by) {
        (0, _) => Vec::new(),
        (limit, "") => {
            let mut letters = text.chars();
            let mut parts: Vec<Value<'n>> =
                letters.by_ref().take(limit.saturating_sub(1)).map(owned).collect();
            if !letters.as_str().is_empty() {
                parts.push(owned(letters.as_str()));
            }
            parts
        }
        (limit, by) => text.splitn(limit, by).map(owned).collect(),
    };
    Value::list(parts)
}
