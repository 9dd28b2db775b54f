//! How many objects of each kind there are, and what was found of them.

use std::collections::BTreeMap;

use super::look::Seen;
use crate::diagnostic::Diagnostic;
use crate::verify::Position;

/// The objects of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindTally {
    pub kind: String,
    /// Empty for Kubernetes' core.
    pub group: String,
    pub objects: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Left out with `--skip`, or without a schema where that is no matter.
    pub skipped: usize,
}

/// By kind: those with errors first, then those with warnings, then by name. `between` is what was found between the
/// objects, each of which has a summary of its own.
pub fn tally<'a>(
    objects: impl Iterator<Item = &'a Seen>,
    between: &[(Position, Diagnostic)],
) -> Vec<KindTally> {
    let mut between = between.iter().peekable();
    let mut kinds: BTreeMap<(&str, &str), KindTally> = BTreeMap::new();
    for (position, seen) in objects.enumerate() {
        let (kind, group) = (seen.identity.kind.as_str(), seen.identity.group.as_str());
        let tally = kinds.entry((kind, group)).or_default();
        tally.objects += 1;
        tally.errors += seen.errors;
        tally.warnings += seen.warnings;
        tally.skipped += usize::from(seen.skipped);
        while let Some((_, found)) = between.next_if(|(place, _)| place.summary == position) {
            tally.errors += usize::from(found.is_error());
            tally.warnings += usize::from(!found.is_error());
        }
    }
    let named = |((kind, group), tally): ((&str, &str), KindTally)| KindTally {
        kind: kind.to_string(),
        group: group.to_string(),
        ..tally
    };
    let mut all: Vec<KindTally> = kinds.into_iter().map(named).collect();
    all.sort_by_key(|tally| std::cmp::Reverse((tally.errors, tally.warnings)));
    all
}
