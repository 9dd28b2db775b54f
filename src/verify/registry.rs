//! Every rule, and which of them look at what.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::rule::{Check, Rule};
use super::{
    access, autoscaling, batch, cluster, container, data, metadata, network, pod, quota, scheduling, set,
    storage, volume, workload,
};

/// The rules of each room.
const ROOMS: [&[Rule]; 15] = [
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
    cluster::RULES,
    storage::RULES,
    quota::RULES,
    set::RULES,
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
    /// By kind, then group.
    kinds: BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static Rule>>>,
}

fn sorted() -> &'static Sorted {
    static SORTED: OnceLock<Sorted> = OnceLock::new();
    SORTED.get_or_init(|| {
        let mut sorted = Sorted::default();
        for rule in rules() {
            match rule.check {
                Check::Objects(_) => sorted.all.push(rule),
                Check::Pods(_) | Check::Containers(_) => sorted.pods.push(rule),
                Check::Kinds(kinds, _) => {
                    for name in kinds {
                        let (group, kind) = name.split_once('/').unwrap_or(("", name));
                        sorted.kinds.entry(kind).or_default().entry(group).or_default().push(rule);
                    }
                }
                Check::Together(_) => {}
            }
        }
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
    sorted().kinds.get(kind).and_then(|groups| groups.get(group)).map_or(&[], Vec::as_slice)
}
