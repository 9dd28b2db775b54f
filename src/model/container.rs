//! A container as templates see it.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// One container, of any sort.
    pub struct Container {
        /// Its name in the pod.
        name: Spanned<Text>,
        /// `repository:tag@digest`.
        image: Spanned<Text>,
        /// Entry point.
        command: Node,
        /// Arguments of the entry point.
        args: Node,
        /// Folder in which it starts.
        working_dir: Spanned<Text>,
        /// Ports that it declares.
        ports: Vec<ContainerPort>,
        /// Objects whose keys all become variables.
        env_from: Vec<Source>,
        /// Variables, those that others use first.
        env: Vec<Variable>,
        /// Requests and limits, as Kubernetes writes them.
        resources: Node,
        /// Volumes in its file system.
        mounts: Vec<Mount>,
        /// Startup probe, as Kubernetes writes it.
        startup: Node,
        /// Liveness probe, as Kubernetes writes it.
        liveness: Node,
        /// Readiness probe, as Kubernetes writes it.
        readiness: Node,
        /// Hooks, as Kubernetes writes them.
        lifecycle: Node,
        /// When the image is pulled.
        image_pull_policy: Spanned<Text>,
        /// The file of its last word.
        termination_message_path: Spanned<Text>,
        /// Where its last word is read from.
        termination_message_policy: Spanned<Text>,
        /// Profile and the spec's own words together, as Kubernetes writes them.
        security_context: Node,
        /// Whether it is an init container that keeps running.
        native: Spanned<bool>,
    }

    /// A port that a container declares.
    pub struct ContainerPort {
        /// Its name, where it has one.
        name: Spanned<Text>,
        /// Its number.
        port: Spanned<i64>,
        /// `UDP`; absent for TCP.
        protocol: Spanned<Text>,
        /// The node's port.
        host_port: Spanned<i64>,
    }

    /// An object whose keys all become variables.
    pub struct Source {
        /// What stands before each key.
        prefix: Spanned<Text>,
        /// A ConfigMap.
        config: ObjectReference,
        /// A Secret.
        secret: ObjectReference,
    }

    /// A whole object.
    pub struct ObjectReference {
        /// Its name.
        object: Spanned<Text>,
        /// Whether it may be missing.
        optional: Spanned<bool>,
    }

    /// One environment variable.
    pub struct Variable {
        /// Its name.
        name: Spanned<Text>,
        /// Its text.
        value: Spanned<Text>,
        /// A ConfigMap's key.
        config: Box<KeyReference>,
        /// A Secret's key.
        secret: Box<KeyReference>,
        /// A field of the pod.
        field: Spanned<Text>,
        /// A resource of a container.
        resource: Box<ResourceReference>,
    }

    /// One key of an object.
    pub struct KeyReference {
        /// The object's name.
        object: Spanned<Text>,
        /// The key.
        key: Spanned<Text>,
        /// Whether it may be missing.
        optional: Spanned<bool>,
    }

    /// A request or limit of a container.
    pub struct ResourceReference {
        /// `limits.cpu`, `requests.memory`…
        name: Spanned<Text>,
        /// The container, where it is another.
        container: Spanned<Text>,
        /// What the number is divided by.
        divisor: Spanned<Text>,
    }

    /// A volume in a container's file system.
    pub struct Mount {
        /// The volume's name.
        volume: Spanned<Text>,
        /// Where it appears.
        path: Spanned<Text>,
        /// The part of the volume that appears.
        sub_path: Spanned<Text>,
        /// The same with variables in it.
        sub_path_expr: Spanned<Text>,
        /// Whether writing is refused.
        read_only: Spanned<bool>,
        /// Whether later mounts are seen on the other side.
        mount_propagation: Spanned<Text>,
    }
}
