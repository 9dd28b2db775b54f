//! What containers can read of their own pod: the downward API.
//!
//! Kubernetes' schemas take any text for it; the API server has these lists in its code
//! (`validateObjectFieldSelector`, `validateContainerResourceName`).

/// Fields that a variable can take, beside single labels and annotations.
pub const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Resources of containers, beside large pages of each size.
pub const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

/// Whether a container's resource can be read by this name.
pub fn is_resource(name: &str) -> bool {
    let own = name.strip_prefix("limits.").or_else(|| name.strip_prefix("requests."));
    RESOURCES.contains(&name) || own.is_some_and(|own| own.starts_with("hugepages-"))
}
