//! Drawings of environments: who needs whom, who may call whom, in which order things are applied.
//!
//! What is drawn is gathered here, how a drawing is written is `draw`'s.

mod draw;

use std::collections::{BTreeMap, BTreeSet};

use super::{Compiled, Trouble};
use crate::compile::{Selection, Unit};
use crate::resolve::{AppScope, Edges, EnvironmentView, Need, Needed, Party, PodPort, Ports, World};
use crate::syntax::Node;
use crate::system::System;
use crate::workspace::PLATFORM;
pub use draw::Form;
use draw::{Arrow, Drawing, Group};

/// What a drawing shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Apps and what they need: by reference, `uses`, `after`.
    Dependencies,
    /// Workloads and who may call them, on which ports.
    Network,
    /// The tiers of apps at the first install, and the waves inside each app.
    Order,
}

/// What to draw.
#[derive(Debug, Clone)]
pub struct Options {
    /// Environments; all where empty.
    pub environments: Vec<String>,
    pub what: Vec<What>,
    pub form: Form,
}

/// Compiles and draws; the text is empty where there are errors.
///
/// # Errors
/// A name that does not exist, or trouble with the machine.
pub fn graph(system: &dyn System, options: &Options) -> Result<(Compiled, String), Trouble> {
    let selection = Selection { environments: options.environments.clone(), apps: Vec::new(), traced: true };
    let compiled = Compiled::new(system, selection)?;
    if compiled.is_broken() {
        return Ok((compiled, String::new()));
    }
    let world = World::new(&compiled.estate, &options.environments);
    let mut drawings = Vec::new();
    for environment in world.environments.values() {
        for what in &options.what {
            drawings.push(match what {
                What::Dependencies => dependencies(&world, environment),
                What::Network => network(&world, environment),
                What::Order => order(&compiled, environment),
            });
        }
    }
    let text = draw::write(&drawings, options.form);
    Ok((compiled, text))
}

fn dependencies(world: &World, environment: &EnvironmentView) -> Drawing {
    let mut drawing = Drawing::new(format!("{}: dependencies", environment.name));
    for app in environment.apps.values() {
        drawing.node(app.name.clone());
        let mut reasons: BTreeMap<Needed, Vec<String>> = BTreeMap::new();
        for (needed, need) in AppScope::new(world, environment, app).needs() {
            reasons.entry(needed).or_default().push(match need {
                Need::After => "after".to_string(),
                Need::Reference => "refers to".to_string(),
                Need::Use(kind) => format!("uses {kind}"),
            });
        }
        for (needed, reasons) in reasons {
            let to = match needed {
                Needed::App(other) => other.to_string(),
                Needed::Elsewhere(name) => format!("{name} (elsewhere)"),
            };
            // An address is no order: only `after` has to wait.
            let dashed = !reasons.iter().any(|reason| reason == "after");
            drawing.arrows.push(Arrow { from: app.name.clone(), to, label: reasons.join(", "), dashed });
        }
    }
    drawing
}

fn network(world: &World, environment: &EnvironmentView) -> Drawing {
    let mut drawing = Drawing::new(format!("{}: network", environment.name));
    let edges = Edges::of(world, environment);
    let mut ports: BTreeMap<(String, String), Through> = BTreeMap::new();
    for edge in edges.all() {
        let through = ports.entry((party(&edge.from), party(&edge.to))).or_default();
        match &edge.ports {
            Ports::All => through.all = true,
            Ports::These(these) => {
                let port =
                    |port: &PodPort| (port.number.value, if port.udp.is_some() { "udp" } else { "tcp" });
                through.these.extend(these.iter().map(port));
            }
        }
    }
    for ((from, to), through) in ports {
        let these = through.these.iter().map(|(number, protocol)| format!("{number}/{protocol}"));
        let label = if through.all { "all ports".into() } else { these.collect::<Vec<_>>().join(", ") };
        drawing.arrows.push(Arrow { from, to, label, dashed: false });
    }
    drawing
}

/// The ports between two parties, by number and protocol.
#[derive(Default)]
struct Through {
    all: bool,
    these: BTreeSet<(i64, &'static str)>,
}

fn party(party: &Party) -> String {
    match party {
        Party::Workload { app, component } if component.as_str() == "main" => app.to_string(),
        Party::Workload { app, component } => format!("{app}/{component}"),
        Party::Namespace(name) => format!("namespace {name}"),
        Party::Addresses(cidr) => cidr.to_string(),
        Party::Internet => "internet".to_string(),
        Party::Anyone => "anyone".to_string(),
    }
}

/// The tiers of apps, by module number; they hold at the first install only.
const TIERS: [&str; 4] = ["platform", "modules 01-09", "modules 10-19", "all others"];

fn order(compiled: &Compiled, environment: &EnvironmentView) -> Drawing {
    let mut drawing = Drawing::new(format!("{}: order", environment.name));
    let units = || compiled.units().iter().filter(|unit| unit.environment == environment.name);
    let mut tiers: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for unit in units() {
        tiers.entry(tier(compiled, &unit.app)).or_default().push(&unit.app);
    }
    let labels: Vec<String> = tiers
        .iter()
        .filter_map(|(tier, apps)| Some(format!("{}:\n{}", TIERS.get(*tier)?, apps.join("\n"))))
        .collect();
    let title = "between apps, at the first install".to_string();
    drawing.groups.push(Group { title, nodes: labels.clone() });
    drawing.chain(&labels);
    for unit in units() {
        let waves = waves(unit);
        drawing.groups.push(Group { title: unit.app.clone(), nodes: waves.clone() });
        drawing.chain(&waves);
    }
    drawing
}

fn tier(compiled: &Compiled, app: &str) -> usize {
    let module = compiled.estate.apps.get(app).and_then(|source| source.module);
    match (app, module) {
        (PLATFORM, _) => 0,
        (_, Some(..10)) => 1,
        (_, Some(10..20)) => 2,
        _ => 3,
    }
}

/// A label for each wave of an app, with its objects.
fn waves(unit: &Unit) -> Vec<String> {
    const WAVE: [&str; 3] = ["metadata", "annotations", "argocd.argoproj.io/sync-wave"];
    let mut waves: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for object in &unit.objects {
        let wave = object.node.at(&WAVE).and_then(Node::as_str).and_then(|wave| wave.parse().ok());
        let name = format!("{}/{}", object.identity.kind, object.stable_name);
        waves.entry(wave.unwrap_or(0)).or_default().insert(name);
    }
    let label = |(wave, names): (i64, BTreeSet<String>)| {
        let names: Vec<String> = names.into_iter().collect();
        format!("{}, wave {wave}:\n{}", unit.app, names.join("\n"))
    };
    waves.into_iter().map(label).collect()
}
