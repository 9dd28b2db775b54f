//! Single values: types, words, bounds, the form of texts.

use super::problem;
use super::walk::{Place, Walk};
use crate::diagnostic::nearest;
use crate::schema::problem as common;
use crate::spec::normalise;
use crate::spec::word::{TextKind, Word};
use crate::spec::{Fields, Shape};
use crate::syntax::{Node, Value};

/// The greatest mode of a file, by which such fields are known.
pub(super) const FILE_MODE: i64 = 0o777;

/// Checks a value against a shape that is none of maps and lists, or that it does not fit.
pub(super) fn check(walk: &mut Walk<'_>, node: &Node, shape: Shape, place: Place<'_>) {
    match (shape, &node.value) {
        (Shape::Any, _) | (Shape::Flag, Value::Bool(_)) => {}
        (Shape::Scalar, Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
        (Shape::Constant(wanted), Value::Bool(_)) if node.as_bool() == Some(wanted) => {}
        (Shape::Text(kind), Value::String(text)) => check_text(walk, node, text, kind, place),
        (Shape::Choice(words), Value::String(text)) => check_word(walk, node, text, words, place),
        (Shape::Choice(words), Value::Bool(text) | Value::Number(text)) => {
            check_word(walk, node, text, words, place);
        }
        (Shape::Integer { min, max }, Value::Number(_)) => check_integer(walk, node, (min, max), place),
        (_, Value::Bool(text)) if is_constant(shape) => {
            let expected = shape.expected();
            walk.out.push(problem::other_constant(node, text, &expected, &place.to_string()));
        }
        _ => {
            let expected = expected(shape, node);
            walk.out.push(common::wrong_type(node, &expected, &place.to_string()));
        }
    }
}

/// Whether `true` or `false`, but not both, may stand there.
fn is_constant(shape: Shape) -> bool {
    match shape {
        Shape::Constant(_) => true,
        Shape::Either(alternatives) => alternatives.iter().any(|shape| is_constant(shape())),
        _ => false,
    }
}

/// The expected type, so that `problem` knows a missing quote where there is one.
fn expected(shape: Shape, node: &Node) -> String {
    let takes_text = match shape {
        Shape::Text(_) | Shape::Choice(_) => true,
        Shape::Struct(fields) => matches!(fields.short(), Some(Shape::Text(_))),
        _ => false,
    };
    match node.value {
        Value::Bool(_) | Value::Number(_) if takes_text => "text".to_owned(),
        _ => shape.expected(),
    }
}

fn check_text(walk: &mut Walk<'_>, node: &Node, text: &str, kind: TextKind, place: Place<'_>) {
    if let Err(expected) = kind.check(text) {
        walk.out.push(problem::bad_text(node, text, expected, kind, &place.to_string()));
    }
}

fn check_word(walk: &mut Walk<'_>, node: &Node, text: &str, words: &[Word], place: Place<'_>) {
    match words.iter().find(|word| word.word == text) {
        Some(word) if word.later => walk.out.push(problem::later_word(node, text, &place.to_string())),
        Some(_) => {}
        None => {
            let all = || words.iter().map(|word| word.word);
            let ready: Vec<&str> = words.iter().filter(|word| !word.later).map(|word| word.word).collect();
            let meant_later = nearest(text, all()).is_some_and(|word| !ready.contains(&word));
            let offered: Vec<&str> = if meant_later { all().collect() } else { ready };
            walk.out.push(common::wrong_value(node, &place.to_string(), &offered));
        }
    }
}

fn check_integer(walk: &mut Walk<'_>, node: &Node, (min, max): (i64, i64), place: Place<'_>) {
    let is_fraction = || node.scalar_text().is_some_and(|text| text.contains(['.', 'e', 'E', 'n']));
    let finding = match node.as_i64() {
        Some(_) if max == FILE_MODE && problem::octal(node).is_some() => {
            problem::outside(node, (min, max), &place.to_string())
        }
        Some(value) if (min..=max).contains(&value) => return,
        Some(_) => problem::outside(node, (min, max), &place.to_string()),
        None if is_fraction() => common::wrong_type(node, "an integer", &place.to_string()),
        None => problem::outside(node, (min, max), &place.to_string()),
    };
    walk.out.push(finding);
}

/// `repository:tag@digest`, each part at its own place.
pub(super) fn check_image(walk: &mut Walk<'_>, node: &Node, fields: &'static Fields, place: Place<'_>) {
    let mut image = node.clone();
    normalise::expand(&mut image, fields);
    match &image.value {
        Value::Mapping(mapping) => walk.structure(&image, mapping, fields, place),
        _ => {
            let expected = expected(Shape::Struct(fields), node);
            walk.out.push(common::wrong_type(node, &expected, &place.to_string()));
        }
    }
}
