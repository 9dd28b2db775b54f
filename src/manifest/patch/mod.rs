//! Changes of objects that the language has no word for: which objects a patch means, and laying it over them.
//!
//! What the layers say is `overlay`'s; whether what comes of it is right is `verify`'s.

mod choice;
mod items;
mod merge;
mod target;

use std::collections::BTreeSet;

pub use merge::merge;
use target::{Known, Target};

use super::{Object, Vouched};
use crate::diagnostic::{Diagnostic, code};
use crate::overlay::Patch;
use crate::schema::output::{KindLookup, Minor, OutputSchemas, SchemaRef};
use crate::source::Span;
use crate::syntax::{Node, Text};

/// What patches need to know of an app.
pub struct Patching<'a> {
    pub app: &'a str,
    pub schemas: &'a OutputSchemas,
    pub minor: Minor,
    /// Objects that keys call by another name than theirs: `Kind/<derived name>`, and the name that they have.
    pub renamed: &'a [(String, Text)],
    /// Evaluates what a patch writes.
    pub evaluate: &'a dyn Fn(&mut Node, &mut Vec<Diagnostic>),
}

/// Whether the patch of a layer for many apps found an object in one of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sought {
    pub key: Text,
    pub place: Option<Span>,
    pub found: bool,
    /// The objects that there were instead.
    pub instead: BTreeSet<String>,
}

impl Patching<'_> {
    /// Lays patches over objects, in their order. The places of those that need not find anything are returned.
    pub fn apply(
        &self,
        patches: &[Patch],
        objects: &mut Vec<Object>,
        out: &mut Vec<Diagnostic>,
    ) -> Vec<Sought> {
        let mut sought = Vec::new();
        for patch in patches {
            let Some(target) = Target::parse(&patch.key) else { continue };
            let at = patch.key_origin.span();
            let known: Vec<Known> =
                objects.iter().map(|object| Known { object, name: self.name(object) }).collect();
            let places = target.among(&known);
            let instead = if places.is_empty() { target.keys(&known) } else { BTreeSet::new() };
            if patch.own && places.is_empty() {
                out.push(target::nothing(&patch.key, self.app, &instead, at));
            }
            if !patch.own {
                let (key, found) = (patch.key.clone(), !places.is_empty());
                sought.push(Sought { key, place: at, found, instead });
            }
            match target.ambiguity(&known, &places, at) {
                Some(found) => out.push(found),
                None if places.is_empty() => {}
                None => self.change(patch, &places, objects, out),
            }
        }
        sought
    }

    /// The name by which keys call an object: the derived one, without `names`, namespace and hash.
    fn name(&self, object: &Object) -> String {
        let renamed = self.renamed.iter().find_map(|(key, name)| {
            let derived = key.strip_prefix(object.identity.kind.as_str())?.strip_prefix('/')?;
            (*name == object.stable_name).then(|| derived.to_owned())
        });
        renamed.unwrap_or_else(|| object.stable_name.to_string())
    }

    fn schema(&self, object: &Object) -> Option<SchemaRef<'_>> {
        match self.schemas.kind(&object.api_version, &object.identity.kind, self.minor) {
            KindLookup::Found(kind) => Some(kind.node),
            _ => None,
        }
    }

    fn change(&self, patch: &Patch, places: &[usize], objects: &mut Vec<Object>, out: &mut Vec<Diagnostic>) {
        let mut change = patch.change.clone().into_owned();
        let first = out.len();
        (self.evaluate)(&mut change, out);
        if out.len() > first {
            return;
        }
        if change.as_mapping().is_none() {
            let message = format!("a patch of `{}` is a map, not {}", patch.key, change.value.kind());
            out.push(Diagnostic::error(code::WRONG_TYPE, message).at(change.origin.span(), ""));
            return;
        }
        for place in places.iter().rev() {
            let Some(object) = objects.get_mut(*place) else { continue };
            if !object.patch(&change, self.schema(object), out) {
                objects.remove(*place);
            }
        }
    }
}

/// A key of a layer for many apps that meant an object in none of them.
pub fn nowhere(sought: &Sought, environment: &str, instead: &BTreeSet<String>) -> Diagnostic {
    target::nothing(&sought.key, &format!("any app in {environment}"), instead, sought.place)
}

/// What a patch may not change: it would be another object.
const IDENTITY: [&[&str]; 4] =
    [&["apiVersion"], &["kind"], &["metadata", "name"], &["metadata", "namespace"]];

impl Object {
    /// Lays a patch over the object; `false` where the patch removes it.
    fn patch(&mut self, change: &Node, schema: Option<SchemaRef<'_>>, out: &mut Vec<Diagnostic>) -> bool {
        let object = self.identity.to_string();
        let Some(mut merged) = merge(self.node.clone(), change, schema, &object, out) else { return false };
        // The object stays where and why it was.
        merged.origin = self.node.origin.clone().merged(change.origin.clone());
        let is_changed = |keys: &&&[&str]| match (self.node.at(keys), merged.at(keys)) {
            (Some(before), Some(after)) => !before.same_value(after),
            (before, after) => before.is_some() || after.is_some(),
        };
        let changed: Vec<&&[&str]> = IDENTITY.iter().filter(is_changed).collect();
        if changed.is_empty() {
            if let Vouched::Whole = self.vouched {
                self.vouched = Vouched::Before(Box::new(self.clone()));
            }
            self.node = merged;
        }
        // Fields that one line takes away are told of together.
        for same in changed.chunk_by(|left, right| written_at(change, left) == written_at(change, right)) {
            out.push(identity_changed(&object, same, change));
        }
        true
    }
}

/// Where a patch writes a field, or what takes the field away: `metadata: null`.
fn written_at(change: &Node, keys: &[&str]) -> Option<Span> {
    let ways = (0..=keys.len()).rev().filter_map(|length| keys.get(..length));
    ways.into_iter().find_map(|keys| change.at(keys)?.origin.span())
}

fn identity_changed(object: &str, fields: &[&&[&str]], change: &Node) -> Diagnostic {
    let names: Vec<String> = fields.iter().map(|keys| keys.join(".")).collect();
    let message = format!("a patch cannot change {} of {object}", names.join(", "));
    let place = fields.first().and_then(|keys| written_at(change, keys));
    let found = Diagnostic::error(code::PATCH_IDENTITY, message).at(place, "");
    found.help("it would be another object: `name`, `names` and `namespace` rename objects of an app")
}
