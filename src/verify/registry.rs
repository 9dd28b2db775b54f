//! Every rule, and which of them look at what.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::rule::{Check, Refer, Rule};
use super::{
    access, autoscaling, batch, cluster, container, data, metadata, monitoring, network, pod, quota,
    scheduling, set, storage, volume, workload,
};
use crate::spec::names::Names;

/// The rules of each room.
const ROOMS: &[&[Rule]] = &[
    metadata::RULES,
    workload::RULES,
    batch::RULES,
    autoscaling::RULES,
    pod::RULES,
    container::RULES,
    volume::RULES,
    scheduling::RULES,
    network::RULES,
    data::RULES,
    access::RULES,
    monitoring::RULES,
    cluster::RULES,
    storage::RULES,
    quota::RULES,
    set::RULES,
    set::quota::RULES,
    set::reference::RULES,
    set::security::RULES,
];

/// Every rule, in the order in which they run.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ROOMS.iter().flat_map(|room| room.iter())
}

/// The rules by what they look at.
#[derive(Default)]
struct Sorted {
    all: Vec<&'static Rule>,
    pods: Vec<&'static Rule>,
    kinds: ByKind<&'static Rule>,
    references: ByKind<Refer>,
    pod_references: Vec<Refer>,
}

/// By kind, found by its name, and group.
struct ByKind<T> {
    kinds: Vec<(&'static str, BTreeMap<&'static str, Vec<T>>)>,
    names: Names,
}

impl<T> Default for ByKind<T> {
    fn default() -> Self {
        ByKind { kinds: Vec::new(), names: Names::default() }
    }
}

impl<T: Copy> ByKind<T> {
    fn new(all: impl Iterator<Item = (&'static [&'static str], T)>) -> Self {
        let mut kinds: BTreeMap<&str, BTreeMap<&str, Vec<T>>> = BTreeMap::new();
        for (names, what) in all {
            for name in names {
                let (group, kind) = name.split_once('/').unwrap_or(("", name));
                kinds.entry(kind).or_default().entry(group).or_default().push(what);
            }
        }
        let kinds = Vec::from_iter(kinds);
        let names = Names::new(kinds.iter().map(|(kind, _)| *kind));
        ByKind { kinds, names }
    }

    fn of(&self, group: &str, kind: &str) -> &[T] {
        let is_it = |at: usize| self.kinds.get(at).is_some_and(|(known, _)| *known == kind);
        let found = self.names.find(kind, is_it).and_then(|at| self.kinds.get(at));
        found.and_then(|(_, groups)| groups.get(group)).map_or(&[], Vec::as_slice)
    }
}

fn sorted() -> &'static Sorted {
    static SORTED: OnceLock<Sorted> = OnceLock::new();
    SORTED.get_or_init(|| {
        let mut sorted = Sorted::default();
        let (mut kinds, mut references) = (Vec::new(), Vec::new());
        for rule in rules() {
            match rule.check {
                Check::Objects(_) => sorted.all.push(rule),
                Check::Pods(_) | Check::Containers(_) => sorted.pods.push(rule),
                Check::Kinds(of, _) => kinds.push((of, rule)),
                Check::References(referring, refer) => {
                    references.push((referring.kinds, refer));
                    sorted.pod_references.extend(referring.pods.then_some(refer));
                }
                Check::Between(_) => {}
            }
        }
        sorted.kinds = ByKind::new(kinds.into_iter());
        sorted.references = ByKind::new(references.into_iter());
        sorted
    })
}

/// The rules for objects of every kind.
pub fn of_all() -> &'static [&'static Rule] {
    &sorted().all
}

/// The rules for pods and their containers.
pub fn of_pods() -> &'static [&'static Rule] {
    &sorted().pods
}

/// The rules for objects of one kind.
pub fn of_kind(group: &str, kind: &str) -> &'static [&'static Rule] {
    sorted().kinds.of(group, kind)
}

/// How the references of one kind's objects are found.
pub fn references_of_kind(group: &str, kind: &str) -> &'static [Refer] {
    sorted().references.of(group, kind)
}

/// How the references of pods are found.
pub fn references_of_pods() -> &'static [Refer] {
    &sorted().pod_references
}
