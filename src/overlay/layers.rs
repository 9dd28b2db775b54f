//! The one order of layers: platform → team → environment defaults → App → for each environment of the chain its
//! overrides, then its overlay. And what workers inherit from the main workload once that is merged.

use std::collections::BTreeSet;

use super::inherit::inherit;
use super::merge::{IdleRemoval, Manner, Merge};
use super::sweep::sweep;
use crate::spec::{AppSpec, ContainerFields, Shape, Shaped, Worker};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// What one app in one environment is made of, the weakest first.
#[derive(Debug, Clone, Default)]
pub struct Layers<'a> {
    /// The `defaults` of platform, team and environments, bases first.
    pub defaults: Vec<&'a Node>,
    /// The App's `spec`.
    pub app: Option<&'a Node>,
    /// The environments of the `extends` chain, bases first.
    pub environments: Vec<EnvironmentLayer<'a>>,
}

/// What one environment of the chain says about the app.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentLayer<'a> {
    pub overrides: Option<&'a Node>,
    /// The overlay's `spec`.
    pub overlay: Option<&'a Node>,
}

/// An app's spec with all layers in it.
#[derive(Debug, Clone)]
pub struct Merged {
    pub spec: Node,
    /// Removals in overlays that removed nothing.
    pub idle: Vec<IdleRemoval>,
}

/// Where an app's other workloads stand, and the key of `defaults` and `overrides` that is theirs.
const PARTS: [&str; 3] = ["workers", "crons", "jobs"];
/// Where a workload's other containers stand.
const CONTAINERS: [&str; 2] = ["sidecars", "init"];

/// Merges all layers of one app in one environment.
pub fn merge(layers: &Layers) -> Merged {
    let kind = layers.kind();
    let mut merge = Merge::default();
    let mut spec = layers.main(&kind, &mut merge);
    for part in PARTS {
        let names = layers.names(&[part]);
        let mut workloads = Mapping::new();
        for name in &names {
            let Some(own) = layers.part(part, name, &mut merge) else { continue };
            let defaults = layers.part_defaults(part, name);
            let value = inherit(defaults, &spec, own.node, &mut merge.idle);
            workloads.push(Entry { key: name.clone(), key_origin: own.key_origin, value });
        }
        if let (false, Some(mapping)) = (workloads.is_empty(), spec.as_mapping_mut()) {
            mapping.set(part, Node::mapping(workloads, Origin::Unknown));
        }
    }
    sweep(&mut spec, AppSpec::shape());
    Merged { spec, idle: merge.idle }
}

/// A worker's own layers, merged.
struct Own {
    node: Node,
    key_origin: Origin,
}

impl<'a> Layers<'a> {
    /// The App's type; a `service` where it says nothing.
    fn kind(&self) -> Text {
        let written = self.app.and_then(|app| app.get("type")).and_then(Node::as_text);
        written.cloned().unwrap_or(Text::literal("service"))
    }

    fn main(&self, kind: &str, merge: &mut Merge) -> Node {
        let shape = AppSpec::shape();
        let mut spec = Node::mapping(Mapping::new(), Origin::Unknown);
        for defaults in &self.defaults {
            for fragment in self.fragments(defaults, kind, &[]) {
                spec = quietly(spec, &fragment, shape, Manner::Win);
            }
        }
        if let Some(app) = self.app {
            spec = quietly(spec, &without(app, &PARTS), shape, Manner::Win);
        }
        for layer in &self.environments {
            for fragment in layer.overrides.iter().flat_map(|overrides| self.fragments(overrides, kind, &[]))
            {
                spec = quietly(spec, &fragment, shape, Manner::Fit);
            }
            if let Some(overlay) = layer.overlay {
                spec = merge.lay(spec, &without(overlay, &PARTS), shape, Manner::Win);
            }
        }
        spec
    }

