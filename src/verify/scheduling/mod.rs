//! Where pods run: nodes, taints, other pods.

mod node_affinity;
mod node_selector;
mod pod_affinity;
mod toleration;
mod topology_spread;
mod weight;

use super::rule::Rule;

/// Both kinds of affinity have what must and what should be.
const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub const RULES: &[Rule] =
    &[node_selector::RULE, node_affinity::RULE, pod_affinity::RULE, topology_spread::RULE, toleration::RULE];
