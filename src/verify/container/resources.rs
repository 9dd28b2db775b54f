//! What containers, and from 1.34 on pods as a whole, ask for and may use at most.

use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::rule::Ground;
use crate::verify::view::{Pod, field};

const LISTS: [&str; 2] = ["limits", "requests"];
pub const HUGE_PAGES: &str = "hugepages-";
/// The first version that takes a pod's own; the ones before drop them.
pub const OF_PODS: Minor = Minor::new(34);

/// The `resources` of a container or pod.
pub struct Resources<'o> {
    pub node: &'o Node,
    pub is_pod: bool,
}

/// Those of a pod and its containers.
pub fn all<'o>(pod: &Pod<'o>, ground: Ground) -> impl Iterator<Item = Resources<'o>> {
    let own = field(pod.spec, &["resources"]).filter(|_| ground.minor >= OF_PODS);
    let containers = pod.containers.iter().filter_map(|container| field(container.node, &["resources"]));
    let containers = containers.map(|node| Resources { node, is_pod: false });
    own.map(|node| Resources { node, is_pod: true }).into_iter().chain(containers)
}

/// The lists of amounts of a pod and its containers, and whether each is the pod's own. What a pod takes beside its
/// containers, `overhead`, is as theirs.
pub fn lists<'o>(pod: &Pod<'o>, ground: Ground) -> impl Iterator<Item = (&'o Node, bool)> {
    let of = |one: Resources<'o>| {
        LISTS.into_iter().filter_map(move |list| Some((field(one.node, &[list])?, one.is_pod)))
    };
    all(pod, ground).flat_map(of).chain(field(pod.spec, &["overhead"]).map(|node| (node, false)))
}

/// What kind of resource a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Kubernetes' own: containers may have more of it together than there is (`IsOvercommitAllowed`).
    Standard,
    HugePages,
    /// Of somebody's domain: in whole pieces, each for one container.
    Extended,
}

impl Kind {
    pub fn of(name: &str) -> Kind {
        match name.starts_with(HUGE_PAGES) {
            true => Kind::HugePages,
            false if !name.contains('/') || name.contains("kubernetes.io/") => Kind::Standard,
            false => Kind::Extended,
        }
    }
}
