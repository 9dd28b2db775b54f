//! The platform: what holds for the whole estate.

use super::app::ApiVersion;
use super::defaults::Defaults;
use super::define::{language, words};
use super::form::DnsName;
use super::map::{Free, LabelKeys, Labels, Map, Names};
use super::monitoring::Sli;
use super::shape::Shape;
use super::value::Spanned;
use super::word::{KeyKind, TextKind};
use crate::syntax::{Node, Text};

language! {
    /// The platform: `platc.yaml`.
    pub struct Platform {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `Platform`.
        kind: Spanned<PlatformKind> [written],
        /// Who it is.
        metadata: PlatformMetadata [written],
        /// What holds in the whole estate.
        spec: PlatformSpec [written],
    }

    /// Who a platform is.
    pub struct PlatformMetadata {
        /// Its name: `shop`.
        name: DnsName [written],
        /// One sentence about it.
        description: Spanned<Text>,
    }

    /// What holds in the whole estate.
    pub struct PlatformSpec {
        /// The versions of platc that may compile it: `">=0.1"`. Default: any.
        requires: Spanned<Text>,
        /// Environments in the order of promotion: `[dev, staging, prod]`.
        environments: Vec<Spanned<Text>>,
        /// Values for expressions: `${{ platform.vars.<name> }}`.
        vars: Map<Free, Node>,
        /// The address of this repository: `https://github.com/shop/platform`.
        repository: Spanned<Text>,
        /// The repository that Argo CD reads. Default: this one.
        manifests: Manifests [later],
        /// Where Argo CD is.
        argocd: ArgoPlace [later],
        /// Teams, by name.
        teams: Map<Names, Team>,
        /// Fields for apps that do not say otherwise.
        defaults: Defaults,
        /// Labels of all objects and pods.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of all objects.
        annotations: Labels,
        /// Service level indicators, by name, evaluated per app.
        slis: Map<Names, Sli> [later],
        /// How Prometheus finds monitors and rules.
        monitoring: PlatformMonitoring [later],
        /// How much a change may destroy without approval.
        budget: Budget [later],
    }

    /// A team.
    pub struct Team {
        /// The namespace of its apps. Default: the environment's, else the team's name.
        namespace: Spanned<Text> [shape Shape::Text(TextKind::DnsLabel)],
        /// Groups of people and what they may do: `{admin: [shop-leads], view: [shop]}`.
        groups: Groups [later],
        /// The receiver of its alerts.
        alerts: Spanned<Text> [later],
        /// Fields for its apps that do not say otherwise.
        defaults: Defaults,
        /// ResourceQuotas of its namespaces, as Kubernetes writes them.
        quotas: Map<Names, Node> [later, shape Shape::Map(KeyKind::Name, || Shape::Kubernetes("ResourceQuota.spec"))],
    }

    /// Groups of people and what they may do.
    pub struct Groups {
        /// Groups that may do all in the team's namespaces.
        admin: Vec<Spanned<Text>>,
        /// Groups that may look.
        view: Vec<Spanned<Text>>,
    }

    /// The repository that Argo CD reads.
    pub struct Manifests {
        /// Its address. Default: this repository's.
        repository: Spanned<Text>,
        /// The branch. Default: `main`.
        branch: Spanned<Text>,
        /// The folder in it. Default: its root; `golden` in this repository.
        path: Spanned<Text>,
    }

    /// Where Argo CD is.
    pub struct ArgoPlace {
        /// Its namespace. Default: `argocd`.
        namespace: Spanned<Text>,
        /// The project of what no team owns. Default: `default`.
        project: Spanned<Text>,
    }

    /// How Prometheus finds monitors and rules.
    pub struct PlatformMonitoring {
        /// Labels that it looks for: `{release: prometheus}`.
        selector_labels: Map<LabelKeys, Spanned<Text>> [shape super::map::label_texts()],
    }

    /// How much a change may destroy without approval.
    pub struct Budget {
        /// Objects that may go at once.
        deletions: Spanned<i64>,
    }
}

words! {
    /// The kind of `platc.yaml`.
    pub enum PlatformKind {
        /// A platform.
        Platform = "Platform",
    }
}
