//! Network policies as templates see them.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// Who may call the pods of a workload, and whom they may call.
    pub struct NetworkPolicy {
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "NetworkPolicy.metadata"],
        /// The labels that find the pods.
        selector: Node,
        /// The directions that it closes but for its rules: `Ingress`, `Egress`.
        types: Vec<Spanned<Text>>,
        /// Who may call.
        ingress: Rules,
        /// Who may be called.
        egress: Rules,
        /// Whether the cluster's DNS may be asked.
        dns: Spanned<bool>,
    }

    /// What is let through in one direction.
    pub struct Rules {
        /// Everything; then there are no single rules.
        open: Spanned<bool>,
        /// One for each peer.
        rules: Vec<Rule>,
    }

    /// Somebody who is let through. Without peers: everybody; without ports: on all of them.
    pub struct Rule {
        /// Who it is.
        peers: Vec<Peer>,
        /// The pods' ports.
        ports: Vec<PolicyPort>,
    }

    /// Pods or addresses.
    pub struct Peer {
        /// The namespace, where it is another one.
        namespace: Spanned<Text>,
        /// The labels that find the pods; absent for all of the namespace.
        pods: Node,
        /// A range of addresses.
        cidr: Spanned<Text>,
        /// Ranges inside it that are not meant.
        except: Vec<Spanned<Text>>,
    }

    /// A port of a pod.
    pub struct PolicyPort {
        /// Its number.
        port: Spanned<i64>,
        /// `UDP`; absent for TCP.
        protocol: Spanned<Text>,
    }
}
