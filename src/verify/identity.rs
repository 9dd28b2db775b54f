//! Two objects cannot be one object: group, kind, namespace and name are unique.

use std::collections::BTreeMap;

use super::Subject;
use crate::diagnostic::{Diagnostic, code};

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for object in subject.objects {
        let place = object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
        if let Some(first) = seen.insert(&object.identity, place) {
            let message = format!("{} is made twice", object.identity);
            let found = Diagnostic::error(code::DUPLICATE_OBJECT, message).at(place, "this is the second");
            let found = found.help("give one of them another `name`");
            out.push(if first == place { found } else { found.related(first, "the first is here") });
        }
    }
}
