//! Volumes of a pod, and where they appear in containers.

use super::define::{language, words};
use super::form::AbsolutePath;
use super::shape::Shape;
use super::value::{Either, Scalar, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// A volume: one source, and where it appears.
    pub struct Volume [needs "source"] {
        /// Where it appears in the main container: a path, `{path, subPath, readOnly}`, or a list of them. Without it
        /// the volume is for those who name it under `mounts`.
        mount: Mounts,
        /// A persistent volume of this app's own: `{size: 10Gi}`. In `stateful` one for each pod.
        claim: Claim [one_of "source"],
        /// An empty folder that lives as long as the pod, as Kubernetes writes it: `{sizeLimit: 1Gi}`.
        empty_dir: Node [kubernetes "Deployment.spec.template.spec.volumes.emptyDir", one_of "source"],
        /// A config of this app, by its name under `config`.
        config: ConfigVolume [one_of "source"],
        /// A secret of this app, by its name under `secrets`.
        secret: SecretVolume [one_of "source"],
        /// A ConfigMap that this app does not own, as Kubernetes writes it: `{name: ca}`.
        config_map: Node [kubernetes "Deployment.spec.template.spec.volumes.configMap", one_of "source"],
        /// A Secret that this app does not own, as Kubernetes writes it: `{secretName: tls}`.
        secret_ref: Node [kubernetes "Deployment.spec.template.spec.volumes.secret", one_of "source"],
        /// A folder or file of the node, as Kubernetes writes it: `{path: /var/log}`.
        host_path: Node [kubernetes "Deployment.spec.template.spec.volumes.hostPath", one_of "source"],
        /// A folder of an NFS server, as Kubernetes writes it: `{server: nfs.example.com, path: /data}`.
        nfs: Node [kubernetes "Deployment.spec.template.spec.volumes.nfs", one_of "source"],
        /// A volume of a CSI driver that lives as long as the pod, as Kubernetes writes it: `{driver: …}`.
        csi: Node [kubernetes "Deployment.spec.template.spec.volumes.csi", one_of "source"],
        /// Several sources in one folder, as Kubernetes writes it: `{sources: […]}`.
        projected: Node [kubernetes "Deployment.spec.template.spec.volumes.projected", one_of "source"],
        /// A PersistentVolumeClaim that is there already, by the object's name.
        existing_claim: Spanned<Text> [one_of "source"],
    }

    /// A place where a volume appears.
    pub struct Mount [shorthand Shorthand::Key("path")] {
        /// The folder or file in the container: `/var/lib/data`.
        path: AbsolutePath [required],
        /// The part of the volume that appears. Default: all of it.
        sub_path: Spanned<Text> [one_of "part"],
        /// The same with variables of the container in it: `$(POD_NAME)`.
        sub_path_expr: Spanned<Text> [one_of "part"],
        /// `true`: writing is refused. Default: `false`.
        read_only: Spanned<bool>,
        /// Whether what is mounted later, here or on the node, is seen on the other side. Default: `None`.
        mount_propagation: Spanned<Propagation>,
    }

    /// A persistent volume of an app's own.
    pub struct Claim {
        /// How much it holds: `10Gi`. Not needed on Compose.
        size: Scalar [shape Shape::Text(super::word::TextKind::Quantity)],
        /// Who may use it at once: a mode or a list of them. Default: `ReadWriteOnce`.
        access: Either<Spanned<AccessMode>, Vec<Spanned<AccessMode>>>,
        /// The storage class. Default: the environment's `storage.default`, or `storage.shared` where the access mode
        /// lets several nodes in; else the cluster's.
        class: Spanned<Text>,
        /// The object's name. Default: `<app>-<volume>`.
        name: Spanned<Text>,
        /// `true`: it outlives the app; Argo CD may not delete it. Default: `false`.
        retain: Spanned<bool>,
        /// `false`: in a `stateful` app one claim for all replicas instead of one for each. Default: `true`.
        template: Spanned<bool>,
    }

    /// A config as a volume.
    pub struct ConfigVolume [shorthand Shorthand::Key("name")] {
        /// The config's name under `config`.
        name: Spanned<Text> [required],
        /// Which keys appear, and as which files, as Kubernetes writes it: `[{key: app.conf, path: app.conf}]`.
        items: Node [kubernetes "Deployment.spec.template.spec.volumes.configMap.items"],
        /// Rights of the files: `0o440`. Default: `0o644`.
        default_mode: Spanned<i64> [shape file_mode()],
        /// `true`: the pod starts even where the config is missing. Default: `false`.
        optional: Spanned<bool>,
    }

    /// A secret as a volume.
    pub struct SecretVolume [shorthand Shorthand::Key("name")] {
        /// The secret's name under `secrets`.
        name: Spanned<Text> [required],
        /// Which keys appear, and as which files, as Kubernetes writes it: `[{key: password, path: password}]`.
        items: Node [kubernetes "Deployment.spec.template.spec.volumes.secret.items"],
        /// Rights of the files: `0o400`. Default: `0o644`.
        default_mode: Spanned<i64> [shape file_mode()],
        /// `true`: the pod starts even where the secret is missing. Default: `false`.
        optional: Spanned<bool>,
    }
}

words! {
    /// Whether mounts that are made later are seen on the other side.
    pub enum Propagation {
        /// On neither side.
        None = "None",
        /// The node's are seen in the container.
        HostToContainer = "HostToContainer",
        /// The container's are seen on the node too; only for privileged containers.
        Bidirectional = "Bidirectional",
    }

    /// Who may use a claim at once.
    pub enum AccessMode {
        /// Pods of one node.
        ReadWriteOnce = "ReadWriteOnce",
        /// Pods of all nodes, reading.
        ReadOnlyMany = "ReadOnlyMany",
        /// Pods of all nodes.
        ReadWriteMany = "ReadWriteMany",
        /// One pod.
        ReadWriteOncePod = "ReadWriteOncePod",
    }
}

/// One place or several.
pub type Mounts = Either<Mount, Vec<Mount>>;

/// Rights of a file: an octal number up to 0o777.
pub fn file_mode() -> Shape {
    Shape::Integer { min: 0, max: 0o777 }
}
