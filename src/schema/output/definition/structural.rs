//! What a definition's schema must be for the API server to take it: structural, as Kubernetes calls it.
//!
//! The invariants are those of `ValidateStructural` in apiextensions-apiserver.

use std::fmt;

use super::convert::flag;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::schema::output::keywords::Pattern;
use crate::syntax::{Entry, Mapping, Node, Text};

/// Keywords that a check under `anyOf` and its like cannot have: they would say what the object is.
const NOT_IN_CHECKS: [&str; 12] = [
    "additionalProperties",
    "default",
    "description",
    "nullable",
    "title",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

/// Keywords that no schema of a definition can have.
const NOWHERE: [&str; 6] =
    ["$ref", "additionalItems", "definitions", "dependencies", "patternProperties", "uniqueItems"];

/// What a `type` can be (`openapiV3Types`).
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Where in the schema a node stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Root,
    Below,
}

pub(super) fn check(raw: &Node, level: Level, out: &mut Vec<Diagnostic>) {
    Walk { out }.core(raw, level, Place { above: None, key: "openAPIV3Schema" });
}

/// The way to a schema node, for messages.
#[derive(Clone, Copy)]
struct Place<'p> {
    above: Option<&'p Place<'p>>,
    key: &'p str,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.above {
            Some(above) if above.above.is_some() => write!(f, "{above}.{}", self.key),
            _ => f.write_str(self.key),
        }
    }
}

struct Walk<'o> {
    out: &'o mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn fault(&mut self, node: &Node, message: String, label: &str, help: &str) {
        let found = Diagnostic::error(code::CRD_SCHEMA, message).at(node.origin.span(), label);
        self.out.push(found.help(help));
    }

    fn core(&mut self, raw: &Node, level: Level, place: Place<'_>) {
        self.everywhere(raw, place);
        self.type_(raw, level, place);
        for entry in properties(raw) {
            let key = entry.key.as_str();
            self.core(&entry.value, Level::Below, Place { above: Some(&place), key });
        }
        if let Some(items) = raw.get("items") {
            self.core(items, Level::Below, Place { above: Some(&place), key: "[]" });
        }
        if let Some(values) = raw.get("additionalProperties") {
            self.values(raw, values, level, place);
        }
        self.checks(raw, place);
    }

    fn type_(&mut self, raw: &Node, level: Level, place: Place<'_>) {
        let open = flag(raw, "x-kubernetes-preserve-unknown-fields");
        let free = open || flag(raw, "x-kubernetes-int-or-string");
        match raw.get("type").and_then(Node::as_str) {
            None if level == Level::Root || !free => self.fault(
                raw,
                format!("the schema of `{place}` has no `type`"),
                "not structural",
                "add `type`: the API server refuses the definition",
            ),
            Some(type_) if level == Level::Root && type_ != "object" && TYPES.contains(&type_) => self.fault(
                raw,
                format!("the schema is of a `{type_}`, not of an object"),
                "not structural",
                "write `type: object`",
            ),
            Some("array") if raw.get("items").is_none() => self.fault(
                raw,
                format!("the schema of the list `{place}` has no `items`"),
                "not structural",
                "add `items`: the API server refuses the definition",
            ),
            _ => {}
        }
    }

    fn values(&mut self, raw: &Node, values: &Node, level: Level, place: Place<'_>) {
        let beside = properties(raw).next().is_some();
        let what = match (values.as_bool(), level) {
            (Some(false), _) => "`additionalProperties` can only be a schema or `true`",
            (_, Level::Root) => "`additionalProperties` cannot stand at the root",
            _ if beside => "`additionalProperties` and `properties` exclude each other",
            _ => "",
        };
        if !what.is_empty() {
            self.fault(values, format!("{what} in `{place}`"), "not structural", "remove it");
        }
        if values.as_mapping().is_some() {
            self.core(values, Level::Below, Place { above: Some(&place), key: "*" });
        }
    }

    fn checks(&mut self, raw: &Node, place: Place<'_>) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for branch in raw.get(keyword).and_then(Node::as_sequence).unwrap_or_default() {
                self.check(branch, place);
            }
        }
        if let Some(branch) = raw.get("not") {
            self.check(branch, place);
        }
    }

    fn check(&mut self, raw: &Node, place: Place<'_>) {
        self.everywhere(raw, place);
        let entries = raw.as_mapping().into_iter().flat_map(Mapping::iter);
        for entry in entries.filter(|entry| NOT_IN_CHECKS.contains(&entry.key.as_str())) {
            let message = format!("`{}` cannot stand in a check of `{place}`", entry.key);
            self.fault(&entry.value, message, "not structural", "say it outside of anyOf, allOf, oneOf, not");
        }
        for entry in properties(raw) {
            self.check(&entry.value, Place { above: Some(&place), key: &entry.key });
        }
        if let Some(items) = raw.get("items") {
            self.check(items, Place { above: Some(&place), key: "[]" });
        }
        self.checks(raw, place);
    }

    /// What holds of every schema node, of either sort.
    fn everywhere(&mut self, raw: &Node, place: Place<'_>) {
        let Some(mapping) = raw.as_mapping() else {
            let message = format!("the schema of `{place}` is {}, not a map", raw.value.kind());
            return self.fault(raw, message, "no schema", "write a map with at least `type`");
        };
        let type_ = mapping.get("type");
        if let Some((node, name)) = type_.and_then(|node| Some((node, node.as_str()?)))
            && !TYPES.contains(&name)
        {
            let help = match nearest(name, TYPES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a type is {}", TYPES.join(", ")),
            };
            self.fault(
                node,
                format!("the type of `{place}` is `{name}`, which there is not"),
                "no type",
                &help,
            );
        }
        let is_banned =
            |entry: &&Entry| NOWHERE.contains(&entry.key.as_str()) && entry.value.as_bool() != Some(false);
        for entry in mapping.iter().filter(is_banned) {
            let message = format!("`{}` of `{place}` is not allowed in a definition", entry.key);
            self.fault(&entry.value, message, "not structural", "remove it");
        }
        let pattern = mapping.get("pattern");
        if let Some(node) = pattern.filter(|node| node.as_text().is_some_and(is_broken)) {
            let message = format!("the pattern of `{place}` is no regular expression of Go");
            self.fault(
                node,
                message,
                "cannot be read",
                "correct it: look-around and back references are unknown",
            );
        }
    }
}

fn is_broken(pattern: &Text) -> bool {
    Pattern::new(pattern.clone()).is_broken()
}

fn properties(raw: &Node) -> impl Iterator<Item = &Entry> {
    raw.get("properties").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}
