//! The order in which printed maps have their keys: what a reader looks for first stands first.
//!
//! One table for all of Kubernetes, after the habit of kubectl and kustomize: an object's head, a pod's lists, a
//! container from its name to its probes. Keys that are not in the table follow in byte order. Maps whose keys are
//! the user's own ([`is_own_keys`]) are in byte order altogether. Lists keep their order: in an `env` it matters.

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

/// The known keys by their first letter, with their ranks: a lookup compares a handful.
static RANKS: LazyLock<[Vec<(&'static str, u16)>; 26]> = LazyLock::new(|| {
    std::array::from_fn(|letter| {
        let ranked = KEYS.iter().copied().zip(0u16..);
        ranked.filter(|(key, _)| bucket(key) == Some(letter)).collect()
    })
});

fn bucket(key: &str) -> Option<usize> {
    let first = key.bytes().next().filter(u8::is_ascii_lowercase)?;
    Some(usize::from(first - b'a'))
}

/// The rank of unknown keys: behind all others.
pub(super) const UNKNOWN: u16 = u16::MAX;

/// The place of a key among known keys, [`UNKNOWN`] for others. A known key needs no quotes.
pub(super) fn rank(key: &str) -> u16 {
    let known = bucket(key).and_then(|letter| RANKS.get(letter));
    known.and_then(|ranked| ranked.iter().find(|(name, _)| *name == key)).map_or(UNKNOWN, |(_, rank)| *rank)
}

/// Whether the map under a key has keys of the user's own.
pub(super) fn is_own_keys(key: &str) -> bool {
    OWN_KEYS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::super::quote;
    use super::*;

    #[test]
    fn every_key_has_its_place_once() {
        for (key, place) in KEYS.iter().zip(0u16..) {
            assert_eq!(rank(key), place, "{key} stands twice or is not found");
            assert_eq!(quote::form(key, false), quote::Form::Plain, "{key}");
        }
        assert_eq!(rank("affinity"), UNKNOWN);
        assert_eq!(rank(""), UNKNOWN);
        assert_eq!(rank("Name"), UNKNOWN);
    }
}
