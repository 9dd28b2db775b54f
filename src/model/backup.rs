//! A backup by Velero, as templates see it.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// A backup by Velero.
    pub struct Snapshot {
        /// The Schedule's name.
        name: Spanned<Text>,
        /// Name, Velero's namespace, labels, annotations.
        metadata: Node [kubernetes "velero.io/v1/Schedule.metadata"],
        /// When, as cron writes it.
        schedule: Spanned<Text>,
        /// How long it is kept, as Go writes it.
        ttl: Spanned<Text>,
        /// The labels of what is kept.
        selector: Node,
        /// Velero's BackupStorageLocation, where it is not Velero's default.
        location: Spanned<Text>,
        /// Commands around it.
        hooks: SnapshotHooks,
    }

    /// Commands in a container around a backup.
    pub struct SnapshotHooks {
        /// What they are called.
        name: Spanned<Text>,
        /// The container.
        container: Spanned<Text>,
        /// The labels of its pods.
        selector: Node,
        /// The command before it.
        pre: Node,
        /// The command after it.
        post: Node,
    }
}
