//! Which objects the key of a patch means.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::source::Span;

/// How keys call the group of Kubernetes' first kinds, which has no name.
const CORE: &str = "core";
/// How many objects a note lists.
const LISTED: usize = 24;

/// `Kind/name`, `Kind.group/name`, `Kind/*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target<'k> {
    kind: &'k str,
    group: Option<&'k str>,
    name: &'k str,
}

/// An object with the name that keys call it by.
pub(super) struct Known<'a> {
    pub object: &'a Object,
    pub name: String,
}

impl<'k> Target<'k> {
    pub fn parse(key: &'k str) -> Option<Self> {
        let (kind, name) = key.split_once('/')?;
        let (kind, group) = match kind.split_once('.') {
            Some((kind, group)) => (kind, Some(if group == CORE { "" } else { group })),
            None => (kind, None),
        };
        Some(Target { kind, group, name })
    }

    /// The places of the objects that are meant.
    pub fn among(&self, known: &[Known]) -> Vec<usize> {
        let is_meant = |known: &Known| {
            let identity = &known.object.identity;
            identity.kind.as_str() == self.kind
                && self.group.is_none_or(|group| identity.group.as_str() == group)
                && (self.name == "*" || known.name == self.name)
        };
        known.iter().enumerate().filter(|(_, known)| is_meant(known)).map(|(place, _)| place).collect()
    }

    /// The finding where objects of two groups are meant.
    pub fn ambiguity(&self, known: &[Known], places: &[usize], at: Option<Span>) -> Option<Diagnostic> {
        let objects = places.iter().filter_map(|place| known.get(*place));
        let groups: BTreeSet<&str> = objects.map(|known| known.object.identity.group.as_str()).collect();
        if groups.len() < 2 {
            return None;
        }
        let keys: Vec<String> = groups
            .into_iter()
            .map(|group| format!("`{}/{}`", qualified(self.kind, group), self.name))
            .collect();
        let message = format!("`{}/{}` means objects of {} groups", self.kind, self.name, keys.len());
        let found = Diagnostic::error(code::PATCH_AMBIGUOUS, message).at(at, "");
        Some(found.help(format!("write {}", keys.join(" or "))))
    }

    /// The keys of all objects, written as this one is.
    pub fn keys(&self, known: &[Known]) -> BTreeSet<String> {
        let key = |known: &Known| {
            let identity = &known.object.identity;
            let kind = match self.group {
                Some(_) => qualified(&identity.kind, &identity.group),
                None => identity.kind.to_string(),
            };
            let name = if self.name == "*" { "*" } else { &known.name };
            format!("{kind}/{name}")
        };
        known.iter().map(key).collect()
    }
}

fn qualified(kind: &str, group: &str) -> String {
    format!("{kind}.{}", if group.is_empty() { CORE } else { group })
}

/// The finding for a key that means no object of those that there are.
pub(super) fn nothing(key: &str, whose: &str, keys: &BTreeSet<String>, at: Option<Span>) -> Diagnostic {
    let near = nearest(key, keys.iter().map(String::as_str));
    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let found = Diagnostic::error(code::UNKNOWN_REFERENCE, format!("`{key}` is no object of {whose}"));
    let found = found.at(at, label);
    let shown: Vec<&str> = keys.iter().take(LISTED).map(String::as_str).collect();
    let found = match keys.len().checked_sub(shown.len()) {
        _ if keys.is_empty() => found,
        Some(more) if more > 0 => found.note(format!("there are: {} and {more} more", shown.join(", "))),
        _ => found.note(format!("there are: {}", shown.join(", "))),
    };
    found
        .help("a key is `Kind/name`, with the name from before `names` and without a Job's hash, or `Kind/*`")
}
