//! Checks of single values: type, enum, range, length, pattern, format, quantity.

use crate::schema::format::Format;
use crate::schema::{Quantity, problem};
use crate::syntax::{Node, Value};

use super::keywords::{Pattern, Scalar, SchemaNode, Type};
use super::walk::{Place, Walk};
use super::{SchemaRef, empty};

/// The pattern by which custom resources say that an integer or text is a quantity.
const QUANTITY_PATTERN: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

pub(super) fn check(walk: &mut Walk<'_>, node: &Node, at: SchemaRef<'_>, type_: Type, place: Place<'_>) {
    match (type_, &node.value) {
        (Type::Text | Type::IntegerOrText, Value::String(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::Number, Value::Number(_)) => {
            if at.node.is_limited {
                limits(walk, node, at, place);
            }
        }
        (Type::Integer | Type::IntegerOrText, Value::Number(_)) => integer(walk, node, at, type_, place),
        (Type::Quantity, Value::String(text) | Value::Number(text)) => {
            if Quantity::parse(text).is_none() {
                walk.out.push(problem::bad_quantity(node, &place.to_string()));
            }
        }
        _ => walk.out.push(problem::wrong_type(node, type_.words(), &place.to_string())),
    }
}

/// What a schema says of a scalar beyond its type.
pub(super) fn limits(walk: &mut Walk<'_>, node: &Node, at: SchemaRef<'_>, place: Place<'_>) {
    let schema = at.node;
    if !schema.is_limited {
        return;
    }
    match &node.value {
        Value::String(text) => {
            if !(at.built_in && text.is_empty() && empty::is_absent(place)) {
                allowed(walk, node, schema, place);
            }
            length(walk, node, text, schema, place);
            form(walk, node, text, schema, place);
        }
        Value::Number(text) => {
            allowed(walk, node, schema, place);
            range(walk, node, text.parse().unwrap_or(0.0), schema, place);
        }
        Value::Bool(_) => allowed(walk, node, schema, place),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => {}
    }
}

fn allowed(walk: &mut Walk<'_>, node: &Node, schema: &SchemaNode, place: Place<'_>) {
    if !schema.allowed.is_empty() && !is_allowed(node, schema) {
        let names: Vec<String> = schema.allowed.iter().map(Scalar::text).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        walk.out.push(problem::wrong_value(node, &place.to_string(), &names));
    }
}

/// Whether a value is one of an enum's.
pub(super) fn is_allowed(node: &Node, schema: &SchemaNode) -> bool {
    schema.allowed.iter().any(|value| value.is(node))
}

fn integer(walk: &mut Walk<'_>, node: &Node, at: SchemaRef<'_>, type_: Type, place: Place<'_>) {
    let schema = at.node;
    let text = node.scalar_text().map_or("", |text| text.as_str());
    let Some(value) = node.as_i64().or_else(|| whole(text)) else {
        let is_whole = text.trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit());
        walk.out.push(match is_whole {
            true => problem::out_of_range(node, &place.to_string(), "fit into 64 bits"),
            false => problem::wrong_type(node, type_.words(), &place.to_string()),
        });
        return;
    };
    // Go's IntOrString has 32 bits; a custom resource's has as many as any integer.
    let is_short = schema.format.as_deref() == Some("int32") || (type_ == Type::IntegerOrText && at.built_in);
    if is_short && i32::try_from(value).is_err() {
        walk.out.push(problem::out_of_range(
            node,
            &place.to_string(),
            "fit into 32 bits: at most 2147483647",
        ));
        return;
    }
    if schema.is_limited {
        allowed(walk, node, schema, place);
        range(walk, node, value as f64, schema, place);
    }
}

/// `1.0` and `1e3` are integers: on the way to the server they lose their point.
fn whole(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    (text.contains(['.', 'e', 'E']) && number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn range(walk: &mut Walk<'_>, node: &Node, value: f64, schema: &SchemaNode, place: Place<'_>) {
    let limit = match (schema.minimum, schema.maximum, schema.multiple_of) {
        (Some(minimum), ..) if schema.above_minimum != 0 && value <= minimum => {
            format!("be greater than {minimum}")
        }
        (Some(minimum), ..) if value < minimum => format!("be at least {minimum}"),
        (_, Some(maximum), _) if schema.below_maximum != 0 && value >= maximum => {
            format!("be less than {maximum}")
        }
        (_, Some(maximum), _) if value > maximum => format!("be at most {maximum}"),
        (.., Some(factor)) if !is_multiple(value, factor) => format!("be a multiple of {factor}"),
        _ => return,
    };
    walk.out.push(problem::out_of_range(node, &place.to_string(), &limit));
}

/// Whether a number is so many times another, but for the error of floating point.
fn is_multiple(value: f64, factor: f64) -> bool {
    let times = value / factor;
    (times - times.round()).abs() < 1e-9
}

/// Lengths count characters.
fn length(walk: &mut Walk<'_>, node: &Node, text: &str, schema: &SchemaNode, place: Place<'_>) {
    if schema.min_length.is_none() && schema.max_length.is_none() {
        return;
    }
    let length = text.chars().count();
    let limit = match (schema.min_length, schema.max_length) {
        (Some(1), _) if length == 0 => "not be empty".to_owned(),
        (Some(min), _) if length < min => format!("be at least {min} characters long"),
        (_, Some(max)) if length > max => format!("be at most {max} characters long"),
        _ => return,
    };
    walk.out.push(problem::out_of_range(node, &place.to_string(), &limit));
}

/// Pattern and format of text. An empty text that is too short is told once.
fn form(walk: &mut Walk<'_>, node: &Node, text: &str, schema: &SchemaNode, place: Place<'_>) {
    let is_told = text.is_empty() && schema.min_length.is_some_and(|min| min > 0);
    match &schema.pattern {
        Some(pattern) if pattern.as_str() == QUANTITY_PATTERN && Quantity::parse(text).is_none() => {
            walk.out.push(problem::bad_quantity(node, &place.to_string()));
        }
        Some(pattern) if !is_told && !pattern.is_in(text) => {
            walk.out.push(problem::wrong_pattern(node, &place.to_string(), Pattern::as_str(pattern)));
        }
        _ => {}
    }
    let format = schema.format.as_deref().and_then(Format::named);
    if let Some(format) = format.filter(|format| !is_told && !format.fits(text)) {
        walk.out.push(problem::wrong_format(node, &place.to_string(), format.words));
    }
}
