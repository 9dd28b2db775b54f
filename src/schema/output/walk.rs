//! Strict validation of a tree against a schema node.
//!
//! Scalars are `scalar`'s, lists with keys `items`'s, `oneOf` and its kin `condition`'s; wording is `problem`'s.

use std::fmt;

use crate::diagnostic::{Diagnostic, Severity, code};
use crate::schema::problem::{self, ITEM};
use crate::spec::shape::is_expression;
use crate::syntax::{Entry, Mapping, Node, Value};

use super::keywords::{SchemaNode, Type};
use super::{SchemaRef, cel, condition, items, lenient, scalar};

/// How much of an object a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A part, one layer of several: nothing is required, `null` removes, text with `${{` may become anything.
    Fragment,
    /// All of it, as the API server would get it.
    Complete,
}

/// Checks a tree against a schema node and adds what is wrong to `out`, in the order of the tree.
pub fn check(node: &Node, at: SchemaRef<'_>, mode: Mode, out: &mut Vec<Diagnostic>) {
    check_named(node, at, mode, at.name().unwrap_or("value"), out);
}

/// As [`check`], where messages call the tree itself by the name that its author knows (`liveness`).
pub fn check_named(node: &Node, at: SchemaRef<'_>, mode: Mode, name: &str, out: &mut Vec<Diagnostic>) {
    Walk { mode, out }.node(node, at, Place::here(name));
}

/// The way to a node, kept on the stack: it is spelt out only where something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub above: Option<&'p Place<'p>>,
    pub key: &'p str,
    /// The definition that the key is a field of, where it has a name upstream.
    pub of: Option<&'p str>,
}

impl<'p> Place<'p> {
    /// The place that a check begins at.
    pub fn here(key: &'p str) -> Self {
        Place { above: None, key, of: None }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        problem::name_place(f, self.key, self.above.map(|above| above as &dyn fmt::Display))
    }
}

