//! Values of secrets in one environment: ciphertext, or where the value is.

use super::app::ApiVersion;
use super::define::{language, words};
use super::form::Duration;
use super::map::{DataKeys, Map, Names};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// Values of secrets: `overlays/<environment>/<app>.secrets.yaml` or `environment.secrets.yaml`.
    pub struct SecretValues {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `SecretValues`.
        kind: Spanned<SecretValuesKind> [written],
        /// The values.
        spec: SecretValuesSpec [written],
    }

    /// Values of secrets.
    pub struct SecretValuesSpec {
        /// The values of each secret, by its name under the app's `secrets`.
        secrets: Map<Names, SecretValue> [later],
    }

    /// Where one secret has its values.
    pub struct SecretValue [needs "place"] {
        /// Ciphertext, by key.
        sealed: Map<DataKeys, SealedValue> [one_of "place"],
        /// A place in the environment's External Secrets store.
        external: ExternalValue [one_of "place"],
        /// A place in the environment's Vault.
        vault: VaultValue [one_of "place"],
        /// Files that Git ignores, by key; on Compose.
        file: Map<DataKeys, Spanned<Text>> [one_of "place"],
        /// Variables of the host, by key; on Compose.
        env: Map<DataKeys, Spanned<Text>> [one_of "place"],
    }

    /// One encrypted value.
    pub struct SealedValue {
        /// The ciphertext: `AgB…`.
        value: Spanned<Text> [required],
        /// The certificate that it was encrypted with: `sha256:…`.
        certificate: Spanned<Text> [required],
        /// Where it can be decrypted: `<namespace>/<object>`, `<namespace>/*` or `*/*`.
        r#for: Spanned<Text> [required],
    }

    /// A place in a store of External Secrets.
    pub struct ExternalValue {
        /// The store. Default: the environment's.
        store: Spanned<Text>,
        /// The entry in the store.
        key: Spanned<Text> [required],
        /// The entry's property for each key. Default: the key itself.
        properties: Map<DataKeys, Spanned<Text>>,
        /// How often it is read: `1h`.
        refresh: Duration,
    }

    /// A place in Vault.
    pub struct VaultValue {
        /// The path of the entry.
        path: Spanned<Text> [required],
        /// The engine's mount. Default: `secret`.
        mount: Spanned<Text>,
        /// The entry's property for each key. Default: the key itself.
        properties: Map<DataKeys, Spanned<Text>>,
        /// The engine. Default: `kv2`.
        engine: Spanned<Engine>,
        /// How often it is read: `1h`.
        refresh: Duration,
    }
}

words! {
    /// The kind of a file of secret values.
    pub enum SecretValuesKind {
        /// Values of secrets.
        SecretValues = "SecretValues",
    }

    /// An engine of Vault.
    pub enum Engine {
        /// Key and value, with versions.
        Kv2 = "kv2",
        /// Key and value, without.
        Kv1 = "kv1",
    }
}
