//! Each stage of the pipeline by itself, on an estate that lies in memory.

use std::time::{Duration, Instant};

use platc::manifest::{self, Object};
use platc::model::Model;
use platc::parallel;
use platc::resolve::{AppScope, AppView, EnvironmentView, Resolved, World, check, resolve};
use platc::source::Files;
use platc::spec::Shaped;
use platc::syntax::{Node, ParseOptions, parse, print};
use platc::system::Memory;
use platc::template::{Evaluation, Level, TemplateSet};
use platc::verify::{Subject, verify};
use platc::workspace::{self, Estate};

use super::{RUNS, SEED, estate};

/// One stage: its name, its best time, what it is a rate of.
struct Stage {
    name: &'static str,
    best: Duration,
    per: Per,
}

/// What a stage's time is divided by.
#[derive(Clone, Copy)]
enum Per {
    /// Bytes read or written.
    Bytes(usize),
    /// Apps in environments.
    Units(usize),
}

/// Tells the time of every stage on an estate of so many apps, on one thread and on all.
pub fn measure(count: usize) {
    let files = estate::files(count, SEED);
    for threads in [1, std::thread::available_parallelism().map_or(1, usize::from)] {
        println!("\nstages, {count} apps × 3 in memory, {threads} threads, best of {RUNS}");
        let stages = parallel::with_threads(threads, || stages(&files));
        let whole: Duration = stages.iter().map(|stage| stage.best).sum();
        for stage in &stages {
            let seconds = stage.best.as_secs_f64();
            let rate = match stage.per {
                Per::Bytes(bytes) => format!("{:8.1} MB/s", bytes as f64 / seconds / 1e6),
                Per::Units(units) => {
                    format!("{:8.1} µs per app and environment", seconds * 1e6 / units as f64)
                }
            };
            let share = 100.0 * seconds / whole.as_secs_f64();
            println!("{:>10} {:8.1} ms {share:3.0} % {rate}", stage.name, seconds * 1e3);
        }
        println!("{:>10} {:8.1} ms", "together", whole.as_secs_f64() * 1e3);
    }
}

/// Runs something several times; its last result and its best time.
fn best<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut timed = || {
        let start = Instant::now();
        let result = work();
        (result, start.elapsed())
    };
    let mut last = timed();
    for _ in 1..RUNS {
        let (result, time) = timed();
        last = (result, time.min(last.1));
    }
    last
}

fn stages(files: &std::collections::BTreeMap<String, String>) -> Vec<Stage> {
    let yaml: Vec<&String> =
        files.iter().filter(|(path, _)| path.ends_with(".yaml")).map(|(_, text)| text).collect();
    let bytes = Per::Bytes(yaml.iter().map(|text| text.len()).sum());
    let memory = Memory::with_files(files);
    let id = Files::new().next_id();
    let (_, parsing) = best(|| parallel::map(&yaml, |text| parse(id, text, &ParseOptions::default())));
    let (_, loading) = best(|| workspace::load(&memory).expect("an estate"));
    let (estate, validating) =
        best_of_fresh(|| workspace::load(&memory).expect("an estate"), workspace::validate);
    let (world, merging) = best(|| World::new(&estate, &[]));
    let apps: Vec<(&EnvironmentView, &AppView)> = world
        .environments
        .values()
        .flat_map(|environment| environment.apps.values().map(move |app| (environment, app)))
        .collect();
    let units = Per::Units(apps.len());
    let resolve = |(environment, app): &(&EnvironmentView, &AppView)| {
        let scope = AppScope::new(&world, environment, app);
        resolve(scope, check(scope))
    };
    // A run drops what one stage made of an app once the next has used it; to keep it all would be measured too.
    let (_, resolving) = best(|| parallel::map(&apps, |app| resolve(app).diagnostics.len()));
    let resolved = parallel::map(&apps, resolve);
    let (_, emitting) = best(|| emit(&estate, &resolved, |objects| objects.len()));
    let objects = emit(&estate, &resolved, |objects| objects);
    let each: Vec<_> = apps.iter().zip(&objects).collect();
    let paths = |((environment, app), objects): &(&(&EnvironmentView, &AppView), &Vec<Object>)| {
        manifest::paths(&environment.name, &app.name, objects)
    };
    let (names, naming) = best(|| parallel::map(&each, paths));
    let named: Vec<_> = each.iter().zip(&names).collect();
    let (found, verifying) = best(|| {
        parallel::map(&named, |(((environment, _), objects), paths)| {
            verify(&Subject { objects, paths, schemas: &estate.schemas, minor: environment.minor })
        })
    });
    assert!(found.iter().all(Vec::is_empty), "the estate has no findings");
    let (lengths, printing) = best(|| {
        parallel::map(&objects, |objects| {
            objects.iter().map(|object| print(&object.node).len()).sum::<usize>()
        })
    });
    let printed = Per::Bytes(lengths.iter().sum());
    let stage = |name, best, per| Stage { name, best, per };
    vec![
        stage("parse", parsing, bytes),
        // Loading parses too; what is told is the rest: listing, reading, sorting in.
        stage("load", loading.saturating_sub(parsing), bytes),
        stage("validate", validating, bytes),
        stage("merge", merging, units),
        stage("resolve", resolving, units),
        stage("emit", emitting, units),
        stage("verify", verifying, units),
        stage("print", printing, printed),
        stage("name", naming, units),
    ]
}

/// Like [`best`], for work that changes what it is given.
fn best_of_fresh(mut fresh: impl FnMut() -> Estate, mut work: impl FnMut(&mut Estate)) -> (Estate, Duration) {
    let mut timed = || {
        let mut estate = fresh();
        let start = Instant::now();
        work(&mut estate);
        (estate, start.elapsed())
    };
    let mut last = timed();
    for _ in 1..RUNS {
        let (estate, time) = timed();
        last = (estate, time.min(last.1));
    }
    last
}

fn emit<T: Send>(estate: &Estate, resolved: &[Resolved], keep: impl Fn(Vec<Object>) -> T + Sync) -> Vec<T> {
    let mut found = Vec::new();
    let sources = estate.templates.iter().map(|(path, node): &(String, Node)| (path.as_str(), node));
    let set = TemplateSet::compile(sources, &mut found);
    parallel::map(resolved, |resolved| {
        let model = resolved.model.as_ref().map(Model::write).expect("the estate compiles");
        let templates = set.at("kubernetes", Level::App);
        let objects = templates.flat_map(|template| {
            let nodes = Evaluation::new(&set, &model, false).objects(&template.body).expect("objects");
            let made = nodes.into_iter().filter_map(|node| Object::from_template(node, &template.path).ok());
            made.collect::<Vec<_>>()
        });
        let mut objects: Vec<Object> = objects.collect();
        objects.iter_mut().for_each(Object::generate_name);
        keep(objects)
    })
}
