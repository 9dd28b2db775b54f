//! A container: image, command, environment, ports. What holds it is `workload`.

use super::define::{language, words};
use super::form::{PortName, PortNumber};
use super::health::Health;
use super::map::{Map, Names, PortNames, Variables};
use super::shape::Shape;
use super::value::{Either, OrFalse, Scalar, Spanned};
use super::volume::Mounts;
use super::word::TextKind;
use crate::syntax::{Node, Text};

language! {
    /// A container image: `ghcr.io/shop/checkout:1.4.2`, or its parts.
    pub struct Image [shorthand Shorthand::Image] {
        /// Registry and path without tag: `ghcr.io/shop/checkout`.
        repository: Spanned<Text> [required, shape Shape::Text(TextKind::Repository)],
        /// Version, as text: `"1.4.2"`. Quote what reads as a number. A tag from a stronger layer drops a weaker digest.
        tag: Spanned<Text> [shape Shape::Text(TextKind::Tag)],
        /// Content address, beats the tag when the image is pulled: `sha256:9f86d0…`.
        digest: Spanned<Text> [shape Shape::Text(TextKind::Digest)],
    }

    /// What every container may say: the main one, sidecars and init containers.
    pub struct ContainerFields {
        /// The image: `repository:tag@digest`, or `{repository, tag, digest}`. Sidecars and init containers without one
        /// take the workload's.
        image: Image,
        /// The container's name in the pod. Default: the app's name, or the key of the worker, cron, job, sidecar.
        container: Spanned<Text> [shape Shape::Text(TextKind::DnsLabel)],
        /// Entry point, instead of the image's: `[/app/server]`.
        command: Node [kubernetes "Deployment.spec.template.spec.containers.command"],
        /// Arguments of the entry point: `[--verbose]`.
        args: Node [kubernetes "Deployment.spec.template.spec.containers.args"],
        /// Folder in which the entry point starts. Default: the image's.
        working_dir: Spanned<Text>,
        /// What runs after start and before stop, as Kubernetes writes it: `{preStop: {sleep: {seconds: 5}}}`.
        lifecycle: Node [kubernetes "Deployment.spec.template.spec.containers.lifecycle"],
        /// Requests and limits, as Kubernetes writes them: `{requests: {cpu: 100m, memory: 128Mi}}`. Never filled in.
        resources: Node [kubernetes "Deployment.spec.template.spec.containers.resources"],
        /// Rights of the container, as Kubernetes writes them; laid over what the profile under `security` gives.
        security_context: Node [kubernetes "Deployment.spec.template.spec.containers.securityContext"],
        /// When the image is pulled. Default: Kubernetes' own, `IfNotPresent` for a tag other than `latest`.
        image_pull_policy: Spanned<PullPolicy>,
        /// The file whose text is the container's last word when it ends. Default: `/dev/termination-log`.
        termination_message_path: Spanned<Text>,
        /// Whether the end of the log may stand for that file. Default: `File`.
        termination_message_policy: Spanned<MessagePolicy>,
        /// Environment variables: `NAME: text`, or `NAME: {secret: db, key: password}`. A variable that others use by
        /// `$(NAME)` comes first.
        env: Map<Variables, EnvValue>,
        /// Objects whose keys all become variables, in order: `{settings: {config: settings}}`.
        env_from: Map<Names, EnvFrom>,
        /// Ports by name: `{http: 8080}`. The name is the container port's and the Service port's.
        ports: Map<PortNames, Port>,
        /// Probes: one handler for readiness and liveness, or each on its own. Absent: no probes.
        health: Box<Health>,
        /// Where volumes appear in this container: `{data: /var/lib/data}`. The volume may have a `mount` itself.
        mounts: Map<Names, Mounts>,
    }

    /// The place that an environment variable's text is read from.
    pub struct EnvSource [needs "source"] {
        /// A secret of this app, by its name under `secrets`.
        secret: Spanned<Text> [one_of "source"],
        /// A config of this app by its name under `config`; with `app`, a config of that app.
        config: Spanned<Text> [required, variant "source" "config" "app"],
        /// A Secret that this app does not own, by the object's name.
        secret_ref: Spanned<Text> [one_of "source"],
        /// A ConfigMap that this app does not own, by the object's name.
        config_map: Spanned<Text> [one_of "source"],
        /// Another app, whose `config` is read.
        app: Spanned<Text> [one_of "source"],
        /// The key in the secret or config.
        key: Spanned<Text> [required, variant "source" "secret" "config" "secretRef" "configMap" "app"],
        /// `true`: the container starts even where the object or key is missing. Default: `false`.
        optional: Spanned<bool> [variant "source" "secret" "config" "secretRef" "configMap" "app"],
        /// A field of the pod: `status.podIP`, `metadata.name`.
        field: Spanned<Text> [one_of "source"],
        /// A request or limit of a container: `limits.memory`.
        resource: Spanned<Text> [one_of "source"],
        /// The container whose resource is meant. Default: this one.
        container: Spanned<Text> [variant "source" "resource"],
        /// What the number is divided by: `1Mi`. Default: `1`.
        divisor: Scalar [variant "source" "resource"],
    }

    /// An object whose keys all become variables.
    pub struct EnvFrom [needs "source"] {
        /// A config of this app by its name under `config`; with `app`, a config of that app.
        config: Spanned<Text> [required, variant "source" "config" "app"],
        /// A secret of this app, by its name under `secrets`.
        secret: Spanned<Text> [one_of "source"],
        /// A ConfigMap that this app does not own, by the object's name.
        config_map: Spanned<Text> [one_of "source"],
        /// A Secret that this app does not own, by the object's name.
        secret_ref: Spanned<Text> [one_of "source"],
        /// Another app, whose `config` is read.
        app: Spanned<Text> [one_of "source"],
        /// What stands before each key: `DB_`. Default: nothing.
        prefix: Spanned<Text>,
        /// `true`: the container starts even where the object is missing. Default: `false`.
        optional: Spanned<bool>,
    }

    /// A port of a container, and of its Service.
    pub struct Port [shorthand Shorthand::Key("port")] {
        /// The number that the process listens on, 1 to 65535.
        port: PortNumber [required],
        /// The container port's name; `false`: none. Default: the key.
        name: OrFalse<PortName>,
        /// `false`: the container does not declare the port. Default: `true`.
        container: Spanned<bool>,
        /// The Service's port: a number, settings, or `false` for none. Default: the same number; a sidecar's port
        /// joins the Service only where this is written.
        service: OrFalse<ServicePort>,
        /// What is spoken on it. Default: `http`, `grpc` or `h2c` where the key is that, else `tcp`. `appProtocol` is
        /// only written where this is.
        protocol: Spanned<Protocol>,
        /// The node's port that leads here. Default: none.
        host_port: PortNumber,
    }

    /// How the Service shows a port.
    pub struct ServicePort [shorthand Shorthand::Key("port")] {
        /// The number that callers use: `80`. Default: the container's.
        port: PortNumber,
        /// The Service port's name; `false`: none, for a Service with one port. Default: the key.
        name: OrFalse<PortName>,
        /// The port on every node, for Services of type NodePort or LoadBalancer. Default: the cluster chooses.
        node_port: PortNumber,
        /// `name`: the target is written by name. Default: by number.
        target: Spanned<ServiceTarget>,
    }
}

words! {
    /// When an image is pulled.
    pub enum PullPolicy {
        /// Each time a pod starts.
        Always = "Always",
        /// Where the node lacks it.
        IfNotPresent = "IfNotPresent",
        /// Never; the node must have it.
        Never = "Never",
    }

    /// Where a container's last word is read from.
    pub enum MessagePolicy {
        /// The file.
        File = "File",
        /// The end of the log, where the container failed and the file is empty.
        FallbackToLogsOnError = "FallbackToLogsOnError",
    }

    /// What is spoken on a port.
    pub enum Protocol {
        /// Anything over TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
        /// HTTP/1.1.
        Http = "http",
        /// HTTP/2 without TLS.
        H2c = "h2c",
        /// gRPC.
        Grpc = "grpc",
    }

    /// How a Service names the container's port.
    pub enum ServiceTarget {
        /// By the container port's name.
        Name = "name",
    }
}

/// A variable's text, or where it is read from.
pub type EnvValue = Either<Scalar, Box<EnvSource>>;
