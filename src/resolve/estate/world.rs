//! Everything that one app may know of the others: the merged estate, before any expression is evaluated.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::overlay::{self, EnvironmentLayer, IdleRemoval, Layers, Patch};
use crate::parallel;
use crate::resolve::edges::Edges;
use crate::resolve::estate::asked::Evaluated;
use crate::resolve::estate::scope::AppScope;
use crate::schema::output::{Minor, OutputSchemas};
use crate::schema::{input, problem};
use crate::spec::{EnvironmentSpec, Shaped};
use crate::syntax::{Mapping, Node, Origin, Text};
use crate::workspace::{AppSource, Estate};

/// The key of `versions` that says which schemas count.
const KUBERNETES: &str = "kubernetes";

/// The merged estate.
#[derive(Debug)]
pub struct World<'e> {
    pub estate: &'e Estate,
    /// Environments that render something, by name.
    pub environments: BTreeMap<String, EnvironmentView<'e>>,
}

/// One environment with the apps that run in it.
#[derive(Debug)]
pub struct EnvironmentView<'e> {
    pub name: String,
    /// Where the environment's own file is.
    pub path: String,
    /// The merged `spec` of its chain.
    pub spec: Node,
    /// Its Kubernetes version; the newest known where it says none.
    pub minor: Minor,
    /// The environments of its chain, bases first.
    pub chain: Vec<String>,
    pub apps: BTreeMap<String, AppView<'e>>,
    /// What its chain changes of objects, the weakest first.
    pub patches: Vec<Patch<'e>>,
    /// What other apps say in this environment is wrong; their interfaces exist all the same.
    pub diagnostics: Vec<Diagnostic>,
    /// Who calls whom, once the whole world is merged; only where a NetworkPolicy depends on it.
    pub(in crate::resolve) edges: OnceLock<Edges>,
}

/// One app in one environment, merged.
#[derive(Debug)]
pub struct AppView<'e> {
    pub name: String,
    pub source: &'e AppSource,
    /// The App's `metadata`.
    pub metadata: &'e Node,
    pub spec: Node,
    pub idle: Vec<IdleRemoval>,
    /// Changes of its objects, the weakest layer's first.
    pub patches: Vec<Patch<'e>>,
    /// The files that it is made of, sorted.
    pub inputs: Vec<String>,
    /// The switch that says that it runs, where one is written.
    pub enabled: Origin,
    /// Whether all of them could be read, be it with mistakes.
    pub whole: bool,
    /// Whether all of them were read and checked without an error.
    pub sound: bool,
    /// The namespace of its objects, once the whole world is merged.
    pub(in crate::resolve) namespace: OnceLock<Node>,
    /// The spec with its expressions evaluated, once somebody has asked for it.
    pub(in crate::resolve) evaluated: OnceLock<Evaluated>,
    /// What other apps may name of it, from another namespace and from its own, once one has asked.
    pub(in crate::resolve) shown: [OnceLock<Node>; 2],
}

/// The trees of a merged estate, which nobody needs any more. Freeing them is more than a hundredth of a whole run, and a
/// process that ends soon need not do it.
#[derive(Debug, Default)]
pub struct Spent {
    _trees: Vec<(Node, OnceLock<Evaluated>, [OnceLock<Node>; 2])>,
}

impl<'e> World<'e> {
    /// Merges every app of the environments asked for (all where `only` is empty).
    pub fn new(estate: &'e Estate, only: &[String]) -> Self {
        let mut specs: BTreeMap<String, &Node> = BTreeMap::new();
        for (name, source) in &estate.environments {
            specs.extend(
                source
                    .document
                    .as_ref()
                    .and_then(|document| Some((name.clone(), document.node.get("spec")?))),
            );
        }
        let wanted: Vec<&String> = specs
            .iter()
            .filter(|(name, spec)| !is_abstract(spec) && (only.is_empty() || only.contains(name)))
            .map(|(name, _)| name)
            .collect();
        let views = wanted.into_iter().map(|name| (name.clone(), EnvironmentView::new(estate, name, &specs)));
        let world = World { estate, environments: views.collect() };
        world.settle_namespaces();
        world.settle_edges();
        world
    }

    /// Works out who calls whom wherever policies depend on it: those of an app follow from what all others say.
    fn settle_edges(&self) {
        let environments: Vec<&EnvironmentView> =
            self.environments.values().filter(|environment| environment.has_policies()).collect();
        parallel::map(&environments, |environment| {
            let _ = environment.edges.set(Edges::of(self, environment));
        });
    }

    /// Works out every app's namespace: each reference to an app asks for its own and the other's. None is set
    /// before all are known, so that none depends on which was first.
    fn settle_namespaces(&self) {
        let pairs = self
            .environments
            .values()
            .flat_map(|environment| environment.apps.values().map(move |app| (environment, app)));
        let pairs: Vec<(&EnvironmentView, &AppView)> = pairs.collect();
        let namespaces =
            parallel::map(&pairs, |(environment, app)| AppScope::new(self, environment, app).namespace());
        for ((_, app), namespace) in pairs.into_iter().zip(namespaces) {
            let _ = app.namespace.set(namespace);
        }
    }

