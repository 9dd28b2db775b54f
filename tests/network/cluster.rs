//! NetworkPolicies as a cluster takes them, read from YAML: which connections they let through.
//!
//! Kubernetes documentation, "Network Policies": policies add up; a pod that none selects for a direction is open in
//! it; a connection must be let out by the one side and in by the other.

use std::collections::BTreeMap;
use std::net::IpAddr;

use platc::source::Files;
use platc::syntax::{Mapping, Node, ParseOptions, parse};

pub type Labels = BTreeMap<String, String>;

/// One side of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Pod { namespace: String, labels: Labels },
    Outside(IpAddr),
}

/// The policies of a cluster.
#[derive(Debug, Default)]
pub struct Cluster {
    policies: Vec<Policy>,
}

#[derive(Debug)]
struct Policy {
    namespace: String,
    pods: Labels,
    types: Vec<String>,
    ingress: Vec<Rule>,
    egress: Vec<Rule>,
}

/// Without peers: everybody; without ports: all.
#[derive(Debug)]
struct Rule {
    peers: Vec<Peer>,
    ports: Vec<(i64, String)>,
}

#[derive(Debug)]
enum Peer {
    Pods { namespace: Option<Labels>, pods: Option<Labels> },
    Block { range: String, except: Vec<String> },
}

impl Cluster {
    /// The policies among the documents of some texts; those without a namespace go into `namespace`.
    pub fn read<'t>(texts: impl IntoIterator<Item = &'t str>, namespace: &str) -> Self {
        let documents = texts.into_iter().flat_map(documents);
        let policies = documents.filter(|node| text(node, &["kind"]) == "NetworkPolicy");
        Cluster { policies: policies.map(|node| Policy::read(&node, namespace)).collect() }
    }

    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// Whether a connection to a port gets through.
    pub fn lets(&self, from: &Side, to: &Side, port: i64, protocol: &str) -> bool {
        self.passes(from, to, "Egress", port, protocol) && self.passes(to, from, "Ingress", port, protocol)
    }

    /// Whether the policies of one side let the other through in a direction.
    fn passes(&self, own: &Side, other: &Side, direction: &str, port: i64, protocol: &str) -> bool {
        let Side::Pod { namespace, labels } = own else { return true };
        let selects = |policy: &&Policy| {
            policy.namespace == *namespace
                && matches(&policy.pods, labels)
                && policy.types.iter().any(|kind| kind == direction)
        };
        let mut selecting = self.policies.iter().filter(selects).peekable();
        selecting.peek().is_none()
            || selecting.any(|policy| {
                let rules = if direction == "Ingress" { &policy.ingress } else { &policy.egress };
                rules.iter().any(|rule| rule.lets(&policy.namespace, other, port, protocol))
            })
    }
}

impl Policy {
    fn read(node: &Node, namespace: &str) -> Self {
        assert_eq!(text(node, &["apiVersion"]), "networking.k8s.io/v1");
        let spec = node.get("spec").expect("a policy has a spec");
        only(spec, &["podSelector", "policyTypes", "ingress", "egress"]);
        let own = text(node, &["metadata", "namespace"]);
        let rules =
            |key: &str, peers: &str| list(spec, key).iter().map(|rule| Rule::read(rule, peers)).collect();
        Policy {
            namespace: if own.is_empty() { namespace.to_owned() } else { own },
            pods: selector(spec.get("podSelector").expect("a policy selects pods")),
            types: list(spec, "policyTypes").iter().map(|node| node.as_str().unwrap().to_owned()).collect(),
            ingress: rules("ingress", "from"),
            egress: rules("egress", "to"),
        }
    }
}

impl Rule {
    fn read(node: &Node, peers: &str) -> Self {
        only(node, &[peers, "ports"]);
        let port = |port: &Node| {
            only(port, &["port", "protocol"]);
            let protocol = text(port, &["protocol"]);
            let protocol = if protocol.is_empty() { "TCP".to_owned() } else { protocol };
            (port.get("port").and_then(Node::as_i64).expect("ports are numbers"), protocol)
        };
        Rule {
            peers: list(node, peers).iter().map(Peer::read).collect(),
            ports: list(node, "ports").iter().map(port).collect(),
        }
    }

    fn lets(&self, home: &str, other: &Side, port: i64, protocol: &str) -> bool {
        let peer = self.peers.is_empty() || self.peers.iter().any(|peer| peer.is(home, other));
        peer && (self.ports.is_empty()
            || self.ports.iter().any(|(number, kind)| *number == port && kind == protocol))
    }
}

