//! Every rule, and which of them look at what.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::rule::{Check, Refer, Rule};
use super::{
    access, autoscaling, batch, cluster, container, data, metadata, monitoring, network, pod, quota,
    scheduling, set, storage, volume, workload,
};

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

/// By kind, then group.
type ByKind<T> = BTreeMap<&'static str, BTreeMap<&'static str, Vec<T>>>;

fn sorted() -> &'static Sorted {
    static SORTED: OnceLock<Sorted> = OnceLock::new();
    SORTED.get_or_init(|| {
        let mut sorted = Sorted::default();
        for rule in rules() {
            match rule.check {
                Check::Objects(_) => sorted.all.push(rule),
                Check::Pods(_) | Check::Containers(_) => sorted.pods.push(rule),
                Check::Kinds(kinds, _) => add(&mut sorted.kinds, kinds, rule),
                Check::References(referring, refer) => {
                    add(&mut sorted.references, referring.kinds, refer);
                    sorted.pod_references.extend(referring.pods.then_some(refer));
                }
                Check::Between(_) => {}
            }
        }
        sorted
    })
}

fn add<T: Copy>(to: &mut ByKind<T>, kinds: &[&'static str], what: T) {
    for name in kinds {
        let (group, kind) = name.split_once('/').unwrap_or(("", name));
        to.entry(kind).or_default().entry(group).or_default().push(what);
    }
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
    sorted().kinds.get(kind).and_then(|groups| groups.get(group)).map_or(&[], Vec::as_slice)
}

/// How the references of one kind's objects are found.
pub fn references_of_kind(group: &str, kind: &str) -> &'static [Refer] {
    sorted().references.get(kind).and_then(|groups| groups.get(group)).map_or(&[], Vec::as_slice)
}

/// How the references of pods are found.
pub fn references_of_pods() -> &'static [Refer] {
    &sorted().pod_references
}
