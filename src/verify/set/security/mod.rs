//! The Pod Security Standards: what pods of a namespace may not do.
//!
//! After `k8s.io/pod-security-admission/policy`. Each check says from which version of the standard on it holds.

mod baseline;
mod pod_security;
mod restricted;

use crate::syntax::Node;
use crate::verify::between::{Site, Way};
use crate::verify::rule::Rule;
use crate::verify::view::{Pod, field, text};

pub const RULES: &[Rule] = &[pod_security::RULE];

/// A level of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Baseline,
    Restricted,
}

/// What a pod does that a level forbids.
#[derive(Debug, Clone)]
pub struct Fault {
    pub level: Level,
    /// The minor version of the standard that forbids it first.
    pub since: u16,
    pub message: String,
    pub site: Site,
}

/// A pod as the checks read it.
struct Checked<'p> {
    spec: &'p Way<'p>,
    template: &'p Node,
    containers: Vec<Container<'p>>,
    /// The pod's own security context.
    context: Option<Way<'p>>,
    is_windows: bool,
    /// Whether its users are none of the node's.
    has_own_users: bool,
}

struct Container<'p> {
    way: Way<'p>,
    /// Its security context.
    context: Option<Way<'p>>,
}

const LISTS: [&[&str]; 3] = [&["initContainers"], &["containers"], &["ephemeralContainers"]];
const CONTEXT: &[&str] = &["securityContext"];

/// Everything that a pod does against a level of the standard; `spec` is the way to its spec.
pub fn faults(pod: &Pod, spec: &Way) -> Vec<Fault> {
    let containers = LISTS.iter().flat_map(|list| spec.each(list));
    let checked = Checked {
        spec,
        template: pod.template,
        containers: containers.map(|way| Container { way, context: way.to(CONTEXT) }).collect(),
        context: spec.to(CONTEXT),
        is_windows: text(spec.node, &["os", "name"]) == "windows",
        has_own_users: field(spec.node, &["hostUsers"]).and_then(|own| own.as_bool()) == Some(false),
    };
    let mut faults = Vec::new();
    checked.baseline(&mut faults);
    checked.restricted(&mut faults);
    faults
}

impl Fault {
    fn new(level: Level, since: u16, at: &Way, message: impl Into<String>) -> Fault {
        Fault { level, since, message: message.into(), site: at.site() }
    }
}

impl<'p> Checked<'p> {
    /// What some keys lead to in the security contexts of the pod and its containers.
    fn contexts(&self, keys: &'static [&'static str]) -> impl Iterator<Item = Way<'p>> {
        let containers = self.containers.iter().filter_map(|container| container.context.as_ref());
        self.context.iter().chain(containers).filter_map(|context| context.to(keys))
    }
}
