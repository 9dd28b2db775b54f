//! What other objects need to know of an object, by its kind.

use super::grant::Grant;
use super::quota::{Quota, Standing};
use super::selector::{Labels, Selector, labels};
use super::share::{Amounts, Bound, Share};
use super::way::Way;
use crate::manifest::Object;
use crate::syntax::{Node, Text};
use crate::verify::network::claim::{Claim, claims};
use crate::verify::set::security::{Fault, faults};
use crate::verify::view::{Pod, Role, field, integer, items, keys, text};

/// What an object offers to others.
#[derive(Debug, Clone, Default)]
pub enum Facts {
    #[default]
    None,
    /// The keys of a ConfigMap or Secret.
    Keys(Vec<Text>),
    Workload(Box<Workload>),
    Service(Box<Service>),
    /// The requests that a route or Ingress takes.
    Claims(Vec<Claim>),
    /// The names of a Gateway's listeners.
    Listeners(Vec<Text>),
    /// The labels of a Namespace.
    Namespace(Labels),
    Quota(Box<Quota>),
    /// The bounds of a LimitRange.
    Limits(Vec<Bound>),
    /// How far an autoscaler goes.
    Scale(Scale),
    /// What a PersistentVolumeClaim asks for.
    Claim(Box<Amounts>),
    /// The references that a ReferenceGrant allows.
    Grants(Vec<Grant>),
}

/// What makes pods.
#[derive(Debug, Clone, Default)]
pub struct Workload {
    /// The pods' labels.
    pub labels: Labels,
    pub ports: Vec<PodPort>,
    /// Which pods it takes for its own; `None` where it does not look.
    pub selector: Option<Selector>,
    /// What its pods do against a level of Pod Security.
    pub faults: Vec<Fault>,
    /// What its containers ask for and may take.
    pub shares: Vec<Share>,
    /// What its pods say for all their containers.
    pub whole: Option<Share>,
    /// How many pods it keeps running; 0 of what ends by itself.
    pub replicas: i64,
    /// Whether that is written.
    pub says_replicas: bool,
    pub standing: Standing,
    /// The claims that each pod has.
    pub claims: Vec<Amounts>,
}

/// The replicas between which an autoscaler chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    pub least: i64,
    pub most: i64,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodPort {
    /// Empty where it has none.
    pub name: Text,
    pub number: i64,
    pub protocol: Text,
}

