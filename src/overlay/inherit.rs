//! What workers, crons and jobs take over from the merged main workload.

use super::merge::{IdleRemoval, Manner, Merge};
use super::sweep::sweep;
use crate::spec::Shape;
use crate::syntax::{Mapping, Node, Origin};

/// Fields that come over; `volumes` and `mounts` come over by what they hold.
const INHERITED: [&str; 8] =
    ["image", "env", "envFrom", "securityContext", "security", "pod", "serviceAccount", "imagePullPolicy"];
/// Volume sources that several workloads may share.
const SHARED: [&str; 5] = ["emptyDir", "config", "secret", "configMap", "secretRef"];

/// Defaults of its own kind ← what the main workload gives ← its own fields.
///
/// `main` is swept: what was removed there is not there to give, and removes nothing here.
pub fn inherit(defaults: Node, main: &Node, own: Node, shape: Shape, idle: &mut Vec<IdleRemoval>) -> Node {
    let given = given(main, &own);
    let is_own: Vec<bool> = idle.iter().map(|removal| in_node(&own, removal)).collect();
    let mut merge = Merge::default();
    let weaker = Merge::default().lay_owned(defaults, given, shape, Manner::Win);
    let mut workload = merge.lay_owned(weaker, own, shape, Manner::Win);
    // What the own layers removed in vain may have removed something inherited.
    let mut is_own = is_own.into_iter();
    idle.retain(|removal| is_own.next() != Some(true) || merge.idle.contains(removal));
    sweep(&mut workload, shape);
    workload
}

/// Whether a removal stands in a tree, or stood there before a stronger layer wrote something.
fn in_node(node: &Node, removal: &IdleRemoval) -> bool {
    let here = removal.at.is_some_and(|at| node.origin.spans().contains(&at));
    let mapping = node.as_mapping().into_iter().flat_map(Mapping::iter);
    here || mapping.into_iter().any(|entry| in_node(&entry.value, removal))
}

fn given(main: &Node, own: &Node) -> Node {
    let mut given = Mapping::new();
    let wanted = own.get("inherit");
    if wanted.and_then(Node::as_bool) == Some(false) {
        return Node::mapping(given, Origin::Unknown);
    }
    let list = wanted.and_then(Node::as_sequence);
    let wants = |key: &str| list.is_none_or(|keys| keys.iter().any(|node| node.as_str() == Some(key)));
    for entry in main.as_mapping().into_iter().flat_map(Mapping::iter) {
        let key = entry.key.as_str();
        let with_volumes = key == "mounts" && wants("volumes");
        let comes_over = INHERITED.contains(&key) || matches!(key, "volumes" | "mounts");
        if !comes_over || !(wants(key) || with_volumes) {
            continue;
        }
        let mut entry = entry.clone();
        let asked = list.into_iter().flatten().find(|node| node.as_str() == Some(key));
        asked.iter().for_each(|node| entry.value.because(&node.origin));
        match key {
            "volumes" => keep(&mut entry.value, |name, volume| is_shared(volume) || opts_in(own, name)),
            "mounts" => {
                let volumes = main.get("volumes");
                let shared = |name: &str| volumes.and_then(|all| all.get(name)).is_none_or(is_shared);
                keep(&mut entry.value, |name, _| shared(name) || opts_in(own, name));
            }
            _ => {}
        }
        given.push(entry);
    }
    Node::mapping(given, Origin::Unknown)
}

fn keep(node: &mut Node, test: impl Fn(&str, &Node) -> bool) {
    if let Some(mapping) = node.as_mapping_mut() {
        mapping.retain(|entry| test(&entry.key, &entry.value));
    }
}

fn is_shared(volume: &Node) -> bool {
    SHARED.iter().any(|source| volume.get(source).is_some())
}

/// `volumes: {data: {}}` asks for the main workload's volume of that name.
fn opts_in(own: &Node, name: &str) -> bool {
    own.at(&["volumes", name]).is_some_and(|volume| volume.as_mapping().is_some())
}
