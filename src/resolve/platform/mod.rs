//! What an environment has beside its apps: the namespaces that they share, and what belongs to these.

pub(super) mod account;

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::expression::{Missing, Scope, evaluate};
use crate::model::{DefaultDeny, Environment, Model, Namespace};
use crate::resolve::Resolved;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::world::{EnvironmentView, World};
use crate::resolve::labels::{MANAGED_BY, managed_by};
use crate::resolve::platform::account::accounts;
use crate::resolve::wave::Wave;
use crate::spec::Spanned;
use crate::syntax::{Mapping, Node, Origin, Text};

/// Values that hold expressions may name others that do, so deep.
const DEPTH: usize = 16;

/// The name of a namespace's policy that refuses what no other lets through.
const DEFAULT_DENY: &str = "default-deny";

/// Namespaces of Kubernetes itself; its DNS would be shut off.
const OF_KUBERNETES: &str = "kube-";

/// What expressions of apps may name beside `environment` and `platform`.
const OF_APPS: [&str; 5] = ["app", "apps", "uses", "secrets", "config"];

/// Resolves what an environment has beside its apps.
pub fn resolve_platform(world: &World, environment: &EnvironmentView) -> Resolved {
    let mut resolving = Resolving { world, environment, diagnostics: Vec::new() };
    let labels = resolving.metadata_words("labels", [(MANAGED_BY, managed_by())]);
    let namespaces = resolving.namespaces(&labels);
    let domain = resolving.without_app("domain");
    let view = Environment {
        name: Some(Spanned::new(Text::new(&environment.name), Origin::Unknown)),
        domain: domain.as_text().map(|text| Spanned::new(text.clone(), domain.origin.clone())),
        vars: Some(resolving.without_app("vars")).filter(|vars| !vars.is_null()),
        ..Environment::default()
    };
    let model = Model { environment: Some(view), namespaces: Some(namespaces), ..Model::default() };
    Resolved {
        model: Some(model),
        namespace: Node::default(),
        labels,
        renamed: Vec::new(),
        promised: Vec::new(),
        diagnostics: resolving.diagnostics,
    }
}

pub(super) struct Resolving<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) environment: &'w EnvironmentView<'w>,
    diagnostics: Vec<Diagnostic>,
}

impl Resolving<'_> {
    /// The namespaces in which apps run, by name, each with what belongs to it.
    fn namespaces(&mut self, labels: &Mapping) -> Vec<Namespace> {
        let mut places: BTreeMap<Text, Vec<(Origin, Origin)>> = BTreeMap::new();
        for app in self.environment.apps.values() {
            let namespace = AppScope::new(self.world, self.environment, app).namespace();
            if let Some(name) = namespace.as_text() {
                places.entry(name.clone()).or_default().push((namespace.origin.clone(), app.enabled.clone()));
            }
        }
        let security = self.of_environment("security");
        let deny = security.get("defaultDeny").filter(|deny| deny.as_bool() == Some(true));
        let wave = Wave::First.annotation().map(|entry| (entry.key, entry.value));
        let annotations = self.metadata_words("annotations", wave);
        let policy = Node::string(DEFAULT_DENY, Origin::ruled("name of a namespace's own policy", []));
        let shared = self.shared_accounts();
        let asked = self.asked_accounts(&shared);
        let namespace = |(name, places): (Text, Vec<(Origin, Origin)>)| {
            let place = Origin::common(places.iter().map(|(place, _)| place));
            let name = Spanned::new(name, Origin::ruled("a namespace in which apps run", [place]));
            let enabled = Origin::common(places.iter().map(|(_, enabled)| enabled));
            let deny = deny.filter(|_| !name.value.starts_with(OF_KUBERNETES));
            let default_deny = deny.map(|deny| DefaultDeny {
                origin: Origin::Unknown.because([deny.origin.clone()]),
                metadata: Some(metadata(policy.clone(), &name, labels, &annotations)),
            });
            let accounts = accounts(&name, &shared, &asked, labels, &annotations);
            Namespace {
                origin: Origin::Unknown.because([enabled]),
                name: Some(name),
                default_deny,
                accounts: Some(accounts),
            }
        };
        places.into_iter().map(namespace).collect()
    }

    /// Labels or annotations of all objects: ours, the platform's, the environment's. What is made of an app's words
    /// is for the objects of apps, and left out here.
    fn metadata_words<K: Into<Text>>(
        &mut self,
        key: &str,
        ours: impl IntoIterator<Item = (K, Node)>,
    ) -> Mapping {
        let mut words = Mapping::new();
        ours.into_iter().for_each(|(key, value)| words.set(key, value));
        let of_platform = self.world.platform().and_then(|platform| platform.get(key)).cloned();
        for step in [of_platform, self.environment.spec.get(key).cloned()].into_iter().flatten() {
            for entry in step.as_mapping().into_iter().flat_map(Mapping::iter) {
                let mut entry = entry.clone();
                let Some(value) = self.unless_of_an_app(entry.value) else { continue };
                entry.value = value;
                let weaker = words.remove(&entry.key).map_or(Origin::Unknown, |weaker| weaker.value.origin);
                if !entry.value.is_null() {
                    entry.value.origin = std::mem::take(&mut entry.value.origin).beating(weaker);
                    words.push(entry);
                }
            }
        }
        words.sort();
        words
    }

    pub(super) fn of_environment(&mut self, key: &str) -> Node {
        let node = self.environment.spec.get(key).cloned().unwrap_or_default();
        self.evaluated(node)
    }

    /// A key of the environment as far as it means something without an app; the rest is said where an app asks.
    fn without_app(&self, key: &str) -> Node {
        let mut node = self.environment.spec.get(key).cloned().unwrap_or_default();
        evaluate(&mut node, &self.scope(), &mut Vec::new());
        node
    }

    /// The value of a node; `None` where it reads what only apps have.
    fn unless_of_an_app(&mut self, mut node: Node) -> Option<Node> {
        let asked = Cell::new(false);
        let mut found = Vec::new();
        evaluate(&mut node, &EnvironmentScope { asked: Some(&asked), ..self.scope() }, &mut found);
        if asked.get() {
            return None;
        }
        self.diagnostics.extend(found);
        Some(node)
    }

    fn evaluated(&mut self, mut node: Node) -> Node {
        let mut found = Vec::new();
        evaluate(&mut node, &self.scope(), &mut found);
        self.diagnostics.extend(found);
        node
    }

    fn scope(&self) -> EnvironmentScope<'_> {
        EnvironmentScope::new(self.world, self.environment)
    }
}

