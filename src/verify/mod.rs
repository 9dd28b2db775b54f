//! What must hold of the objects of an estate, whoever made them. One file a rule.
//!
//! Reads objects only; where they come from is in their origins.

mod claim;
mod cronjob;
mod file;
mod identity;
mod init;
mod job;
mod labels;
mod names;
mod rbac;
mod restart;
mod routes;
mod schedule;
mod schema;
mod service;

pub use claim::{Claim, claims};
pub use identity::{Named, across, named};
pub use routes::across as routes_across;

use crate::diagnostic::Diagnostic;
use crate::manifest::Object;
use crate::schema::output::{Minor, OutputSchemas};

/// What a rule may look at: the objects of one app in one environment.
pub struct Subject<'a> {
    pub objects: &'a [Object],
    /// The file of each object.
    pub paths: &'a [String],
    pub schemas: &'a OutputSchemas,
    pub minor: Minor,
}

/// One rule.
type Rule = fn(&Subject, &mut Vec<Diagnostic>);

/// Every rule, in the order in which they run.
const RULES: [Rule; 12] = [
    schema::check,
    identity::check,
    names::check,
    labels::check,
    rbac::check,
    restart::check,
    init::check,
    service::check,
    cronjob::check,
    job::check,
    file::check,
    routes::check,
];

/// Runs every rule.
pub fn verify(subject: &Subject) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in RULES {
        rule(subject, &mut found);
    }
    found
}
