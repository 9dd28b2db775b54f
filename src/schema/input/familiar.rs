//! Words that people bring along from Kubernetes and other tools, and what the language has for them.
//!
//! Only words too far from ours to be taken for misspelt; those are `problem`'s.

use crate::diagnostic::nearest;

/// Word, what to write instead.
const WORDS: [(&str, &str); 19] = [
    ("autoscaling", "`scale: {min: 2, max: 10, cpu: 70}`"),
    ("containerPort", "`ports: {http: 8080}`"),
    ("cronJobs", "`crons`"),
    ("deployment", "the fields of the workload, directly under `spec`"),
    ("entrypoint", "`command`"),
    ("environment", "`env`"),
    ("envs", "`env`"),
    ("hpa", "`scale: {min: 2, max: 10, cpu: 70}`"),
    ("ingress", "`routes`"),
    ("initContainers", "`init`"),
    ("livenessProbe", "`health: {liveness: …}`"),
    ("pdb", "`disruption`"),
    ("podDisruptionBudget", "`disruption`"),
    ("readinessProbe", "`health: {readiness: …}`, or a handler directly under `health`"),
    ("serviceAccountName", "`serviceAccount: {existing: <name>}`"),
    ("startupProbe", "`health: {startup: …}`"),
    ("topologySpreadConstraints", "`spread`"),
    ("variables", "`env`"),
    ("volumeMounts", "`volumes: {<name>: {mount: <path>, …}}`, or `mounts`"),
];

/// What the language has for a word, also for one that is misspelt.
pub(super) fn instead(word: &str) -> Option<&'static str> {
    let meant = nearest(word, WORDS.iter().map(|(known, _)| *known))?;
    WORDS.iter().find(|(known, _)| *known == meant).map(|(_, instead)| *instead)
}
