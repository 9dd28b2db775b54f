//! Holds references against what is there.

use std::collections::{BTreeMap, BTreeSet};

use super::linked::{Found, Linked, Placed};
use super::reference::{Absence, Broken, Detail, Reference, Target};
use super::{Position, Scope, detail};
use crate::diagnostic::{Diagnostic, Severity, nearest};

/// Objects that every cluster has: group, kind, and how their names begin.
const EVERYWHERE: [(&str, &str, &str); 9] = [
    ("", "ServiceAccount", "default"),
    ("", "ConfigMap", "kube-root-ca.crt"),
    ("", "Service", "kubernetes"),
    ("rbac.authorization.k8s.io", "ClusterRole", "view"),
    ("rbac.authorization.k8s.io", "ClusterRole", "edit"),
    ("rbac.authorization.k8s.io", "ClusterRole", "admin"),
    ("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin"),
    ("rbac.authorization.k8s.io", "ClusterRole", "system:"),
    ("scheduling.k8s.io", "PriorityClass", "system-"),
];

/// What a target turns out to be.
pub enum Resolved<'s> {
    Nothing,
    /// Too many to look at.
    Something,
    /// Several where folders that are equally near have one each.
    Named(Vec<Found<'s>>),
    /// What makes the pods that a selector picks, or the Services.
    Picked(Vec<Placed<'s>>),
}

/// What is wrong with the references of one object.
#[derive(Default)]
pub struct Wrong<'s> {
    /// Those to what is not there, one of each target.
    pub absent: Vec<&'s Reference>,
    /// What targets that are there lack.
    pub lacking: Vec<Diagnostic>,
}

/// Holds the references of one object against what is there.
pub fn check<'s>(linked: &Linked<'s>, placed: &Placed<'s>) -> Wrong<'s> {
    let entry = placed.entry;
    let mut wrong = Wrong::default();
    for reference in &entry.references {
        // What we refer to is there, or somebody has said so.
        if entry.is_ours && reference.details.is_empty() {
            continue;
        }
        let resolved = resolve(linked, placed, &reference.target);
        if let Resolved::Nothing = resolved {
            let is_told = !entry.is_ours
                && is_told(linked, placed, reference)
                && !wrong.absent.iter().any(|told| told.target == reference.target);
            wrong.absent.extend(is_told.then_some(reference));
            continue;
        }
        for (detail, site) in &reference.details {
            // What a spec says of its own Service is meant.
            if entry.is_ours && *detail == Detail::Headless {
                continue;
            }
            let Some(lack) = detail::lacks(&resolved, detail) else { continue };
            let broken = Broken::Lacks { detail, target: &lack.target, has: &lack.has };
            let found = (reference.tell)(reference, &broken);
            let found = found.related(lack.entry.place, format!("{} is here", lack.target));
            wrong.lacking.push(entry.found(site, found));
        }
    }
    wrong
}

/// Forgets those targets that our own objects mean too, although they are not there: somebody has said that they exist.
pub fn forgive(linked: &Linked, absent: &mut Vec<(Placed, &Reference)>) {
    if absent.is_empty() {
        return;
    }
    let absent_ones: BTreeSet<&Target> = absent.iter().map(|(_, reference)| &reference.target).collect();
    let meant = linked.entries.iter().flat_map(|placed| {
        let is_ours = placed.entry.is_ours;
        placed.entry.references.iter().filter(move |one| is_ours || one.absence == Absence::Fine)
    });
    let foreign: BTreeSet<&Target> =
        meant.map(|reference| &reference.target).filter(|target| absent_ones.contains(target)).collect();
    absent.retain(|(_, reference)| !foreign.contains(&reference.target));
}

/// So many findings have the nearest name beside them: finding it looks at every object.
const MOST_NEAR: usize = 100;

