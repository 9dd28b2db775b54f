//! Where an environment's secrets have their values.

use super::define::{language, words};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// Where an environment's secrets have their values. Several may be used at once.
    pub struct Stores {
        /// Which of them new secrets use.
        default: Spanned<StoreKind>,
        /// Values in this repository, encrypted for the cluster.
        sealed: SealedStore,
        /// A store that External Secrets reads.
        external: ExternalStore,
        /// HashiCorp Vault.
        vault: VaultStore,
    }

    /// Values encrypted by Sealed Secrets.
    pub struct SealedStore {
        /// The cluster's certificate, a file of this repository.
        certificate: Spanned<Text> [required],
        /// Where an encrypted value may be used. Default: `strict`.
        scope: Spanned<Scope>,
    }

    /// A store of External Secrets.
    pub struct ExternalStore {
        /// Its name in the cluster.
        store: Spanned<Text> [required],
    }

    /// HashiCorp Vault.
    pub struct VaultStore {
        /// Its address.
        address: Spanned<Text> [required],
        /// How it is logged in to.
        auth: VaultAuth,
        /// How values reach the pods.
        reach: Spanned<Reach>,
    }

    /// How Vault is logged in to.
    pub struct VaultAuth [needs "method"] {
        /// The path of the Kubernetes method.
        mount: Spanned<Text> [variant "method" "kubernetes"],
        /// The role of the Kubernetes method.
        role: Spanned<Text> [variant "method" "kubernetes"],
        /// The path of the AppRole method, with a role per app.
        approle: Spanned<Text> [one_of "method"],
    }
}

words! {
    /// Where a secret's value is.
    pub enum StoreKind {
        /// In this repository, encrypted.
        Sealed = "sealed",
        /// In a store that External Secrets reads.
        External = "external",
        /// In Vault.
        Vault = "vault",
        /// In a file that Git ignores, on Compose.
        File = "file",
        /// In a variable of the host, on Compose.
        Env = "env",
    }

    /// Where an encrypted value may be used.
    pub enum Scope {
        /// In one object.
        Strict = "strict",
        /// In one namespace.
        NamespaceWide = "namespace-wide",
        /// In the cluster.
        ClusterWide = "cluster-wide",
    }

    /// How values of Vault reach the pods.
    pub enum Reach {
        /// Vault Secrets Operator.
        Vso = "vso",
        /// The CSI driver.
        Csi = "csi",
        /// The agent injector.
        Injector = "injector",
        /// An agent beside the service, on Compose.
        Agent = "agent",
    }
}
