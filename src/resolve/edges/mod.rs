//! Network edges of an environment: who may call whom, on which ports, and which line says so.
//!
//! Computed once for all apps of an environment, because the policies of one follow from what all others say. Other
//! apps are only read as interfaces: a broken one adds what can be read of it. What an edge becomes is `network`.

mod access;
mod pods;
mod references;
mod routes;
mod uses;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::world::{EnvironmentView, World};
use crate::spec::Spanned;
use crate::syntax::{Origin, Text};

pub use pods::{PodPort, Pods};

/// What says that somebody calls somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// An expression names the other app.
    Reference,
    /// `access` says so.
    Access,
    /// A route leads there from outside.
    Route,
    /// What `uses` names is there.
    Use,
    /// `after` waits for its answer.
    After,
}

/// One side of an edge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The pods of a workload; `component` is `main`, or the key of a worker, cron or job.
    Workload { app: Text, component: Text },
    /// All pods of a namespace.
    Namespace(Text),
    /// A range of addresses in CIDR notation.
    Addresses(Text),
    /// Every address that is not private.
    Internet,
    /// Everybody.
    Anyone,
}

/// Ports of an edge, as the pods have them.
#[derive(Debug, Clone, PartialEq)]
pub enum Ports {
    All,
    These(Vec<PodPort>),
}

/// Somebody who may call somebody. At least one side is a workload.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    pub kind: EdgeKind,
    pub from: Party,
    pub to: Party,
    pub ports: Ports,
    /// The line that says so.
    pub origin: Origin,
    /// What says who is called, where that is another line.
    pub callee: Origin,
}

/// Every edge of an environment.
#[derive(Debug, Default)]
pub struct Edges {
    edges: Vec<Edge>,
    pods: BTreeMap<String, Vec<Pods>>,
    /// Pods of bootstrap jobs, by the app that they are of; nobody but what they make calls or is called.
    beside: BTreeMap<String, Vec<Pods>>,
    findings: BTreeMap<String, Vec<Diagnostic>>,
    /// The positions of the edges of each app, on either side.
    by_app: BTreeMap<Text, Vec<usize>>,
}

/// What makes edges: one for each kind of line that says so.
const SOURCES: [fn(&Gathering, AppScope, &mut Gathered); 5] =
    [references::gather, access::gather, routes::gather, uses::gather, uses::gather_needs];

/// What a source of edges may look at.
pub(super) struct Gathering {
    /// The workloads of each app of the environment.
    pub pods: BTreeMap<String, Vec<Pods>>,
}

/// What a source of edges found.
#[derive(Default)]
pub(super) struct Gathered {
    pub edges: Vec<Edge>,
    /// Pods of the app's bootstrap jobs.
    pub beside: Vec<Pods>,
    /// Mistakes, each with the apps that they concern.
    pub findings: Vec<(Vec<Text>, Diagnostic)>,
}

impl Edges {
    /// Every edge of an environment, whether policies depend on it or not. Spreads its work over threads: not for
    /// work that is spread itself.
    pub fn of(world: &World, environment: &EnvironmentView) -> Self {
        let scopes: Vec<(&String, AppScope)> = environment
            .apps
            .iter()
            .map(|(name, app)| (name, AppScope::new(world, environment, app)))
            .collect();
        let names: Vec<&String> = scopes.iter().map(|(name, _)| *name).collect();
        let scope =
            |name: &&String| environment.apps.get(*name).map(|app| AppScope::new(world, environment, app));
        let pods = parallel::map(&names, |name| scope(name).map(pods::of).unwrap_or_default());
        let gathering = Gathering { pods: names.iter().map(|name| (*name).clone()).zip(pods).collect() };
        let gathered = parallel::map(&names, |name| {
            let mut gathered = Gathered::default();
            if let Some(scope) = scope(name) {
                SOURCES.iter().for_each(|source| source(&gathering, scope, &mut gathered));
            }
            gathered
        });
        let mut edges = Edges { pods: gathering.pods, ..Edges::default() };
        for (name, gathered) in names.into_iter().zip(gathered) {
            if !gathered.beside.is_empty() {
                edges.beside.insert(name.clone(), gathered.beside);
            }
            edges.edges.extend(gathered.edges);
            for (apps, found) in gathered.findings {
                for app in apps {
                    edges.findings.entry(app.to_string()).or_default().push(found.clone());
                }
            }
        }
        edges.edges.sort_by(Edge::order);
        edges.index();
        edges
    }

    fn index(&mut self) {
        for (position, edge) in self.edges.iter().enumerate() {
            let apps = [edge.from.app(), edge.to.app()];
            let twice = apps[0] == apps[1];
            for app in apps.into_iter().flatten().take(if twice { 1 } else { 2 }) {
                self.by_app.entry(app.clone()).or_default().push(position);
            }
        }
    }

    /// Every edge, by who calls, then who is called.
    pub fn all(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges that an app is part of, in the same order.
    pub fn with(&self, app: &str) -> impl Iterator<Item = &Edge> {
        self.by_app.get(app).into_iter().flatten().filter_map(|position| self.edges.get(*position))
    }

    /// The pods of a workload of an app.
    pub fn pods(&self, app: &str, component: &str) -> Option<&Pods> {
        let all = [&self.pods, &self.beside].into_iter().filter_map(|pods| pods.get(app));
        all.flatten().find(|pods| pods.component.value.as_str() == component)
    }

    /// Mistakes in the edges that an app is part of, whoever made them.
    pub fn findings(&self, app: &str) -> &[Diagnostic] {
        self.findings.get(app).map_or(&[], Vec::as_slice)
    }
}

impl Edge {
    /// By who calls, then who is called, what says so, on which ports.
    fn order(&self, other: &Edge) -> Ordering {
        let sides = (&self.from, &self.to, self.kind).cmp(&(&other.from, &other.to, other.kind));
        sides.then_with(|| self.numbers().cmp(other.numbers()))
    }

    fn numbers(&self) -> impl Iterator<Item = i64> {
        let ports = match &self.ports {
            Ports::All => &[][..],
            Ports::These(ports) => ports,
        };
        ports.iter().map(|port| port.number.value)
    }
}

impl Party {
    /// The app whose workload it is.
    pub fn app(&self) -> Option<&Text> {
        match self {
            Party::Workload { app, .. } => Some(app),
            _ => None,
        }
    }
}

impl Gathering {
    /// The workloads of an app; none where it does not run here or has no pods.
    pub fn of(&self, app: &str) -> &[Pods] {
        self.pods.get(app).map_or(&[], Vec::as_slice)
    }
}

/// A workload of an app as a side of an edge.
pub(super) fn workload(app: &str, pods: &Pods) -> Party {
    Party::Workload { app: app.into(), component: pods.component.value.clone() }
}

/// A text with its place.
pub(super) fn spanned(node: &crate::syntax::Node) -> Option<Spanned<Text>> {
    Some(Spanned::new(node.as_text()?.clone(), node.origin.clone()))
}
