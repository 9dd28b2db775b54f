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
mod quota;
mod reference;
mod selector;
mod share;
mod shelf;
mod summary;
mod way;

pub use facts::{Facts, Scale, Workload};
pub use linked::{Linked, Placed, of_nearest};
pub use quota::Quota;
pub use reference::{Absence, Broken, Detail, Gathered, Port, Reference, Target};
pub use selector::{Selector, value};
pub use share::{Amounts, Bound, Share};
pub use summary::{Entry, Summary};
pub use way::{Site, Way};

use super::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
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

/// The object that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Its summary among the summaries.
    pub summary: usize,
    /// Where it stands in it.
    pub object: usize,
}

/// What is wrong between the objects of some summaries, in their order.
///
/// Files of one folder are applied together. Folders that were read may be of different clusters or environments, so
/// where others may exist ([`Scope::Open`]) objects of two folders do not clash, and what an object means is the
/// nearest of its name.
pub fn between(summaries: &[&Summary], scope: Scope) -> Vec<(Position, Diagnostic)> {
    let linked = Linked::new(summaries, scope);
    let wrong = parallel::map(&linked.entries, |placed| link::check(&linked, placed));
    let (mut absent, mut told) = (Vec::new(), Told { scope, out: Vec::new() });
    for (placed, wrong) in linked.entries.iter().zip(wrong) {
        absent.extend(wrong.absent.into_iter().map(|reference| (*placed, reference)));
        told.out.extend(wrong.lacking.into_iter().map(|found| (placed.position, found)));
    }
    link::forgive(&linked, &mut absent);
    told.out.extend(link::absent(&linked, &absent));
    let rules: Vec<fn(&Linked, &mut Told)> = super::rules()
        .filter_map(|rule| if let Check::Between(check) = rule.check { Some(check) } else { None })
        .collect();
    let found = parallel::map(&rules, |check| {
        let mut told = Told { scope, out: Vec::new() };
        check(&linked, &mut told);
        told.out
    });
    told.out.extend(found.into_iter().flatten());
    told.out.sort_by_key(|(position, _)| *position);
    told.out
}

/// Takes what rules find between objects.
pub struct Told {
    scope: Scope,
    out: Vec<(Position, Diagnostic)>,
}

impl Told {
    /// Adds a finding about a field of an object.
    pub fn add(&mut self, about: &Placed, site: &Site, found: Diagnostic) {
        if !about.entry.is_silent() {
            self.out.push((about.position, about.entry.found(site, found)));
        }
    }

    /// Adds a finding about an object and another one that cannot both be there. Files that were found in one folder may
    /// be one instead of the other: then it is a warning.
    pub fn clash(&mut self, about: &Placed, other: &Placed, site: &Site, mut found: Diagnostic) {
        if self.may_be_instead(about, other) {
            found.severity = Severity::Warning;
        }
        self.add(about, site, found);
    }

    /// Whether one of two objects may be meant to be used instead of the other.
    pub fn may_be_instead(&self, one: &Placed, other: &Placed) -> bool {
        self.scope == Scope::Open && one.file != other.file
    }
}
