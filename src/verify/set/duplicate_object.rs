//! Two objects cannot be one object: group, kind, namespace and name are unique.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::{Identity, Object};
use crate::source::Span;
use crate::syntax::Text;
use crate::verify::Subject;
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::DUPLICATE_OBJECT, check: Check::Together(check) };

fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
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

/// An object by what makes it itself, with the place of its name.
pub type Named = (Identity, Option<Span>);

/// What [`across`] needs to know of an app's objects.
pub fn named(objects: &[Object]) -> Vec<Named> {
    let place = |object: &Object| object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span());
    objects.iter().map(|object| (object.identity.clone(), place(object))).collect()
}

/// What makes an object itself, its name first: that tells most apart.
fn distinct(identity: &Identity) -> [&Text; 4] {
    [&identity.name, &identity.kind, &identity.namespace, &identity.group]
}

/// Objects that two apps of one environment make, each with the position of the later app. A cluster would hold one
/// of them, and Argo CD would fight over it for ever.
pub fn across(apps: &[(&str, &[Named])]) -> Vec<(usize, Diagnostic)> {
    let mut seen: BTreeMap<[&Text; 4], (&str, Option<Span>)> = BTreeMap::new();
    let mut found = Vec::new();
    for (position, (app, objects)) in apps.iter().enumerate() {
        for (identity, place) in *objects {
            let Some((other, first)) = seen.insert(distinct(identity), (app, *place)) else { continue };
            if other == *app {
                continue;
            }
            let message = format!("{identity} is made by {other} too, in the same namespace");
            let diagnostic = Diagnostic::error(code::DUPLICATE_OBJECT, message)
                .at(*place, format!("here by {app}"))
                .related(first, format!("here by {other}"))
                .help("give one of them another `name`, or one of the apps another namespace");
            found.push((position, diagnostic));
        }
    }
    found
}