#[derive(Debug, Clone, Default)]
pub struct Service {
    pub labels: Labels,
    pub ports: Vec<ServicePort>,
    /// Empty where somebody else says where it leads.
    pub selector: Selector,
    pub is_headless: bool,
    /// The name that it stands for (`type: ExternalName`).
    pub is_external: bool,
    /// Whether it has a load balancer of its own.
    pub is_balanced: bool,
    /// The ports on all nodes that it has, or will be given.
    pub node_ports: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePort {
    /// Empty where it has none.
    pub name: Text,
    pub number: i64,
}

impl Facts {
    /// Of an object and its pods, with the way to their spec.
    pub fn of(object: &Object, pod: Option<(&Pod, &Way)>) -> Facts {
        if let Some((pod, spec)) = pod {
            return Facts::Workload(Box::new(Workload::of(object, pod, spec)));
        }
        let node = &object.node;
        match (object.identity.group.as_str(), object.identity.kind.as_str()) {
            ("", "ConfigMap") => Facts::Keys(names(node, &[&["data"], &["binaryData"]])),
            ("", "Secret") => Facts::Keys(names(node, &[&["data"], &["stringData"]])),
            ("", "Service") => Facts::Service(Box::new(Service::of(node))),
            (_, "HTTPRoute" | "GRPCRoute" | "Ingress") => Facts::Claims(claims(object)),
            ("", "Namespace") => Facts::Namespace(labels(node, &["metadata", "labels"])),
            ("", "ResourceQuota") => Facts::Quota(Box::new(Quota::of(object))),
            ("", "LimitRange") => Facts::Limits(Bound::all(object)),
            ("", "PersistentVolumeClaim") => Facts::Claim(Box::new(Amounts::of_claim(&Way::root(object)))),
            ("autoscaling", "HorizontalPodAutoscaler") => {
                Facts::Scale(Scale::of(node, ("minReplicas", 1), ("maxReplicas", 0)))
            }
            ("keda.sh", "ScaledObject") => {
                Facts::Scale(Scale::of(node, ("minReplicaCount", 0), ("maxReplicaCount", 100)))
            }
            ("gateway.networking.k8s.io", "ReferenceGrant") => Facts::Grants(Grant::all(object)),
            ("gateway.networking.k8s.io", "Gateway") => {
                let listeners = items(node, &["spec", "listeners"]).iter();
                Facts::Listeners(listeners.map(|one| text(one, &["name"]).into()).collect())
            }
            _ => Facts::None,
        }
    }
}

/// The keys of some maps.
pub fn names(node: &Node, paths: &[&[&str]]) -> Vec<Text> {
    paths.iter().flat_map(|path| keys(node, path)).map(|entry| entry.key.clone()).collect()
}

impl Scale {
    /// By the fields for the least and the most, each with its default.
    fn of(node: &Node, least: (&str, i64), most: (&str, i64)) -> Scale {
        let number = |(key, default): (&str, i64)| integer(node, &["spec", key]).unwrap_or(default);
        Scale { least: number(least), most: number(most) }
    }
}

impl Workload {
    fn of(object: &Object, pod: &Pod, spec: &Way) -> Workload {
        let mut own = labels(pod.template, &["metadata", "labels"]);
        if object.identity.kind.as_str() == "Job" {
            // The controller adds them.
            for key in ["job-name", "batch.kubernetes.io/job-name"] {
                own.push((Text::literal(key), object.identity.name.clone()));
            }
        }
        // A port of an init container that ends is nobody's to reach.
        let running = pod.containers.iter().filter(|container| container.role != Role::Init);
        let ports = running.flat_map(|container| items(container.node, &["ports"])).map(PodPort::of);
        let selector = match object.identity.kind.as_str() {
            "ReplicationController" => Some(Selector::map(&object.node, &["spec", "selector"])),
            "Job" | "CronJob" | "Pod" | "PodTemplate" => None,
            _ => Selector::below(&object.node, &["spec", "selector"]),
        };
        let (shares, whole) = Share::all(spec);
        Workload {
            labels: own,
            ports: ports.collect(),
            selector,
            faults: faults(pod, spec),
            shares,
            whole,
            replicas: replicas(object),
            says_replicas: integer(&object.node, &["spec", "replicas"]).is_some(),
            standing: Standing::of(pod),
            claims: Amounts::of_templates(object),
        }
    }
}

/// How many pods a workload keeps running. A DaemonSet has one on some number of nodes.
fn replicas(object: &Object) -> i64 {
    match object.identity.kind.as_str() {
        "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" | "Rollout" => {
            integer(&object.node, &["spec", "replicas"]).unwrap_or(1)
        }
        "Pod" | "DaemonSet" => 1,
        _ => 0,
    }
}

impl PodPort {
    fn of(port: &Node) -> PodPort {
        PodPort {
            name: name(port),
            number: integer(port, &["containerPort"]).unwrap_or(0),
            protocol: field(port, &["protocol"])
                .and_then(Node::as_text)
                .cloned()
                .unwrap_or(Text::literal("TCP")),
        }
    }
}

fn name(node: &Node) -> Text {
    field(node, &["name"]).and_then(Node::as_text).cloned().unwrap_or_default()
}

/// A load balancer may do without ports on the nodes: then it has those that are written (`serviceEvaluator.Usage`).
fn node_ports(service: &Node) -> usize {
    let ports = items(service, &["spec", "ports"]);
    let given = field(service, &["spec", "allocateLoadBalancerNodePorts"]).and_then(Node::as_bool);
    match (text(service, &["spec", "type"]), given) {
        ("LoadBalancer", Some(false)) => {
            ports.iter().filter(|port| integer(port, &["nodePort"]).unwrap_or(0) != 0).count()
        }
        ("LoadBalancer" | "NodePort", _) => ports.len(),
        _ => 0,
    }
}

impl Service {
    fn of(node: &Node) -> Service {
        let ports = items(node, &["spec", "ports"]).iter();
        let port =
            |port: &Node| ServicePort { name: name(port), number: integer(port, &["port"]).unwrap_or(0) };
        Service {
            labels: labels(node, &["metadata", "labels"]),
            ports: ports.map(port).collect(),
            selector: Selector::map(node, &["spec", "selector"]),
            is_headless: text(node, &["spec", "clusterIP"]) == "None",
            is_external: text(node, &["spec", "type"]) == "ExternalName",
            is_balanced: text(node, &["spec", "type"]) == "LoadBalancer",
            node_ports: node_ports(node),
        }
    }
}
