//! A workload's selector picks its own pods only: two that pick each other's count and scale what is not theirs.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector>

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Facts, Linked, Placed, Selector, Site, Told, Workload, value};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::SELECTOR_OVERLAP, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    for placed in &linked.entries {
        let Facts::Workload(workload) = &placed.entry.facts else { continue };
        let Some(selector) = workload.selector.as_ref().filter(|selector| !selector.is_empty()) else {
            continue;
        };
        let home = [placed.entry.identity.namespace.clone()];
        // What has no selector has its pods by another way.
        let others = linked
            .pods(Some(&home), selector, placed.folder)
            .into_iter()
            .filter(|(_, other)| other.selector.is_some());
        let is_told = |other: &Placed, theirs: &Workload| {
            // Of two that pick each other, the second is told of.
            let is_mutual = theirs.selector.as_ref().is_some_and(|theirs| picks(theirs, workload));
            other.folder == placed.folder
                && other.entry.identity != placed.entry.identity
                && !(is_mutual && other.entry.identity > placed.entry.identity)
        };
        let mut others = others.filter(|(other, theirs)| is_told(other, theirs)).map(|(other, _)| other);
        if let Some(other) = others.next() {
            told.clash(placed, &other, &Site::of(placed.entry, "spec.selector"), found(placed, &other));
        }
    }
}

fn picks(selector: &Selector, workload: &Workload) -> bool {
    selector.picks(|key| value(&workload.labels, key))
}

fn found(placed: &Placed, other: &Placed) -> Diagnostic {
    let (own, theirs) = (&placed.entry.identity, &other.entry.identity);
    Diagnostic::error(code::SELECTOR_OVERLAP, format!("the selector of {own} picks the pods of {theirs} too"))
        .related(other.entry.place, format!("{theirs} is here"))
        .help("give the pods of each workload a label of its own, and select by it")
}
