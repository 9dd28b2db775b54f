//! An app: what it is, what it runs, what it needs.

use super::chart::{Chart, Exposes};
use super::config::Config;
use super::connection::{Access, After, Provide, Startup, Use};
use super::define::{language, words};
use super::delivery::{AppCompose, Backup, Delivery, Moved, Patches};
use super::form::{DnsName, DnsSubdomain};
use super::job::{CronFields, JobFields};
use super::map::{Free, Labels, Map, Names};
use super::monitoring::{Monitoring, WorkloadMonitoring};
use super::route::Route;
use super::secret::Secret;
use super::service::{NamedService, Service};
use super::shape::Shape;
use super::value::Spanned;
use super::word::TextKind;
use super::workload::{Inherit, Workload};
use crate::syntax::{Node, Text};

language! {
    /// An app: `apps/<app>/app.yaml`.
    pub struct App {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `App`.
        kind: Spanned<AppKind> [written],
        /// Who it is.
        metadata: AppMetadata [written],
        /// What it runs and needs. Layers of platform, team, environments and overlays are merged with it.
        spec: AppSpec [written],
    }

    /// Who an app is.
    pub struct AppMetadata {
        /// Its name, that of its folder: `checkout`.
        name: DnsName [written],
        /// The team that owns it; must be one of `platc.yaml`.
        team: Spanned<Text> [written],
        /// The system that it is part of: `shop`.
        system: Spanned<Text>,
        /// How much it matters: `gold`.
        tier: Spanned<Text>,
        /// How far it is: `production`, `experimental`, `deprecated`.
        lifecycle: Spanned<Text>,
        /// One sentence for the catalog.
        description: Spanned<Text>,
        /// Words to find it by in the catalog.
        tags: Vec<Spanned<Text>>,
        /// Pages to read about it.
        links: Vec<Link>,
        /// Labels of all its objects and pods.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of its workloads and Services.
        annotations: Labels,
    }

    /// A page to read.
    pub struct Link [shorthand Shorthand::Key("url")] {
        /// Its address.
        url: Spanned<Text> [required],
        /// What it is called.
        title: Spanned<Text>,
        /// An icon of the catalog.
        icon: Spanned<Text>,
        /// What sort of page it is: `dashboard`.
        r#type: Spanned<Text>,
    }

    /// What an app runs and needs. The fields of a workload are the main workload's.
    pub struct AppSpec [with workload: Workload, cron: CronFields, job: JobFields] {
        /// What it is. Default: `service`.
        r#type: Spanned<AppType>,
        /// More Deployments of the same app, by name.
        workers: Map<Names, Worker>,
        /// Workloads that run by the clock, by name.
        crons: Map<Names, Cron>,
        /// Workloads that run once, by name.
        jobs: Map<Names, Job>,
        /// The Service of the main workload.
        service: Service,
        /// More Services on the main workload's pods, by name.
        services: Map<Names, NamedService>,
        /// ConfigMaps, by name.
        config: Map<Names, Config>,
        /// Secrets, by name.
        secrets: Map<Names, Secret>,
        /// The namespace of its objects. Default: the environment's, the team's, the team's name.
        namespace: Namespace,
        /// Names of objects that have no `name` of their own here: `{"PodDisruptionBudget/checkout": checkout-pdb}`.
        names: Map<Free, DnsSubdomain>,
        /// Values for expressions: `${{ app.vars.<name> }}`.
        vars: Map<Free, Node>,
        /// How callers from outside reach it, by name.
        routes: Map<Names, Route>,
        /// Who may call it and whom it calls, beyond what references say. Where the environment has no
        /// `security.defaultDeny`, only what is written here is closed: `from`, `to`, or both.
        access: Access,
        /// Databases, caches, buckets that it needs, by name: `{db: {type: postgres}}`. The environment's `bindings`
        /// say where they are.
        uses: Map<Names, Use>,
        /// What it is for others, by type: `{postgres: {port: postgres, admin: {secret: admin, password: password}}}`.
        provides: Map<Names, Provide>,
        /// Apps that must answer before it starts: `{store: true}`. Its pods, and those of its workers, crons and jobs,
        /// get an init container `wait-for-<app>`; the environment's `waitFor` says of which image. Backups do not wait.
        after: Map<Names, After>,
        /// Its place in the start-up order of a Compose project; means nothing on Kubernetes.
        startup: Startup,
        /// Metrics, objectives, alerts and dashboards.
        monitoring: Monitoring [later],
        /// Backups, by name.
        backup: Map<Names, Backup>,
        /// How Argo CD gets it. Default: `application`.
        delivery: Spanned<Delivery> [later],
        /// What only Compose knows.
        compose: AppCompose [later],
        /// Changes of objects that the language has no word for, by `Kind/name` or `Kind/*`: `{"Deployment/checkout":
        /// {spec: {paused: true}}}`. Maps merge, lists by Kubernetes' own keys (containers by name), new items last;
        /// `null` removes a field, `$patch: delete` an item. What `names` renames keeps its derived name here, a Job
        /// has no hash. Each layer's are laid over the objects in the order of the layers; `null` for a key drops what
        /// weaker layers say for it.
        patches: Patches,
        /// Data for the estate's own templates, by extension; each is checked by
        /// `schemas/extensions/<name>.schema.json`, and read as `${{ app.extensions.<name>… }}`.
        extensions: Map<Names, Node>,
        /// The app's earlier name: a rename is no deletion.
        moved: Moved [later],
        /// The Helm chart of an app of the type `chart`.
        chart: Chart [later],
        /// The chart's values.
        values: Map<Free, Node> [later],
        /// What others may refer to in a chart or foreign software.
        exposes: Exposes [later],
    }

    /// One more Deployment of an app. It takes over image, env, security and shared volumes of the main workload.
    pub struct Worker [with workload: Workload] {
        /// Gives it a Service; `{}` is enough.
        service: Service,
        /// `false`: it takes nothing over from the main workload; a list: only these fields. Default: all that it may.
        inherit: Inherit,
        /// How it is observed.
        monitoring: WorkloadMonitoring [later],
    }

    /// A workload that runs by the clock.
    pub struct Cron [with workload: Workload, cron: CronFields, job: JobFields] {
        /// `false`: it takes nothing over from the main workload; a list: only these fields. Default: all that it may.
        inherit: Inherit,
        /// How it is observed.
        monitoring: WorkloadMonitoring [later],
    }

    /// A workload that runs once.
    pub struct Job [with workload: Workload, job: JobFields] {
        /// `false`: it takes nothing over from the main workload; a list: only these fields. Default: all that it may.
        inherit: Inherit,
        /// How it is observed.
        monitoring: WorkloadMonitoring [later],
    }

    /// The namespace of an app's objects.
    pub struct Namespace [shorthand Shorthand::Key("name")] {
        /// Its name.
        name: Spanned<Text> [shape Shape::Text(TextKind::DnsLabel)],
        /// Its Pod Security level. Default: the weakest profile in it.
        pod_security: Spanned<PodSecurity> [later],
    }
}

words! {
    /// The version of the language.
    pub enum ApiVersion {
        /// The only one.
        V1alpha1 = "platc.dev/v1alpha1",
    }

    /// The kind of an app's file.
    pub enum AppKind {
        /// An app.
        App = "App",
    }

    /// What an app is.
    pub enum AppType {
        /// A Deployment and a Service.
        Service = "service",
        /// A Deployment.
        Worker = "worker",
        /// A StatefulSet and a headless Service.
        Stateful = "stateful",
        /// A DaemonSet, a pod on every node, and a Service.
        Daemon = "daemon",
        /// A CronJob.
        Cron = "cron",
        /// A Job.
        Job = "job",
        /// A Helm chart.
        Chart = "chart" later,
        /// Software that others install.
        External = "external" later,
        /// No workload: raw objects, config, secrets, an account, any of them.
        Manifests = "manifests",
    }

    /// Pod Security levels of a namespace.
    pub enum PodSecurity {
        /// Anything may run.
        Privileged = "privileged",
        /// What is known to be dangerous may not.
        Baseline = "baseline",
        /// Only what is hardened may.
        Restricted = "restricted",
    }
}