/// What is told of targets that are not there: an error of each object that means one; a warning, where the target may
/// be elsewhere, at the first of them only.
pub fn absent(linked: &Linked, absent: &[(Placed, &Reference)]) -> Vec<(Position, Diagnostic)> {
    let is_open = linked.scope == Scope::Open;
    let mut count: BTreeMap<&Target, usize> = BTreeMap::new();
    for (_, reference) in absent {
        *count.entry(&reference.target).or_default() += 1;
    }
    let mut told = Vec::new();
    for (placed, reference) in absent {
        let all = count.get_mut(&reference.target).map_or(0, std::mem::take);
        if is_open && all == 0 {
            continue;
        }
        let near = if told.len() < MOST_NEAR { near(linked, &reference.target) } else { None };
        let mut found = (reference.tell)(reference, &Broken::Absent { near: near.as_deref() });
        if is_open || reference.absence == Absence::Odd {
            found.severity = Severity::Warning;
        }
        if is_open {
            found = match all - 1 {
                0 => found,
                1 => found.note("1 more object means it"),
                more => found.note(format!("{more} more objects mean it")),
            };
        }
        told.push((placed.position, placed.entry.found(&reference.at, found)));
    }
    told
}

/// Namespaces of what the cluster itself runs.
const OF_CLUSTER: [&str; 3] = ["kube-system", "kube-public", "kube-node-lease"];

/// Whether it is told that a target is absent.
fn is_told(linked: &Linked, placed: &Placed, reference: &Reference) -> bool {
    if linked.scope == Scope::Part || reference.absence == Absence::Fine {
        return false;
    }
    let home = match &reference.target {
        Target::Named { namespace, .. } => Some(namespace),
        Target::Pods { namespaces, .. } | Target::Services { namespaces, .. } => {
            namespaces.as_deref().and_then(<[_]>::first)
        }
    };
    if home
        .is_some_and(|home| *home != placed.entry.identity.namespace && OF_CLUSTER.contains(&home.as_str()))
    {
        return false;
    }
    let Target::Named { group, kind, name, .. } = &reference.target else { return true };
    let is_known = |(of, known, start): &(&str, &str, &str)| {
        *of == group.as_str() && *known == kind.as_str() && begins(name, start)
    };
    let is_there = reference.absence != Absence::WhereKnown || linked.has_kind(group, kind);
    is_there && !EVERYWHERE.iter().any(is_known)
}

/// Whether a name is one, or begins with one that ends in `-` or `:`.
fn begins(name: &str, start: &str) -> bool {
    if start.ends_with(['-', ':']) { name.starts_with(start) } else { name == start }
}

fn resolve<'s>(linked: &Linked<'s>, placed: &Placed, target: &Target) -> Resolved<'s> {
    match target {
        Target::Named { group, kind, namespace, name } => {
            let find = |namespace: &str| linked.find(group, kind, namespace, name, placed.folder);
            let mut there = find(namespace);
            // What is read without a namespace may be meant for any.
            if there.as_ref().is_some_and(Vec::is_empty) && linked.scope.is_read() {
                there = find("");
            }
            match there {
                None => Resolved::Something,
                Some(there) if there.is_empty() => Resolved::Nothing,
                Some(there) => Resolved::Named(there),
            }
        }
        Target::Pods { namespaces, selector } => {
            let pods = linked.pods(namespaces.as_deref(), selector, placed.folder);
            picked(pods.map(|pods| pods.into_iter().map(|(placed, _)| placed)))
        }
        Target::Services { namespaces, selector } => {
            let services = linked.services(namespaces.as_deref(), selector, placed.folder);
            picked(services.map(|services| services.into_iter().map(|(placed, _)| placed)))
        }
    }
}

fn picked<'s>(placed: Option<impl Iterator<Item = Placed<'s>>>) -> Resolved<'s> {
    let Some(placed) = placed else { return Resolved::Something };
    let placed: Vec<Placed> = placed.collect();
    if placed.is_empty() { Resolved::Nothing } else { Resolved::Picked(placed) }
}

/// Among so many names the nearest is sought.
const MOST_NAMES: usize = 1000;

/// The nearest name to one that is absent.
fn near(linked: &Linked, target: &Target) -> Option<String> {
    let Target::Named { group, kind, namespace, name } = target else { return None };
    let names = Some(linked.names(group, kind, namespace)).filter(|names| names.len() <= MOST_NAMES)?;
    nearest(name, names).map(str::to_owned)
}
