//! The walk over a tree and its shape.

use std::fmt;

use super::{choice, kubernetes, problem, value};
use crate::diagnostic::Diagnostic;
use crate::schema::output::{Minor, Mode};
use crate::schema::problem as common;
use crate::spec::shape::is_expression;
use crate::spec::word::KeyKind;
use crate::spec::{Field, Fields, Shape};
use crate::syntax::{Entry, Mapping, Node, Value};

/// What a tree is checked for.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// In a fragment nothing but the file's own head is required, `null` removes, and text with `${{` fits everywhere.
    pub mode: Mode,
    /// The Kubernetes version whose words count.
    pub minor: Minor,
}

/// Checks a tree against a shape and adds what is wrong to `out`, in the order of the tree. Shorthands are accepted;
/// `name` is what messages call the tree itself.
pub fn check(node: &Node, shape: Shape, name: &str, rules: Rules, out: &mut Vec<Diagnostic>) {
    Walk { rules, out }.node(node, shape, Place::named(name));
}

/// The way to a node, kept on the stack: it is spelt out only where something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    above: Option<&'p Place<'p>>,
    key: &'p str,
    /// The fields of what stands here, where it is a struct.
    fields: Option<&'static Fields>,
}

impl<'p> Place<'p> {
    pub fn named(key: &'p str) -> Self {
        Place { above: None, key, fields: None }
    }

    fn below(&'p self, key: &'p str) -> Self {
        Place { above: Some(self), key, fields: None }
    }

    fn holding(self, fields: &'static Fields) -> Self {
        Place { fields: Some(fields), ..self }
    }

    pub fn key(&self) -> &'p str {
        self.key
    }

    /// The key on the way to here beside which another key may stand: in the nearest map of known keys around.
    pub fn beside(&self, key: &str) -> Option<&'p str> {
        let above = self.above?;
        let Some(fields) = above.fields else { return above.beside(key) };
        fields.field(key).filter(|field| !field.later).map(|_| self.key)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        common::name_place(f, self.key, self.above.map(|above| above as &dyn fmt::Display))
    }
}

pub(super) struct Walk<'o> {
    pub rules: Rules,
    pub out: &'o mut Vec<Diagnostic>,
}

impl Walk<'_> {
    pub fn node(&mut self, node: &Node, shape: Shape, place: Place<'_>) {
        if !(self.rules.mode == Mode::Fragment && is_expression(node)) {
            self.written(node, shape, place);
        }
    }

    /// Checks a value that no layer can compute.
    fn written(&mut self, node: &Node, shape: Shape, place: Place<'_>) {
        if node.is_null() {
            return;
        }
        let shape = shape.for_value(node);
        match (shape, &node.value) {
            (Shape::Struct(fields), Value::Mapping(mapping)) => self.structure(node, mapping, fields, place),
            (Shape::Struct(fields), _) => self.shorthand(node, fields, place),
            (Shape::Map(keys, below), Value::Mapping(mapping)) => self.map(mapping, keys, below, place),
            (Shape::List(item), Value::Sequence(items)) => {
                items.iter().for_each(|node| self.node(node, item(), place.below(common::ITEM)));
            }
            (Shape::Kubernetes(position), _) => kubernetes::check(self, node, position, place),
            _ => value::check(self, node, shape, place),
        }
    }

    /// A map that must hold these fields; for files whose head was checked already.
    pub fn structure(&mut self, node: &Node, mapping: &Mapping, fields: &'static Fields, place: Place<'_>) {
        let place = place.holding(fields);
        for entry in mapping.iter() {
            match fields.field(&entry.key) {
                Some(field) if field.later => self.out.push(problem::later_field(entry)),
                Some(field) => self.field(entry, field, place),
                None => kubernetes::check_rest(self, entry, mapping, fields, place),
            }
        }
        choice::check(self, node, mapping, fields, place);
        let is_missing = |field: &&Field| {
            let is_asked = || self.rules.mode == Mode::Complete && choice::requires(field, mapping, fields);
            mapping.get(&field.key).is_none_or(Node::is_null) && (field.written || is_asked())
        };
        let missing = fields.asked().filter(is_missing).map(|field| field.key.as_str());
        let missing =
            missing.filter(|key| !common::is_misspelt(key, node, |key| fields.field(key).is_some()));
        let missing: Vec<&str> = missing.collect();
        if let Some(found) = common::missing_fields(node, &missing, place) {
            self.out.push(found);
        }
    }

    fn field(&mut self, entry: &Entry, field: &Field, place: Place<'_>) {
        let mode = self.rules.mode;
        if field.partial {
            self.rules.mode = Mode::Fragment;
        }
        let (shape, place) = ((field.shape)(), place.below(&entry.key));
        match field.written {
            true => self.written(&entry.value, shape, place),
            false => self.node(&entry.value, shape, place),
        }
        self.rules.mode = mode;
    }

    fn map(&mut self, mapping: &Mapping, keys: KeyKind, below: fn() -> Shape, place: Place<'_>) {
        for entry in mapping.iter() {
            self.key(entry, keys, place);
            self.node(&entry.value, below(), place.below(&entry.key));
        }
    }

    fn key(&mut self, entry: &Entry, keys: KeyKind, place: Place<'_>) {
        let checked = match entry.key.contains('$') && entry.key.contains("${{") {
            true => Err("expressions stand in values, never in keys"),
            false => keys.check(&entry.key),
        };
        if let Err(expected) = checked {
            self.out.push(problem::bad_key(entry, expected, &place.to_string()));
        }
    }

    /// A scalar in a struct's place.
    fn shorthand(&mut self, node: &Node, fields: &'static Fields, place: Place<'_>) {
        let Some(short) = fields.short() else {
            return self.out.push(common::wrong_type(node, "a map", &place.to_string()));
        };
        if fields.is_image() {
            return value::check_image(self, node, fields, place);
        }
        match short.for_value(node).fits(node) {
            true => self.node(node, short, place),
            false => value::check(self, node, Shape::Struct(fields), place),
        }
    }
}
