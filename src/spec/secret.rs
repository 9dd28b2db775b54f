//! What an app says of its secrets: which keys there are. Their values are `secret_values`.

use super::define::language;
use super::form::{AbsolutePath, DnsSubdomain};
use super::value::Spanned;
use super::volume::file_mode;
use crate::syntax::{Node, Text};

language! {
    /// A Secret: its keys. Values lie beside the overlays, encrypted or as locations.
    pub struct Secret {
        /// The keys it has: `[user, password]`. Empty only with `existing`.
        keys: Vec<Spanned<Text>>,
        /// The Secret's type. Default: `Opaque`.
        r#type: Spanned<Text>,
        /// Where it appears in the main container. Absent: only for those who name it.
        mount: SecretMount,
        /// The object's name. Default: `<app>-<secret>`.
        name: DnsSubdomain,
        /// `true`: the platform owns it, this app only reads it; it is there in every namespace that reads it, a bootstrap
        /// job's too. Default: `false`.
        shared: Spanned<bool>,
        /// `true`: someone else makes the object; nothing is emitted. Default: `false`.
        existing: Spanned<bool>,
        /// Keys that nobody reads, and rightly so.
        unused: Vec<Spanned<Text>>,
    }

    /// Where a secret appears.
    pub struct SecretMount [shorthand Shorthand::Key("path")] {
        /// The folder in the container: `/run/secrets/db`.
        path: AbsolutePath [required],
        /// Which keys appear, and as which files, as Kubernetes writes it: `[{key: password, path: password}]`.
        items: Node [kubernetes "Deployment.spec.template.spec.volumes.secret.items"],
        /// Rights of the files: `0o400`. Default: `0o644`.
        mode: Spanned<i64> [shape file_mode()],
    }
}
