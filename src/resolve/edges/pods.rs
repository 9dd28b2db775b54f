//! The workloads of an app as others see them: the labels that find their pods, and the ports that these have.
//!
//! Read from the evaluated spec, so that it exists even where the app does not compile.

use crate::resolve::MAIN;
use crate::resolve::estate::asked::GROUPS;
use crate::resolve::estate::interface::{entries, sidecar_ports};
use crate::resolve::estate::scope::AppScope;
use crate::spec::Spanned;
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// Types of apps whose main workload has no pods of ours.
const WITHOUT_PODS: [&str; 3] = ["chart", "external", "manifests"];

/// The pods of one workload.
#[derive(Debug, Clone)]
pub struct Pods {
    /// `main`, or the key of a worker, cron or job.
    pub component: Spanned<Text>,
    /// Their namespace, where it is not the app's.
    pub namespace: Option<Node>,
    /// The labels that find them.
    pub selector: Mapping,
    /// The ports of all their containers, in the order written.
    pub ports: Vec<PodPort>,
}

/// A port of a pod.
#[derive(Debug, Clone, PartialEq)]
pub struct PodPort {
    /// Its key in the spec; none where only its number is known.
    pub name: Option<Text>,
    pub number: Spanned<i64>,
    /// The number that callers of the Service use, where it is another one.
    pub service: Option<i64>,
    /// What says that it is UDP; TCP where nothing does.
    pub udp: Option<Origin>,
    /// What chose it, beside the line of the edge.
    pub chosen: Origin,
}

/// Every workload of an app that has pods, the main one first.
pub fn of(scope: AppScope) -> Vec<Pods> {
    let spec = &scope.spec().spec;
    let kind = spec.get("type").and_then(Node::as_str).unwrap_or("");
    let name = scope.app.name_node();
    let main = Spanned::new(Text::literal(MAIN), Origin::ruled("the app's own workload", []));
    let main = (!WITHOUT_PODS.contains(&kind)).then(|| pods(main, spec, &name));
    let parts = GROUPS.into_iter().flat_map(|group| entries(spec.get(group)));
    let parts = parts.filter(|entry| entry.value.as_mapping().is_some()).map(|entry| {
        let component = Spanned::new(entry.key.clone(), entry.key_origin.clone());
        pods(component, &entry.value, &name)
    });
    main.into_iter().chain(parts).collect()
}

fn pods(component: Spanned<Text>, workload: &Node, app: &Node) -> Pods {
    let ports = entries(workload.get("ports")).chain(sidecar_ports(workload));
    let ports = ports.filter_map(port).collect();
    Pods { namespace: None, selector: selector(&component, workload, app), ports, component }
}

/// As `Context::selector` gives it to the workload itself.
fn selector(component: &Spanned<Text>, workload: &Node, app: &Node) -> Mapping {
    let mut selector = match workload.get("selector").and_then(Node::as_mapping) {
        Some(written) => written.clone(),
        None => {
            let component = Node::string(component.value.clone(), component.origin.clone());
            let mut selector = Mapping::new();
            selector.set(Text::literal("app.kubernetes.io/component"), component);
            selector.set(Text::literal("app.kubernetes.io/name"), app.clone());
            selector
        }
    };
    selector.sort();
    // Each policy that lets these pods through has it.
    selector.share();
    selector
}

fn port(entry: &Entry) -> Option<PodPort> {
    let number = entry.value.get("port")?;
    let protocol = entry.value.get("protocol").filter(|protocol| protocol.as_str() == Some("udp"));
    Some(PodPort {
        name: Some(entry.key.clone()),
        number: Spanned::new(number.as_i64()?, number.origin.clone()),
        service: entry.value.at(&["service", "port"]).and_then(Node::as_i64),
        udp: protocol.map(|protocol| protocol.origin.clone()),
        chosen: Origin::Unknown,
    })
}

impl PodPort {
    /// A port of which only the number is known.
    pub fn numbered(number: Spanned<i64>) -> Self {
        PodPort { name: None, number, service: None, udp: None, chosen: Origin::Unknown }
    }
}

impl Pods {
    /// The port of that key.
    pub fn port(&self, name: &str) -> Option<&PodPort> {
        self.ports.iter().find(|port| port.name.as_deref() == Some(name))
    }
}
