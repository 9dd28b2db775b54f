//! Which cluster an environment is on, and that no two environments on one share a namespace.
//!
//! What an environment has beside its apps belongs to a namespace that is its own: the policy that refuses the rest,
//! accounts, labels. Apps of one name would be one object of two environments.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::expression::evaluate;
use crate::resolve::estate::world::{AppView, EnvironmentView, World};
use crate::resolve::platform::EnvironmentScope;
use crate::source::Span;
use crate::syntax::{Node, Text};

/// How Argo CD names the cluster that it runs in itself, and where that answers.
const OWN: [&str; 2] = ["in-cluster", "https://kubernetes.default.svc"];

/// More names than these are only counted.
const NAMED: usize = 3;

/// A cluster as environments name it. Whether a name and an address mean the same is Argo CD's to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cluster {
    Own,
    Named(Text),
    At(Text),
}

/// The apps in a namespace, by environment.
type Inhabitants<'w> = BTreeMap<&'w str, Vec<&'w AppView<'w>>>;

/// Where a namespace is decided for the last of the environments that share it, and which these are.
type Place<'w> = (Option<Span>, Vec<&'w str>);

/// Namespaces in which apps of two environments run on one cluster.
pub fn check_namespaces(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut places: BTreeMap<(Cluster, &Text), Inhabitants> = BTreeMap::new();
    for environment in world.environments.values() {
        let Some(cluster) = cluster(world, environment, &mut found) else { continue };
        for app in environment.apps.values() {
            let Some(namespace) = app.namespace.get().and_then(Node::as_text) else { continue };
            let inhabitants = places.entry((cluster.clone(), namespace)).or_default();
            inhabitants.entry(&environment.name).or_default().push(app);
        }
    }
    // One line may decide several namespaces.
    let mut shared: BTreeMap<Place, Vec<(&Text, Inhabitants)>> = BTreeMap::new();
    for ((_, namespace), inhabitants) in places.into_iter().filter(|(_, inhabitants)| inhabitants.len() > 1) {
        let line = inhabitants.values().next_back().and_then(|apps| line(apps));
        let environments = inhabitants.keys().copied().collect();
        shared.entry((line, environments)).or_default().push((namespace, inhabitants));
    }
    found.extend(shared.into_iter().map(|((line, _), shared)| tell(world, line, &shared)));
    found
}

/// The cluster of an environment; `None` where it is on none, or nobody can tell.
fn cluster(world: &World, environment: &EnvironmentView, out: &mut Vec<Diagnostic>) -> Option<Cluster> {
    let is_whole = !environment.diagnostics.iter().any(Diagnostic::is_error);
    if !is_whole || environment.spec.get("target").and_then(Node::as_str) != Some("kubernetes") {
        return None;
    }
    let Some(written) = environment.spec.get("cluster") else { return Some(Cluster::Own) };
    let mut node = written.clone();
    evaluate(&mut node, &EnvironmentScope::new(world, environment), out);
    let said = |key| node.get(key).and_then(Node::as_text);
    let (named, at) = (said("name"), said("server"));
    match named.or(at) {
        Some(own) if OWN.contains(&own.trim_end_matches('/')) => Some(Cluster::Own),
        _ => named.cloned().map(Cluster::Named).or_else(|| at.cloned().map(Cluster::At)),
    }
}

/// The line that decides in which namespace apps of one environment run: the first's.
fn line(apps: &[&AppView]) -> Option<Span> {
    apps.first()?.namespace.get()?.origin.span()
}

/// What is wrong with namespaces that the same environments share by the same line.
fn tell(world: &World, place: Option<Span>, shared: &[(&Text, Inhabitants)]) -> Diagnostic {
    let inhabitants = || shared.iter().flat_map(|(_, inhabitants)| inhabitants);
    let mut environments: BTreeMap<&str, Vec<&AppView>> = BTreeMap::new();
    inhabitants().for_each(|(name, apps)| environments.entry(name).or_default().extend(apps));
    let names = listed(environments.keys().map(|name| format!("`{name}`")).collect());
    let namespaces = listed(shared.iter().map(|(namespace, _)| format!("`{namespace}`")).collect());
    let noun = if shared.len() == 1 { "namespace" } else { "namespaces" };
    let message = format!("{names} share the {noun} {namespaces} of one cluster");
    let said_by = |line: Option<Span>| {
        let same = environments.iter().filter(|(_, apps)| self::line(apps) == line);
        format!("for {}", same.map(|(name, _)| *name).collect::<Vec<_>>().join(", "))
    };
    let mut found = Diagnostic::error(code::NAMESPACE_SHARED, message).at(place, said_by(place));
    let mut told = vec![place];
    for line in environments.values().map(|apps| line(apps)) {
        if !told.contains(&line) {
            told.push(line);
            found = found.related(line, said_by(line));
        }
    }
    for (name, apps) in &environments {
        let apps = listed(apps.iter().map(|app| app.name.clone()).collect());
        found = found.note(format!("{name} runs {apps} there"));
    }
    let last = environments.last_key_value().and_then(|(name, apps)| {
        let first = shared.first().map(|(namespace, _)| *namespace)?;
        Some(help(world.environments.get(*name)?, apps.first()?, first))
    });
    found.help(last.unwrap_or_default())
}

/// What the last environment can do.
fn help(environment: &EnvironmentView, app: &AppView, namespace: &Text) -> String {
    let name = &environment.name;
    let way = match (app.spec.get("namespace"), app.team()) {
        (Some(_), _) => {
            format!("give {} a `namespace` of its own in overlays/{name}/{}.yaml", app.name, app.name)
        }
        (None, Some(_)) => format!("write `namespace: ${{{{ app.team }}}}-{name}` in {}", environment.path),
        (None, None) => format!("write `namespace: {namespace}-{name}` in {}", environment.path),
    };
    format!("{way}; where {name} is on another cluster, say which: `cluster: {{name: …}}`")
}

/// `a, b and c`; of many the first, and how many more.
fn listed(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    if more > 1 {
        names.truncate(NAMED);
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
