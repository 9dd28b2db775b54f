//! What the objects of a namespace take together is not more than its ResourceQuota has.
//!
//! Counted is what keeps running, with the replicas that are written; an autoscaler counts with its least. What ends by
//! itself (jobs) is not, nor are pods beyond one of a DaemonSet, whose nodes nobody knows here.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::schema::quantity::Quantity;
use crate::verify::between::{Entry, Facts, Linked, Share, Told, Workload, of_nearest};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::RESOURCE_QUOTA, check: Check::Between(check) };

/// What is taken of each counted resource, in billionths.
type Taken = BTreeMap<String, u128>;

fn check(linked: &Linked, told: &mut Told) {
    let quotas = || linked.entries.iter().filter(|placed| placed.entry.is("", "ResourceQuota"));
    let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for quota in quotas() {
        let of_namespace = folders.entry(&quota.entry.identity.namespace).or_default();
        of_namespace.push((quota.folder, quota.folder));
    }
    if folders.is_empty() {
        return;
    }
    let mut taken: BTreeMap<(&str, &str), Taken> = BTreeMap::new();
    for placed in &linked.entries {
        let namespace = placed.entry.identity.namespace.as_str();
        let Some(folders) = folders.get(namespace) else { continue };
        if let Some(folder) = of_nearest(placed.folder, folders).first() {
            take(placed.entry, taken.entry((namespace, **folder)).or_default());
        }
    }
    for placed in quotas() {
        let Facts::Quota(quota) = &placed.entry.facts else { continue };
        let taken = taken.get(&(placed.entry.identity.namespace.as_str(), placed.folder));
        let Some(taken) = taken.filter(|_| !quota.is_scoped) else { continue };
        for (resource, hard) in &quota.hard.amounts {
            let (Some(most), Some(sum)) = (hard.nanos(), taken.get(spelt(resource))) else { continue };
            if *sum > most {
                told.add(placed, &quota.hard.site, found(resource, hard, *sum));
            }
        }
    }
}

/// One spelling of what has two.
fn spelt(resource: &str) -> &str {
    match resource {
        "cpu" => "requests.cpu",
        "memory" => "requests.memory",
        "ephemeral-storage" => "requests.ephemeral-storage",
        "count/pods" => "pods",
        "count/services" => "services",
        "count/configmaps" => "configmaps",
        "count/secrets" => "secrets",
        "count/persistentvolumeclaims" => "persistentvolumeclaims",
        other => other,
    }
}

const WHOLE: u128 = 1_000_000_000;

fn add(taken: &mut Taken, resource: &str, amount: u128) {
    let sum = taken.entry(resource.to_string()).or_default();
    *sum = sum.saturating_add(amount);
}

/// Adds what an object takes.
fn take(entry: &Entry, taken: &mut Taken) {
    match (entry.identity.kind.as_str(), &entry.facts) {
        ("Service", _) => add(taken, "services", WHOLE),
        ("ConfigMap", _) => add(taken, "configmaps", WHOLE),
        ("Secret", _) => add(taken, "secrets", WHOLE),
        ("Deployment", _) => add(taken, "count/deployments.apps", WHOLE),
        ("StatefulSet", _) => add(taken, "count/statefulsets.apps", WHOLE),
        ("Ingress", _) => add(taken, "count/ingresses.networking.k8s.io", WHOLE),
        ("CronJob", _) => add(taken, "count/cronjobs.batch", WHOLE),
        ("Job", _) => add(taken, "count/jobs.batch", WHOLE),
        _ => {}
    }
    match &entry.facts {
        Facts::Workload(workload) => pods(workload, taken),
        Facts::Claim(claim) => {
            add(taken, "persistentvolumeclaims", WHOLE);
            add(taken, "requests.storage", claim.get("storage").and_then(Quantity::nanos).unwrap_or(0));
        }
        _ => {}
    }
}

fn pods(workload: &Workload, taken: &mut Taken) {
    let replicas = u128::try_from(workload.replicas).unwrap_or(0);
    add(taken, "pods", replicas.saturating_mul(WHOLE));
    for resource in ["cpu", "memory", "ephemeral-storage"] {
        let requested = |share: &Share| {
            share.requests.get(resource).or(share.limits.get(resource)).and_then(Quantity::nanos)
        };
        let limited = |share: &Share| share.limits.get(resource).and_then(Quantity::nanos);
        add(taken, &format!("requests.{resource}"), of_pod(workload, requested).saturating_mul(replicas));
        add(taken, &format!("limits.{resource}"), of_pod(workload, limited).saturating_mul(replicas));
    }
    for claim in &workload.claims {
        add(taken, "persistentvolumeclaims", replicas.saturating_mul(WHOLE));
        let storage = claim.get("storage").and_then(Quantity::nanos).unwrap_or(0);
        add(taken, "requests.storage", storage.saturating_mul(replicas));
    }
}

/// What a pod counts with: all that run together, or the largest of those that run before.
fn of_pod(workload: &Workload, amount: impl Fn(&Share) -> Option<u128>) -> u128 {
    let of = |share: &Share| amount(share).unwrap_or(0);
    let together =
        workload.shares.iter().filter(|share| !share.is_init).map(of).fold(0u128, u128::saturating_add);
    let before = workload.shares.iter().filter(|share| share.is_init).map(of).max().unwrap_or(0);
    together.max(before)
}

fn found(resource: &str, hard: &Quantity, sum: u128) -> Diagnostic {
    let message =
        format!("the namespace has {resource}: {hard}, but its objects take {}", amount(resource, sum));
    Diagnostic::error(code::RESOURCE_QUOTA, message).help("raise the quota, or lower replicas or requests")
}

/// Billionths of a resource in the usual unit.
fn amount(resource: &str, nanos: u128) -> String {
    const MEBI: u128 = 1 << 20;
    if resource.contains("memory") || resource.contains("storage") && !resource.contains("claims") {
        return match nanos.div_ceil(WHOLE) {
            bytes if bytes % MEBI == 0 => format!("{}Mi", bytes / MEBI),
            bytes => bytes.to_string(),
        };
    }
    match nanos.div_ceil(1_000_000) {
        thousandths if thousandths % 1000 == 0 => (thousandths / 1000).to_string(),
        thousandths => format!("{thousandths}m"),
    }
}
