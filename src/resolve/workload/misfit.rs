//! Fields that an app's own files write for a workload whose kind has no use for them.
//!
//! What defaults and overrides say for many apps is skipped by `overlay`; parts of `rollout` are `rollout`'s.

use crate::diagnostic::{Diagnostic, code};
use crate::overlay::{PARTS, lacks};
use crate::resolve::context::Context;
use crate::resolve::workload::placed::singular;
use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, Origin};

/// The sorts of workloads that can be offered instead, with what a user calls them.
const OFFERED: [(&str, &str); 9] = [
    ("service", "`service`"),
    ("worker", "`worker`"),
    ("stateful", "`stateful`"),
    ("daemon", "`daemon`"),
    ("cron", "`cron`"),
    ("job", "`job`"),
    ("workers", "workers"),
    ("crons", "crons"),
    ("jobs", "jobs"),
];
/// So many sorts are worth naming; of more, it is shorter to say who lacks it.
const FEW: usize = 4;

impl Context<'_> {
    /// Every field that means nothing where it is written.
    pub fn check_fields(&self) {
        let spec = &self.scope.app.spec;
        let (sort, origin) = self.sort();
        let who = format!("an app of the type `{sort}`");
        self.check_fields_of(spec, sort, &who, &origin);
        for part in PARTS {
            for entry in spec.get(part).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
                if lacks(sort, part) {
                    self.report(
                        misfit(part, &who, entry.key_origin.span(), sort).related(origin.span(), BECAUSE),
                    );
                } else {
                    let who = format!("a {}", singular(part));
                    self.check_fields_of(&entry.value, part, &who, &Origin::Unknown);
                }
            }
        }
    }

    fn check_fields_of(&self, workload: &Node, sort: &str, who: &str, because: &Origin) {
        let lacking = |entry: &&Entry| lacks(sort, &entry.key) && self.is_own(&entry.value.origin);
        for entry in workload.as_mapping().into_iter().flat_map(Mapping::iter).filter(lacking) {
            let place = entry.key_origin.span().or_else(|| entry.value.origin.span());
            self.report(misfit(&entry.key, who, place, sort).related(because.span(), BECAUSE));
        }
    }
}

/// What is said at the line that makes a workload what it is.
pub const BECAUSE: &str = "it is one because of this";

fn misfit(key: &str, who: &str, place: Option<Span>, sort: &str) -> Diagnostic {
    let message = format!("`{key}` means nothing in {who}");
    Diagnostic::error(code::UNKNOWN_FIELD, message).at(place, "").help(who_has(key, PARTS.contains(&sort)))
}

/// Who has a field, as a way out.
fn who_has(key: &str, is_part: bool) -> String {
    let owners: Vec<&str> =
        OFFERED.iter().filter(|(sort, _)| !lacks(sort, key)).map(|(_, called)| *called).collect();
    match owners.split_last() {
        Some((last, [])) => format!("remove it; {last} has it"),
        Some((last, others)) if owners.len() <= FEW => {
            format!("remove it; {} and {last} have it", others.join(", "))
        }
        _ if is_part => "remove it".to_string(),
        _ => "remove it, or choose another `type`".to_string(),
    }
}
