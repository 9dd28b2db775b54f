//! What the layers of an app say under `patches`, each layer's kept apart: in a patch `null` and `$patch` speak of the
//! object, so that one layer's cannot be laid over another's before there is an object.

use std::borrow::Cow;

use super::layers::{EnvironmentLayer, Layers};
use super::merge::IdleRemoval;
use crate::syntax::{Mapping, Node, Origin, Text};

/// One entry of a layer's `patches`.
#[derive(Debug, Clone)]
pub struct Patch<'e> {
    /// `Kind/name`, `Kind.group/name` or `Kind/*`.
    pub key: Text,
    pub key_origin: Origin,
    pub change: Cow<'e, Node>,
    /// Whether it is written for this app: then it must find an object. Others are for all apps that have one.
    pub own: bool,
}

/// The patches of all layers, the weakest first, and the removals among them that removed nothing.
pub fn patches<'e>(layers: &Layers<'e>) -> (Vec<Patch<'e>>, Vec<IdleRemoval>) {
    let mut stack = Stack::default();
    for defaults in &layers.defaults {
        match defaults {
            Cow::Borrowed(node) => stack.for_kind(node, layers, Cow::Borrowed),
            Cow::Owned(node) => stack.for_kind(node, layers, |node| Cow::Owned(node.clone())),
        }
    }
    stack.lay(layers.app.and_then(written), true, Cow::Borrowed);
    for EnvironmentLayer { overrides, patches, overlay } in &layers.environments {
        if let Some(node) = overrides {
            stack.for_kind(node, layers, Cow::Borrowed);
        }
        stack.lay(*patches, false, Cow::Borrowed);
        stack.lay(overlay.and_then(written), true, Cow::Borrowed);
    }
    (stack.patches, stack.idle)
}

/// What the environments of a chain say, bases first, for objects that belong to no app.
pub fn environment_patches<'e>(layers: impl Iterator<Item = &'e Node>) -> Vec<Patch<'e>> {
    let mut stack = Stack::default();
    layers.for_each(|layer| stack.lay(Some(layer), false, Cow::Borrowed));
    stack.patches
}

fn written(spec: &Node) -> Option<&Node> {
    spec.get("patches")
}

#[derive(Default)]
struct Stack<'e> {
    patches: Vec<Patch<'e>>,
    idle: Vec<IdleRemoval>,
}

impl<'e> Stack<'e> {
    /// What `defaults` or `overrides` say for all apps, then for those of the app's type.
    fn for_kind<'n>(&mut self, node: &'n Node, layers: &Layers, keep: impl Fn(&'n Node) -> Cow<'e, Node>) {
        self.lay(node.at(&["*", "patches"]), false, &keep);
        let Some(of_type) = node.at(&[&layers.kind(), "patches"]) else { return };
        match layers.written_type() {
            None => self.lay(Some(of_type), false, &keep),
            Some(kind) => {
                let mut chosen = of_type.clone();
                chosen.because(&kind.origin);
                self.lay(Some(&chosen), false, |node| Cow::Owned(node.clone()));
            }
        }
    }

    fn lay<'n>(&mut self, layer: Option<&'n Node>, own: bool, keep: impl Fn(&'n Node) -> Cow<'e, Node>) {
        let Some(layer) = layer else { return };
        if layer.is_null() {
            self.drop_where(layer, "patches", own, |_| true);
        }
        for entry in layer.as_mapping().into_iter().flat_map(Mapping::iter) {
            if entry.value.is_null() {
                self.drop_where(&entry.value, &entry.key, own, |patch| patch.key == entry.key);
                continue;
            }
            let (key, key_origin) = (entry.key.clone(), entry.key_origin.clone());
            self.patches.push(Patch { key, key_origin, change: keep(&entry.value), own });
        }
    }

    /// `null` in a layer takes away what weaker ones say.
    fn drop_where(&mut self, null: &Node, key: &str, own: bool, test: impl Fn(&Patch) -> bool) {
        let before = self.patches.len();
        self.patches.retain(|patch| !test(patch));
        if own && self.patches.len() == before {
            self.idle.push(IdleRemoval { at: null.origin.span(), key: key.to_owned() });
        }
    }
}
