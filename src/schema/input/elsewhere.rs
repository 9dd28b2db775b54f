//! Where a key belongs that stands in the wrong place: a level too deep, a level too high, or under a name of ours.

use super::walk::Place;
use crate::schema::output::{Minor, OutputSchemas};
use crate::spec::{Field, Fields, Shape};

/// Kubernetes' words for which the language has others.
const OURS: [(&str, &str); 19] = [
    ("autoscaling", "`scale`"),
    ("configMaps", "`config`"),
    ("containers", "the workload's own fields, and `sidecars`"),
    ("entrypoint", "`command`"),
    ("environment", "`env`"),
    ("hpa", "`scale`"),
    ("ingress", "`routes`"),
    ("initContainers", "`init`"),
    ("livenessProbe", "`health`, with `liveness` for what differs there"),
    ("pdb", "`disruption`"),
    ("readinessProbe", "`health`, with `readiness` for what differs there"),
    ("repository", "`image`"),
    ("serviceAccountName", "`serviceAccount: {existing: <name>}`"),
    ("startupProbe", "`health.startup`"),
    ("tag", "`image: {tag: <tag>}`"),
    ("template", "`pod`"),
    ("topologySpreadConstraints", "`spread`"),
    ("variables", "`env`"),
    ("volumeMounts", "`mount` of a volume, or `mounts`"),
];

/// What to do with a key that is unknown where it stands; `None` where the language does not know it nearby.
pub(super) fn find(key: &str, fields: &Fields, minor: Minor, place: Place<'_>) -> Option<String> {
    let below = fields
        .fields
        .iter()
        .filter(|field| !field.later && field.key != "*")
        .find(|field| holds(field, key, minor));
    if let Some(field) = below {
        return Some(format!("write it under `{}`: `{}: {{{key}: …}}`", field.key, field.key));
    }
    if let Some(beside) = place.beside(key) {
        return Some(format!("it belongs beside `{beside}`, not in it"));
    }
    let is_workload = fields.field("image").is_some();
    let (_, ours) = OURS.iter().filter(|_| is_workload).find(|(word, _)| *word == key)?;
    Some(format!("the language has {ours}"))
}

/// Whether a field is a map of known keys with this one among them.
fn holds(field: &Field, key: &str, minor: Minor) -> bool {
    structs((field.shape)()).into_iter().any(|fields| {
        let own = fields.field(key).is_some_and(|field| !field.later);
        let rest = fields.rest.filter(|rest| rest.instead_of(key).is_none());
        let at = rest.and_then(|rest| OutputSchemas::embedded().position(rest.position, minor));
        own || at.is_some_and(|at| at.fields().any(|word| word == key))
    })
}

fn structs(shape: Shape) -> Vec<&'static Fields> {
    match shape {
        Shape::Struct(fields) => vec![fields],
        Shape::Either(alternatives) => alternatives.iter().flat_map(|shape| structs(shape())).collect(),
        _ => Vec::new(),
    }
}