impl Peer {
    fn read(node: &Node) -> Self {
        if let Some(block) = node.get("ipBlock") {
            only(node, &["ipBlock"]);
            only(block, &["cidr", "except"]);
            let except = list(block, "except").iter().map(|node| node.as_str().unwrap().to_owned()).collect();
            return Peer::Block { range: text(block, &["cidr"]), except };
        }
        only(node, &["namespaceSelector", "podSelector"]);
        let labels = |key: &str| node.get(key).map(selector);
        let (namespace, pods) = (labels("namespaceSelector"), labels("podSelector"));
        assert!(namespace.is_some() || pods.is_some(), "a peer that selects nothing is refused");
        Peer::Pods { namespace, pods }
    }

    /// Whether a side is meant by a rule of a policy in the namespace `home`.
    fn is(&self, home: &str, side: &Side) -> bool {
        match (self, side) {
            (Peer::Pods { namespace: wanted, pods }, Side::Pod { namespace, labels }) => {
                let own = Labels::from([("kubernetes.io/metadata.name".to_owned(), namespace.clone())]);
                let there = wanted.as_ref().map_or(namespace == home, |wanted| matches(wanted, &own));
                there && pods.as_ref().is_none_or(|pods| matches(pods, labels))
            }
            (Peer::Block { range, except }, Side::Outside(address)) => {
                holds(range, *address) && !except.iter().any(|range| holds(range, *address))
            }
            _ => false,
        }
    }
}

/// Whether a range in CIDR notation holds an address.
pub fn holds(range: &str, address: IpAddr) -> bool {
    let (first, length) = range.split_once('/').expect("a range has a length");
    let length: u32 = length.parse().unwrap();
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let ((first, width), (address, own)) = (bits(first.parse().unwrap()), bits(address));
    let shift = width - length;
    width == own && (shift >= 128 || first >> shift == address >> shift)
}

fn matches(wanted: &Labels, labels: &Labels) -> bool {
    wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
}

fn selector(node: &Node) -> Labels {
    only(node, &["matchLabels"]);
    labels(node.get("matchLabels"))
}

pub fn labels(node: Option<&Node>) -> Labels {
    let entries = node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
    entries.map(|entry| (entry.key.to_string(), entry.value.as_str().unwrap().to_owned())).collect()
}

fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map_or(&[], |list| list.as_sequence().expect("a list"))
}

pub fn text(node: &Node, path: &[&str]) -> String {
    node.at(path).and_then(Node::as_str).unwrap_or("").to_owned()
}

/// What this evaluator does not know may not be there.
fn only(node: &Node, keys: &[&str]) {
    for key in node.as_mapping().expect("a map").keys() {
        assert!(keys.contains(&key), "`{key}` is not evaluated here");
    }
}

/// The documents of a text.
pub fn documents(text: &str) -> Vec<Node> {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{text}\n{:?}", parsed.diagnostics);
    parsed.documents.into_iter().map(|document| document.root).filter(|root| !root.is_null()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod(namespace: &str, app: &str) -> Side {
        Side::Pod { namespace: namespace.into(), labels: Labels::from([("app".into(), app.into())]) }
    }

    const POLICY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  \
        podSelector: {matchLabels: {app: a}}\n  policyTypes: [Ingress]\n  ingress:\n    - from:\n        - podSelector: \
        {matchLabels: {app: b}}\n        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: x}}\n          \
        podSelector: {matchLabels: {app: c}}\n        - ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.128/25]}\n      \
        ports: [{port: 80}]\n";

    #[test]
    fn peers_ports_and_namespaces_count_as_in_a_cluster() {
        let cluster = Cluster::read([POLICY], "home");
        let lets = |from: Side, port| cluster.lets(&from, &pod("home", "a"), port, "TCP");
        assert!(lets(pod("home", "b"), 80) && !lets(pod("home", "b"), 81) && !lets(pod("x", "b"), 80));
        assert!(lets(pod("x", "c"), 80) && !lets(pod("home", "c"), 80));
        let outside = |address: &str| Side::Outside(address.parse().unwrap());
        assert!(lets(outside("192.0.2.5"), 80) && !lets(outside("192.0.2.200"), 80));
        assert!(!lets(outside("198.51.100.1"), 80));
        assert!(!cluster.lets(&pod("home", "b"), &pod("home", "a"), 80, "UDP"));
        assert!(cluster.lets(&pod("home", "a"), &pod("home", "z"), 1, "TCP"), "no egress policy selects it");
    }
}
