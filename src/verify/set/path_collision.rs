//! Two objects cannot lie in one file: names that differ only in characters that file names lack would.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::verify::Subject;
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::PATH_COLLISION, check: Check::Together(check) };

fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for (object, path) in subject.objects.iter().zip(subject.paths) {
        let place = object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
        // One object made twice is `identity`'s to tell.
        if let Some((other, first)) = seen.insert(path, (&object.identity, place))
            && other != &object.identity
        {
            let message = format!("{other} and {} would lie in one file", object.identity);
            let found = Diagnostic::error(code::PATH_COLLISION, message).at(place, "this is the second");
            out.push(found.related(first, "the first is here").help("give one of them another name"));
        }
    }
}
