//! Kubernetes' own structures inside the language.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::walk::{Place, Walk};
use super::{elsewhere, problem};
use crate::schema::output::{Minor, OutputSchemas, SchemaRef, check_named};
use crate::schema::problem as common;
use crate::spec::Fields;
use crate::syntax::{Entry, Mapping, Node};

/// Checks a value against the Kubernetes structure at a position.
pub(super) fn check(walk: &mut Walk<'_>, node: &Node, position: &'static str, place: Place<'_>) {
    if let Some(at) = find(walk, position) {
        check_named(node, at, walk.rules.mode, place.key(), walk.out);
    }
}

/// Checks a key that is none of a struct's own fields: a word of the Kubernetes structure beside them, or a mistake.
pub(super) fn check_rest(
    walk: &mut Walk<'_>,
    entry: &Entry,
    mapping: &Mapping,
    fields: &Fields,
    place: Place<'_>,
) {
    let of = place.to_string();
    let at = fields.rest.and_then(|rest| find(walk, rest.position));
    if let Some(instead) = fields.rest.and_then(|rest| rest.instead_of(&entry.key)) {
        return walk.out.push(problem::instead(entry, instead, &of));
    }
    if let Some(word) = at.and_then(|at| at.field(&entry.key)) {
        return check_named(&entry.value, word, walk.rules.mode, &entry.key, walk.out);
    }
    let foreign = at.into_iter().flat_map(|at| at.fields());
    let foreign = foreign.filter(|word| fields.rest.is_some_and(|rest| rest.instead_of(word).is_none()));
    let own = fields.fields.iter().filter(|field| !field.later).map(|field| field.key.as_str());
    let allowed: Vec<&str> = own.chain(foreign).filter(|name| mapping.get(name).is_none()).collect();
    // A key that is known nearby, letter by letter, is meant rather than one that only looks like it.
    walk.out.push(match elsewhere::find(&entry.key, fields, walk.rules.minor, place) {
        Some(help) => common::unknown_field(entry, &[], &of).help(help),
        None => common::unknown_field(entry, &allowed, &of),
    });
}

/// The places that were looked for, with what is there: every app asks for the same few.
static KNOWN: RwLock<BTreeMap<(Minor, &str), Option<SchemaRef>>> = RwLock::new(BTreeMap::new());

fn find(walk: &Walk<'_>, position: &'static str) -> Option<SchemaRef<'static>> {
    let wanted = (walk.rules.minor, position);
    if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&wanted) {
        return *known;
    }
    let found = OutputSchemas::embedded().position(position, walk.rules.minor);
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(wanted, found);
    found
}
