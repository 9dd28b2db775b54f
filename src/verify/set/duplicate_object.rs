//! Two objects cannot be one object: group, kind, namespace and name are unique.
//!
//! A cluster would hold one of them, and Argo CD would fight over it for ever.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Identity;
use crate::syntax::Text;
use crate::verify::between::{Linked, Placed, Site, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::DUPLICATE_OBJECT, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut seen: BTreeMap<([&Text; 4], &str), &Placed> = BTreeMap::new();
    let mut files: BTreeMap<[&str; 2], (&Placed, &Placed, usize)> = BTreeMap::new();
    // What the server names is another one each time.
    let named = |placed: &&Placed| !placed.entry.identity.name.is_empty() && placed.entry.place.is_some();
    let shared = linked.entries.iter().filter(|placed| linked.is_shared(&placed.entry.identity));
    for placed in shared.filter(|placed| placed.entry.manifest.is_some() || named(placed)) {
        if let Some(first) = seen.insert((distinct(&placed.entry.identity), placed.folder), placed) {
            if told.may_be_instead(placed, first) {
                files.entry([first.file, placed.file]).or_insert((first, placed, 0)).2 += 1;
                continue;
            }
            let found = match (first.owner, placed.owner) {
                ("", "") => there(first, placed),
                (own, other) if own == other => twice(first, placed),
                _ => by_two(first, placed),
            };
            told.add(placed, &Site::name(placed.entry), found);
        }
    }
    for (first, placed, count) in files.into_values() {
        let mut found = there(first, placed);
        match count {
            1 => {}
            2 => found = found.note("1 more object of the file is there too"),
            count => found = found.note(format!("{} more objects of the file are there too", count - 1)),
        }
        told.clash(placed, first, &Site::name(placed.entry), found);
    }
}

/// What makes an object itself, its name first: that tells most apart.
fn distinct(identity: &Identity) -> [&Text; 4] {
    [&identity.name, &identity.kind, &identity.namespace, &identity.group]
}

/// Of objects that somebody wrote as they are.
fn there(first: &Placed, second: &Placed) -> Diagnostic {
    let identity = &second.entry.identity;
    let namespace = match identity.namespace.as_str() {
        "" => String::new(),
        namespace => format!(" in {namespace}"),
    };
    Diagnostic::error(code::DUPLICATE_OBJECT, format!("{identity}{namespace} is there twice"))
        .at(second.entry.place, "again here")
        .related(first.entry.place, "first here")
        .help("remove one of them, or give one another name or namespace")
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
