//! The Pod Security Standards: what pods of a namespace may not do.
//!
//! After `k8s.io/pod-security-admission/policy`. Each check says from which version of the standard on it holds.

mod baseline;
mod pod_security;
mod restricted;

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
    spec: Way<'p>,
    template: &'p crate::syntax::Node,
    containers: Vec<Way<'p>>,
    is_windows: bool,
    /// Whether its users are none of the node's.
    has_own_users: bool,
    faults: Vec<Fault>,
}

const LISTS: [&[&str]; 3] = [&["initContainers"], &["containers"], &["ephemeralContainers"]];

/// Everything that a pod does against a level of the standard.
pub fn faults(pod: &Pod) -> Vec<Fault> {
    let root = Way::root(pod.object);
    let template = if pod.path.is_empty() { Some(root) } else { root.to(pod.path) };
    let Some(spec) = template.and_then(|template| template.to(&["spec"])) else { return Vec::new() };
    let mut checked = Checked {
        spec,
        template: pod.template,
        containers: LISTS.iter().flat_map(|list| spec.each(list)).collect(),
        is_windows: text(spec.node, &["os", "name"]) == "windows",
        has_own_users: field(spec.node, &["hostUsers"]).and_then(|own| own.as_bool()) == Some(false),
        faults: Vec::new(),
    };
    checked.baseline();
    checked.restricted();
    checked.faults
}

impl Checked<'_> {
    fn fault(&mut self, level: Level, since: u16, at: &Way, message: String) {
        self.faults.push(Fault { level, since, message, site: at.site() });
    }

    /// What some keys lead to in the security contexts of the pod and its containers.
    fn contexts(&self, keys: &'static [&'static str]) -> Vec<Way<'_>> {
        let containers = self.containers.iter().filter_map(|container| container.to(&["securityContext"]));
        let all = self.spec.to(&["securityContext"]).into_iter().chain(containers);
        all.filter_map(|context| context.to(keys)).collect()
    }
}
