//! Labels of objects and pods, as the API server takes them.
//!
//! Kubernetes documentation, "Labels and selectors", syntax and character set.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::spec::word::KeyKind;
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{keys, syntax, template_of};

pub const RULE: Rule = Rule { code: code::LABEL_SYNTAX, check: Check::Objects(check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    // An object's own labels and those of its pods; a Pod has them once.
    let of_pods = template_of(object).filter(|template| !std::ptr::eq(*template, &object.node));
    let holders = std::iter::once(&object.node).chain(of_pods);
    for entry in holders.flat_map(|holder| keys(holder, &["metadata", "labels"])) {
        // A loop over the finding that is mostly not there would move its place about.
        if let Some(found) = bad_key(entry) {
            findings.add(&entry.value, found);
        }
        if let Some(found) = bad_value(entry, object) {
            findings.add(&entry.value, found);
        }
    }
}

fn bad_key(entry: &Entry) -> Option<Diagnostic> {
    let expected = KeyKind::Label.check(&entry.key).err()?;
    let message = format!("`{}` cannot be the key of a label", entry.key);
    Some(Diagnostic::error(code::LABEL_SYNTAX, message).at(entry.key_origin.span(), "").help(expected))
}

fn bad_value(entry: &Entry, object: &Object) -> Option<Diagnostic> {
    // A label that repeats the name is as good as the name, which `names` looks at.
    let is_name = |value: &&str| object.identity.name.as_str() == *value;
    let value = entry.value.as_str().filter(|value| !is_name(value))?;
    let expected = syntax::label_value(value).err()?;
    let name = || object.node.at(&["metadata", "name"]).and_then(|node: &Node| node.origin.span());
    let message = format!("`{value}` cannot be the value of the label `{}`", entry.key);
    let found =
        Diagnostic::error(code::LABEL_SYNTAX, message).at(entry.value.origin.span().or_else(name), "");
    Some(found.help(expected))
}
