//! Fields that Kubernetes describes as required, and that its server does without.
//!
//! Clients that go by the description refuse an object without them, and what is absent is hardly ever meant: it is told,
//! but as a warning. `tests/verify/missing-field` has them all, as the server decides.

use super::walk::Place;

/// The fields, each with its definition; sorted.
const UNMISSED: [(&str, &str); 10] = [
    ("HTTPHeader", "value"),
    ("ISCSIPersistentVolumeSource", "lun"),
    ("ISCSIVolumeSource", "lun"),
    ("LimitRangeSpec", "limits"),
    ("PodFailurePolicy", "rules"),
    ("PreferredSchedulingTerm", "preference"),
    ("ScaleIOPersistentVolumeSource", "secretRef"),
    ("ScaleIOVolumeSource", "secretRef"),
    ("SleepAction", "seconds"),
    ("Sysctl", "value"),
];

/// Whether the API server takes an object of one of its own kinds without a field of what is at a place.
pub(super) fn is_unmissed(place: Place<'_>, definition: Option<&str>, field: &str) -> bool {
    match (definition, field) {
        // Of a claim's source only; the backend of an Ingress is missed.
        (Some("TypedLocalObjectReference"), "kind") => place.key == "dataSource",
        (Some(definition), field) => UNMISSED.binary_search(&(definition, field)).is_ok(),
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::UNMISSED;
    use crate::schema::output::OutputSchemas;

    #[test]
    fn the_fields_are_sorted_and_required_upstream() {
        assert!(UNMISSED.is_sorted());
        let schemas = OutputSchemas::embedded();
        for (definition, field) in UNMISSED {
            let mut nodes = (0..).map_while(|at| schemas.node(at));
            let requires = nodes.any(|node| {
                node.name.as_deref() == Some(definition)
                    && node.required.iter().any(|name| name.as_str() == field)
            });
            assert!(requires, "{definition}.{field}");
        }
    }
}
