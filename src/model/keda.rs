//! Scaling by what KEDA reads, as templates see it.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// An autoscaler that asks others than the pods; it makes its own HorizontalPodAutoscaler.
    pub struct ScaledObject {
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "ScaledObject.metadata"],
        /// The least number of pods; always there, for KEDA's own default is 0.
        min: Spanned<i64>,
        /// The greatest number of pods.
        max: Spanned<i64>,
        /// Seconds between two looks.
        polling: Spanned<i64>,
        /// Seconds without load before the last pod goes.
        cooldown: Spanned<i64>,
        /// How many pods there are while a metric cannot be read.
        fallback: Fallback,
        /// How fast it moves, as Kubernetes writes it.
        behavior: Node,
        /// Percent of the CPU request, as text.
        cpu: Spanned<Text>,
        /// Percent of the memory request, as text.
        memory: Spanned<Text>,
        /// What else it asks.
        triggers: Vec<Trigger>,
    }

    /// How many pods there are while a metric cannot be read.
    pub struct Fallback {
        /// Failed readings in a row before it counts.
        failure_threshold: Spanned<i64>,
        /// The number of pods then.
        replicas: Spanned<i64>,
    }

    /// One thing that it asks: Prometheus, or any other that KEDA knows.
    pub struct Trigger {
        /// `prometheus`, `rabbitmq`…
        r#type: Spanned<Text>,
        /// Where Prometheus is.
        address: Spanned<Text>,
        /// What Prometheus is asked.
        query: Spanned<Text>,
        /// How much of the answer one pod takes.
        threshold: Spanned<Text>,
        /// What any other trigger needs to know; all texts.
        metadata: Node,
        /// What it shows to be let in.
        authentication: Authentication,
    }

    /// Secrets of a trigger.
    pub struct Authentication {
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "TriggerAuthentication.metadata"],
        /// Where each parameter of the trigger is read from.
        parameters: Vec<Parameter>,
    }

    /// A parameter of a trigger that is a key of a Secret.
    pub struct Parameter {
        /// The parameter's name.
        name: Spanned<Text>,
        /// The Secret's name.
        secret: Spanned<Text>,
        /// The key in it.
        key: Spanned<Text>,
    }
}
