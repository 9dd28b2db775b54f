//! The whole pipeline: an estate in, objects and findings out. Nothing here touches the world.

mod draft;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::manifest::Object;
use crate::manifest::patch::{self, Sought};
use crate::model::Model;
use crate::parallel;
use crate::resolve::{AppView, EnvironmentView, Spent, World, check_namespaces};
use crate::schema::output::OutputSchemas;
use crate::source::Span;
use crate::spec::Shaped;
use crate::syntax::allow::Of;
use crate::template::{self, TemplateSet};
use crate::verify::{Scope, Summary, between, line_in};
use crate::workspace::{Estate, PLATFORM, Passing};
use draft::Draft;

/// What to compile, and how.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Environments; all where empty.
    pub environments: Vec<String>,
    /// Apps, and `_platform` for what environments have beside them; all where empty. The others are still read as
    /// interfaces.
    pub apps: Vec<String>,
    /// Whether objects stay beside their files, and learn which template lines and conditions made them. Trees
    /// take ten times the memory of their text.
    pub traced: bool,
}

/// What came of a compilation.
#[derive(Debug, Default)]
pub struct Compilation {
    /// By environment, each with its own first, where it has any, then one for each app.
    pub units: Vec<Unit>,
    /// What is wrong with files, environments and templates rather than with one app in one environment.
    pub diagnostics: Vec<Diagnostic>,
    /// Freed with the rest, which is never where the process ends with it.
    _spent: Spent,
}

/// One app in one environment, or what an environment has beside its apps.
#[derive(Debug, Default)]
pub struct Unit {
    pub environment: String,
    /// The app's name, or `_platform`.
    pub app: String,
    /// The files of the unit by their paths below the manifest folder. Empty where there are errors.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many objects are in the files.
    pub size: usize,
    /// What the objects are to others, for what holds between apps.
    summary: Summary,
    /// Whether the objects are all that the app has here, be they right or wrong.
    has_all: bool,
    /// What layers for many apps wanted to change of its objects.
    sought: Vec<Sought>,
    /// The objects, where the selection is traced.
    pub objects: Vec<Object>,
    /// The files that it is made of, sorted.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// An app in an environment, or what an environment has beside its apps.
type Wanted<'w> = (&'w EnvironmentView<'w>, Option<&'w AppView<'w>>);

/// How many units go through each stage together; more would crowd out each other's objects.
const BATCH: usize = 4;

/// What every unit is compiled with.
struct Means<'a> {
    templates: &'a TemplateSet,
    passing: &'a Passing<'a>,
    schemas: &'a OutputSchemas,
    traced: bool,
}

/// Compiles a validated estate.
pub fn compile(estate: &Estate, selection: &Selection) -> Compilation {
    let mut diagnostics = estate.diagnostics.clone();
    let templates = templates(estate, &mut diagnostics);
    let world = World::new(estate, &selection.environments);
    let passing = passing(estate);
    let means = Means {
        templates: &templates,
        passing: &passing,
        schemas: &estate.schemas,
        traced: selection.traced,
    };
    diagnostics
        .extend(world.environments.values().flat_map(|environment| environment.diagnostics.iter().cloned()));
    let wants = |app: &str| selection.apps.is_empty() || selection.apps.iter().any(|wanted| wanted == app);
    let mut wanted: Vec<Wanted> = Vec::new();
    for environment in world.environments.values() {
        wanted.extend(wants(PLATFORM).then_some((environment, None)));
        let apps = environment.apps.values().filter(|app| wants(&app.name));
        wanted.extend(apps.map(|app| (environment, Some(app))));
    }
    // Stage by stage through a few units rather than unit by unit through all stages: their code is more than a processor
    // keeps at hand, and so is fetched once for all of them.
    let mut units = parallel::map_batches(&wanted, BATCH, |batch| {
        let read = batch.iter().map(|(environment, app)| Draft::read(&world, environment, *app));
        let mut drafts: Vec<Draft> = read.collect();
        drafts.iter_mut().for_each(Draft::resolve);
        drafts.iter_mut().for_each(Draft::spell);
        drafts.iter_mut().for_each(|draft| draft.emit(&means));
        drafts.iter_mut().for_each(|draft| draft.sum_up(&means));
        drafts.iter_mut().for_each(|draft| draft.verify(&means));
        drafts.into_iter().map(|draft| draft.print(&means)).collect()
    });
    let mut shared = check_namespaces(&world);
    passing.let_pass(&mut shared, Of::Compiled);
    let spent = world.spent();
    let is_asked_for = |unit: &Unit| selection.apps.contains(&unit.app);
    units.retain(|unit| unit.app != PLATFORM || unit.is_something() || is_asked_for(unit));
    // Of what is absent nothing is known where an app or a template is not there.
    let is_whole = selection.apps.is_empty() && !diagnostics.iter().any(Diagnostic::is_error);
    verify_between(&mut units, is_whole, &passing);
    diagnostics.extend(shared);
    passing.let_pass(&mut diagnostics, Of::Texts);
    units.iter_mut().for_each(|unit| passing.let_pass(&mut unit.diagnostics, Of::Texts));
    let mut is_complete = selection.apps.is_empty() && selection.environments.is_empty();
    if is_complete {
        let mut idle = idle_patches(&units);
        passing.let_pass(&mut idle, Of::Texts);
        diagnostics.extend(idle);
        // What an error hid may yet be found.
        let found = diagnostics.iter().chain(units.iter().flat_map(|unit| &unit.diagnostics));
        is_complete = !found.into_iter().any(Diagnostic::is_error);
    }
    diagnostics.extend(passing.remarks(is_complete));
    Compilation { units, diagnostics, _spent: spent }
}

