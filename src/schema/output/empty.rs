//! The choices for which an empty text is as good as none.
//!
//! The API server reads the objects of its own kinds into Go's types. Where a choice is plain text there, an empty one
//! gets the default, or means that nothing was chosen. Everywhere else, where it is a pointer, has no default, or is an
//! item of a list, an empty text is a choice like any other, and a wrong one. `tests/verify/wrong-value` has both
//! sorts, as the server decides.

use super::walk::Place;

/// The fields, each with its definition; sorted.
const ABSENT: [(&str, &str); 33] = [
    ("Container", "imagePullPolicy"),
    ("Container", "terminationMessagePolicy"),
    ("ContainerPort", "protocol"),
    ("CronJobSpec", "concurrencyPolicy"),
    ("DaemonSetUpdateStrategy", "type"),
    ("DeploymentStrategy", "type"),
    ("DeviceRequest", "allocationMode"),
    ("DeviceSubRequest", "allocationMode"),
    ("DeviceToleration", "effect"),
    ("DeviceToleration", "operator"),
    ("EphemeralContainer", "imagePullPolicy"),
    ("EphemeralContainer", "terminationMessagePolicy"),
    ("ExactDeviceRequest", "allocationMode"),
    ("GRPCAction", "mode"),
    ("HTTPGetAction", "protocol"),
    ("HTTPGetAction", "scheme"),
    ("ImageVolumeSource", "pullPolicy"),
    ("Lifecycle", "stopSignal"),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy"),
    ("PodFailurePolicyOnPodConditionsPattern", "status"),
    ("PodSpec", "dnsPolicy"),
    ("PodSpec", "restartPolicy"),
    ("ServicePort", "protocol"),
    ("ServiceSpec", "externalTrafficPolicy"),
    ("ServiceSpec", "sessionAffinity"),
    ("ServiceSpec", "type"),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted"),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled"),
    ("StatefulSetSpec", "podManagementPolicy"),
    ("StatefulSetUpdateStrategy", "type"),
    ("StorageClass", "reclaimPolicy"),
    ("Toleration", "effect"),
    ("Toleration", "operator"),
];

/// Whether an empty text at a place of a built-in kind counts as no text at all.
pub(super) fn is_absent(place: Place<'_>) -> bool {
    match (place.of, place.key) {
        // The ports of an EndpointSlice have the same name upstream, and are pointers.
        (Some("EndpointPort"), "protocol") => is_below(place, "subsets"),
        (Some(definition), key) => ABSENT.binary_search(&(definition, key)).is_ok(),
        (None, _) => false,
    }
}

fn is_below(place: Place<'_>, key: &str) -> bool {
    let above = std::iter::successors(place.above, |place| place.above);
    above.into_iter().any(|place| place.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ABSENT;
    use crate::schema::output::OutputSchemas;

    #[test]
    fn the_fields_are_sorted_choices_of_the_schemas() {
        assert!(ABSENT.is_sorted());
        let schemas = OutputSchemas::embedded();
        let is_choice = |field| schemas.node(field).is_some_and(|field| !field.allowed.is_empty());
        let mut choices = BTreeSet::new();
        for node in (0..).map_while(|at| schemas.node(at)) {
            let Some(definition) = node.name.as_deref() else { continue };
            let fields = node.properties.0.iter().filter(|(_, field)| is_choice(*field));
            choices.extend(fields.map(|(name, _)| (definition, name.as_str())));
        }
        for field in ABSENT {
            assert!(choices.contains(&field), "{field:?}");
        }
    }
}
