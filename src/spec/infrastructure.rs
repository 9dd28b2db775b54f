//! What an environment is made of: cluster, ways in, storage, addresses, Argo CD, Compose.

use super::container::Image;
use super::define::{language, words};
use super::form::DnsSubdomain;
use super::map::{Free, Labels, Map, Names};
use super::shape::Shape;
use super::value::{Either, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// A cluster, as Argo CD knows it.
    pub struct Cluster [needs "cluster"] {
        /// Its name there.
        name: Spanned<Text> [one_of "cluster"],
        /// Its address.
        server: Spanned<Text> [one_of "cluster"],
    }

    /// How callers from outside come in.
    pub struct Routing {
        /// By which sort of object. `none`: routes are left out.
        kind: Spanned<RoutingKind> [required],
        /// The Gateway.
        gateway: GatewayReference [variant "kind" "gateway"],
        /// The class of Ingresses. Default: the cluster's.
        class: Spanned<Text> [variant "kind" "ingress"],
        /// The namespace of the Ingress controller, which network policies let in. Default: anybody is let in.
        namespace: Spanned<Text> [variant "kind" "ingress"],
        /// The app that is Traefik.
        app: Spanned<Text> [variant "kind" "traefik"],
        /// Traefik's entry point.
        entrypoint: Spanned<Text> [variant "kind" "traefik"],
        /// TLS of routes that say nothing of their own. With `gateway` it says that the listener has TLS.
        tls: super::route::Tls,
        /// Annotations of all routes.
        annotations: Labels,
    }

    /// A Gateway.
    pub struct GatewayReference [shorthand Shorthand::Key("name")] {
        /// Its name.
        name: Spanned<Text> [required],
        /// Its namespace. Default: the app's.
        namespace: Spanned<Text>,
        /// Its listener. Default: all that take the route.
        section_name: Spanned<Text>,
    }

    /// Classes of storage.
    pub struct Storage {
        /// The class of claims that name none.
        default: Spanned<Text>,
        /// The class of claims that several nodes use.
        shared: Spanned<Text>,
        /// The class of snapshots.
        snapshots: Spanned<Text>,
    }

    /// The init container that waits for other apps.
    pub struct WaitFor {
        /// Its image; it must have `sh` and `nc`: `busybox:1.37.0`.
        image: Image [required],
        /// Its requests and limits, as Kubernetes writes them.
        resources: Node [kubernetes "Deployment.spec.template.spec.containers.resources"],
    }

    /// Addresses for load balancers.
    pub struct Metallb {
        /// MetalLB's namespace. Default: `metallb-system`.
        namespace: Spanned<Text>,
        /// Pools by name.
        pools: Map<Names, Pool>,
    }

    /// A pool of addresses.
    pub struct Pool {
        /// Ranges: `[192.0.2.10-192.0.2.20]`.
        addresses: Vec<Spanned<Text>> [required],
        /// How they are made known.
        advertise: Either<Spanned<Advertisement>, Advertise>,
    }

    /// How addresses are made known, in MetalLB's words.
    pub struct Advertise [needs "protocol"] {
        /// By ARP and NDP.
        l2: Map<Free, Node> [one_of "protocol"],
        /// By BGP.
        bgp: Map<Free, Node> [one_of "protocol"],
    }

    /// An account that several apps share; one in each namespace that uses it.
    pub struct SharedAccount {
        /// Whether the account mounts its token by itself. Default: `false`.
        token: Spanned<bool>,
        /// What it may do in its namespace, as Kubernetes writes it.
        rules: Node [kubernetes "Role.rules"],
        /// Labels of the object.
        labels: Labels [shape super::map::label_texts()],
    }

    /// Where Velero keeps backups.
    pub struct BackupPlace {
        /// The namespace that Velero runs in, where its Schedules are. Default: `velero`.
        namespace: Spanned<Text> [shape Shape::Text(super::word::TextKind::DnsLabel)],
        /// The name of its BackupStorageLocation. Default: Velero's own default.
        storage_location: Spanned<Text>,
    }

    /// How Argo CD syncs an environment.
    pub struct ArgoOptions {
        /// Whether it syncs by itself, or how: `{prune: true, selfHeal: true}`.
        automated: Either<Spanned<bool>, Map<Free, Node>>,
        /// When it may sync, as Argo CD writes it.
        sync_windows: Vec<Node>,
        /// Other names of Applications: `{metallb: metallb-config}`.
        names: Map<Free, DnsSubdomain>,
    }

    /// The Compose project of an environment.
    pub struct ComposeProject {
        /// The project's name. Default: the environment's.
        project: Spanned<Text>,
        /// The file's name. Default: `compose.yaml`.
        file: Spanned<Text>,
        /// One file, or one per module. Default: `single`.
        layout: Spanned<Layout>,
        /// The network that all services share.
        network: ComposeNetwork,
        /// Whether declared ports are published on the host. Default: `declared`.
        publish: Spanned<Publish>,
        /// The folder of the host that holds the volumes.
        volume_root: Spanned<Text>,
        /// The tool in the images that health checks use.
        probe: Spanned<ProbeTool>,
    }

    /// A network of Compose.
    pub struct ComposeNetwork [shorthand Shorthand::Key("name")] {
        /// Its name.
        name: Spanned<Text> [required],
        /// Its driver. Default: `bridge`.
        driver: Spanned<Text>,
        /// `true`: somebody else makes it. Default: `false`.
        external: Spanned<bool>,
    }
}

words! {
    /// By which sort of object callers come in.
    pub enum RoutingKind {
        /// Gateway API.
        Gateway = "gateway",
        /// Ingress.
        Ingress = "ingress",
        /// Labels of Traefik, on Compose.
        Traefik = "traefik",
        /// Not at all.
        None = "none",
    }

    /// How addresses are made known.
    pub enum Advertisement {
        /// By ARP and NDP.
        L2 = "l2",
    }

    /// How many files a Compose environment has.
    pub enum Layout {
        /// One.
        Single = "single",
        /// One per module.
        PerModule = "per-module",
    }

    /// Which ports are published on the host.
    pub enum Publish {
        /// Those that apps declare.
        Declared = "declared",
        /// None.
        None = "none",
    }

    /// The tool that health checks use.
    pub enum ProbeTool {
        /// wget.
        Wget = "wget",
        /// curl.
        Curl = "curl",
    }
}
