//! What every command that compiles begins with: load, validate, compile, and sort out whose findings count.

use std::collections::{BTreeMap, BTreeSet};

use super::Trouble;
use crate::compile::{Compilation, Selection, Unit, compile};
use crate::diagnostic::{Diagnostic, arrange, nearest};
use crate::manifest;
use crate::spec::{PlatformSpec, Shaped};
use crate::syntax::Node;
use crate::system::{self, System};
use crate::workspace::{self, BASELINE, Baseline, Estate, PLATFORM};

/// How many names a help lists.
const LISTED: usize = 12;

/// A compiled estate, or the part of it that was asked for.
pub struct Compiled {
    pub estate: Estate,
    pub selection: Selection,
    compilation: Compilation,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub apps: usize,
    pub environments: usize,
    /// Findings that the baseline knows, and that are not told.
    pub known: usize,
}

/// Which findings are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Known {
    /// Those of `platc.baseline.yaml`, where it is there.
    #[default]
    Usual,
    /// Those of another file, by its path from the estate's root.
    At(String),
    /// All that can be, to be written down.
    All,
}

impl Compiled {
    /// Loads and compiles; `Err` is a name that does not exist, or trouble with the machine.
    pub fn new(system: &dyn System, selection: Selection) -> Result<Self, Trouble> {
        Compiled::knowing(&Known::Usual, system, selection)
    }

    /// The same, where these findings are known.
    pub fn knowing(findings: &Known, system: &dyn System, selection: Selection) -> Result<Self, Trouble> {
        let mut estate = workspace::load(system)?;
        workspace::validate(&mut estate);
        estate.baseline = baseline(system, findings, &mut estate)?;
        known(&selection.environments, estate.environments.keys(), "an environment", "environments")?;
        let apps: Vec<String> = selection.apps.iter().filter(|app| *app != PLATFORM).cloned().collect();
        known(&apps, estate.apps.keys(), "an app", "apps")?;
        let compilation = compile(&estate, &selection);
        let compiled = Compiled { estate, selection, compilation };
        compiled.check_asked()?;
        Ok(compiled)
    }

    /// An environment that only is a base, or an app that runs nowhere in what was asked for, would be passed over
    /// in silence.
    fn check_asked(&self) -> Result<(), Trouble> {
        let (environments, apps) = (&self.selection.environments, &self.selection.apps);
        if let Some(base) = environments.iter().find(|name| self.is_abstract(name)) {
            let help = "name one of the environments that extend it".to_string();
            return Err(Trouble::new(
                format!("`{base}` is abstract: nothing is rendered for it"),
                Some(help),
            ));
        }
        let runs = |app: &&String| self.units().iter().any(|unit| unit.app == **app);
        match apps.iter().find(|app| !runs(app)) {
            Some(app) if !self.is_broken() => {
                let place = match environments.as_slice() {
                    [] => "any environment".to_string(),
                    names => names.join(", "),
                };
                let environment = environments.first().map_or("<environment>", String::as_str);
                let help =
                    format!("it runs where overlays/{environment}/{app}.yaml is, without `enabled: false`");
                Err(Trouble::new(format!("`{app}` does not run in {place}"), Some(help)))
            }
            _ => Ok(()),
        }
    }

    pub fn units(&self) -> &[Unit] {
        &self.compilation.units
    }

