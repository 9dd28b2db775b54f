//! Two objects cannot be one object: group, kind, namespace and name are unique.
//!
//! A cluster would hold one of them, and Argo CD would fight over it for ever.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Identity;
use crate::verify::between::{Linked, Placed, Site, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::DUPLICATE_OBJECT, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut seen: BTreeMap<&Identity, &Placed> = BTreeMap::new();
    for placed in &linked.entries {
        if let Some(first) = seen.insert(&placed.entry.identity, placed) {
            let found =
                if first.owner == placed.owner { twice(first, placed) } else { by_two(first, placed) };
            told.add(placed, &Site::name(placed.entry), found);
        }
    }
}

fn twice(first: &Placed, second: &Placed) -> Diagnostic {
    let place = second.entry.place;
    let found = Diagnostic::error(code::DUPLICATE_OBJECT, format!("{} is made twice", second.entry.identity));
    let found = found.at(place, "this is the second").help("give one of them another `name`");
    if first.entry.place == place { found } else { found.related(first.entry.place, "the first is here") }
}

fn by_two(first: &Placed, second: &Placed) -> Diagnostic {
    let (app, other) = (second.owner, first.owner);
    let message = format!("{} is made by {other} too, in the same namespace", second.entry.identity);
    Diagnostic::error(code::DUPLICATE_OBJECT, message)
        .at(second.entry.place, format!("here by {app}"))
        .related(first.entry.place, format!("here by {other}"))
        .help("give one of them another `name`, or one of the apps another namespace")
}
