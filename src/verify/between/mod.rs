//! What holds between objects: a summary of each outlives its tree, and all summaries are held together.
//!
//! ```text
//! way        where something stands in an object       selector  what picks by labels
//!   │                                                    │
//! reference  what an object means by another           facts     what an object offers to others
//!   └──────────────┬───────────────────────────────────────┘
//!               summary
//!                  │
//!               linked   found by name and by label
//!                  │
//!         link, detail   which references are broken     ── and the rules of the room `set`
//! ```

mod detail;
mod facts;
mod grant;
mod link;
mod linked;
mod made;
mod reference;
mod selector;
mod share;
mod shelf;
mod summary;
mod way;

pub use facts::{Facts, Workload};
pub use linked::{Linked, Placed};
pub use reference::{Absence, Broken, Detail, Gathered, Port, Reference, Target};
pub use selector::{Selector, value};
pub use share::{Amounts, Bound, Share};
pub use summary::{Entry, Summary};
pub use way::{Site, Way};

use super::rule::Check;
use crate::diagnostic::Diagnostic;
use crate::parallel;

/// What the objects are of all that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Manifests as they were found: what they refer to may be elsewhere.
    Open,
    /// All manifests of one cluster.
    Closed,
    /// All objects of an environment: what is elsewhere has been declared.
    Estate,
    /// Some of an environment's objects; of what is absent, nothing is known.
    Part,
}

impl Scope {
    /// Whether the objects were read rather than compiled.
    pub fn is_read(self) -> bool {
        matches!(self, Scope::Open | Scope::Closed)
    }
}

/// What is wrong between the objects of some summaries: each finding with the position of the summary that it is
/// about, in the order of the summaries.
pub fn between(summaries: &[&Summary], scope: Scope) -> Vec<(usize, Diagnostic)> {
    let linked = Linked::new(summaries, scope);
    let foreign = link::foreign(&linked);
    let found = parallel::map(&linked.entries, |placed| {
        let mut found = Vec::new();
        link::check(&linked, &foreign, placed, &mut found);
        found
    });
    let of_references = linked.entries.iter().zip(found);
    let mut found: Vec<(usize, Diagnostic)> = of_references
        .flat_map(|(placed, found)| found.into_iter().map(|found| (placed.summary, found)))
        .collect();
    for rule in super::rules() {
        if let Check::Between(check) = rule.check {
            let mut told = Told { out: &mut found };
            check(&linked, &mut told);
        }
    }
    found.sort_by_key(|(summary, _)| *summary);
    found
}

/// Takes what rules find between objects.
pub struct Told<'t> {
    out: &'t mut Vec<(usize, Diagnostic)>,
}

impl Told<'_> {
    /// Adds a finding about a field of an object.
    pub fn add(&mut self, about: &Placed, site: &Site, found: Diagnostic) {
        self.out.push((about.summary, about.entry.found(site, found)));
    }
}