pub(super) struct Walk<'o> {
    pub mode: Mode,
    pub out: &'o mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, at: SchemaRef<'_>, place: Place<'_>) {
        if self.mode == Mode::Fragment && is_expression(node) {
            return;
        }
        if node.is_null() {
            return self.null(node, at, place);
        }
        let before = self.out.len();
        match (at.node.type_, &node.value) {
            (None, Value::Mapping(mapping)) if !at.node.properties.0.is_empty() => {
                self.mapping(node, mapping, at, place)
            }
            (None, _) => scalar::limits(self, node, at, place),
            (Some(Type::Map), Value::Mapping(mapping)) => self.mapping(node, mapping, at, place),
            (Some(Type::List), Value::Sequence(sequence)) => self.sequence(node, sequence, at, place),
            (Some(Type::Map), _) => self.out.push(problem::wrong_type(node, "a map", &place.to_string())),
            (Some(Type::List), _) => self.out.push(problem::wrong_type(node, "a list", &place.to_string())),
            (Some(type_), _) => scalar::check(self, node, at, type_, place),
        }
        if at.node.is_asked && self.mode == Mode::Complete {
            condition::check(self, node, at, place);
            if self.is_sound_since(before) {
                cel::check(self, node, at, place);
            }
        }
    }

    /// Whether nothing was found since but broken rules: rules are asked of values that are right otherwise.
    fn is_sound_since(&self, before: usize) -> bool {
        self.out
            .iter()
            .skip(before)
            .all(|finding| matches!(finding.code, code::CEL_RULE | code::CEL_UNCHECKED))
    }

    fn null(&mut self, node: &Node, at: SchemaRef<'_>, place: Place<'_>) {
        let forgiven = at.built_in || at.node.nullable != 0 || at.node.default.is_some();
        if self.mode == Mode::Fragment || forgiven {
            return;
        }
        if let Some(type_) = at.node.type_ {
            self.out.push(problem::wrong_type(node, type_.words(), &place.to_string()));
        }
    }

    fn mapping(&mut self, node: &Node, mapping: &Mapping, at: SchemaRef<'_>, place: Place<'_>) {
        let (above, of, values) = (Some(&place), at.name(), at.values());
        for entry in mapping.iter() {
            let key = entry.key.as_str();
            match at.property(key).or(values) {
                Some(field) if field.node.takes_any(&entry.value) => {}
                Some(field) => self.node(&entry.value, field, Place { above, key, of }),
                None if at.is_open() || (self.mode == Mode::Fragment && key.contains("${{")) => {}
                None if key == "status" && self.mode == Mode::Complete && at.node.has_status != 0 => {
                    self.status(&entry.value);
                }
                None => self.unknown(entry, mapping, at, place),
            }
        }
        if self.mode == Mode::Complete && !has_required(mapping, at) {
            self.required(node, mapping, at, place);
        }
        self.keys(node, mapping, at, place);
    }

    /// A status is the cluster's: what is written there is dropped without a word, if it is a map.
    fn status(&mut self, node: &Node) {
        if node.as_mapping().is_none() && !node.is_null() {
            self.out.push(problem::wrong_type(node, Type::Map.words(), "`status`"));
        }
    }

    /// How many keys there are.
    pub fn keys(&mut self, node: &Node, mapping: &Mapping, at: SchemaRef<'_>, place: Place<'_>) {
        let limits = (at.node.min_properties, at.node.max_properties);
        if limits != (None, None) {
            self.counts(node, mapping.len(), limits, "key", place);
        }
    }

    fn unknown(&mut self, entry: &Entry, mapping: &Mapping, at: SchemaRef<'_>, place: Place<'_>) {
        // What somebody else put beside the author's keys (our labels) is not taken: he may still mean it.
        let is_taken =
            |name: &str| mapping.entry(name).is_some_and(|entry| entry.key_origin.span().is_some());
        let allowed: Vec<&str> = at.fields().filter(|name| !is_taken(name)).collect();
        let finding = problem::unknown_field(entry, &allowed, &place.to_string());
        self.out.push(match (entry.key.as_str(), place.above) {
            ("status", None) => finding.help("remove it: the status of an object is written by the cluster"),
            _ => finding,
        });
    }

    /// Tells what is required and not there, under no name near to it either.
    fn required(&mut self, node: &Node, mapping: &Mapping, at: SchemaRef<'_>, place: Place<'_>) {
        let is_absent = |name: &&str| match mapping.get(name) {
            None => !problem::is_misspelt(name, node, |key| at.field(key).is_some()),
            Some(value) => is_absent(value, at),
        };
        let absent = at.node.required.iter().map(AsRef::as_ref).filter(is_absent);
        let (unmissed, absent): (Vec<&str>, Vec<&str>) =
            absent.partition(|name| at.built_in && lenient::is_unmissed(place, at.name(), name));
        self.out.extend(problem::missing_fields(node, &absent, place));
        self.out.extend(problem::missing_fields(node, &unmissed, place).map(|found| {
            let note = "Kubernetes calls it required, but its API server does without";
            Diagnostic { severity: Severity::Warning, ..found }.note(note)
        }));
    }

    fn sequence(&mut self, node: &Node, sequence: &[Node], at: SchemaRef<'_>, place: Place<'_>) {
        if let Some(schema) = at.items() {
            for item in sequence {
                self.node(item, schema, Place { above: Some(&place), key: ITEM, of: None });
            }
        }
        items::check(self, sequence, at, place);
        self.lengths(node, sequence, at, place);
    }

    /// How many items there are.
    pub fn lengths(&mut self, node: &Node, sequence: &[Node], at: SchemaRef<'_>, place: Place<'_>) {
        let limits = (at.node.min_items, at.node.max_items);
        if limits != (None, None) {
            self.counts(node, sequence.len(), limits, "item", place);
        }
    }

    /// The number of items or keys; a fragment may have fewer than the whole.
    fn counts(&mut self, node: &Node, count: usize, limits: Limits, of: &str, place: Place<'_>) {
        let (bound, limit) = match limits {
            (Some(min), _) if count < min && self.mode == Mode::Complete => ("least", min),
            (_, Some(max)) if count > max => ("most", max),
            _ => return,
        };
        let plural = if limit == 1 { "" } else { "s" };
        let limit = format!("have at {bound} {limit} {of}{plural}");
        self.out.push(problem::out_of_range(node, &place.to_string(), &limit));
    }
}

/// Whether all that is required is there.
fn has_required(mapping: &Mapping, at: SchemaRef<'_>) -> bool {
    at.node.required.iter().all(|name| mapping.get(name).is_some_and(|value| !is_absent(value, at)))
}

/// Whether a value is as good as none.
fn is_absent(value: &Node, at: SchemaRef<'_>) -> bool {
    value.is_null() && at.built_in
}

/// The least and the greatest number of something.
type Limits = (Option<usize>, Option<usize>);

impl Type {
    /// The type in a message's words, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Type::Map => "a map",
            Type::List => "a list",
            Type::Text => "text",
            Type::Integer => "an integer",
            Type::Number => "a number",
            Type::Boolean => "true or false",
            Type::IntegerOrText => "an integer or text",
            Type::Quantity => "a quantity",
        }
    }
}

impl SchemaNode {
    /// The default of a field, as text.
    pub(super) fn default_text(&self) -> Option<String> {
        match self.default.as_ref()? {
            serde_json::Value::String(text) => Some(text.clone()),
            value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => Some(value.to_string()),
            _ => None,
        }
    }
}
