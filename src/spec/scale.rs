//! How many pods there are, by load.

use super::define::language;
use super::form::DnsSubdomain;
use super::map::{Map, Names};
use super::shape::Shape;
use super::value::{Scalar, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// How many pods, by load: a HorizontalPodAutoscaler, or a ScaledObject where KEDA reads a metric.
    pub struct Scale {
        /// The least number of pods. Default: 1. `0` only with metrics that KEDA reads.
        min: Spanned<i64>,
        /// The greatest number of pods.
        max: Spanned<i64> [required, shape Shape::Integer { min: 1, max: i64::from(i32::MAX) }],
        /// Average use of the CPU that is requested, in percent: `70`.
        cpu: Spanned<i64> [shape percent()],
        /// Average use of the memory that is requested, in percent: `80`.
        memory: Spanned<i64> [shape percent()],
        /// Other measures, by a name of your own.
        metrics: Map<Names, Metric>,
        /// How fast it grows and shrinks, as Kubernetes writes it.
        behavior: Node [kubernetes "HorizontalPodAutoscaler.spec.behavior"],
        /// Seconds between two looks at a metric that KEDA reads. Default: 30.
        polling: Spanned<i64>,
        /// Seconds without load before the last pod goes. Default: 300.
        cooldown: Spanned<i64>,
        /// How many pods there are while a metric cannot be read.
        fallback: Fallback,
        /// The object's name. Default: the workload's.
        name: DnsSubdomain,
    }

    /// A measure of load.
    pub struct Metric [needs "metric"] {
        /// A metric of the pods themselves, as Kubernetes writes it.
        pods: Node [kubernetes "HorizontalPodAutoscaler.spec.metrics.pods", one_of "metric"],
        /// A metric of one other object, as Kubernetes writes it.
        object: Node [kubernetes "HorizontalPodAutoscaler.spec.metrics.object", one_of "metric"],
        /// A metric from outside the cluster, as Kubernetes writes it.
        external: Node [kubernetes "HorizontalPodAutoscaler.spec.metrics.external", one_of "metric"],
        /// The answer to a query of Prometheus, read by KEDA.
        prometheus: PrometheusMetric [one_of "metric"],
        /// The type of a KEDA trigger: `rabbitmq`.
        keda: Spanned<Text> [one_of "metric"],
        /// What the KEDA trigger needs to know: `{queueName: orders, value: "20"}`.
        metadata: Map<super::map::Free, Scalar> [required, variant "metric" "keda"],
        /// Secrets of the KEDA trigger, by its parameters: `{host: {secret: queue, key: url}}`.
        auth: Map<super::map::Free, SecretKey> [variant "metric" "keda"],
    }

    /// A query of Prometheus and the value for each pod.
    pub struct PrometheusMetric {
        /// The query, with one number as its answer.
        query: Spanned<Text> [required],
        /// How much of it one pod takes.
        threshold: Scalar [required],
    }

    /// How many pods there are while a metric cannot be read.
    pub struct Fallback {
        /// Failed readings in a row before it counts.
        failure_threshold: Spanned<i64> [required],
        /// The number of pods then.
        replicas: Spanned<i64> [required],
    }

    /// A key of a secret.
    pub struct SecretKey {
        /// A secret of this app, by its name under `secrets`.
        secret: Spanned<Text> [required],
        /// The key in it.
        key: Spanned<Text> [required],
    }
}

fn percent() -> Shape {
    Shape::Integer { min: 1, max: i64::from(i32::MAX) }
}
