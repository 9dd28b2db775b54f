//! Holds references against what is there.

use std::collections::BTreeSet;

use super::linked::{Found, Linked, Placed};
use super::reference::{Absence, Broken, Reference, Target};
use super::{Scope, detail};
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
    /// Several where folders that are equally near have one each.
    Named(Vec<Found<'s>>),
    /// What makes the pods that a selector picks, or the Services.
    Picked(Vec<Placed<'s>>),
}

/// The names that what is ours refers to although they are not there: somebody has said that they exist.
pub type Foreign<'s> = BTreeSet<&'s Target>;

/// The targets of our own references that are not there.
pub fn foreign<'s>(linked: &Linked<'s>) -> Foreign<'s> {
    let ours = linked.entries.iter().flat_map(|placed| {
        let is_ours = placed.entry.is_ours;
        let references = placed.entry.references.iter();
        references.filter(move |one| is_ours || one.absence == Absence::Fine).map(move |one| (placed, one))
    });
    let is_absent = |(placed, one): &(&Placed, &Reference)| {
        matches!(resolve(linked, placed, &one.target), Resolved::Nothing)
    };
    ours.filter(is_absent).map(|(_, reference)| &reference.target).collect()
}

/// What is wrong with the references of one object.
pub fn check(linked: &Linked, foreign: &Foreign, placed: &Placed, out: &mut Vec<Diagnostic>) {
    let entry = placed.entry;
    let mut told: Vec<&Target> = Vec::new();
    for reference in &entry.references {
        let resolved = resolve(linked, placed, &reference.target);
        if let Resolved::Nothing = resolved {
            let is_told = is_told(linked, reference)
                && !entry.is_ours
                && !foreign.contains(&reference.target)
                && !told.contains(&&reference.target);
            if is_told {
                told.push(&reference.target);
                let names = near(linked, &reference.target);
                let mut found = (reference.tell)(reference, &Broken::Absent { near: names.as_deref() });
                if linked.scope == Scope::Open {
                    found.severity = Severity::Warning;
                }
                out.push(entry.found(&reference.at, found));
            }
            continue;
        }
        for (detail, site) in &reference.details {
            let Some(lack) = detail::lacks(&resolved, detail) else { continue };
            let broken = Broken::Lacks { detail, target: &lack.target, has: &lack.has };
            let found = (reference.tell)(reference, &broken);
            let found = found.related(lack.entry.place, format!("{} is here", lack.target));
            out.push(entry.found(site, found));
        }
    }
}

/// Whether it is told that a target is absent.
fn is_told(linked: &Linked, reference: &Reference) -> bool {
    if linked.scope == Scope::Part || reference.absence == Absence::Fine {
        return false;
    }
    let Target::Named { group, kind, name, .. } = &reference.target else { return true };
    let is_known = |(of, known, start): &(&str, &str, &str)| {
        *of == group.as_str() && *known == kind.as_str() && begins(name, start)
    };
    let is_there = reference.absence == Absence::Told || linked.has_kind(group, kind);
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
            if there.is_empty() && linked.scope.is_read() {
                there = find("");
            }
            if there.is_empty() { Resolved::Nothing } else { Resolved::Named(there) }
        }
        Target::Pods { namespaces, selector } => {
            let pods = linked.pods(namespaces.as_deref(), selector, placed.folder);
            picked(pods.into_iter().map(|(placed, _)| placed))
        }
        Target::Services { namespaces, selector } => {
            let services = linked.services(namespaces.as_deref(), selector, placed.folder);
            picked(services.into_iter().map(|(placed, _)| placed))
        }
    }
}

fn picked<'s>(placed: impl Iterator<Item = Placed<'s>>) -> Resolved<'s> {
    let placed: Vec<Placed> = placed.collect();
    if placed.is_empty() { Resolved::Nothing } else { Resolved::Picked(placed) }
}

/// The nearest name to one that is absent.
fn near(linked: &Linked, target: &Target) -> Option<String> {
    let Target::Named { group, kind, namespace, name } = target else { return None };
    let names = linked.names(group, kind, namespace);
    nearest(name, names).map(str::to_owned)
}
