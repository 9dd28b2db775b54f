//! The order in which printed maps have their keys: what a reader looks for first stands first.
//!
//! One table for all of Kubernetes, after the habit of kubectl and kustomize: an object's head, a pod's lists, a
//! container from its name to its probes. Keys that are not in the table follow in byte order. Maps whose keys are
//! the user's own (see [`rank`]) are in byte order altogether. Lists keep their order: in an `env` it matters.

use std::sync::LazyLock;

/// Known keys, first to last.
const KEYS: &[&str] = &[
    // An object's head. `apiGroup` is first in references and role subjects, too.
    "apiVersion",
    "apiGroup",
    "apiGroups",
    "group",
    "kind",
    "metadata",
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "type",
    "spec",
    "status",
    "stringData",
    "data",
    "binaryData",
    // RBAC and routes.
    "roleRef",
    "subjects",
    "parentRefs",
    "hostnames",
    "ingressClassName",
    "rules",
    "matches",
    "filters",
    "backendRefs",
    // Workloads: how many, which, how, then the template.
    "schedule",
    "timeZone",
    "concurrencyPolicy",
    "suspend",
    "parallelism",
    "completions",
    "completionMode",
    "backoffLimit",
    "replicas",
    "scaleTargetRef",
    "minReplicas",
    "maxReplicas",
    "minReplicaCount",
    "maxReplicaCount",
    "serviceName",
    "podManagementPolicy",
    "revisionHistoryLimit",
    "minReadySeconds",
    "progressDeadlineSeconds",
    "strategy",
    "updateStrategy",
    "rollingUpdate",
    "maxSurge",
    "maxUnavailable",
    "minAvailable",
    "podSelector",
    "selector",
    "matchLabels",
    "matchExpressions",
    "template",
    "jobTemplate",
    "volumeClaimTemplates",
    "policyTypes",
    "ingress",
    "egress",
    "from",
    "to",
    // Small maps: selectors' terms, variables, projected files, probes' targets.
    "key",
    "operator",
    "value",
    "values",
    "valueFrom",
    "path",
    "pathType",
    // Pods.
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "activeDeadlineSeconds",
    "serviceAccountName",
    "automountServiceAccountToken",
    "initContainers",
    "containers",
    "volumes",
    // Containers.
    "image",
    "command",
    "args",
    "workingDir",
    "ports",
    "protocol",
    "containerPort",
    "hostPort",
    "port",
    "targetPort",
    "nodePort",
    "endPort",
    "envFrom",
    "env",
    "resources",
    "requests",
    "limits",
    "volumeMounts",
    "volumeDevices",
    "mountPath",
    "subPath",
    "readOnly",
    "startupProbe",
    "livenessProbe",
    "readinessProbe",
    "httpGet",
    "tcpSocket",
    "grpc",
    "exec",
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "successThreshold",
    "failureThreshold",
    "lifecycle",
    "imagePullPolicy",
    "securityContext",
];

/// Maps of names that are the user's: no key in them is ours to know.
const OWN_KEYS: &[&str] = &[
    "annotations",
    "binaryData",
    "data",
    "hard",
    "labels",
    "limits",
    "matchLabels",
    "nodeSelector",
    "requests",
    "stringData",
];

/// What is known of a key.
#[derive(Clone, Copy)]
struct Known {
    name: &'static str,
    rank: u16,
    own_keys: bool,
}

/// So many drawers for a lookup to find little in each.
const DRAWERS: usize = 256;

/// The known keys by [`drawer`]: a lookup compares one or two.
static KNOWN: LazyLock<[Vec<Known>; DRAWERS]> = LazyLock::new(|| {
    let ranked = KEYS.iter().copied().zip(0u16..);
    let others = OWN_KEYS.iter().filter(|key| !KEYS.contains(key)).map(|key| (*key, UNKNOWN));
    let mut drawers = std::array::from_fn(|_| Vec::new());
    for (name, rank) in ranked.chain(others) {
        if let Some(drawer) = drawers.get_mut(drawer(name)) {
            drawer.push(Known { name, rank, own_keys: OWN_KEYS.contains(&name) });
        }
    }
    drawers
});

/// Where a key lies, by its first and last letters and its length.
fn drawer(key: &str) -> usize {
    let end = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    let bytes = key.as_bytes();
    (end(bytes.first()) * 7 + end(bytes.last()) * 31 + bytes.len() * 5) % DRAWERS
}

fn known(key: &str) -> Option<&'static Known> {
    KNOWN.get(drawer(key))?.iter().find(|known| known.name == key)
}

/// The rank of unknown keys: behind all others.
pub(super) const UNKNOWN: u16 = u16::MAX;

/// The place of a key among known keys, [`UNKNOWN`] for others, and whether the map under it has keys of the user's
/// own. A key with a place needs no quotes.
pub(super) fn rank(key: &str) -> (u16, bool) {
    known(key).map_or((UNKNOWN, false), |known| (known.rank, known.own_keys))
}

#[cfg(test)]
mod tests {
    use super::super::quote;
    use super::*;

    #[test]
    fn every_key_has_its_place_once() {
        for (key, place) in KEYS.iter().zip(0u16..) {
            assert_eq!(rank(key).0, place, "{key} stands twice or is not found");
            assert_eq!(quote::form(key, false), quote::Form::Plain, "{key}");
        }
        for unknown in ["affinity", "", "Name"] {
            assert_eq!(rank(unknown), (UNKNOWN, false), "{unknown}");
        }
        for own in OWN_KEYS {
            assert!(rank(own).1, "{own}");
        }
    }
}
