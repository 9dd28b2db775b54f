//! Backups by a command are crons of the app: what they say of themselves, before they inherit what crons inherit.

use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// The variable by which a command learns how much it keeps.
const KEEP: &str = "KEEP";

/// A cron's own fields for each backup by a command, by the backup's name.
pub fn crons(spec: &Node) -> impl Iterator<Item = Entry> + use<> {
    let backups = spec.get("backup").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
    let commands =
        backups.filter(|entry| entry.value.get("method").and_then(Node::as_str) == Some("command"));
    let crons: Vec<Entry> =
        commands.map(|entry| Entry { value: cron(spec, &entry.value), ..entry.clone() }).collect();
    crons.into_iter()
}

fn cron(spec: &Node, backup: &Node) -> Node {
    let mut cron = Mapping::new();
    for key in ["command", "image", "resources", "schedule"] {
        if let Some(entry) = backup.as_mapping().and_then(|mapping| mapping.entry(key)) {
            cron.push(entry.clone());
        }
    }
    let rule = Origin::ruled("one backup at a time", []);
    cron.set("concurrencyPolicy", Node::string(Text::literal("Forbid"), rule));
    if let Some(keep) = backup.get("keep") {
        let key_origin = Origin::ruled("a backup's command learns how much it keeps", []);
        let mut env = Mapping::new();
        env.push(Entry { key: Text::literal(KEEP), key_origin, value: keep.clone() });
        cron.set("env", Node::mapping(env, Origin::Unknown));
    }
    if let Some(volume) = backup.get("volume").filter(|node| node.as_str().is_some()) {
        let name = volume.as_str().unwrap_or_default();
        let mount = spec.at(&["volumes", name, "mount"]).map(read_only);
        let mut wanted = Mapping::new();
        mount.into_iter().for_each(|mount| wanted.set("mount", mount));
        let mut volumes = under(name, Node::mapping(wanted, volume.origin.clone()));
        volumes.because(&volume.origin);
        cron.set("volumes", volumes);
    }
    Node::mapping(cron, backup.origin.clone())
}

/// A mount, or several, for reading only.
fn read_only(mount: &Node) -> Node {
    let lock = |mount: &Node| {
        let mut mount = mount.clone();
        if let Some(mapping) = mount.as_mapping_mut() {
            mapping.set("readOnly", Node::boolean(true, Origin::ruled("a backup only reads", [])));
        }
        mount
    };
    match mount.as_sequence() {
        Some(mounts) => Node::sequence(mounts.iter().map(lock).collect(), mount.origin.clone()),
        None => lock(mount),
    }
}

fn under(key: &str, value: Node) -> Node {
    let mut mapping = Mapping::new();
    mapping.set(key, value);
    Node::mapping(mapping, Origin::Unknown)
}
