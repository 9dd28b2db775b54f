//! The account that pods run as, and what it may do in the cluster.

use super::define::language;
use super::form::DnsSubdomain;
use super::map::Labels;
use super::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// An account: one that is there already, or one of this app's own.
    pub struct Account {
        /// The name of an account that someone else makes; only the name is written.
        existing: Spanned<Text> [one_of "account"],
        /// Whether pods carry the account's token. Default: `false`; of an existing account, nothing is written.
        token: Spanned<bool>,
        /// The object's name. Default: the app's name.
        name: DnsSubdomain [variant "account" "own"],
        /// Annotations of the object.
        annotations: Labels [variant "account" "own"],
        /// What it may do in its namespace, as Kubernetes writes it: a Role and a RoleBinding, `[]` an empty Role.
        rules: Node [kubernetes "Role.rules", variant "account" "own"],
        /// What it may do in the whole cluster, as Kubernetes writes it: a ClusterRole and a ClusterRoleBinding.
        cluster_rules: Node [kubernetes "ClusterRole.rules", variant "account" "own"],
    }
}
