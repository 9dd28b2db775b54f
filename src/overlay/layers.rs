//! The one order of layers: platform → team → environment defaults → App → for each environment of the chain its
//! overrides, then its overlay. And what workers inherit from the main workload once that is merged.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::backup;
use super::fit::has_no_use_for;
use super::inherit::inherit;
use super::merge::{IdleRemoval, Manner, Merge};
use super::sweep::sweep;
use crate::spec::{AppSpec, ContainerFields, Cron, Job, Shape, Shaped, Worker};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// What one app in one environment is made of, the weakest first.
#[derive(Debug, Clone, Default)]
pub struct Layers<'a> {
    /// The `defaults` of platform, team and environments, bases first.
    pub defaults: Vec<Cow<'a, Node>>,
    /// The App's `spec`.
    pub app: Option<&'a Node>,
    /// The environments of the `extends` chain, bases first.
    pub environments: Vec<EnvironmentLayer<'a>>,
}

/// What one environment of the chain says about the app.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentLayer<'a> {
    pub overrides: Option<&'a Node>,
    /// What it changes of the objects of all its apps.
    pub patches: Option<&'a Node>,
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
pub const PARTS: [&str; 3] = ["workers", "crons", "jobs"];
/// What is not merged with the rest of a spec: other workloads, and changes of objects.
const APART: [&str; 4] = ["workers", "crons", "jobs", "patches"];
/// Where a workload's other containers stand.
const CONTAINERS: [&str; 2] = ["sidecars", "init"];

/// Merges all layers of one app in one environment.
pub fn merge(layers: &Layers) -> Merged {
    let mut merge = Merge::default();
    let mut spec = layers.main(&mut merge);
    sweep(&mut spec, AppSpec::shape());
    for part in PARTS {
        let mut workloads = Mapping::new();
        for name in layers.names(&[part]) {
            let place = Place::part(part, &name);
            let Some(own) = layers.part(place, &mut merge) else { continue };
            let defaults = layers.part_defaults(place);
            let value = inherit(defaults, &spec, own.value, place.shape(), &mut merge.idle);
            workloads.push(Entry { value, ..own });
        }
        // What backups become is a cron like any other; of a name that a cron has already, `resolve` tells.
        for own in backup::crons(&spec).filter(|_| part == "crons") {
            if workloads.entry(&own.key).is_none() {
                let place = Place::part(part, &own.key);
                let defaults = layers.part_defaults(place);
                let value = inherit(defaults, &spec, own.value, place.shape(), &mut merge.idle);
                workloads.push(Entry { value, ..own });
            }
        }
        if let (false, Some(mapping)) = (workloads.is_empty(), spec.as_mapping_mut()) {
            mapping.set(part, Node::mapping(workloads, Origin::Unknown));
        }
    }
    Merged { spec, idle: merge.idle }
}

/// Which of an app's workloads is meant.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    /// The App's type, or one of [`PARTS`]: the key of `defaults` and `overrides`.
    kind: &'a str,
    /// The name under `workers`, `crons` or `jobs`; `None` for the main workload.
    name: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn part(kind: &'a str, name: &'a str) -> Self {
        Place { kind, name: Some(name) }
    }

    fn shape(self) -> Shape {
        match (self.name, self.kind) {
            (None, _) => AppSpec::shape(),
            (_, "crons") => Cron::shape(),
            (_, "jobs") => Job::shape(),
            _ => Worker::shape(),
        }
    }

    /// The workload in an App's or overlay's `spec`.
    fn find(self, spec: &Node) -> Option<&Node> {
        match self.name {
            Some(name) => spec.at(&[self.kind, name]),
            None => Some(spec),
        }
    }
}