/// What is let pass; comments of config files are none of ours.
fn passing(estate: &Estate) -> Passing<'_> {
    let is_yaml = |path: &str| path.ends_with(".yaml") || path.ends_with(".yml");
    let may_hold = |path: &str| is_yaml(path) && !path.contains("/files/");
    Passing::new(&estate.files, estate.baseline.as_ref(), may_hold)
}

/// What holds between the apps of an environment; the units of one stand together.
fn verify_between(units: &mut [Unit], is_whole: bool, passing: &Passing) {
    let environments = units.chunk_by_mut(|left, right| left.environment == right.environment).collect();
    parallel::map_owned(environments, |units: &mut [Unit]| {
        let is_whole = is_whole && units.iter().all(|unit| unit.has_all);
        let summaries: Vec<&Summary> = units.iter().map(|unit| &unit.summary).collect();
        for (place, mut found) in between(&summaries, if is_whole { Scope::Estate } else { Scope::Part }) {
            let Some(unit) = units.get_mut(place.summary) else { continue };
            unit.locate(&mut found);
            let mut found = vec![found];
            passing.let_pass(&mut found, Of::Compiled);
            unit.diagnostics.extend(found);
        }
    });
}

/// A patch with the environments in which it meant nothing, and what there is instead.
type Meant<'u> = (&'u Sought, BTreeSet<&'u str>, BTreeSet<String>);

/// Patches of layers for many apps that meant an object in none. Told only where all apps compile: what one would have
/// is not known otherwise.
fn idle_patches(units: &[Unit]) -> Vec<Diagnostic> {
    if units.iter().any(|unit| unit.diagnostics.iter().any(Diagnostic::is_error)) {
        return Vec::new();
    }
    let mut wanted: BTreeMap<Option<Span>, Meant> = BTreeMap::new();
    for unit in units {
        for sought in &unit.sought {
            let (_, environments, instead) =
                wanted.entry(sought.place).or_insert((sought, BTreeSet::new(), BTreeSet::new()));
            environments.insert(&unit.environment);
            instead.extend(sought.instead.iter().cloned());
        }
    }
    for sought in units.iter().flat_map(|unit| &unit.sought).filter(|sought| sought.found) {
        wanted.remove(&sought.place);
    }
    let tell = |(sought, environments, instead): Meant| {
        let environments: Vec<&str> = environments.into_iter().collect();
        patch::nowhere(sought, &environments.join(", "), &instead)
    };
    wanted.into_values().map(tell).collect()
}

/// The templates of the estate; its own are checked, the built-in ones are checked by a test. None where there is a
/// mistake in one: what they would make says nothing more.
fn templates(estate: &Estate, out: &mut Vec<Diagnostic>) -> TemplateSet {
    let first = out.len();
    let sources = estate.templates.iter().map(|(path, node)| (path.as_str(), node));
    let mut set = TemplateSet::compile(sources, out);
    estate.own_templates().for_each(|path| set.mark_own(path));
    if estate.has_own_templates() {
        template::check(&set, Model::shape(), &estate.schemas, out);
    }
    let found = out.get_mut(first..).unwrap_or_default();
    // Templates are their authors': `platc fmt` leaves them alone.
    found.iter_mut().for_each(|found| found.fix = None);
    let broken = found.iter().any(Diagnostic::is_error);
    if broken { TemplateSet::default() } else { set }
}

impl Unit {
    fn is_broken(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Completes the place in a file of a finding whose object is not there any more.
    fn locate(&self, found: &mut Diagnostic) {
        let Some(about) = found.about.as_deref_mut() else { return };
        for path in &mut about.manifests {
            let Some(text) = self.files.get(path) else { continue };
            let line = line_in(&String::from_utf8_lossy(text), &about.field);
            path.push_str(&format!(":{line}"));
        }
    }

    /// Whether there is anything to write or to say.
    fn is_something(&self) -> bool {
        !self.files.is_empty() || !self.diagnostics.is_empty()
    }
}
