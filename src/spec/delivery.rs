//! How an app reaches a cluster or host, and what is kept of it: Argo CD, Compose, backups, patches, renames.

use super::define::{language, words};
use super::form::PortNumber;
use super::map::{Free, Map, Objects, PortNames};
use super::shape::Shape;
use super::value::{Either, OrFalse, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// A backup: a Schedule of Velero, or a CronJob `<app>-<name>` with the main workload's environment and account, in
    /// which `KEEP` says what `keep` says.
    pub struct Backup {
        /// The volume that is kept, one with a claim. Default: all claims of the app; to a command none is mounted.
        volume: Spanned<Text>,
        /// When: `"0 3 * * *"`.
        schedule: Spanned<Text> [required],
        /// How long or how many: `30d`, `7`. Velero keeps by time.
        keep: super::value::Scalar [required],
        /// How it is made.
        method: Spanned<BackupMethod> [required],
        /// Commands before and after a snapshot.
        hooks: Hooks [variant "method" "velero"],
        /// The command that writes the backup.
        command: Node [variant "method" "command", shape Shape::Kubernetes("CronJob.spec.jobTemplate.spec.template.spec.containers.command")],
        /// The image that has the command. Default: the workload's.
        image: super::container::Image [variant "method" "command"],
        /// What the command needs, as Kubernetes writes it.
        resources: Node [variant "method" "command", shape Shape::Kubernetes("CronJob.spec.jobTemplate.spec.template.spec.containers.resources")],
    }

    /// Commands around a snapshot.
    pub struct Hooks {
        /// Before it: `[fsfreeze, --freeze, /data]`.
        pre: Vec<Spanned<Text>>,
        /// After it.
        post: Vec<Spanned<Text>>,
    }

    /// What only Compose knows of an app.
    pub struct AppCompose {
        /// Ports of the host that lead to ports of the app: `{http: 80}`.
        publish: Map<PortNames, PortNumber>,
        /// The health check in Compose's words; `false`: none. Default: from `health`.
        health: OrFalse<Map<Free, Node>>,
        /// When it starts again. Default: `unless-stopped`.
        restart: Spanned<Text>,
        /// The container's name. Default: Compose's.
        container_name: Spanned<Text>,
        /// Limits in Compose's words.
        ulimits: Map<Free, Node>,
        /// How the image is built, in Compose's words; then `image` is not needed.
        build: Either<Spanned<Text>, Map<Free, Node>>,
        /// Other words of a Compose service, merged last.
        extra: Map<Free, Node>,
    }

    /// An app that was renamed.
    pub struct Moved {
        /// Its name until now.
        from: Spanned<Text> [required],
    }
}

words! {
    /// How a backup is made.
    pub enum BackupMethod {
        /// A snapshot by Velero.
        Velero = "velero",
        /// A command in a CronJob.
        Command = "command",
    }

    /// How Argo CD gets an app.
    pub enum Delivery {
        /// An Application per environment.
        Application = "application",
        /// One ApplicationSet over all environments.
        ApplicationSet = "applicationset",
    }
}

/// Changes of objects, by `Kind/name`, in Kubernetes' words.
pub type Patches = Map<Objects, Map<Free, Node>>;
