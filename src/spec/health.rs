//! Probes: how a container says that it lives and is ready.

use super::define::language;
use super::form::PortNumber;
use super::shape::Shape;
use super::value::{Either, OrFalse, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// Probes. A handler here is for readiness and liveness; `readiness`, `liveness` and `startup` are laid over it
    /// where they have the same kind of handler or none.
    pub struct Health [with handler: Handler, timings: Timings] {
        /// Whether the pod may get traffic; `false`: no such probe.
        readiness: OrFalse<Box<Probe>> [partial],
        /// Whether the container must be restarted; `false`: no such probe.
        liveness: OrFalse<Box<Probe>> [partial],
        /// Whether the container has started; the others wait for it. Only where written.
        startup: OrFalse<Box<Probe>> [partial],
        /// `false`: a liveness laid over the shared handler gets Kubernetes' `failureThreshold` of 3, not ours of 6.
        patience: Spanned<bool>,
    }

    /// One probe.
    pub struct Probe [with handler: Handler, timings: Timings] {}

    /// What a probe does.
    pub struct Handler {
        /// An HTTP request that must be answered by 200 to 399, as Kubernetes writes it: `{path: /healthz, port: http}`.
        http_get: Node [kubernetes "Deployment.spec.template.spec.containers.livenessProbe.httpGet", one_of "handler"],
        /// A TCP connection that must open, as Kubernetes writes it: `{port: 5432}`.
        tcp_socket: Node [kubernetes "Deployment.spec.template.spec.containers.livenessProbe.tcpSocket", one_of "handler"],
        /// A call of gRPC's health service.
        grpc: GrpcHandler [one_of "handler"],
        /// A command that must end with 0, as Kubernetes writes it: `{command: [pg_isready]}`.
        exec: Node [kubernetes "Deployment.spec.template.spec.containers.livenessProbe.exec", one_of "handler"],
    }

    /// A call of gRPC's health service.
    pub struct GrpcHandler {
        /// The port, by name or number.
        port: Either<PortNumber, Spanned<Text>> [required],
        /// The name of the service that is asked for. Default: empty, the whole server.
        service: Spanned<Text>,
    }

    /// When a probe runs and what it takes to fail or pass.
    pub struct Timings {
        /// Seconds from the container's start to the first try. Default: 0.
        initial_delay_seconds: Spanned<i64>,
        /// Seconds between tries. Default: 10.
        period_seconds: Spanned<i64> [shape at_least_one()],
        /// Seconds after which a try has failed. Default: 1.
        timeout_seconds: Spanned<i64> [shape at_least_one()],
        /// Tries in a row that must pass after a failure. Default: 1; liveness and startup allow no other.
        success_threshold: Spanned<i64> [shape at_least_one()],
        /// Tries in a row that must fail. Default: 3; of a liveness laid over the shared handler 6.
        failure_threshold: Spanned<i64> [shape at_least_one()],
        /// Seconds to end in after a failed liveness or startup. Default: the pod's.
        termination_grace_period_seconds: Spanned<i64> [shape at_least_one()],
    }
}

fn at_least_one() -> Shape {
    Shape::Integer { min: 1, max: i64::from(i32::MAX) }
}
