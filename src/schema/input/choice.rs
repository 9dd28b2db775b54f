//! Choices: variants that exclude each other, variants that must be there, keys that a variant needs.

use super::walk::{Place, Walk};
use crate::schema::output::Mode;
use crate::schema::problem as common;
use crate::spec::{Field, Fields};
use crate::syntax::{Mapping, Node};

/// Two variants of one choice, or none where one must be.
pub(super) fn check(walk: &mut Walk<'_>, node: &Node, mapping: &Mapping, fields: &Fields, place: Place<'_>) {
    for choice in fields.choices.iter().map(|choice| choice.name) {
        let written = members(mapping, fields, choice);
        let clashing: Vec<&str> = written
            .iter()
            .filter(|field| written.iter().any(|other| field.excludes(other)))
            .map(|field| field.key.as_str())
            .collect();
        if !clashing.is_empty() {
            walk.out.push(common::conflicting_fields(node, &clashing, &place.to_string()));
        } else if walk.rules.mode == Mode::Complete
            && fields.needs == Some(choice)
            && !is_made(&written)
            && mapping.iter().all(|entry| fields.field(&entry.key).is_some())
        {
            let names: Vec<&str> = fields
                .members(choice)
                .filter(|field| defines(field))
                .map(|field| field.key.as_str())
                .collect();
            walk.out.push(common::missing_choice(node, &names, &place.to_string()));
        }
    }
}

/// Whether a field must be there: always, or because the variant to which it belongs is chosen.
pub(super) fn requires(field: &Field, mapping: &Mapping, fields: &Fields) -> bool {
    let Some((choice, variants)) = field.choice.as_ref().filter(|_| field.required) else {
        return field.required;
    };
    let written = members(mapping, fields, choice);
    let chosen = common_variants(&written);
    is_made(&written) && chosen.iter().all(|variant| variants.contains(variant))
}

/// The written fields of a choice.
fn members<'f>(mapping: &Mapping, fields: &'f Fields, choice: &str) -> Vec<&'f Field> {
    let written = |field: &&Field| mapping.get(&field.key).is_some_and(|value| !value.is_null());
    fields.members(choice).filter(written).collect()
}

fn variants(field: &Field) -> &[String] {
    field.choice.as_ref().map_or(&[], |(_, variants)| variants)
}

/// Whether a field by itself says which variant is meant.
fn defines(field: &Field) -> bool {
    variants(field).contains(&field.key) || (field.required && variants(field).len() == 1)
}

/// The variants in which all of these fields may stand.
fn common_variants<'f>(written: &[&'f Field]) -> Vec<&'f String> {
    let (first, rest) = match written {
        [first, rest @ ..] => (first, rest),
        [] => return Vec::new(),
    };
    variants(first)
        .iter()
        .filter(|variant| rest.iter().all(|field| variants(field).contains(variant)))
        .collect()
}

fn is_made(written: &[&Field]) -> bool {
    written.iter().any(|field| defines(field)) || common_variants(written).len() == 1
}
