//! From the merged spec to the model: names, labels, references, defaults.
//!
//! Decides everything and spells nothing: what it decides becomes Kubernetes' words in `template`.

mod account;
mod backup;
mod config;
mod context;
mod edges;
mod estate;
mod extension;
mod labels;
mod network;
mod platform;
mod pod;
mod route;
mod service;
mod text;
mod unread;
mod uses;
mod wave;
mod workload;

pub use config::{CHECKSUM, checksum_of};
pub use edges::{Edge, EdgeKind, Edges, Party, PodPort, Pods, Ports};
pub use estate::cluster::check_namespaces;
pub use estate::dependency::{Need, Needed};
pub use estate::scope::AppScope;
pub use estate::world::{AppView, EnvironmentView, Spent, World};
pub use platform::{EnvironmentScope, resolve_platform};

use crate::diagnostic::{Code, Diagnostic, code, nearest};
use crate::model::{App, Environment, Model};
use crate::schema::input;
use crate::schema::output::Mode;
use crate::spec::{AppSpec, Map, OrFalse, Shaped, Spanned};
use crate::syntax::{Mapping, Node, Text};
use context::Context;
use estate::asked::Evaluated;
use labels::Bearer;
use pod::after::check_needs;
use uses::check_places;
use workload::governing;
use workload::kind::Kind;
use workload::placed::{MAIN, Placed};

/// Mistakes that are told even where fields are misspelt or of a wrong type: they do not follow from those, so that
/// all of them show in one run.
const STANDS_ALONE: [Code; 7] = [
    code::AFTER_CYCLE,
    code::EXPRESSION_SYNTAX,
    code::EXPRESSION_TYPE,
    code::PORT_UNKNOWN,
    code::REMOVES_NOTHING,
    code::UNKNOWN_NAME,
    code::UNKNOWN_REFERENCE,
];

/// An app in an environment, or an environment without its apps, decided.
pub struct Resolved {
    /// `None` where the spec does not hold together.
    pub model: Option<Model>,
    /// The namespace of the app's objects; nothing without an app.
    pub namespace: Node,
    /// The labels of an object that belongs to no workload.
    pub labels: Mapping,
    /// Objects that patches call by another name than theirs: `Kind/<derived name>`, and the name that they have.
    pub renamed: Vec<(String, Text)>,
    /// The Secrets that somebody else makes.
    pub promised: Vec<Promised>,
    pub diagnostics: Vec<Diagnostic>,
}

/// An object in the app's namespace that nobody here makes, of which it is said that it is there.
pub struct Promised {
    pub name: Text,
    /// The keys that it has; none where nobody says.
    pub keys: Vec<Text>,
}

/// One app's spec in one environment, evaluated, checked and read.
pub struct Checked {
    /// `None` where it does not hold together.
    spec: Option<Box<AppSpec>>,
    diagnostics: Vec<Diagnostic>,
}

/// Evaluates, checks and reads one app's spec in one environment.
pub fn check(scope: AppScope) -> Checked {
    let mut diagnostics = idle_removals(&scope);
    // Told with everything else, but no reason to stop at what follows from it.
    let mut astray = check_places(&scope);
    astray.extend(check_needs(&scope));
    let Evaluated { spec, findings, .. } = scope.spec();
    diagnostics.extend_from_slice(findings);
    let mut holds = true;
    if scope.app.sound {
        let rules = input::Rules { mode: Mode::Complete, minor: scope.environment.minor };
        input::check(spec, AppSpec::shape(), "spec", rules, &mut diagnostics);
        holds = !diagnostics.iter().any(Diagnostic::is_error);
    }
    diagnostics.extend(astray);
    if !holds {
        return Checked { spec: None, diagnostics };
    }
    diagnostics.extend(unknown_team(&scope));
    Checked { spec: AppSpec::read(spec).map(Box::new), diagnostics }
}

/// Resolves one app in one environment.
pub fn resolve(scope: AppScope, checked: Checked) -> Resolved {
    let Checked { spec, mut diagnostics } = checked;
    let Some(spec) = spec else { return nothing(diagnostics) };
    let context = Context::new(scope, *spec);
    if context.namespace.is_null() {
        let message = format!("`{}` has no namespace in {}", scope.app.name, scope.environment.name);
        let help = "set `namespace` in the environment, or give the app a team";
        context.report(
            Diagnostic::error(code::MISSING_FIELD, message).at(context.name.origin.span(), "").help(help),
        );
    }
    let model =
        Model { app: Some(context.app()), environment: Some(context.environment()), ..Model::default() };
    context.check_names();
    let (renamed, promised) = (context.renamed(), context.promised());
    let (namespace, labels) = (context.namespace.clone(), context.labels(Bearer::APP, &[]));
    diagnostics.extend(context.into_findings());
    if !scope.app.sound {
        diagnostics.retain(|found| STANDS_ALONE.contains(&found.code));
        return nothing(diagnostics);
    }
    Resolved { model: Some(model), namespace, labels, renamed, promised, diagnostics }
}

