//! The whole pipeline: an estate in, objects and findings out. Nothing here touches the world.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::expression::evaluate;
use crate::manifest::patch::{self, Patching, Sought};
use crate::manifest::{self, Adoption, Object};
use crate::model::Model;
use crate::parallel;
use crate::resolve::{AppScope, AppView, EnvironmentView, Resolved, World, resolve};
use crate::source::Span;
use crate::spec::Shaped;
use crate::template::{self, Evaluation, Level, TemplateSet};
use crate::verify::{self, Claim, Named, Subject, verify};
use crate::workspace::{Document, Estate};

/// What to compile, and how.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Environments; all where empty.
    pub environments: Vec<String>,
    /// Apps; all where empty. The others are still read as interfaces.
    pub apps: Vec<String>,
    /// Whether objects stay beside their files, and learn which template lines and conditions made them. Trees
    /// take ten times the memory of their text.
    pub traced: bool,
}

/// What came of a compilation.
#[derive(Debug, Default)]
pub struct Compilation {
    /// One for each app and environment, by environment, then app.
    pub units: Vec<Unit>,
    /// What is wrong with files, environments and templates rather than with one app in one environment.
    pub diagnostics: Vec<Diagnostic>,
}

/// One app in one environment.
#[derive(Debug)]
pub struct Unit {
    pub environment: String,
    pub app: String,
    /// The files of the unit by their paths below the manifest folder. Empty where there are errors.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many objects are in the files.
    pub size: usize,
    /// What the objects are called, for what holds between apps.
    names: Vec<Named>,
    /// Which requests they take, for the same.
    claims: Vec<Claim>,
    /// What layers for many apps wanted to change of its objects.
    sought: Vec<Sought>,
    /// The objects, where the selection is traced.
    pub objects: Vec<Object>,
    /// The files that it is made of, sorted.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a validated estate.
pub fn compile(estate: &Estate, selection: &Selection) -> Compilation {
    let mut diagnostics = estate.diagnostics.clone();
    let templates = templates(estate, &mut diagnostics);
    let world = World::new(estate, &selection.environments);
    diagnostics
        .extend(world.environments.values().flat_map(|environment| environment.diagnostics.iter().cloned()));
    let wanted: Vec<(&EnvironmentView, &AppView)> = world
        .environments
        .values()
        .flat_map(|environment| environment.apps.values().map(move |app| (environment, app)))
        .filter(|(_, app)| selection.apps.is_empty() || selection.apps.contains(&app.name))
        .collect();
    let mut units = parallel::map(&wanted, |(environment, app)| {
        let scope = AppScope::new(&world, environment, app);
        let mut unit = unit(scope, &templates, selection.traced);
        // `platc fmt` takes the fixes of single files; what shows only after the merge is for people.
        unit.diagnostics.iter_mut().for_each(|found| found.fix = None);
        unit
    });
    verify_across(&mut units);
    if selection.apps.is_empty() && selection.environments.is_empty() {
        diagnostics.extend(idle_patches(&units));
    }
    Compilation { units, diagnostics }
}

/// What holds between the apps of an environment; the units of one stand together.
fn verify_across(units: &mut [Unit]) {
    for units in units.chunk_by_mut(|left, right| left.environment == right.environment) {
        let apps: Vec<(&str, &[Named])> =
            units.iter().map(|unit| (unit.app.as_str(), unit.names.as_slice())).collect();
        let claims: Vec<(&str, &[Claim])> =
            units.iter().map(|unit| (unit.app.as_str(), unit.claims.as_slice())).collect();
        let found = verify::across(&apps).into_iter().chain(verify::routes_across(&claims));
        for (position, found) in found.collect::<Vec<_>>() {
            if let Some(unit) = units.get_mut(position) {
                unit.diagnostics.push(found);
            }
        }
    }
}

/// Patches of layers for many apps that meant an object in none. Told only where all apps compile: what one would have
/// is not known otherwise.
fn idle_patches(units: &[Unit]) -> Vec<Diagnostic> {
    if units.iter().any(|unit| unit.diagnostics.iter().any(Diagnostic::is_error)) {
        return Vec::new();
    }
    let mut wanted: BTreeMap<Option<Span>, (&Sought, BTreeSet<&str>, BTreeSet<String>)> = BTreeMap::new();
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
    let tell = |(sought, environments, instead): (&Sought, BTreeSet<&str>, BTreeSet<String>)| {
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
    let set = TemplateSet::compile(sources, out);
    if estate.has_own_templates() {
        template::check(&set, Model::shape(), out);
    }
    let found = out.get_mut(first..).unwrap_or_default();
    // Templates are their authors': `platc fmt` leaves them alone.
    found.iter_mut().for_each(|found| found.fix = None);
    let broken = found.iter().any(Diagnostic::is_error);
    if broken { TemplateSet::default() } else { set }
}

fn unit(scope: AppScope, templates: &TemplateSet, traced: bool) -> Unit {
    let app = scope.app;
    let mut unit = Unit {
        environment: scope.environment.name.clone(),
        app: app.name.clone(),
        files: BTreeMap::new(),
        size: 0,
        names: Vec::new(),
        claims: Vec::new(),
        sought: Vec::new(),
        objects: Vec::new(),
        inputs: app.inputs.clone(),
        diagnostics: Vec::new(),
    };
    if !app.whole {
        return unit;
    }
    let resolved = resolve(scope);
    unit.diagnostics.extend(resolved.diagnostics.iter().cloned());
    if !app.sound || unit.diagnostics.iter().any(Diagnostic::is_error) {
        return unit;
    }
    let minor = scope.environment.minor;
    let adoption = Adoption { namespace: &resolved.namespace, labels: &resolved.labels, minor };
    let mut objects = emit(&resolved, templates, &adoption, traced, &mut unit.diagnostics);
    objects.extend(raw(scope, &adoption, &mut unit.diagnostics));
    unit.sought = patch(scope, &resolved, &mut objects, &mut unit.diagnostics);
    objects.iter_mut().for_each(Object::generate_name);
    unit.diagnostics.extend(verify(&Subject { objects: &objects, minor }));
    if unit.diagnostics.iter().any(Diagnostic::is_error) {
        return unit;
    }
    unit.files = files(&unit, &objects);
    unit.names = verify::named(&objects);
    unit.claims = verify::claims(&objects);
    unit.size = objects.len();
    if traced {
        for object in &mut objects {
            object.node.origin = std::mem::take(&mut object.node.origin).because([app.enabled.clone()]);
        }
        unit.objects = objects;
    }
    unit
}

/// The bytes of each object, by its path.
fn files(unit: &Unit, objects: &[Object]) -> BTreeMap<String, Vec<u8>> {
    let paths = manifest::paths(&unit.environment, &unit.app, objects);
    let texts = objects.iter().map(|object| manifest::text(object, &unit.inputs).into_bytes());
    paths.into_iter().zip(texts).collect()
}

/// Every template of the level, on the model.
fn emit(
    resolved: &Resolved,
    templates: &TemplateSet,
    adoption: &Adoption,
    traced: bool,
    out: &mut Vec<Diagnostic>,
) -> Vec<Object> {
    let model = resolved.model.as_ref().map(Model::write).unwrap_or_default();
    let mut objects = Vec::new();
    for template in templates.at("kubernetes", Level::App) {
        match Evaluation::new(templates, &model, traced).objects(&template.body) {
            Ok(nodes) => {
                for node in nodes.into_iter().map(|node| adoption.at_home(node)) {
                    match Object::from_template(node, &template.path) {
                        Ok(object) => objects.push(object),
                        Err(node) => out.push(manifest::no_object(&node)),
                    }
                }
            }
            Err(found) => out.push(*found),
        }
    }
    objects
}

/// The patches of all layers, over all objects.
fn patch(
    scope: AppScope,
    resolved: &Resolved,
    objects: &mut Vec<Object>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Sought> {
    let patching = Patching {
        app: &scope.app.name,
        minor: scope.environment.minor,
        renamed: &resolved.renamed,
        evaluate: &|node, out| evaluate(node, &scope, out),
    };
    patching.apply(&scope.app.patches, objects, out)
}

/// The app's raw objects; a file of the same name in the environment, or one that it extends, shadows the app's.
fn raw(scope: AppScope, adoption: &Adoption, out: &mut Vec<Diagnostic>) -> Vec<Object> {
    let estate = scope.world.estate;
    let mut files: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    let layers = std::iter::once(scope.app.source.manifests.as_slice()).chain(
        scope.environment.chain.iter().filter_map(|name| {
            estate.environments.get(name)?.manifests.get(&scope.app.name).map(Vec::as_slice)
        }),
    );
    for layer in layers {
        let mut own: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for document in layer {
            let name = document.path.rsplit('/').next().unwrap_or(&document.path);
            own.entry(name).or_default().push(document);
        }
        files.extend(own);
    }
    files.into_values().flatten().filter_map(|document| adoption.adopt(document, out)).collect()
}
