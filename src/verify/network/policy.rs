//! What rules of NetworkPolicies share: what they let in and out.

use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::view::items;

pub const KIND: &[&str] = &["networking.k8s.io/NetworkPolicy"];

/// The rules of both directions, each with the word for its peers.
fn rules(object: &Object) -> impl Iterator<Item = (&Node, &'static str)> {
    [("ingress", "from"), ("egress", "to")].into_iter().flat_map(|(direction, peers)| {
        items(&object.node, &["spec", direction]).iter().map(move |rule| (rule, peers))
    })
}

pub fn peers(object: &Object) -> impl Iterator<Item = &Node> {
    rules(object).flat_map(|(rule, peers)| items(rule, &[peers]))
}

pub fn ports(object: &Object) -> impl Iterator<Item = &Node> {
    rules(object).flat_map(|(rule, _)| items(rule, &["ports"]))
}