fn nothing(diagnostics: Vec<Diagnostic>) -> Resolved {
    let (namespace, labels) = (Node::default(), Mapping::new());
    Resolved { model: None, namespace, labels, renamed: Vec::new(), promised: Vec::new(), diagnostics }
}

/// A team that platc.yaml does not have would silently have no defaults and another namespace.
fn unknown_team(scope: &AppScope) -> Option<Diagnostic> {
    let teams = scope.world.platform()?.get("teams")?.as_mapping()?;
    let team = scope.app.metadata.get("team")?;
    let name = team.as_str().filter(|name| teams.get(name).is_none())?;
    let label = nearest(name, teams.keys()).map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let found = Diagnostic::error(code::UNKNOWN_REFERENCE, format!("`{name}` is not a team of platc.yaml"));
    Some(found.at(team.origin.span(), label).help("add it under `teams`, or correct the name"))
}

/// Removals in overlays that remove nothing.
fn idle_removals(scope: &AppScope) -> Vec<Diagnostic> {
    let found = scope.app.idle.iter().map(|removal| {
        let message = format!("`{}: null` removes nothing: no weaker layer sets it", removal.key);
        Diagnostic::error(code::REMOVES_NOTHING, message).at(removal.at, "").help("remove the line")
    });
    found.collect()
}

impl Context<'_> {
    fn app(&self) -> App {
        self.check_secrets();
        self.check_unread();
        self.check_connections();
        let text = |key: &'static str| {
            let node = self.of_metadata(key);
            node.as_text().map(|text| Spanned::new(text.clone(), node.origin.clone()))
        };
        let configs = self.config_maps();
        let placed = self.placed();
        self.check_keys(&placed);
        self.check_fields();
        let claims = self.claims(&placed);
        let (mut workloads, mut accounts) = (Vec::new(), Vec::new());
        for placed in &placed {
            let (workload, account) = self.workload(placed, &configs);
            if let Some(object) = account.object {
                self.add_account(&mut accounts, object);
            }
            workloads.push(workload);
        }
        workloads.extend(self.bootstraps());
        let services = self.services(&placed);
        let is_own = |placed: &&Placed| placed.key.is_none() && placed.kind == Kind::StatefulSet;
        if let (Some(workload), Some(_)) = (workloads.first_mut(), placed.first().filter(is_own)) {
            workload.service_name = governing(&services);
        }
        if placed.is_empty() && matches!(self.spec.workload.service_account, Some(OrFalse::On(_))) {
            accounts.extend(self.account(&self.spec.workload).object);
        }
        let routes = self.routes();
        App {
            name: Some(self.name.clone()),
            team: text("team"),
            system: text("system"),
            namespace: self
                .namespace
                .as_text()
                .map(|name| Spanned::new(name.clone(), self.namespace.origin.clone())),
            services: Some(services),
            claims: Some(claims),
            policies: Some(self.policies(&workloads)),
            workloads: Some(workloads),
            accounts: Some(accounts),
            configs: Some(configs),
            extensions: self.extensions(),
            snapshots: Some(self.snapshots()),
            routes: Some(routes.routes),
            certificates: Some(routes.certificates),
            ..App::default()
        }
    }

    fn environment(&self) -> Environment {
        let domain = self.of_environment("domain");
        Environment {
            name: Some(Spanned::new(Text::new(&self.scope.environment.name), Default::default())),
            domain: domain.as_text().map(|text| Spanned::new(text.clone(), domain.origin.clone())),
            vars: Some(Node::clone(&self.of_environment("vars"))).filter(|node| !node.is_null()),
            ..Environment::default()
        }
    }

    /// The Secrets that somebody else makes.
    fn promised(&self) -> Vec<Promised> {
        let secrets = self.spec.secrets.as_ref().into_iter().flat_map(Map::iter);
        let existing =
            secrets.filter(|(_, secret)| secret.existing.as_ref().is_some_and(|existing| existing.value));
        let promised = existing.map(|(name, secret)| {
            let own = self.object_name("Secret", secret.name.as_deref(), self.part_name(Some(name)));
            let keys = secret.keys.iter().flatten().map(|key| key.value.clone());
            Promised { name: own.value, keys: keys.collect() }
        });
        promised.collect()
    }

    /// Only secrets that someone else makes are handled yet.
    fn check_secrets(&self) {
        for (name, secret) in self.spec.secrets.as_ref().into_iter().flat_map(Map::iter) {
            if secret.existing.as_ref().is_none_or(|existing| !existing.value) {
                let message =
                    format!("the secret `{}` would have to be made, which is not supported yet", name.value);
                let found = Diagnostic::error(code::NOT_YET_SUPPORTED, message).at(name.origin.span(), "");
                self.report(found.help("say `existing: true` and make the Secret by other means for now"));
            }
        }
    }
}
