//! What other objects need to know of an object, by its kind.

use super::selector::{Labels, Selector, labels};
use crate::manifest::Object;
use crate::syntax::{Node, Text};
use crate::verify::network::claim::{Claim, claims};
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
}

/// What makes pods.
#[derive(Debug, Clone, Default)]
pub struct Workload {
    /// The pods' labels.
    pub labels: Labels,
    pub ports: Vec<PodPort>,
    /// Which pods it takes for its own; `None` where it does not look.
    pub selector: Option<Selector>,
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePort {
    /// Empty where it has none.
    pub name: Text,
    pub number: i64,
}

/// An object of another kind that an object brings about, with its keys where they are known.
#[derive(Debug, Clone)]
pub struct Made {
    pub group: &'static str,
    pub kind: &'static str,
    pub name: Text,
    pub keys: Option<Vec<Text>>,
}

impl Facts {
    pub fn of(object: &Object, pod: Option<&Pod>) -> Facts {
        if let Some(pod) = pod {
            return Facts::Workload(Box::new(Workload::of(object, pod)));
        }
        let node = &object.node;
        match (object.identity.group.as_str(), object.identity.kind.as_str()) {
            ("", "ConfigMap") => Facts::Keys(names(node, &[&["data"], &["binaryData"]])),
            ("", "Secret") => Facts::Keys(names(node, &[&["data"], &["stringData"]])),
            ("", "Service") => Facts::Service(Box::new(Service::of(node))),
            (_, "HTTPRoute" | "GRPCRoute" | "Ingress") => Facts::Claims(claims(object)),
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

impl Workload {
    fn of(object: &Object, pod: &Pod) -> Workload {
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
        Workload { labels: own, ports: ports.collect(), selector }
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
        }
    }
}

impl Made {
    /// What an object brings about.
    pub fn by(object: &Object) -> Option<Made> {
        let node = &object.node;
        let own = &object.identity.name;
        let secret = |name: &str, keys: Option<Vec<Text>>| {
            let name = if name.is_empty() { own.clone() } else { name.into() };
            Some(Made { group: "", kind: "Secret", name, keys })
        };
        match (object.identity.group.as_str(), object.identity.kind.as_str()) {
            ("bitnami.com", "SealedSecret") => {
                let keys = names(node, &[&["spec", "encryptedData"], &["spec", "template", "data"]]);
                secret(text(node, &["spec", "template", "metadata", "name"]), Some(keys))
            }
            ("external-secrets.io", "ExternalSecret") => {
                secret(text(node, &["spec", "target", "name"]), external_keys(node))
            }
            ("secrets.hashicorp.com", "VaultStaticSecret" | "VaultDynamicSecret" | "VaultPKISecret") => {
                secret(text(node, &["spec", "destination", "name"]), None)
            }
            ("cert-manager.io", "Certificate") => certificate(node),
            _ => None,
        }
    }
}

/// The keys of an external secret that lists them all; one that takes what the store has does not.
fn external_keys(node: &Node) -> Option<Vec<Text>> {
    if !items(node, &["spec", "dataFrom"]).is_empty()
        || field(node, &["spec", "target", "template", "templateFrom"]).is_some()
    {
        return None;
    }
    let template = names(node, &[&["spec", "target", "template", "data"]]);
    let merges = text(node, &["spec", "target", "template", "mergePolicy"]) == "Merge";
    if !template.is_empty() && !merges {
        return Some(template);
    }
    let data = items(node, &["spec", "data"]).iter();
    let own = data.filter_map(|item| field(item, &["secretKey"]).and_then(Node::as_text).cloned());
    Some(own.chain(template).collect())
}

/// What cert-manager puts into a certificate's Secret; keystores and further formats add to it.
fn certificate(node: &Node) -> Option<Made> {
    let name = field(node, &["spec", "secretName"]).and_then(Node::as_text)?.clone();
    let is_plain =
        ["keystores", "additionalOutputFormats"].iter().all(|key| field(node, &["spec", key]).is_none());
    let keys = || ["tls.crt", "tls.key", "ca.crt"].into_iter().map(Text::literal).collect();
    Some(Made { group: "", kind: "Secret", name, keys: is_plain.then(keys) })
}