    /// A worker's own fields over all layers but defaults; `None` where a layer removes it.
    fn part(&self, part: &str, name: &str, merge: &mut Merge) -> Option<Own> {
        let shape = Worker::shape();
        let find = |node: &'a Node| node.get(part)?.as_mapping()?.entry(name);
        let mut own: Option<Own> = None;
        let mut idle = Merge::default();
        let app = self.app.and_then(find);
        let lay = |own: &mut Option<Own>, entry: &Entry, merge: &mut Merge| {
            let key_origin = entry.key_origin.clone();
            *own = Some(match own.take() {
                Some(Own { node, key_origin }) => {
                    Own { node: merge.lay(node, &entry.value, shape, Manner::Win), key_origin }
                }
                None => {
                    // Nothing weaker is there to be removed.
                    if entry.value.is_null() {
                        let key = entry.key.to_string();
                        merge.idle.push(IdleRemoval { at: entry.value.origin.span(), key });
                    }
                    Own { node: entry.value.clone(), key_origin }
                }
            });
        };
        if let Some(entry) = app {
            lay(&mut own, entry, &mut Merge::default());
        }
        for layer in &self.environments {
            if let (Some(overrides), Some(Own { node, .. })) = (layer.overrides, &mut own) {
                for fragment in self.fragments(overrides, part, &[part, name]) {
                    *node = quietly(std::mem::take(node), &fragment, shape, Manner::Fit);
                }
            }
            if let Some(entry) = layer.overlay.and_then(find) {
                lay(&mut own, entry, &mut idle);
            }
        }
        // A removal may still find what is inherited; `inherit` decides.
        merge.idle.append(&mut idle.idle);
        own.filter(|own| !own.node.is_null())
    }

    fn part_defaults(&self, part: &str, name: &str) -> Node {
        let mut defaults = Node::mapping(Mapping::new(), Origin::Unknown);
        for layer in &self.defaults {
            for fragment in self.fragments(layer, part, &[part, name]) {
                defaults = quietly(defaults, &fragment, Worker::shape(), Manner::Win);
            }
        }
        defaults
    }

    /// What `defaults` or `overrides` say for a workload of that kind, the weakest first; what it lacks is skipped.
    fn fragments(&self, layer: &Node, kind: &str, below: &[&str]) -> Vec<Node> {
        let keys = |shape: Shape| if let Shape::Struct(fields) = shape { Some(fields) } else { None };
        let own = if below.is_empty() { keys(AppSpec::shape()) } else { keys(Worker::shape()) };
        let fits = |key: &str| own.is_some_and(|own| own.field(key).is_some()) && !is_alien(kind, key);
        let only = |node: &Node, fits: &dyn Fn(&str) -> bool| {
            let mut node = node.clone();
            if let Some(mapping) = node.as_mapping_mut() {
                mapping.retain(|entry| fits(&entry.key));
            }
            node
        };
        let mut fragments = Vec::new();
        fragments.extend(layer.get("*").map(|node| only(node, &fits)));
        if let Some(node) = layer.get("containers") {
            let words = keys(ContainerFields::shape());
            fragments.push(only(node, &|key| words.is_some_and(|words| words.field(key).is_some())));
            fragments.extend(self.for_containers(node, below));
        }
        fragments.extend(layer.get(kind).map(|node| only(node, &fits)));
        fragments
    }

    /// What `containers` says, put at each sidecar and init container that any layer writes.
    fn for_containers(&self, node: &Node, below: &[&str]) -> Option<Node> {
        let mut groups = Mapping::new();
        for group in CONTAINERS {
            let path: Vec<&str> = below.iter().copied().chain([group]).collect();
            let entries: Mapping = self
                .names(&path)
                .into_iter()
                .map(|key| Entry { key, key_origin: Origin::Unknown, value: node.clone() })
                .collect();
            if !entries.is_empty() {
                groups.set(group, Node::mapping(entries, Origin::Unknown));
            }
        }
        (!groups.is_empty()).then(|| Node::mapping(groups, Origin::Unknown))
    }

    /// The names written under a path of keys by App and overlays, in the order written, the weakest layer first.
    fn names(&self, path: &[&str]) -> Vec<Text> {
        let overlays = self.environments.iter().filter_map(|layer| layer.overlay);
        let mappings = self.app.into_iter().chain(overlays).filter_map(|node| node.at(path)?.as_mapping());
        let mut seen = BTreeSet::new();
        mappings
            .flat_map(|mapping| mapping.iter())
            .map(|e| e.key.clone())
            .filter(|k| seen.insert(k.clone()))
            .collect()
    }
}

/// Fields that an app of the type has no use for, so that defaults for all apps skip them.
fn is_alien(kind: &str, key: &str) -> bool {
    let exposes = matches!(key, "service" | "services" | "routes");
    (kind == "worker" && exposes) || PARTS.contains(&key)
}

/// Lays a layer in which a removal may find nothing.
fn quietly(weak: Node, strong: &Node, shape: Shape, manner: Manner) -> Node {
    Merge::default().lay(weak, strong, shape, manner)
}

fn without(node: &Node, keys: &[&str]) -> Node {
    let mut node = node.clone();
    if let Some(mapping) = node.as_mapping_mut() {
        mapping.retain(|entry| !keys.contains(&entry.key.as_str()));
    }
    node
}
