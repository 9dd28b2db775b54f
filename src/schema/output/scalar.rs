//! Checks of single values: type, enum, range, length, quantity.

use crate::schema::{Quantity, problem};
use crate::syntax::{Node, Value};

use super::SchemaRef;
use super::keywords::{Pattern, Scalar, SchemaNode, Type};
use super::walk::{Place, Walk};

/// The pattern by which custom resources say that an integer or text is a quantity.
const QUANTITY_PATTERN: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

pub(super) fn check(walk: &mut Walk<'_>, node: &Node, at: SchemaRef<'_>, type_: Type, place: Place<'_>) {
    let schema = at.node;
    match (type_, &node.value) {
        (Type::Text, Value::String(text)) => {
            if !(at.built_in && text.is_empty()) {
                allowed(walk, node, schema, place);
            }
            length(walk, node, text, schema, place);
        }
        (Type::Boolean, Value::Bool(_)) => {}
        (Type::Integer | Type::IntegerOrText, Value::Number(_)) => integer(walk, node, at, type_, place),
        (Type::Number, Value::Number(text)) => {
            range(walk, node, text.parse().unwrap_or(0.0), schema, place);
        }
        (Type::IntegerOrText, Value::String(text)) => {
            if schema.pattern.as_ref().map(Pattern::as_str) == Some(QUANTITY_PATTERN)
                && Quantity::parse(text).is_none()
            {
                walk.out.push(problem::bad_quantity(node, &place.to_string()));
            }
        }
        (Type::Quantity, Value::String(text) | Value::Number(text)) => {
            if Quantity::parse(text).is_none() {
                walk.out.push(problem::bad_quantity(node, &place.to_string()));
            }
        }
        _ => walk.out.push(problem::wrong_type(node, type_.words(), &place.to_string())),
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
    let Some(value) = node.as_i64() else {
        let text = node.scalar_text().map_or("", |text| text.as_str());
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
    allowed(walk, node, schema, place);
    range(walk, node, value as f64, schema, place);
}

fn range(walk: &mut Walk<'_>, node: &Node, value: f64, schema: &SchemaNode, place: Place<'_>) {
    let limit = match (schema.minimum, schema.maximum) {
        (Some(minimum), _) if value < minimum => format!("be at least {minimum}"),
        (_, Some(maximum)) if value > maximum => format!("be at most {maximum}"),
        _ => return,
    };
    walk.out.push(problem::out_of_range(node, &place.to_string(), &limit));
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
