//! Claims of persistent storage as templates see them.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// A claim of persistent storage: an object of its own, or a StatefulSet's template of one for each pod.
    pub struct Claim {
        /// The object's name; a template's is the volume's.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations; a template's has no namespace.
        metadata: Node [kubernetes "PersistentVolumeClaim.metadata"],
        /// Who may use it at once.
        access: Vec<Spanned<Text>>,
        /// The storage class; absent for the cluster's own.
        class: Spanned<Text>,
        /// How much it holds.
        size: Spanned<Text>,
    }
}