    /// What is left when everything is made of it.
    pub fn spent(self) -> Spent {
        let apps = self.environments.into_values().flat_map(|environment| environment.apps.into_values());
        Spent { _trees: apps.map(|app| (app.spec, app.evaluated, app.shown)).collect() }
    }

    pub fn app(&self, environment: &str, app: &str) -> Option<&AppView<'e>> {
        self.environments.get(environment)?.apps.get(app)
    }

    /// The platform's `spec`.
    pub fn platform(&self) -> Option<&'e Node> {
        self.estate.platform.as_ref()?.node.get("spec")
    }

    /// What `platc.yaml` says of a team.
    pub fn team(&self, team: &str) -> Option<&'e Node> {
        self.platform()?.get("teams")?.get(team)
    }
}

fn is_abstract(spec: &Node) -> bool {
    spec.get("abstract").and_then(Node::as_bool) == Some(true)
}

impl<'e> EnvironmentView<'e> {
    fn new(estate: &'e Estate, name: &str, specs: &BTreeMap<String, &'e Node>) -> Self {
        let (chain, mut diagnostics) = match overlay::chain(name, specs) {
            Ok(chain) => (chain, Vec::new()),
            Err(found) => (vec![name.to_string()], vec![*found]),
        };
        let path = estate.environments.get(name).and_then(|source| source.document.as_ref());
        let spec = overlay::environment(&chain, specs);
        diagnostics.extend(missing(&spec, specs.get(name).copied()));
        let written = chain.iter().filter_map(|name| specs.get(name)?.get("patches"));
        let patches = overlay::environment_patches(written);
        let mut view = EnvironmentView {
            name: name.to_string(),
            minor: minor(&spec, &mut diagnostics),
            path: path.map_or_else(String::new, |document| document.path.clone()),
            spec,
            chain,
            patches,
            apps: BTreeMap::new(),
            diagnostics,
            edges: OnceLock::new(),
        };
        let running: Vec<(&String, &AppSource)> =
            estate.apps.iter().filter(|(app, _)| view.runs(estate, app)).collect();
        let merged = parallel::map(&running, |(app, source)| view.merge(estate, app, source, specs));
        view.apps = merged.into_iter().flatten().map(|app| (app.name.clone(), app)).collect();
        view
    }

    /// The files that its own objects are made of, sorted.
    pub fn inputs(&self, estate: &Estate) -> Vec<String> {
        let documents = self.chain.iter().filter_map(|name| estate.environments.get(name)?.document.as_ref());
        let mut inputs: Vec<String> = documents.map(|document| document.path.clone()).collect();
        inputs.sort();
        inputs
    }

    /// Whether any workload may have a NetworkPolicy.
    fn has_policies(&self) -> bool {
        let deny = self.spec.at(&["security", "defaultDeny"]);
        deny.is_some_and(|deny| deny.as_bool() != Some(false))
            || self.apps.values().any(|app| app.spec.get("access").is_some())
    }

    /// Who calls whom, where NetworkPolicies depend on it; see [`Edges::of`] for all environments.
    pub fn edges(&self) -> Option<&Edges> {
        self.edges.get()
    }

    /// The switch of the last overlay of the chain; `None` where the chain has no overlay for the app.
    fn switch(&self, estate: &Estate, app: &str) -> Option<Node> {
        let mut overlays =
            self.chain.iter().rev().filter_map(|name| estate.environments.get(name)?.overlays.get(app));
        let document = overlays.next()?.document.as_ref();
        Some(document.and_then(|document| document.node.get("enabled")).cloned().unwrap_or_default())
    }

    /// An app runs where the chain has an overlay for it that is not disabled.
    fn runs(&self, estate: &Estate, app: &str) -> bool {
        self.switch(estate, app).is_some_and(|switch| switch.as_bool() != Some(false))
    }