impl<'a> Layers<'a> {
    /// The App's type, as the strongest layer writes it.
    pub(super) fn written_type(&self) -> Option<&'a Node> {
        let overlays = self.environments.iter().rev().filter_map(|layer| layer.overlay);
        overlays.chain(self.app).find_map(|spec| spec.get("type").filter(|written| !written.is_null()))
    }

    /// The App's type; a `service` where no layer says.
    pub(super) fn kind(&self) -> Text {
        self.written_type().and_then(Node::as_text).cloned().unwrap_or(Text::literal("service"))
    }

    fn main(&self, merge: &mut Merge) -> Node {
        let shape = AppSpec::shape();
        let kind = self.kind();
        let place = Place { kind: &kind, name: None };
        let mut spec = nothing();
        for defaults in &self.defaults {
            spec = self.lay_all(spec, defaults, place, Manner::Win);
        }
        if let Some(app) = self.app {
            spec = quietly(spec, without(app, &APART), shape, Manner::Win);
        }
        for layer in &self.environments {
            if let Some(overrides) = layer.overrides {
                spec = self.lay_all(spec, overrides, place, Manner::Fit);
            }
            if let Some(overlay) = layer.overlay {
                spec = merge.lay_owned(spec, without(overlay, &APART), shape, Manner::Win);
            }
        }
        spec
    }

    /// A worker's own fields over all layers but defaults; `None` where a layer removes it.
    fn part(&self, place: Place, merge: &mut Merge) -> Option<Entry> {
        let shape = place.shape();
        let name = place.name?;
        let find = |node: &'a Node| node.get(place.kind)?.as_mapping()?.entry(name);
        let mut own = Entry { key: Text::new(name), key_origin: Origin::Unknown, value: nothing() };
        let mut is_there = false;
        let lay = |own: &mut Entry, entry: &Entry, merge: &mut Merge| {
            if own.key_origin == Origin::Unknown {
                own.key_origin = entry.key_origin.clone();
            }
            own.value = merge.lay(std::mem::take(&mut own.value), &entry.value, shape, Manner::Win);
        };
        if let Some(entry) = self.app.and_then(find) {
            lay(&mut own, entry, &mut Merge::default());
            is_there = !entry.value.is_null();
        }
        // A removal may still find what is inherited; `inherit` decides.
        for layer in &self.environments {
            if let (Some(overrides), false) = (layer.overrides, own.value.is_null()) {
                own.value = self.lay_all(own.value, overrides, place, Manner::Fit);
            }
            let Some(entry) = layer.overlay.and_then(find) else { continue };
            if entry.value.is_null() && !is_there {
                merge.idle.push(IdleRemoval { at: entry.value.origin.span(), key: name.to_string() });
            }
            lay(&mut own, entry, merge);
            is_there = !entry.value.is_null();
        }
        is_there.then_some(own)
    }

    fn part_defaults(&self, place: Place) -> Node {
        let layers = self.defaults.iter();
        layers.fold(nothing(), |weak, layer| self.lay_all(weak, layer, place, Manner::Win))
    }

    /// Lays what `defaults` or `overrides` say for a workload over what weaker layers say.
    fn lay_all(&self, weak: Node, layer: &Node, place: Place, manner: Manner) -> Node {
        let fragments = self.fragments(layer, place, &weak);
        fragments.into_iter().fold(weak, |weak, fragment| quietly(weak, fragment, place.shape(), manner))
    }

    /// What `defaults` or `overrides` say for a workload, the weakest first; what its kind lacks is skipped.
    fn fragments(&self, layer: &Node, place: Place, weak: &Node) -> Vec<Node> {
        let fits = |shape: Shape, key: &str| {
            let Shape::Struct(fields) = shape else { return false };
            fields.field(key).is_some() && !APART.contains(&key) && !has_no_use_for(place.kind, key)
        };
        let only = |node: &Node, shape: Shape| copied(node, |key| fits(shape, key));
        let mut fragments = Vec::new();
        fragments.extend(layer.get("*").map(|node| only(node, place.shape())));
        if let Some(node) = layer.get("containers") {
            fragments.push(only(node, ContainerFields::shape()));
            fragments.extend(self.for_containers(node, place, weak));
        }
        fragments.extend(layer.get(place.kind).map(|node| {
            let mut fragment = only(node, place.shape());
            if let Some(written) = self.written_type().filter(|_| place.name.is_none()) {
                fragment.because(&written.origin);
            }
            fragment
        }));
        fragments
    }

    /// What `containers` says, put at each sidecar and init container that a layer writes and none has removed.
    fn for_containers(&self, node: &Node, place: Place, weak: &Node) -> Option<Node> {
        let mut groups = Mapping::new();
        for group in CONTAINERS {
            let is_gone = |name: &Text| weak.at(&[group, name]).is_some_and(Node::is_null);
            let names = self.container_names(place, group).into_iter().filter(|name| !is_gone(name));
            let entries: Mapping =
                names.map(|key| Entry { key, key_origin: Origin::Unknown, value: node.clone() }).collect();
            if !entries.is_empty() {
                groups.set(group, Node::mapping(entries, Origin::Unknown));
            }
        }
        (!groups.is_empty()).then(|| Node::mapping(groups, Origin::Unknown))
    }

    /// The sidecars or init containers of a workload in any layer, in the order written, the weakest layer first.
    fn container_names(&self, place: Place, group: &str) -> Vec<Text> {
        let of_kind = |layer| of_kind(layer, place.kind);
        let defaults = self.defaults.iter().map(Cow::as_ref).flat_map(of_kind);
        let app = self.app.and_then(|app| place.find(app));
        let environments = self.environments.iter().flat_map(|layer| {
            let overrides = layer.overrides.into_iter().flat_map(of_kind);
            overrides.chain(layer.overlay.and_then(|overlay| place.find(overlay)))
        });
        let workloads = defaults.chain(app).chain(environments);
        let groups = workloads.filter_map(|workload| workload.get(group)?.as_mapping());
        distinct(groups.flat_map(Mapping::iter).filter(|entry| !entry.value.is_null()))
    }

    /// The names under a key of App and overlays, in the order written, the weakest layer first.
    fn names(&self, path: &[&str]) -> Vec<Text> {
        let overlays = self.environments.iter().filter_map(|layer| layer.overlay);
        let mappings = self.app.into_iter().chain(overlays).filter_map(|node| node.at(path)?.as_mapping());
        distinct(mappings.flat_map(Mapping::iter))
    }
}

/// What a layer says for workloads of a kind, without what it says for containers.
fn of_kind<'n>(layer: &'n Node, kind: &str) -> impl Iterator<Item = &'n Node> + use<'n> {
    [layer.get("*"), layer.get(kind)].into_iter().flatten()
}

/// The keys, each once, where it first stands.
fn distinct<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    entries.map(|entry| entry.key.clone()).filter(|key| seen.insert(key.clone())).collect()
}

fn nothing() -> Node {
    Node::mapping(Mapping::new(), Origin::Unknown)
}

/// Lays a layer in which a removal may find nothing.
fn quietly(weak: Node, strong: Node, shape: Shape, manner: Manner) -> Node {
    Merge::default().lay_owned(weak, strong, shape, manner)
}

fn without(node: &Node, keys: &[&str]) -> Node {
    copied(node, |key| !keys.contains(&key))
}

/// A copy of a map with some of its keys, of anything else as it is.
fn copied(node: &Node, keep: impl Fn(&str) -> bool) -> Node {
    match node.as_mapping() {
        Some(mapping) => {
            let kept = mapping.iter().filter(|entry| keep(&entry.key)).cloned();
            Node::mapping(kept.collect(), node.origin.clone())
        }
        None => node.clone(),
    }
}
