//! What must hold of Kubernetes objects, whoever made them. One file a rule, in the room of what it looks at.
//!
//! Reads objects only; where they come from is in their origins.

mod access;
mod address;
mod autoscaling;
mod batch;
mod between;
mod cluster;
mod container;
mod data;
mod findings;
mod metadata;
mod monitoring;
mod network;
mod place;
mod pod;
mod quota;
mod registry;
mod rule;
mod scheduling;
mod schema;
mod set;
mod storage;
mod view;
mod volume;
mod workload;

pub use between::{Position, Scope, Summary, between};
pub use findings::Findings;
pub use place::line_in;
pub use registry::rules;
pub use rule::{Check, Ground, Rule};

use crate::diagnostic::Diagnostic;
use crate::manifest::Object;
use crate::schema::output::{Minor, OutputSchemas};
use view::Pod;

/// What is looked at: objects that belong together, such as those of one app in one environment.
pub struct Subject<'a> {
    pub objects: &'a [Object],
    /// The file that each object becomes; empty where the objects are not compiled but read.
    pub paths: &'a [String],
    pub schemas: &'a OutputSchemas,
    pub minor: Minor,
}

/// Checks every object by itself: by its schema and by every rule that looks at one. What holds between them is
/// [`between`]'s.
pub fn verify(subject: &Subject) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let ground = Ground { schemas: subject.schemas, minor: subject.minor };
    for (at, object) in subject.objects.iter().enumerate() {
        let mut findings = Findings::new(object, subject.paths.get(at).map(String::as_str), &mut out);
        each(object, ground, &mut findings);
    }
    out
}

/// What holds of one object by itself.
fn each(object: &Object, ground: Ground, findings: &mut Findings) {
    schema::check(object, ground, findings);
    let kind = registry::of_kind(&object.identity.group, &object.identity.kind);
    for rule in registry::of_all().iter().chain(kind) {
        match rule.check {
            Check::Objects(check) | Check::Kinds(_, check) => check(object, ground, findings),
            _ => {}
        }
    }
    let Some(pod) = Pod::of(object) else { return };
    for rule in registry::of_pods() {
        match rule.check {
            Check::Pods(check) => check(&pod, ground, findings),
            Check::Containers(check) => {
                pod.containers.iter().for_each(|container| check(&pod, container, ground, findings));
            }
            _ => {}
        }
    }
}
