//! A workload and its pod as templates see them.

use super::claim::Claim;
use super::container::Container;
use super::job::{Clock, Run};
use super::keda::ScaledObject;
use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// The app itself, or one of its workers, crons, jobs.
    pub struct Workload {
        /// `main`, or the key under `workers`, `crons`, `jobs`.
        component: Spanned<Text>,
        /// The Kubernetes kind.
        kind: Spanned<Text>,
        /// The object's name; a Job's is without its hash.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "Deployment.metadata"],
        /// The labels that find its pods, of whatever kind it is.
        selector: Node,
        /// How many pods; absent beside an autoscaler.
        replicas: Spanned<i64>,
        /// How new pods replace old ones.
        rollout: Rollout,
        /// The Service that gives the pods of a StatefulSet their names.
        service_name: Spanned<Text>,
        /// A StatefulSet's claims, one of each for each pod.
        claims: Vec<Claim>,
        /// What becomes of those claims when the StatefulSet or a pod goes.
        retention: Spanned<Text>,
        /// When a CronJob starts its jobs.
        clock: Clock,
        /// How a Job, or a CronJob's, runs and ends.
        run: Run,
        /// The pod.
        pod: Pod,
        /// The autoscaler.
        autoscaling: Autoscaling,
        /// The autoscaler that KEDA runs; never beside the other.
        scaled_object: ScaledObject,
        /// How many pods may be missing.
        disruption: Disruption,
    }

    /// How new pods replace old ones.
    pub struct Rollout {
        /// `RollingUpdate`, `Recreate` or `OnDelete`.
        strategy: Spanned<Text>,
        /// Pods above the number wanted.
        max_surge: Node,
        /// Pods below the number wanted.
        max_unavailable: Node,
        /// Seconds until a ready pod counts.
        min_ready_seconds: Spanned<i64>,
        /// Old states that are kept.
        revision_history_limit: Spanned<i64>,
        /// Seconds until a rollout counts as failed.
        progress_deadline_seconds: Spanned<i64>,
        /// Whether pods of a StatefulSet start one after the other.
        pod_management_policy: Spanned<Text>,
        /// The ordinal from which a StatefulSet is updated.
        partition: Spanned<i64>,
    }

    /// A pod.
    pub struct Pod {
        /// Labels and annotations.
        metadata: Node [kubernetes "Deployment.spec.template.metadata"],
        /// The account's name.
        service_account: Spanned<Text>,
        /// Whether the account's token is mounted.
        token: Spanned<bool>,
        /// Profile and the spec's own words together.
        security_context: Node,
        /// Spread constraints that the spec writes.
        spread: Vec<Node>,
        /// Spread constraints that nobody had to write.
        default_spread: Vec<Spread>,
        /// What happens when a container ends; absent where the pod keeps running.
        restart: Spanned<Text>,
        /// Containers that run before the others.
        init_containers: Vec<Container>,
        /// The main container, then sidecars.
        containers: Vec<Container>,
        /// Volumes.
        volumes: Vec<Volume>,
        /// Other words of the pod's spec.
        words: Node,
    }

    /// A default spread constraint.
    pub struct Spread {
        /// The node label over which pods are spread.
        topology_key: Spanned<Text>,
    }

    /// A volume and its one source.
    pub struct Volume {
        /// Its name in the pod.
        name: Spanned<Text>,
        /// An empty folder.
        empty_dir: Node,
        /// A ConfigMap.
        config: Files,
        /// A Secret.
        secret: Files,
        /// A foreign ConfigMap, as Kubernetes writes it.
        foreign_config: Node,
        /// A foreign Secret, as Kubernetes writes it.
        foreign_secret: Node,
        /// A folder of the node.
        host_path: Node,
        /// An NFS share.
        nfs: Node,
        /// A CSI volume.
        csi: Node,
        /// Several sources in one folder.
        projected: Node,
        /// The name of a claim: one of the app's, or one that exists.
        claim: Spanned<Text>,
    }

    /// Keys of an object as files.
    pub struct Files {
        /// The object's name.
        object: Spanned<Text>,
        /// Which keys, under which paths.
        items: Node,
        /// Permissions.
        mode: Spanned<i64>,
        /// Whether the object may be missing.
        optional: Spanned<bool>,
    }

    /// An autoscaler.
    pub struct Autoscaling {
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "HorizontalPodAutoscaler.metadata"],
        /// The least number of pods.
        min: Spanned<i64>,
        /// The greatest number of pods.
        max: Spanned<i64>,
        /// Percent of the CPU request.
        cpu: Spanned<i64>,
        /// Percent of the memory request.
        memory: Spanned<i64>,
        /// Other metrics.
        metrics: Vec<Metric>,
        /// How fast it moves, as Kubernetes writes it.
        behavior: Node,
    }

    /// A metric other than cpu and memory.
    pub struct Metric {
        /// `Pods`, `Object` or `External`.
        r#type: Spanned<Text>,
        /// As Kubernetes writes it.
        pods: Node,
        /// As Kubernetes writes it.
        object: Node,
        /// As Kubernetes writes it.
        external: Node,
    }

    /// How many pods may be missing; one of the two is set.
    pub struct Disruption {
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "PodDisruptionBudget.metadata"],
        /// The least number that must stay.
        min_available: Node,
        /// The greatest number that may be missing.
        max_unavailable: Node,
    }
}
