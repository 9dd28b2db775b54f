//! Bootstrap jobs: where an app of ours provides a database, cache or bucket, a Job of the app that uses it makes it,
//! in the provider's namespace and with the provider's image, before the app's workloads.
//!
//! The scripts are `defaults/bootstrap.yaml`; who needs one is asked of the merged estate, so that network policies
//! read the same.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Workload as ModelWorkload;
use crate::resolve::context::{Context, ruled};
use crate::resolve::edges::Pods;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::uses::{Kind, Place, Provider, Used};
use crate::resolve::wave::Wave;
use crate::resolve::workload::kind::Kind as WorkloadKind;
use crate::resolve::workload::placed::Placed;
use crate::spec::connection::Use;
use crate::spec::job::JobFields;
use crate::spec::map::Variables;
use crate::spec::{
    ContainerFields, Either, EnvSource, EnvValue, Image, Map, OrFalse, Pod, Scalar, Shaped, Spanned, Workload,
};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

const RULE: &str = "bootstrap of what an app of ours provides";

/// Whether something is to be made for a use: nothing for what is elsewhere, for a redis whose own user is used, and
/// for types whose ways we do not know.
pub fn is_needed(used: &Used) -> bool {
    match (&used.place, used.kind) {
        (Place::Elsewhere { .. }, _) | (_, Kind::Other) => false,
        (_, Kind::Redis) => used.has_own_user,
        (_, Kind::Postgres | Kind::S3) => true,
    }
}

/// `<use>-bootstrap`.
pub fn component(name: &Text, origin: &Origin) -> Spanned<Text> {
    Spanned::new(format!("{name}-bootstrap").into(), origin.clone())
}

/// The pods of a use's job, as others see them; `None` where it needs none.
pub fn pods(scope: AppScope, used: &Entry, place: &Used) -> Option<Pods> {
    let Place::App(provider) = &place.place else { return None };
    if !is_needed(place) {
        return None;
    }
    let component = component(&used.key, &used.key_origin);
    let mut selector = Mapping::new();
    let text = Node::string(component.value.clone(), component.origin.clone());
    selector.set(Text::literal("app.kubernetes.io/component"), text);
    selector.set(Text::literal("app.kubernetes.io/name"), scope.app.name_node());
    Some(Pods { component, namespace: Some(namespace(scope, provider)), selector, ports: Vec::new() })
}

/// The namespace of a job: the provider's.
fn namespace(scope: AppScope, provider: &Provider) -> Node {
    let namespace = scope.of(provider.app).namespace();
    Node { origin: Origin::derived([namespace.origin.clone(), provider.bound.clone()]), ..namespace }
}

