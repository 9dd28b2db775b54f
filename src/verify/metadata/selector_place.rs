//! Where kinds have label selectors.

use crate::syntax::Node;

/// A way to selectors: keys, where `*` is every item of a list.
pub type Way = &'static [&'static str];

const SELECTOR: &[Way] = &[&["spec", "selector"]];
const CLAIMS: &[Way] = &[&["spec", "selector"], &["spec", "volumeClaimTemplates", "*", "spec", "selector"]];
const JOB: &[Way] = &[&["spec", "jobTemplate", "spec", "selector"]];
const POLICY: &[Way] = &[
    &["spec", "podSelector"],
    &["spec", "ingress", "*", "from", "*", "podSelector"],
    &["spec", "ingress", "*", "from", "*", "namespaceSelector"],
    &["spec", "egress", "*", "to", "*", "podSelector"],
    &["spec", "egress", "*", "to", "*", "namespaceSelector"],
];
const ROLES: &[Way] = &[&["aggregationRule", "clusterRoleSelectors", "*"]];
const WEBHOOKS: &[Way] = &[&["webhooks", "*", "namespaceSelector"], &["webhooks", "*", "objectSelector"]];
const CONSTRAINTS: &[Way] =
    &[&["spec", "matchConstraints", "namespaceSelector"], &["spec", "matchConstraints", "objectSelector"]];
const BOUND: &[Way] =
    &[&["spec", "matchResources", "namespaceSelector"], &["spec", "matchResources", "objectSelector"]];

/// Below a pod's `spec`.
const POD: &[Way] = &[
    &["affinity", "podAffinity", REQUIRED, "*", "labelSelector"],
    &["affinity", "podAffinity", REQUIRED, "*", "namespaceSelector"],
    &["affinity", "podAffinity", PREFERRED, "*", "podAffinityTerm", "labelSelector"],
    &["affinity", "podAffinity", PREFERRED, "*", "podAffinityTerm", "namespaceSelector"],
    &["affinity", "podAntiAffinity", REQUIRED, "*", "labelSelector"],
    &["affinity", "podAntiAffinity", REQUIRED, "*", "namespaceSelector"],
    &["affinity", "podAntiAffinity", PREFERRED, "*", "podAffinityTerm", "labelSelector"],
    &["affinity", "podAntiAffinity", PREFERRED, "*", "podAffinityTerm", "namespaceSelector"],
    &["topologySpreadConstraints", "*", "labelSelector"],
    &["volumes", "*", "ephemeral", "volumeClaimTemplate", "spec", "selector"],
    &["volumes", "*", "projected", "sources", "*", "clusterTrustBundle", "labelSelector"],
];
const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// The ways to the selectors of a kind, those of its pods aside.
pub fn selectors(group: &str, kind: &str) -> &'static [Way] {
    match (group, kind) {
        ("apps", "Deployment" | "DaemonSet" | "ReplicaSet")
        | ("argoproj.io", "Rollout")
        | ("batch", "Job")
        | ("monitoring.coreos.com", "PodMonitor" | "ServiceMonitor")
        | ("policy", "PodDisruptionBudget")
        | ("", "PersistentVolumeClaim") => SELECTOR,
        ("apps", "StatefulSet") => CLAIMS,
        ("batch", "CronJob") => JOB,
        ("networking.k8s.io", "NetworkPolicy") => POLICY,
        ("rbac.authorization.k8s.io", "ClusterRole") => ROLES,
        ("admissionregistration.k8s.io", kind) => match kind {
            "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => WEBHOOKS,
            "MutatingAdmissionPolicy" | "ValidatingAdmissionPolicy" => CONSTRAINTS,
            "MutatingAdmissionPolicyBinding" | "ValidatingAdmissionPolicyBinding" => BOUND,
            _ => &[],
        },
        _ => &[],
    }
}

/// The ways to the selectors of a pod, from its `spec`.
pub fn pods() -> &'static [Way] {
    POD
}

/// Everything that a way leads to.
pub fn spots<'n>(node: &'n Node, way: &[&str], found: &mut dyn FnMut(&'n Node)) {
    let Some((step, rest)) = way.split_first() else { return found(node) };
    match *step {
        "*" => node.as_sequence().unwrap_or_default().iter().for_each(|item| spots(item, rest, found)),
        key => {
            if let Some(next) = node.get(key) {
                spots(next, rest, found);
            }
        }
    }
}
