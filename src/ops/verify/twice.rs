//! One object in two places: the cluster would hold whichever is applied last.
//!
//! Files of one folder are applied together. Folders may be of different clusters or environments, so what two of them
//! share is told only where all that is named is of one cluster (`--closed`).

use std::collections::BTreeMap;

use super::look::Seen;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Identity;
use crate::source::Span;

/// What stands in two places, by the position of the later one among the objects.
pub fn twice<'a>(
    objects: impl Iterator<Item = (&'a str, &'a Seen)>,
    closed: bool,
) -> BTreeMap<usize, Diagnostic> {
    let mut first: BTreeMap<(&str, &Identity), Option<Span>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    let objects = objects.enumerate().filter(|(_, (_, seen))| !seen.skipped && seen.place.is_some());
    for (position, (path, seen)) in objects {
        let folder = if closed { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
        let Some(before) = first.insert((folder, &seen.identity), seen.place) else { continue };
        let namespace = match seen.identity.namespace.as_str() {
            "" => String::new(),
            namespace => format!(" in {namespace}"),
        };
        let message = format!("{}{namespace} is there twice", seen.identity);
        let diagnostic = Diagnostic::error(code::DUPLICATE_OBJECT, message)
            .at(seen.place, "again here")
            .related(before, "first here")
            .help("remove one of them, or give one another name or namespace");
        found.insert(position, diagnostic);
    }
    found
}