impl Context<'_> {
    /// The jobs of everything that the app uses and that an app of ours has to make first.
    pub fn bootstraps(&self) -> Vec<ModelWorkload> {
        let mut jobs = Vec::new();
        for (name, used) in self.spec.uses.as_ref().into_iter().flat_map(Map::iter) {
            let Ok(place) = self.scope.place(&name.value) else { continue };
            if let (true, Place::App(provider)) = (is_needed(&place), &place.place) {
                jobs.extend(self.bootstrap(name, used, &place, provider));
            }
        }
        jobs
    }

    fn bootstrap(
        &self,
        name: &Spanned<Text>,
        written: &Use,
        used: &Used,
        provider: &Provider,
    ) -> Option<ModelWorkload> {
        let there = self.scope.of(provider.app);
        let namespace = namespace(self.scope, provider);
        let env = self.makings(name, written, used, provider, &namespace)?;
        let kind = written.r#type.as_ref().map_or("", |kind| kind.value.as_str());
        let defaults = self.scope.world.estate.defaults.get("bootstrap")?;
        let word = |word| ruled(word, RULE).write();
        let command = vec![word("sh"), word("-c"), defaults.at(&[kind, "script"])?.clone()];
        let spec = &there.spec().spec;
        let profile = self.profile(&Workload::default());
        let workload = Workload {
            container: ContainerFields {
                image: Some(spec.get("image").and_then(Image::read)?),
                command: Some(Node::sequence(command, Origin::Unknown)),
                env: Some(env),
                resources: defaults.get("resources").cloned(),
                security_context: self.rights_beside(&profile),
                image_pull_policy: spec.get("imagePullPolicy").and_then(Spanned::read),
                container: Some(ruled("bootstrap", RULE)),
                ..ContainerFields::default()
            },
            service_account: Some(OrFalse::Off(Origin::Unknown)),
            pod: Some(Pod { words: pod_words(spec), ..Pod::default() }),
            ..Workload::default()
        };
        let component = component(&name.value, &name.origin);
        let placed = Placed {
            key: Some(&component),
            sort: "jobs",
            kind: WorkloadKind::Job,
            reason: used.reason.clone(),
            // Before the jobs that run before the rollout; until the secrets of its own wave are there, its pod waits.
            wave: Wave::First,
            workload: &workload,
            service: None,
            cron: None,
            job: Some(&JobFields::default()),
            inherit: Some(&Either::First(Spanned::new(false, Origin::Unknown))),
        };
        let (mut model, _) = self.workload(&placed, &[]);
        if let Some(metadata) = model.metadata.as_mut().and_then(Node::as_mapping_mut) {
            metadata.set("namespace", namespace);
        }
        Some(model)
    }

    /// The variables of a job: where the provider is, who may make things there, and what is to be made.
    fn makings(
        &self,
        name: &Spanned<Text>,
        written: &Use,
        used: &Used,
        provider: &Provider,
        namespace: &Node,
    ) -> Option<Map<Variables, EnvValue>> {
        let there = self.scope.of(provider.app);
        let mut env = Map::default();
        let mut set = |variable: &'static str, value: EnvValue| env.push(ruled(variable, RULE), value);
        let address = there.find_in(provider.app, &["ports", &provider.port]).ok()?;
        set("HOST", text(address.get("host")?, [&provider.bound]));
        set("PORT", text(address.get("port")?, [&provider.bound, &provider.wanted]));
        let admin = provider.provides.get("admin")?;
        let of_admin = |part: &str| {
            Some(foreign(self.secret_there(provider, admin)?, admin.get(part)?, &provider.bound))
        };
        let usual = || {
            let defaults = self.scope.world.estate.defaults.get("bootstrap")?;
            Some(text(defaults.at(&[written.r#type.as_ref()?.value.as_str(), "admin"])?, []))
        };
        set("ADMIN_USER", of_admin("user").or_else(usual)?);
        set("ADMIN_PASSWORD", of_admin("password")?);
        if used.kind == Kind::S3 {
            set("NEW_BUCKET", text(used.says.get("bucket")?, []));
            return Some(env);
        }
        if used.kind == Kind::Postgres {
            set("NEW_DATABASE", text(used.says.get("database")?, []));
        }
        let credentials = self.credentials(name, written, provider, namespace)?;
        match (used.says.get("user"), credentials.get("user")) {
            (Some(user), _) => set("NEW_USER", text(user, [])),
            (None, key) => set("NEW_USER", self.own_key(written, key?)?),
        }
        set("NEW_PASSWORD", self.own_key(written, credentials.get("password")?)?);
        Some(env)
    }

    /// The secret with the password of a user that is to be made; a job in another namespace could not read it.
    fn credentials<'u>(
        &self,
        name: &Spanned<Text>,
        written: &'u Use,
        provider: &Provider,
        namespace: &Node,
    ) -> Option<&'u Map<crate::spec::map::Free, Spanned<Text>>> {
        let credentials = written.secret.as_ref();
        let kind = written.r#type.as_ref()?;
        let Some(found) = credentials.filter(|credentials| credentials.get("password").is_some()) else {
            let message =
                format!("{} makes a user for `{}`, which needs a password", provider.app.name, name.value);
            let place = credentials.map_or(&kind.origin, |credentials| &credentials.origin);
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(place.span(), "");
            self.report(found.help("add `secret: {name: <one of the app's secrets>, password: <its key>}`"));
            return None;
        };
        let secret = found.get("name")?;
        if namespace.as_str() == self.namespace.as_str() || self.is_shared(&secret.value) {
            return Some(found);
        }
        let message = format!(
            "the password of `{}` is in the namespace {}, where {} cannot read it",
            name.value,
            self.namespace.as_str().unwrap_or(""),
            provider.app.name
        );
        let note = format!(
            "{} runs in {}: the user is made there, and no pod reads a Secret of another namespace",
            provider.app.name,
            namespace.as_str().unwrap_or("")
        );
        let found =
            Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(secret.origin.span(), "").note(note);
        self.report(found.help(
            "say `shared: true` where it is in both namespaces, let both run in one, or bind a provider elsewhere",
        ));
        None
    }

    /// Whether a secret is in every namespace that reads it.
    fn is_shared(&self, secret: &str) -> bool {
        let secret = self.spec.secrets.as_ref().and_then(|secrets| secrets.get(secret));
        secret.and_then(|secret| secret.shared.as_ref()).is_some_and(|shared| shared.value)
    }

    /// A key of the app's own secret.
    fn own_key(&self, written: &Use, key: &Spanned<Text>) -> Option<EnvValue> {
        let secret = written.secret.as_ref()?.get("name")?;
        let source =
            EnvSource { secret: Some(secret.clone()), key: Some(key.clone()), ..EnvSource::default() };
        Some(EnvValue::Second(Box::new(source)))
    }

    /// The object of the provider's secret that its `admin` names.
    fn secret_there(&self, provider: &Provider, admin: &Node) -> Option<Node> {
        let name = admin.get("secret")?;
        let app = provider.app;
        let own = app.spec.at(&["secrets", name.as_str()?, "name"]);
        let object = app.object_name("Secret", own, app.part_name(name.as_str()?));
        let object = self.scope.of(app).quietly(&object);
        Some(Node { origin: Origin::derived([object.origin, name.origin.clone()]), value: object.value })
    }
}

/// A variable's text, made from these too.
fn text<'o>(node: &Node, from: impl IntoIterator<Item = &'o Origin>) -> EnvValue {
    let origins = std::iter::once(node.origin.clone()).chain(from.into_iter().cloned());
    let value = node.scalar_text().cloned().unwrap_or_default();
    EnvValue::First(Scalar(Spanned::new(value, Origin::derived(origins))))
}

/// A key of the provider's secret.
fn foreign(object: Node, key: &Node, bound: &Origin) -> EnvValue {
    let spanned = |node: &Node| {
        let origin = Origin::derived([node.origin.clone(), bound.clone()]);
        node.as_text().map(|text| Spanned::new(text.clone(), origin))
    };
    let source = EnvSource { secret_ref: spanned(&object), key: spanned(key), ..EnvSource::default() };
    EnvValue::Second(Box::new(source))
}

/// A pod without a token, which may pull what the provider's pods pull.
fn pod_words(provider: &Node) -> Mapping {
    let mut words = Mapping::new();
    words.set("automountServiceAccountToken", Node::boolean(false, Origin::ruled(RULE, [])));
    if let Some(secrets) = provider.at(&["pod", "imagePullSecrets"]) {
        words.set("imagePullSecrets", secrets.clone());
    }
    words
}
