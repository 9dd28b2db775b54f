//! A workload: a container, its pod, how many of them, and how they are replaced. Its Service is `service`.

use super::account::Account;
use super::container::ContainerFields;
use super::define::{language, words};
use super::form::DnsSubdomain;
use super::map::{LabelKeys, Labels, Map, Names};
use super::scale::Scale;
use super::shape::Shape;
use super::value::{Either, OrFalse, Spanned};
use super::volume::Volume;
use crate::syntax::{Node, Text};

language! {
    /// What runs: a container and its pod.
    pub struct Workload [with container: ContainerFields] {
        /// Volumes by name: `{cache: {emptyDir: {}, mount: /cache}}`.
        volumes: Map<Names, Volume>,
        /// Containers beside the main one.
        sidecars: Map<Names, Sidecar>,
        /// Containers that run before the main one, in order.
        init: Map<Names, Sidecar>,
        /// How many pods. Default: 1, Kubernetes' own.
        replicas: Spanned<i64> [one_of "replicas"],
        /// How many pods, by load: `{min: 2, max: 10, cpu: 70}`.
        scale: Scale [one_of "replicas"],
        /// How pods are replaced by newer ones.
        rollout: Rollout,
        /// How many pods a node's drain may take at once; `false`: any. Default: `{maxUnavailable: 1}` where there can
        /// be two or more.
        disruption: OrFalse<Disruption>,
        /// How pods are spread over nodes and zones, as Kubernetes writes it; `false`: not at all. Default: over both,
        /// where there can be two or more.
        spread: OrFalse<Node> [shape Shape::Either(const { &[
            || Shape::Constant(false),
            || Shape::Kubernetes("Deployment.spec.template.spec.topologySpreadConstraints"),
        ] })],
        /// What the containers may do. Default: the environment's `security.profile`, else `baseline`.
        security: Spanned<Profile>,
        /// Other words of the pod, as Kubernetes writes them, and the pod's own labels and annotations.
        pod: Pod,
        /// Labels of the workload's object.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of the workload's object.
        annotations: Labels,
        /// The account that the pods run as: `false` for none, `{existing: <name>}`, or settings of an own one.
        service_account: OrFalse<Account>,
        /// The object's name, for imported apps; also of what belongs to it. Default: the app's name, or
        /// `<app>-<worker>`; a job's has a hash of its pod behind it, so that another pod is another job.
        name: DnsSubdomain,
        /// All labels that find the pods, for imported apps: they cannot change while the object is there.
        selector: Map<LabelKeys, Spanned<Text>> [shape super::map::label_texts()],
    }

    /// A container beside the main one, or before it.
    pub struct Sidecar [with container: ContainerFields] {
        /// `true`: an init container that keeps running beside the others. Default: `false`.
        native: Spanned<bool>,
        /// `true`: it gets the workload's variables too. Default: `false`.
        inherit_env: Spanned<bool>,
    }

    /// How pods are replaced by newer ones.
    pub struct Rollout {
        /// Default: `RollingUpdate`; `Recreate` where one replica holds a ReadWriteOnce claim.
        strategy: Spanned<Strategy>,
        /// How many pods more than wanted there may be, a number or `25%`; of a daemon: on so many nodes two. Default:
        /// `25%`, of a daemon 0.
        max_surge: Node [kubernetes "Deployment.spec.strategy.rollingUpdate.maxSurge"],
        /// How many pods fewer than wanted there may be, a number or `25%`. Default: `25%`, of `stateful` and `daemon` 1.
        max_unavailable: Node [kubernetes "Deployment.spec.strategy.rollingUpdate.maxUnavailable"],
        /// Seconds that a new pod must be ready to count as available. Default: 0.
        min_ready_seconds: Spanned<i64>,
        /// How many old versions are kept to go back to. Default: 10.
        revision_history_limit: Spanned<i64>,
        /// Seconds after which a rollout without progress has failed; of Deployments. Default: 600.
        progress_deadline_seconds: Spanned<i64>,
        /// Whether pods of a StatefulSet start one after the other. Default: `OrderedReady`.
        pod_management_policy: Spanned<PodManagement>,
        /// The ordinal from which a StatefulSet is updated. Default: 0.
        partition: Spanned<i64>,
    }

    /// How many pods a node's drain may take at once.
    pub struct Disruption [needs "limit"] {
        /// How many must stay, a number or a percentage.
        min_available: Node [kubernetes "PodDisruptionBudget.spec.minAvailable", one_of "limit"],
        /// How many may go, a number or a percentage.
        max_unavailable: Node [kubernetes "PodDisruptionBudget.spec.maxUnavailable", one_of "limit"],
        /// The object's name. Default: the workload's.
        name: DnsSubdomain,
    }

    /// The pod, as Kubernetes writes it.
    pub struct Pod [rest words = "Deployment.spec.template.spec" except [
        "containers" = "the workload's own fields, and `sidecars`",
        "initContainers" = "`init`",
        "ephemeralContainers" = "nothing: `kubectl debug` adds them",
        "volumes" = "`volumes` beside `pod`",
        "serviceAccountName" = "`serviceAccount` beside `pod`",
        "topologySpreadConstraints" = "`spread` beside `pod`",
    ]] {
        /// Labels of the pods.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of the pods.
        annotations: Labels,
    }
}

words! {
    /// How old pods make room for new ones.
    pub enum Strategy {
        /// New ones come while old ones go.
        RollingUpdate = "RollingUpdate",
        /// All old ones go before the first new one comes.
        Recreate = "Recreate",
        /// Only where someone deletes a pod (`stateful`, `daemon`).
        OnDelete = "OnDelete",
    }

    /// What the containers of a pod may do.
    pub enum Profile {
        /// No root, no privilege to gain, no capability, a read-only root file system, the default seccomp profile.
        Restricted = "restricted",
        /// No privilege to gain, the default seccomp profile.
        Baseline = "baseline",
        /// Nothing is written; Kubernetes' own.
        None = "none",
    }

    /// In which order a StatefulSet starts its pods.
    pub enum PodManagement {
        /// One after the other.
        OrderedReady = "OrderedReady",
        /// All at once.
        Parallel = "Parallel",
    }
}

/// What a worker takes over from the main workload: `false`, or the fields.
pub type Inherit = Either<Spanned<bool>, Vec<Spanned<Inherited>>>;

words! {
    /// A field that workers, crons and jobs take over from the main workload.
    pub enum Inherited {
        /// The image.
        Image = "image",
        /// Environment variables.
        Env = "env",
        /// Objects whose keys become variables.
        EnvFrom = "envFrom",
        /// Rights of the container.
        SecurityContext = "securityContext",
        /// The profile.
        Security = "security",
        /// Pod words, labels and annotations.
        Pod = "pod",
        /// The account.
        ServiceAccount = "serviceAccount",
        /// When the image is pulled.
        ImagePullPolicy = "imagePullPolicy",
        /// Volumes that several may share, and their mounts.
        Volumes = "volumes",
    }
}
