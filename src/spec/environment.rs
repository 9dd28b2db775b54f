//! An environment: one cluster or one host, and what holds for all apps in it.

use super::app::ApiVersion;
use super::connection::Bindings;
use super::defaults::Defaults;
use super::define::{language, words};
use super::delivery::Patches;
use super::form::DnsName;
use super::infrastructure::{
    ArgoOptions, BackupPlace, Cluster, ComposeProject, Metallb, Routing, SharedAccount, Storage, WaitFor,
};
use super::map::{Free, Labels, Map, Names};
use super::monitoring::{Alerting, EnvironmentMonitoring};
use super::shape::Shape;
use super::stores::Stores;
use super::value::Spanned;
use super::word::TextKind;
use super::workload::Profile;
use crate::syntax::{Node, Text};

language! {
    /// An environment: `overlays/<environment>/environment.yaml`.
    pub struct Environment {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `Environment`.
        kind: Spanned<EnvironmentKind> [written],
        /// Who it is. May be left out.
        metadata: EnvironmentMetadata,
        /// What holds in it.
        spec: EnvironmentSpec [written],
    }

    /// Who an environment is.
    pub struct EnvironmentMetadata {
        /// Its name, that of its folder: `prod`.
        name: DnsName,
        /// One sentence about it.
        description: Spanned<Text>,
    }

    /// What holds in an environment.
    pub struct EnvironmentSpec {
        /// The environment whose spec and overlays this one takes over.
        extends: Spanned<Text>,
        /// `true`: only a base for others; nothing is rendered. Default: `false`.
        r#abstract: Spanned<bool>,
        /// What the apps run on.
        target: Spanned<Target> [required],
        /// The DNS domain of its hosts: `shop.example.com`.
        domain: Spanned<Text>,
        /// Values for expressions: `${{ environment.vars.<name> }}`.
        vars: Map<Free, Node>,
        /// The cluster, as Argo CD knows it. Two environments on one cluster share no namespace. Default: Argo CD's own.
        cluster: Cluster,
        /// The namespace of all apps that have no own: `${{ app.team }}-prod`. Default: the team's.
        namespace: Spanned<Text> [shape Shape::Text(TextKind::DnsLabel)],
        /// Versions of what runs there: `{kubernetes: "1.35"}`. Default: the newest known.
        versions: Map<Free, Spanned<Text>>,
        /// What others have installed there: `[cert-manager, gateway-api]`.
        provides: Vec<Spanned<Text>>,
        /// How callers from outside come in.
        routing: Routing,
        /// Classes of storage.
        storage: Storage,
        /// Where secrets have their values.
        secrets: Stores [later],
        /// What pods may do, and who may call them.
        security: Security,
        /// Where used databases, caches and buckets are, by type or name: `{postgres: {app: postgres}}`.
        bindings: Bindings,
        /// The init container that waits for the apps under `after`.
        wait_for: WaitFor,
        /// Where apps are observed.
        monitoring: EnvironmentMonitoring,
        /// Where Velero keeps backups.
        backup: BackupPlace,
        /// Addresses for load balancers.
        metallb: Metallb [later],
        /// Issuers of certificates, by name, as cert-manager writes them.
        issuers: Map<Names, Node> [later],
        /// Gateways, by name, as Kubernetes writes them.
        gateways: Map<Names, Node> [later],
        /// Policies, by name of a built-in or a file.
        policies: Map<Names, Spanned<PolicyMode>> [later],
        /// ResourceQuotas of each namespace, as Kubernetes writes them.
        quotas: Map<Names, Node> [later, shape Shape::Map(super::word::KeyKind::Name, || Shape::Kubernetes("ResourceQuota.spec"))],
        /// LimitRanges of each namespace, as Kubernetes writes them.
        limits: Map<Names, Node> [later, shape Shape::Map(super::word::KeyKind::Name, || Shape::Kubernetes("LimitRange.spec"))],
        /// Accounts that several apps share, by name: one in each namespace where an app says
        /// `serviceAccount: {existing: <name>}`.
        service_accounts: Map<Names, SharedAccount>,
        /// Where alerts go.
        alerting: Alerting [later],
        /// The Compose project.
        compose: ComposeProject [later],
        /// How Argo CD syncs.
        argocd: ArgoOptions [later],
        /// A registry that stands for another.
        image_registry: ImageRegistry,
        /// Labels of all objects, not of pods. Those made of an app's words (`${{ app.team }}`) are not on what belongs to
        /// the environment itself.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of all objects, not of pods.
        annotations: Labels,
        /// Fields for apps that do not say otherwise.
        defaults: Defaults,
        /// Fields that win over what apps say, below their overlays.
        overrides: Defaults,
        /// Changes of objects of all its apps that have such an object, as in an App, and of what it has beside its apps;
        /// the overlay's come after them.
        patches: Patches,
    }

    /// What pods may do, and who may call them.
    pub struct Security {
        /// What containers may do where the app says nothing. Default: `baseline`.
        profile: Spanned<Profile>,
        /// `true`: only declared and derived connections, and DNS, are let through: each workload gets a NetworkPolicy,
        /// and each namespace one that refuses the rest. Default: `false`, policies only for apps that write `access`.
        default_deny: Spanned<bool>,
    }

    /// A registry that stands for another.
    pub struct ImageRegistry {
        /// The registry that specs name: `docker.io`.
        from: Spanned<Text> [required],
        /// The registry that is written instead: `registry.example.com/mirror`.
        to: Spanned<Text> [required],
    }
}

words! {
    /// The kind of an environment's file.
    pub enum EnvironmentKind {
        /// An environment.
        Environment = "Environment",
    }

    /// What apps run on.
    pub enum Target {
        /// A cluster.
        Kubernetes = "kubernetes",
        /// A host with Docker.
        Compose = "compose" later,
    }

    /// What a policy does.
    pub enum PolicyMode {
        /// It reports.
        Audit = "audit",
        /// It refuses.
        Enforce = "enforce",
        /// It is not there.
        Disabled = "disabled",
    }
}
