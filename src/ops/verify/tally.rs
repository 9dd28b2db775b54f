//! How many objects of each kind there are, and what was found of them.

use std::collections::BTreeMap;

use super::look::Seen;

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

/// By kind: those with errors first, then those with warnings, then by name. `twice` has the positions of objects with
/// one error more.
pub fn tally<'a, T>(objects: impl Iterator<Item = &'a Seen>, twice: &BTreeMap<usize, T>) -> Vec<KindTally> {
    let mut kinds: BTreeMap<(&str, &str), KindTally> = BTreeMap::new();
    for (position, seen) in objects.enumerate() {
        let (kind, group) = (seen.identity.kind.as_str(), seen.identity.group.as_str());
        let tally = kinds.entry((kind, group)).or_default();
        tally.objects += 1;
        tally.errors += seen.errors + usize::from(twice.contains_key(&position));
        tally.warnings += seen.warnings;
        tally.skipped += usize::from(seen.skipped);
    }
    let named = |((kind, group), tally): ((&str, &str), KindTally)| KindTally {
        kind: kind.to_string(),
        group: group.to_string(),
        ..tally
    };
    let mut all: Vec<KindTally> = kinds.into_iter().map(named).collect();
    all.sort_by(|a, b| (b.errors, b.warnings).cmp(&(a.errors, a.warnings)));
    all
}
