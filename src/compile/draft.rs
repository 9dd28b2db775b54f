//! A unit on its way from the merged spec to its files, one method a stage.

use std::collections::BTreeMap;

use super::{Means, Unit};
use crate::diagnostic::Diagnostic;
use crate::expression::evaluate;
use crate::manifest::patch::Patching;
use crate::manifest::{self, Adoption, Object, Vouched};
use crate::model::Model;
use crate::resolve::{
    AppScope, AppView, Checked, EnvironmentScope, EnvironmentView, Resolved, World, check, resolve,
    resolve_platform,
};
use crate::spec::Shaped;
use crate::syntax::allow::Of;
use crate::syntax::{Node, Origin};
use crate::template::{Evaluation, Level};
use crate::verify::{Subject, Summary, verify};
use crate::workspace::{Document, PLATFORM};

/// What there is of a unit after each stage. Where one finds that nothing follows, the later ones do nothing.
pub struct Draft<'w> {
    unit: Unit,
    world: &'w World<'w>,
    environment: &'w EnvironmentView<'w>,
    /// The app; none for what the environment has beside its apps.
    app: Option<&'w AppView<'w>>,
    /// The app's spec, until it is resolved; none where not all of it could be read.
    checked: Option<Checked>,
    /// What was decided; none where it does not hold together.
    resolved: Option<Resolved>,
    /// The model as templates read it.
    model: Node,
    objects: Vec<Object>,
    /// Where each object is written.
    paths: Vec<String>,
}

impl<'w> Draft<'w> {
    /// Reads what is written of the unit.
    pub fn read(
        world: &'w World<'w>,
        environment: &'w EnvironmentView<'w>,
        app: Option<&'w AppView<'w>>,
    ) -> Self {
        let unit = Unit {
            environment: environment.name.clone(),
            app: app.map_or(PLATFORM, |app| &app.name).to_string(),
            inputs: app.map_or_else(|| environment.inputs(world.estate), |app| app.inputs.clone()),
            ..Unit::default()
        };
        let whole = app.filter(|app| app.whole);
        let checked = whole.map(|app| check(AppScope::new(world, environment, app)));
        let (model, objects, paths) = (Node::default(), Vec::new(), Vec::new());
        Draft { unit, world, environment, app, checked, resolved: None, model, objects, paths }
    }

    /// Decides what the unit is.
    pub fn resolve(&mut self) {
        let mut resolved = match (self.app, self.checked.take()) {
            (Some(app), Some(checked)) => resolve(AppScope::new(self.world, self.environment, app), checked),
            (Some(_), None) => return,
            (None, _) => resolve_platform(self.world, self.environment),
        };
        self.unit.diagnostics.append(&mut resolved.diagnostics);
        let goes_on = self.app.is_none_or(|app| app.sound) && !self.unit.is_broken();
        self.resolved = goes_on.then_some(resolved);
    }

    /// Spells the model out as a tree.
    pub fn spell(&mut self) {
        let model = self.resolved.as_mut().and_then(|resolved| resolved.model.take());
        self.model = model.map(Model::into_node).unwrap_or_default();
    }

    /// Makes the objects: those of templates, raw ones, then what patches change of them.
    pub fn emit(&mut self, means: &Means) {
        let Some(resolved) = &self.resolved else { return };
        let (schemas, minor) = (means.schemas, self.environment.minor);
        let adoption = Adoption { namespace: &resolved.namespace, labels: &resolved.labels, schemas, minor };
        let raw_layers = self.raw_layers();
        let out = &mut self.unit.diagnostics;
        let level = if self.app.is_some() { Level::App } else { Level::Environment };
        let mut objects = from_templates(&std::mem::take(&mut self.model), level, means, &adoption, out);
        objects.extend(raw(raw_layers, &adoption, out));
        if self.app.is_none() {
            out.extend(objects.iter().filter_map(|object| adoption.homeless(object)));
        }
        let evaluate = |node: &mut Node, out: &mut Vec<Diagnostic>| match self.app {
            Some(app) => evaluate(node, &AppScope::new(self.world, self.environment, app), out),
            None => evaluate(node, &EnvironmentScope::new(self.world, self.environment), out),
        };
        let patching =
            Patching { app: &self.unit.app, schemas, minor, renamed: &resolved.renamed, evaluate: &evaluate };
        let patches = self.app.map_or(&self.environment.patches, |app| &app.patches);
        self.unit.sought = patching.apply(patches, &mut objects, out);
        manifest::renew_checksums(&mut objects);
        objects.iter_mut().for_each(Object::generate_name);
        self.paths = manifest::paths(&self.unit.environment, &self.unit.app, &objects);
        self.objects = objects;
    }

