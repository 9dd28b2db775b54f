//! An app, its environment, and the objects beside its workloads, as templates see them.

use super::backup::Snapshot;
use super::claim::Claim;
use super::network::NetworkPolicy;
use super::route::{Certificate, Route};
use super::workload::Workload;
use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// What templates have in scope.
    pub struct Model {
        /// The app; on the level `app` only.
        app: App,
        /// The environment.
        environment: Environment,
        /// The namespaces in which apps run; on the level `environment` only.
        namespaces: Vec<Namespace>,
    }

    /// A namespace in which apps run.
    pub struct Namespace {
        /// Its name.
        name: Spanned<Text>,
        /// The policy that refuses what no other lets through.
        default_deny: DefaultDeny,
        /// Accounts that several apps share.
        accounts: Vec<Account>,
    }

    /// A policy that lets nothing through.
    pub struct DefaultDeny {
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "NetworkPolicy.metadata"],
    }

    /// An environment.
    pub struct Environment {
        /// Its name.
        name: Spanned<Text>,
        /// Its DNS domain.
        domain: Spanned<Text>,
        /// Its own variables.
        vars: Node,
    }

    /// An app in one environment.
    pub struct App {
        /// Its name.
        name: Spanned<Text>,
        /// The team that owns it.
        team: Spanned<Text>,
        /// The system that it is part of.
        system: Spanned<Text>,
        /// The namespace of its objects.
        namespace: Spanned<Text>,
        /// The app itself first, where it has pods of its own, then workers, crons, jobs.
        workloads: Vec<Workload>,
        /// Services.
        services: Vec<Service>,
        /// ServiceAccounts of ours.
        accounts: Vec<Account>,
        /// ConfigMaps.
        configs: Vec<ConfigMap>,
        /// Backups by Velero.
        snapshots: Vec<Snapshot>,
        /// Data of the estate's own, by extension.
        extensions: Node,
        /// Ways in from outside.
        routes: Vec<Route>,
        /// Certificates of routes.
        certificates: Vec<Certificate>,
        /// NetworkPolicies, one for each workload that has one.
        policies: Vec<NetworkPolicy>,
        /// Claims that are objects of their own.
        claims: Vec<Claim>,
    }

    /// A Service.
    pub struct Service {
        /// The workload whose pods it leads to: `main`, or a key under `workers`.
        component: Spanned<Text>,
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "Service.metadata"],
        /// The labels that find its pods.
        selector: Node,
        /// Whether it has no address of its own.
        headless: Spanned<bool>,
        /// Its ports.
        ports: Vec<ServicePort>,
        /// Other words of the Service's spec.
        words: Node,
    }

    /// A port of a Service.
    pub struct ServicePort {
        /// Its name, where it has one.
        name: Spanned<Text>,
        /// The number that callers use.
        port: Spanned<i64>,
        /// The container's port, by number or name.
        target: Node,
        /// `UDP`; absent for TCP.
        protocol: Spanned<Text>,
        /// The application protocol, where the spec names one.
        app_protocol: Spanned<Text>,
        /// The node's port.
        node_port: Spanned<i64>,
    }

    /// A ServiceAccount.
    pub struct Account {
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "ServiceAccount.metadata"],
        /// Whether pods mount its token by themselves.
        token: Spanned<bool>,
        /// What it may do in its namespace.
        role: Role,
        /// What it may do in the whole cluster.
        cluster_role: Role,
    }

    /// What an account may do: a role, and the binding of the account to it.
    pub struct Role {
        /// The role's name.
        name: Spanned<Text>,
        /// Name, namespace (not of a ClusterRole), labels, annotations.
        metadata: Node [kubernetes "Role.metadata"],
        /// The same of the binding.
        binding: Node [kubernetes "RoleBinding.metadata"],
        /// As Kubernetes writes them; may be empty.
        rules: Node,
    }

    /// A ConfigMap.
    pub struct ConfigMap {
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "ConfigMap.metadata"],
        /// Texts by key.
        data: Node,
    }
}
