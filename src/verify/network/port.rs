//! Ports as numbers or as names, wherever a field takes them.

use crate::syntax::{Node, Value};
use crate::verify::view::syntax::port_name;

/// Whether a value is a port's number; a value of another type is the schema's.
pub fn is_number(node: &Node) -> bool {
    node.as_i64().is_none_or(|number| (1..=65535).contains(&number))
}

/// What is wrong with a value that is a port's number or its name, and what it should be.
pub fn port_or_name(node: &Node) -> Option<(String, &'static str)> {
    match &node.value {
        Value::String(text) => {
            let expected = port_name(text).err()?;
            let is_quoted = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let help =
                if is_quoted { "a number in quotes is a name: take the quotes away" } else { expected };
            Some((format!("`{text}` is not the name of a port"), help))
        }
        Value::Number(text) if !is_number(node) => {
            Some((format!("{text} is not a port"), "a port is a number from 1 to 65535"))
        }
        _ => None,
    }
}
