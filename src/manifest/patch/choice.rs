//! Fields of which an object may have one: a patch that sets another drops the weaker one.
//!
//! `kubectl patch` leaves both, and the API server refuses the object. The choices are those of
//! `k8s.io/kubernetes/pkg/apis/*/validation`; schemas say nothing of them.

use crate::schema::output::SchemaRef;
use crate::syntax::{Entry, Mapping, Origin};

/// The fields that exclude each other, by the definition that has them.
const ONE_OF: [(&str, &[&str]); 6] = [
    ("EnvVar", &["value", "valueFrom"]),
    ("EnvVarSource", &["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"]),
    ("IngressBackend", &["resource", "service"]),
    ("LifecycleHandler", &["exec", "httpGet", "sleep", "tcpSocket"]),
    ("PodDisruptionBudgetSpec", &["maxUnavailable", "minAvailable"]),
    ("Probe", &["exec", "grpc", "httpGet", "tcpSocket"]),
];
/// What has a `type`, and `rollingUpdate` for one of the types only.
const STRATEGIES: [&str; 3] = ["DaemonSetUpdateStrategy", "DeploymentStrategy", "StatefulSetUpdateStrategy"];

/// Takes what the patch's choice excludes out of the weaker map, and lets the patch's field remember it.
pub(super) fn drop_others(weak: &mut Mapping, strong: &mut Mapping, at: Option<SchemaRef<'_>>) {
    let Some(name) = at.and_then(|at| at.name()) else { return };
    let winner = strong.iter_mut().find(|entry| !entry.value.is_null() && is_choice(name, entry));
    let Some(winner) = winner else { return };
    let winner = winner.key.clone();
    let is_beaten = |entry: &&Entry| {
        entry.key != winner && strong.get(&entry.key).is_none() && excludes(name, &entry.key)
    };
    let beaten: Vec<(String, Origin)> = weak
        .iter()
        .filter(is_beaten)
        .map(|entry| (entry.key.to_string(), entry.value.origin.clone()))
        .collect();
    for (key, origin) in beaten {
        weak.remove(&key);
        if let Some(entry) = strong.entry_mut(&winner) {
            entry.value.origin = std::mem::take(&mut entry.value.origin).beating(origin);
        }
    }
}

/// Whether a field of the patch makes a choice.
fn is_choice(definition: &str, entry: &Entry) -> bool {
    if STRATEGIES.contains(&definition) {
        return entry.key.as_str() == "type" && entry.value.as_str() != Some("RollingUpdate");
    }
    excludes(definition, &entry.key)
}

/// Whether a field goes when another one of the choice is set.
fn excludes(definition: &str, key: &str) -> bool {
    if STRATEGIES.contains(&definition) {
        return key == "rollingUpdate";
    }
    // A volume is its name and one source.
    let is_source = definition == "Volume" && key != "name";
    is_source || ONE_OF.iter().any(|(name, keys)| *name == definition && keys.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::output::OutputSchemas;

    #[test]
    fn every_choice_is_one_of_the_schemas() {
        let schemas = OutputSchemas::embedded();
        let container = "Deployment.spec.template.spec.containers";
        for (position, definition, keys) in [
            (format!("{container}.env"), "EnvVar", &["value", "valueFrom"][..]),
            (format!("{container}.env.valueFrom"), "EnvVarSource", &["configMapKeyRef", "fileKeyRef"]),
            ("Ingress.spec.defaultBackend".into(), "IngressBackend", &["resource", "service"]),
            (format!("{container}.lifecycle.preStop"), "LifecycleHandler", &["exec", "sleep"]),
            ("PodDisruptionBudget.spec".into(), "PodDisruptionBudgetSpec", &["minAvailable"]),
            (format!("{container}.livenessProbe"), "Probe", &["grpc", "httpGet"]),
            ("Deployment.spec.template.spec.volumes".into(), "Volume", &["emptyDir", "configMap"]),
            ("Deployment.spec.strategy".into(), "DeploymentStrategy", &["rollingUpdate"]),
            ("DaemonSet.spec.updateStrategy".into(), "DaemonSetUpdateStrategy", &["rollingUpdate"]),
            ("StatefulSet.spec.updateStrategy".into(), "StatefulSetUpdateStrategy", &["rollingUpdate"]),
        ] {
            let at = schemas.position(&position, schemas.newest()).unwrap();
            let at = at.items().unwrap_or(at);
            assert_eq!(at.name(), Some(definition), "{position}");
            for key in keys {
                assert!(at.field(key).is_some() && excludes(definition, key), "{position}.{key}");
            }
        }
    }
}
