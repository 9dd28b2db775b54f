//! What acts on a container while it runs: its probes, and the hooks of its life. Only containers that go on running
//! have any; `init_container` sees to the others.

use crate::syntax::Node;
use crate::verify::view::{Container, Role, field};

/// The ways to ask or tell a container something. Hooks have no `grpc`, probes no `sleep`.
const ACTIONS: [&str; 5] = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];
const HOOKS: [&str; 2] = ["postStart", "preStop"];

/// A probe or a hook.
pub struct Handler<'n> {
    /// Its field: `livenessProbe`, `preStop`.
    pub word: &'static str,
    pub node: &'n Node,
}

impl<'n> Handler<'n> {
    /// What it does, with the field's name; more than one where somebody wrote too much.
    pub fn actions(&self) -> impl Iterator<Item = (&'static str, &'n Node)> {
        let node = self.node;
        ACTIONS.into_iter().filter_map(move |word| Some((word, field(node, &[word])?)))
    }
}

/// The probes of a container.
pub fn probes<'n>(container: &Container<'n>) -> impl Iterator<Item = Handler<'n>> {
    let node = running(container);
    PROBES.into_iter().filter_map(move |word| Some(Handler { word, node: field(node?, &[word])? }))
}

/// The hooks of a container.
pub fn hooks<'n>(container: &Container<'n>) -> impl Iterator<Item = Handler<'n>> {
    let life = running(container).and_then(|node| field(node, &["lifecycle"]));
    HOOKS.into_iter().filter_map(move |word| Some(Handler { word, node: field(life?, &[word])? }))
}

/// Probes and hooks.
pub fn all<'n>(container: &Container<'n>) -> impl Iterator<Item = Handler<'n>> {
    probes(container).chain(hooks(container))
}

fn running<'n>(container: &Container<'n>) -> Option<&'n Node> {
    matches!(container.role, Role::Main | Role::Sidecar).then_some(container.node)
}
