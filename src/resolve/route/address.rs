//! What other apps may name of an app's routes: `.host` and `.url`.

use super::host::lower;
use crate::expression::Missing;
use crate::resolve::estate::scope::{AppScope, walk};
use crate::resolve::estate::world::AppView;
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

impl AppScope<'_> {
    /// What a path `apps.<app>.routes…` to this app means.
    pub fn address(&self, path: &[Text]) -> Result<Node, Missing> {
        let unset = Node::default();
        let routing = self.environment.spec.get("routing").unwrap_or(&unset);
        let found = walk(&addresses(self.app, routing, &|node| self.quietly(node)), path, 3);
        match (&found, path) {
            (Err(Missing::Unknown { segment: 4, .. }), [_, app, _, route, key, ..])
                if matches!(key.as_str(), "host" | "url") =>
            {
                Err(self.no_address(app, route, key))
            }
            _ => found,
        }
    }

    /// Why a route that is there has no host and no URL.
    fn no_address(&self, app: &str, route: &str, key: &str) -> Missing {
        let routing = self.environment.spec.get("routing");
        let kind = self.quietly(routing.and_then(|routing| routing.get("kind")).unwrap_or(&Node::default()));
        let environment = &self.environment.name;
        let (message, help) = match kind.as_str() {
            Some("gateway" | "ingress") => (
                format!("the route `{route}` of `{app}` has no host of its own, so it has no `{key}`"),
                format!("give it a `host` in {app}"),
            ),
            _ => (
                format!(
                    "the route `{route}` of `{app}` has no `{key}` in {environment}: nothing is routed there"
                ),
                format!("say in {} how callers come in, under `routing`", self.environment.path),
            ),
        };
        Missing::Without { message, help: format!("{help}, or give a default: `| default('…')`") }
    }
}

/// The tree under `apps.<app>.routes`. Values may hold expressions of the app; `evaluate` is given them in its scope.
/// A route to any host has neither; where the environment routes nothing, none has.
fn addresses(app: &AppView, routing: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let mut tree = Mapping::new();
    for entry in app.spec.get("routes").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
        let kind = evaluate(&routing.get("kind").cloned().unwrap_or_default());
        let mut address = Mapping::new();
        if let (Some(host), Some("gateway" | "ingress")) = (host(&entry.value, evaluate), kind.as_str()) {
            let reasons = [kind.origin.clone()];
            address.set("url", because(url(&entry.value, routing, &host, evaluate), &reasons));
            address.set("host", because(host, &reasons));
        }
        tree.push(Entry { value: Node::mapping(address, Origin::Unknown), ..entry.clone() });
    }
    Node::mapping(tree, Origin::Unknown)
}

fn because(mut node: Node, reasons: &[Origin]) -> Node {
    node.origin = std::mem::take(&mut node.origin).because(reasons.iter().cloned());
    node
}

/// The first host, as requests have it.
fn host(route: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Option<Node> {
    let first = || route.get("hosts").and_then(Node::as_sequence)?.first();
    let host = evaluate(route.get("host").or_else(first)?);
    let name = lower(host.as_text()?);
    (!name.starts_with('*')).then(|| Node::string(name, host.origin))
}

/// Scheme, host, and the first path where it is not `/`.
fn url(route: &Node, routing: &Node, host: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let first = || route.get("paths").and_then(Node::as_sequence)?.first();
    let path = route.get("path").or_else(first).map(evaluate).unwrap_or_default();
    let written = route.get("tls").map(evaluate).unwrap_or_default();
    let secure = match (written.as_bool(), written.is_null()) {
        (Some(flag), _) => flag,
        (None, true) => routing.get("tls").is_some_and(|tls| !tls.is_null()),
        (None, false) => true,
    };
    let scheme = if secure { "https" } else { "http" };
    let name = host.as_str().unwrap_or("");
    let below = path.as_str().filter(|path| *path != "/").unwrap_or("");
    // Which issuer it is does not show in a URL; a switch does.
    let switch = if written.as_bool().is_some() { written.origin } else { Origin::Unknown };
    let origin = Origin::derived([host.origin.clone(), path.origin.clone(), switch]);
    Node::string(Text::from(format!("{scheme}://{name}{below}")), origin)
}
