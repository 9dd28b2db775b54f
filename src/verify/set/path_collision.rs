//! Two objects cannot lie in one file: names that differ only in characters that file names lack would.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Linked, Placed, Site, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::PATH_COLLISION, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut seen: BTreeMap<&str, &Placed> = BTreeMap::new();
    let mut owner = "";
    for placed in &linked.entries {
        // Each app has a folder of its own.
        if placed.owner != owner {
            seen.clear();
            owner = placed.owner;
        }
        let Some(path) = placed.entry.manifest.as_deref() else { continue };
        let Some(first) = seen.insert(path, placed) else { continue };
        let (own, other) = (&placed.entry.identity, &first.entry.identity);
        // One object made twice is `duplicate_object`'s to tell.
        if own != other {
            let message = format!("{other} and {own} would lie in one file");
            let found = Diagnostic::error(code::PATH_COLLISION, message);
            let found = found.at(placed.entry.place, "this is the second");
            let found = found.related(first.entry.place, "the first is here");
            told.add(placed, &Site::name(placed.entry), found.help("give one of them another name"));
        }
    }
}
