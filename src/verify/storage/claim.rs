//! The `spec` of each claim of an object: a PersistentVolumeClaim's own, those that a StatefulSet makes, those of a pod
//! that live as long as it.

use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::rule::Ground;
use crate::verify::view::{field, items, template_of};

/// The kinds that have claims.
pub const KINDS: &[&str] = &[
    "PersistentVolumeClaim",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "apps/DaemonSet",
    "apps/Deployment",
    "apps/ReplicaSet",
    "apps/StatefulSet",
    "argoproj.io/Rollout",
    "batch/CronJob",
    "batch/Job",
];

/// The first Kubernetes that looks at the claims a StatefulSet makes; before, its pods waited for them forever.
const STATEFUL: Minor = Minor::new(34);

/// The specs of an object's claims. Where a claim has none, the claim.
pub fn claims<'o>(object: &'o Object, ground: Ground) -> impl Iterator<Item = &'o Node> {
    let own = (object.identity.kind.as_str() == "PersistentVolumeClaim").then_some(&object.node);
    let is_looked_at = object.identity.kind.as_str() == "StatefulSet" && ground.minor >= STATEFUL;
    let made = if is_looked_at { items(&object.node, &["spec", "volumeClaimTemplates"]) } else { &[] };
    let volumes = template_of(object).map(|pod| items(pod, &["spec", "volumes"])).unwrap_or_default();
    let short = volumes.iter().filter_map(|volume| field(volume, &["ephemeral", "volumeClaimTemplate"]));
    own.into_iter().chain(made).chain(short).map(|claim| field(claim, &["spec"]).unwrap_or(claim))
}
