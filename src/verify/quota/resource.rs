//! Names of resources that the API server knows: to count, to ask for, to limit (`pkg/apis/core/helper`).

use crate::verify::view::syntax::qualified_name;

/// What a quota counts in whole numbers.
const COUNTS: [&str; 9] = [
    "configmaps",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
];
const COMPUTE: [&str; 6] =
    ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
const STORAGE: [&str; 4] =
    ["ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage", "requests.storage"];
/// The resources that a container asks for.
const CONTAINER: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Every name that a quota takes without a domain.
pub fn of_quotas() -> impl Iterator<Item = &'static str> {
    COUNTS.into_iter().chain(COMPUTE).chain(STORAGE)
}

/// Whether it is one of the names without a domain that a quota takes.
pub fn is_of_quotas(name: &str) -> bool {
    of_quotas().any(|known| known == name) || is_huge(name) || name.starts_with("requests.hugepages-")
}

/// Whether a quota of it is a whole number: of objects, or of what a domain defines.
pub fn is_counted(name: &str) -> bool {
    COUNTS.contains(&name) || is_extended(name)
}

/// Whether a name has the form of any resource's.
pub fn is_name(name: &str) -> bool {
    qualified_name(name).is_ok()
}

/// Whether one scope of quotas is about a resource.
pub fn fits(scope: &str, name: &str) -> bool {
    match scope {
        "BestEffort" => name == "pods",
        "VolumeAttributesClass" => matches!(name, "persistentvolumeclaims" | "requests.storage"),
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => name == "pods" || COMPUTE.contains(&name),
        _ => true,
    }
}

/// Whether the limits of a LimitRange may be about it.
pub fn is_limited(kind: &str, name: &str) -> bool {
    match (name.contains('/'), kind) {
        (true, "Container" | "Pod") => is_name(name) && (is_native(name) || is_extended(name)),
        (true, _) => is_name(name),
        (false, "Container" | "Pod") => CONTAINER.contains(&name) || is_huge(name),
        (false, _) => name == "storage" || is_of_quotas(name),
    }
}

/// Whether a request of it may be below its limit.
pub fn is_shared(name: &str) -> bool {
    is_native(name) && !is_huge(name)
}

fn is_huge(name: &str) -> bool {
    name.starts_with("hugepages-")
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    // A quota's name for it is longer, and has the form of a name as well.
    let fits_quota =
        |name: &str| name.split_once('/').is_some_and(|(domain, _)| domain.len() + "requests.".len() <= 253);
    !is_native(name) && !name.starts_with("requests.") && is_name(name) && fits_quota(name)
}