/// The metadata of an object of a namespace.
pub(super) fn metadata(
    name: Node,
    namespace: &Spanned<Text>,
    labels: &Mapping,
    annotations: &Mapping,
) -> Node {
    let mut metadata = Mapping::new();
    metadata.set("name", name);
    metadata.set("namespace", Node::string(namespace.value.clone(), namespace.origin.clone()));
    for (key, words) in [("labels", labels), ("annotations", annotations)] {
        if !words.is_empty() {
            metadata.set(key, Node::mapping(words.clone(), Origin::Unknown));
        }
    }
    Node::mapping(metadata, Origin::Unknown)
}

/// What the names in expressions mean where there is no app: `environment` and `platform`.
#[derive(Clone, Copy)]
pub struct EnvironmentScope<'w> {
    world: &'w World<'w>,
    environment: &'w EnvironmentView<'w>,
    /// Set where something asks for what only apps have.
    asked: Option<&'w Cell<bool>>,
    depth: usize,
}

impl<'w> EnvironmentScope<'w> {
    pub fn new(world: &'w World<'w>, environment: &'w EnvironmentView<'w>) -> Self {
        EnvironmentScope { world, environment, asked: None, depth: 0 }
    }
}

impl Scope for EnvironmentScope<'_> {
    fn find(&self, path: &[Text]) -> Result<Node, Missing> {
        let (root, rest) = path.split_first().ok_or(Missing::Unset)?;
        let unset = Node::default();
        if OF_APPS.contains(&root.as_str()) {
            self.asked.inspect(|asked| asked.set(true));
        }
        let mut node = match (root.as_str(), rest.first().map(Text::as_str)) {
            ("environment", Some("name")) => Node::string(self.environment.name.as_str(), Origin::Unknown),
            ("environment", _) => walk(&self.environment.spec, rest)?,
            ("platform", _) => walk(self.world.platform().unwrap_or(&unset), rest)?,
            ("app", _) => {
                let message =
                    "`app` means nothing here: the environment's own objects belong to no app".into();
                let help = "write what holds for all apps, or put it under `defaults`".into();
                return Err(Missing::Because { segment: 0, message, help });
            }
            _ => {
                let known = ["environment", "platform"].map(str::to_string).to_vec();
                return Err(Missing::Unknown { segment: 0, known });
            }
        };
        if self.depth >= DEPTH {
            return Err(Missing::Unset);
        }
        let mut found = Vec::new();
        evaluate(&mut node, &EnvironmentScope { depth: self.depth + 1, ..*self }, &mut found);
        if found.is_empty() { Ok(node) } else { Err(Missing::Elsewhere(found)) }
    }
}

/// The node under the segments, which follow one that stands for `root`.
fn walk(root: &Node, path: &[Text]) -> Result<Node, Missing> {
    let mut node = root;
    for (number, key) in path.iter().enumerate() {
        node = node.get(key).ok_or_else(|| {
            let known = node.as_mapping().into_iter().flat_map(Mapping::keys).map(str::to_string);
            Missing::Unknown { segment: number + 1, known: known.collect() }
        })?;
    }
    Ok(node.clone())
}