    /// Everything that was found, in the order in which it is shown.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let own = self.compilation.diagnostics.iter().filter(|found| self.concerns(found));
        let mut by_app: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
        for unit in self.units() {
            by_app.entry(&unit.app).or_default().push(unit);
        }
        let folder = self.folder();
        let units = self.compilation.units.iter().flat_map(|unit| {
            unit.diagnostics.iter().map(|found| {
                let mut found = found.clone();
                found.notes.extend(only_in(unit, &found, &by_app));
                for manifest in found.about.iter_mut().flat_map(|about| &mut about.manifests) {
                    *manifest = system::join(&folder, manifest);
                }
                found
            })
        });
        arrange(own.cloned().chain(units).collect(), &self.estate.files)
    }

    /// Whether anything forbids to write.
    pub fn is_broken(&self) -> bool {
        let own = self.compilation.diagnostics.iter().filter(|found| self.concerns(found));
        let units = self.compilation.units.iter().flat_map(|unit| &unit.diagnostics);
        own.chain(units).any(Diagnostic::is_error)
    }

    pub fn counts(&self) -> Counts {
        let wanted = |name: &&String| {
            self.selection.environments.is_empty() || self.selection.environments.contains(*name)
        };
        let environments =
            self.estate.environments.keys().filter(wanted).filter(|name| !self.is_abstract(name));
        let mut apps: BTreeSet<&str> =
            self.units().iter().filter(|unit| unit.app != PLATFORM).map(|unit| unit.app.as_str()).collect();
        // What could not be read was looked at all the same.
        let overlays = self.estate.environments.values().flat_map(|source| &source.overlays);
        let unread = overlays.filter(|(_, overlay)| overlay.document.is_none()).map(|(app, _)| app);
        let broken = self.estate.apps.iter().filter(|(_, source)| source.document.is_none());
        apps.extend(
            unread.chain(broken.map(|(app, _)| app)).filter(|app| self.wants_app(app)).map(String::as_str),
        );
        let known = self.estate.baseline.as_ref().map_or(0, Baseline::count);
        Counts { apps: apps.len(), environments: environments.count(), known }
    }

    /// The folder of the manifests in this repository.
    pub fn folder(&self) -> String {
        let spec = self.estate.platform.as_ref().and_then(|document| document.node.get("spec"));
        let spec = spec.and_then(PlatformSpec::read);
        let path = spec.and_then(|spec| spec.manifests?.path);
        path.map_or("golden".to_string(), |path| path.value.trim_matches('/').to_string())
    }

    /// What is to be written, where these owners are there; those whose app is gone are retired. The units' files go
    /// with it.
    pub fn request(&mut self, folder: &str, owners: Vec<String>) -> manifest::Request {
        let units: Vec<manifest::Unit> = self.compilation.units.iter_mut().map(files).collect();
        let kept: BTreeSet<&str> = units.iter().map(|unit| unit.owner.as_str()).collect();
        let gone = |owner: &String| self.is_complete_for(owner) && !kept.contains(owner.as_str());
        let retire = owners.into_iter().filter(gone).collect();
        manifest::Request { folder: folder.to_string(), units, retire }
    }

    /// Whether every app of the owner's environment was compiled, so that an owner without one is gone.
    fn is_complete_for(&self, owner: &str) -> bool {
        let environment = owner.split('/').next().unwrap_or("");
        let wanted = &self.selection.environments;
        self.selection.apps.is_empty()
            && (wanted.is_empty() || wanted.iter().any(|wanted| wanted == environment))
    }

    /// Whether a finding outside the units speaks of what was asked for: files of other apps and environments
    /// are none of our business.
    fn concerns(&self, found: &Diagnostic) -> bool {
        let place = found.primary.as_ref().map(|label| self.estate.files.path(label.span));
        let Some(path) = place.or(found.path.as_deref()) else { return true };
        let mut names = path.split('/');
        match (names.next(), names.next(), names.next()) {
            (Some("apps"), Some(folder), _) => {
                let app = self
                    .estate
                    .apps
                    .iter()
                    .find(|(_, source)| source.folder.ends_with(&format!("/{folder}")));
                app.is_none_or(|(app, _)| self.wants_app(app))
            }
            (Some("overlays"), Some(environment), rest) => {
                let app = rest.and_then(|file| file.strip_suffix(".yaml")).unwrap_or("environment");
                let app = app.trim_end_matches(".secrets");
                self.wants_environment(environment) && (app == "environment" || self.wants_app(app))
            }
            _ => true,
        }
    }

    fn is_abstract(&self, environment: &str) -> bool {
        let document = self.estate.environments.get(environment).and_then(|source| source.document.as_ref());
        let written = document.and_then(|document| document.node.at(&["spec", "abstract"]));
        written.and_then(Node::as_bool) == Some(true)
    }

    fn wants_app(&self, app: &str) -> bool {
        self.selection.apps.is_empty() || self.selection.apps.iter().any(|wanted| wanted == app)
    }

    /// An environment that was asked for, or that one of those extends.
    fn wants_environment(&self, environment: &str) -> bool {
        let wanted = &self.selection.environments;
        let extends = |name: &String| {
            let mut current = Some(name.clone());
            let mut steps = 0;
            while let Some(name) = current.take().filter(|_| steps < self.estate.environments.len()) {
                if name == environment {
                    return true;
                }
                let document =
                    self.estate.environments.get(&name).and_then(|source| source.document.as_ref());
                let base = document.and_then(|document| document.node.at(&["spec", "extends"]));
                current = base.and_then(Node::as_str).map(str::to_string);
                steps += 1;
            }
            false
        };
        wanted.is_empty() || wanted.iter().any(extends)
    }
}

/// The known findings; a file that is named is there.
fn baseline(system: &dyn System, known: &Known, estate: &mut Estate) -> Result<Option<Baseline>, Trouble> {
    let path = match known {
        Known::Usual => BASELINE,
        Known::At(path) => path,
        Known::All => return Ok(Some(Baseline::recording())),
    };
    match Baseline::read(system, path, &mut estate.files, &mut estate.diagnostics)? {
        None if *known != Known::Usual => {
            let help = "`--write-baseline` makes it".to_string();
            Err(Trouble::new(format!("`{path}` is not there"), Some(help)))
        }
        read => Ok(read),
    }
}

/// Says in which environment a finding is, where the app has others without it.
fn only_in(unit: &Unit, found: &Diagnostic, by_app: &BTreeMap<&str, Vec<&Unit>>) -> Option<String> {
    let all = by_app.get(unit.app.as_str()).map_or(&[][..], Vec::as_slice);
    let has = |other: &&Unit| {
        other.diagnostics.iter().any(|known| known.code == found.code && known.primary == found.primary)
    };
    let note = format!("in {}", unit.environment);
    (all.len() >= 2 && !all.iter().all(has) && !found.message.ends_with(&note)).then_some(note)
}

fn files(unit: &mut Unit) -> manifest::Unit {
    manifest::Unit {
        owner: format!("{}/{}", unit.environment, unit.app),
        files: std::mem::take(&mut unit.files),
        inputs: unit.inputs.clone(),
    }
}

fn known<'a>(
    wanted: &[String],
    all: impl Iterator<Item = &'a String> + Clone,
    what: &str,
    things: &str,
) -> Result<(), Trouble> {
    let unknown = wanted.iter().find(|name| !all.clone().any(|known| known == *name));
    let Some(name) = unknown else { return Ok(()) };
    let help = match nearest(name, all.clone().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => some(all, things),
    };
    Err(Trouble::new(format!("`{name}` is not {what}"), Some(help)))
}

/// The names that there are, the first dozen of many.
fn some<'a>(all: impl Iterator<Item = &'a String>, things: &str) -> String {
    let names: Vec<&str> = all.map(String::as_str).collect();
    let shown = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => format!("there are no {things}"),
        all if all > LISTED => format!("the {things} are {shown} and {} more", all - LISTED),
        _ => format!("the {things} are {shown}"),
    }
}