    /// Where raw objects lie: in the app's own folder, then in the environments', bases first.
    fn raw_layers(&self) -> Vec<&'w [Document]> {
        let environments = &self.world.estate.environments;
        let of_environment = |name| {
            environments.get(name).and_then(|source| source.manifests.get(&self.unit.app)).map(Vec::as_slice)
        };
        let own = self.app.map(|app| app.source.manifests.as_slice());
        own.into_iter().chain(self.environment.chain.iter().filter_map(of_environment)).collect()
    }

    /// Says what the objects are to others.
    pub fn sum_up(&mut self, means: &Means) {
        let Some(resolved) = &self.resolved else { return };
        self.unit.has_all = !self.unit.is_broken();
        self.unit.summary = Summary::of(&self.unit.app, &self.subject(means));
        let namespace = resolved.namespace.as_text().cloned().unwrap_or_default();
        for promised in &resolved.promised {
            self.unit.summary.promise(&namespace, &promised.name, &promised.keys);
        }
    }

    /// Holds the objects against their schemas and the rules of the API server.
    pub fn verify(&mut self, means: &Means) {
        let mut found = verify(&self.subject(means));
        means.passing.let_pass(&mut found, Of::Compiled);
        self.unit.diagnostics.extend(found);
    }

    fn subject<'s>(&'s self, means: &'s Means) -> Subject<'s> {
        let minor = self.environment.minor;
        Subject { objects: &self.objects, paths: &self.paths, schemas: means.schemas, minor }
    }

    /// The unit with its files; where the compilation is traced, with the objects too.
    pub fn print(self, means: &Means) -> Unit {
        let Draft { mut unit, app, mut objects, paths, .. } = self;
        // `platc fmt` takes the fixes of single files; what shows only after the merge is for people.
        unit.diagnostics.iter_mut().for_each(|found| found.fix = None);
        if unit.is_broken() {
            return unit;
        }
        let texts = objects.iter().map(|object| manifest::text(object, &unit.inputs).into_bytes());
        unit.files = paths.into_iter().zip(texts).collect();
        unit.size = objects.len();
        if means.traced {
            let reason = app.map_or(Origin::Unknown, |app| app.enabled.clone());
            for object in &mut objects {
                object.node.origin = std::mem::take(&mut object.node.origin).because([reason.clone()]);
            }
            unit.objects = objects;
        }
        unit
    }
}

/// What every template of a level makes of the model.
fn from_templates(
    model: &Node,
    level: Level,
    means: &Means,
    adoption: &Adoption,
    out: &mut Vec<Diagnostic>,
) -> Vec<Object> {
    let mut objects = Vec::new();
    for template in means.templates.at("kubernetes", level) {
        match Evaluation::new(means.templates, model, means.traced).objects(&template.body) {
            Ok(nodes) => {
                for node in nodes.into_iter().map(|node| adoption.at_home(node)) {
                    match Object::from_template(node, &template.path) {
                        Ok(mut object) => {
                            object.vouched = if template.is_own { Vouched::No } else { Vouched::Whole };
                            objects.push(object);
                        }
                        Err(node) => out.push(manifest::no_object(&node)),
                    }
                }
            }
            Err(found) => out.push(*found),
        }
    }
    objects
}

/// Raw objects; a file of a name that a later layer has too is shadowed.
fn raw(layers: Vec<&[Document]>, adoption: &Adoption, out: &mut Vec<Diagnostic>) -> Vec<Object> {
    let mut files: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
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