    fn merge(
        &self,
        estate: &'e Estate,
        app: &str,
        source: &'e AppSource,
        specs: &BTreeMap<String, &'e Node>,
    ) -> Option<AppView<'e>> {
        let document = source.document.as_ref()?;
        let metadata = document.node.get("metadata")?;
        let platform = estate.platform.as_ref().and_then(|document| document.node.get("spec"));
        let team = metadata.get("team").and_then(Node::as_str);
        let team = team.and_then(|team| platform?.get("teams")?.get(team));
        let chain = || self.chain.iter().filter_map(|name| specs.get(name).copied());
        let overlays = self.chain.iter().filter_map(|name| {
            let source = estate.environments.get(name)?;
            Some((source, source.overlays.get(app)))
        });
        let (mut inputs, mut sound, mut whole) = (vec![document.path.clone()], document.sound, true);
        let mut layers = Layers { app: document.node.get("spec"), ..Layers::default() };
        let of_team = team.and_then(|team| team.get("defaults")).map(|defaults| {
            let mut defaults = defaults.clone();
            metadata.get("team").iter().for_each(|team| defaults.because(&team.origin));
            Cow::Owned(defaults)
        });
        let of = |node: &'e Node| node.get("defaults").map(Cow::Borrowed);
        layers.defaults =
            platform.and_then(of).into_iter().chain(of_team).chain(chain().filter_map(of)).collect();
        for (source, overlay) in overlays {
            let environment = source.document.as_ref();
            inputs.extend(overlay.map(|overlay| overlay.path.clone()));
            whole &= environment.is_some() && overlay.is_none_or(|overlay| overlay.document.is_some());
            sound &= environment.is_some_and(|document| document.sound);
            sound &= overlay
                .is_none_or(|overlay| overlay.document.as_ref().is_some_and(|document| document.sound));
            layers.environments.push(EnvironmentLayer {
                overrides: environment.and_then(|document| document.node.at(&["spec", "overrides"])),
                patches: environment.and_then(|document| document.node.at(&["spec", "patches"])),
                overlay: overlay.and_then(|overlay| overlay.document.as_ref()?.node.get("spec")),
            });
        }
        sound &= estate.platform.as_ref().is_none_or(|document| document.sound);
        inputs.sort();
        let mut merged = overlay::merge(&layers);
        let (patches, idle) = overlay::patches(&layers);
        merged.idle.extend(idle);
        merged.spec.share();
        let name = app.to_string();
        let enabled = self.switch(estate, app).map_or(Origin::Unknown, |switch| switch.origin);
        Some(AppView {
            name,
            source,
            metadata,
            spec: merged.spec,
            idle: merged.idle,
            patches,
            inputs,
            enabled,
            whole,
            sound: sound && whole,
            namespace: OnceLock::new(),
            evaluated: OnceLock::new(),
            shown: Default::default(),
        })
    }
}

fn minor(environment: &Node, out: &mut Vec<Diagnostic>) -> Minor {
    let newest = OutputSchemas::embedded().newest();
    let versions = environment.get("versions").and_then(Node::as_mapping);
    for entry in versions.into_iter().flat_map(Mapping::iter).filter(|entry| entry.key.as_str() != KUBERNETES)
    {
        if nearest(&entry.key, [KUBERNETES]).is_some() {
            out.push(problem::unknown_field(entry, &[KUBERNETES], "`versions`"));
        }
    }
    // A version that is no text has been reported where the file was checked.
    let written = versions.and_then(|versions| versions.get(KUBERNETES));
    let Some((written, text)) = written.and_then(|node| Some((node, node.as_str()?))) else { return newest };
    let oldest = OutputSchemas::embedded().oldest();
    let parsed = text.parse::<Minor>().and_then(|minor| match (oldest..=newest).contains(&minor) {
        true => Ok(minor),
        false => Err(format!("platc does not know Kubernetes {minor}")),
    });
    parsed.unwrap_or_else(|message| {
        let found = Diagnostic::error(code::BAD_VALUE, message).at(written.origin.span(), "");
        out.push(found.help(format!("it knows {oldest} to {newest}")));
        newest
    })
}

/// What the environments of a chain must say together.
fn missing(spec: &Node, written: Option<&Node>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let rules = input::Rules { mode: input::Mode::Complete, minor: OutputSchemas::embedded().newest() };
    input::check(spec, EnvironmentSpec::shape(), "spec", rules, &mut found);
    // Everything else was found where the files were checked, or depends on expressions.
    found.retain(|found| found.code == code::MISSING_FIELD);
    for found in &mut found {
        if found.primary.is_none() {
            *found = found.clone().at(written.and_then(|node| node.origin.span()), "");
        }
    }
    found
}

impl AppView<'_> {
    pub fn team(&self) -> Option<&Text> {
        self.metadata.get("team").and_then(Node::as_text)
    }

    /// The name of an object of the app, as `Context::object_name` gives it for the app itself: its own `name`, what
    /// `names` says for the derived one, the derived one.
    pub fn object_name(&self, kind: &str, own: Option<&Node>, derived: Node) -> Node {
        let renamed = || self.spec.at(&["names", &format!("{kind}/{}", derived.as_str()?)]);
        own.or_else(renamed).cloned().unwrap_or(derived)
    }

    /// `<app>-<part>`.
    pub fn part_name(&self, part: &str) -> Node {
        Node::string(format!("{}-{part}", self.name), self.name_node().origin)
    }

    /// The app's name as its spec writes it.
    pub fn name_node(&self) -> Node {
        let written = self.metadata.get("name").cloned();
        written.unwrap_or_else(|| Node::string(self.name.as_str(), Origin::Unknown))
    }
}
