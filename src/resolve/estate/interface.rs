//! What other apps may name of an app: host, ports, Services, namespace. It exists even where the app's body does
//! not compile.

use crate::resolve::estate::world::AppView;
use crate::resolve::service::has_service;
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// Protocols whose address can be written as a URL.
const URL_PROTOCOLS: [&str; 2] = ["http", "h2c"];

/// The tree under `apps.<app>` as an app of the namespace `from` sees it. Values may hold expressions of the
/// app itself; `evaluate` is given them in that app's scope.
pub fn interface(
    app: &AppView,
    namespace: &Node,
    from: Option<&str>,
    evaluate: &dyn Fn(&Node) -> Node,
) -> Node {
    let local = namespace.as_str() == from;
    let host_of = |service: &Node| {
        let name = service.as_str().unwrap_or("");
        match namespace.as_str() {
            Some(namespace_name) if !local => {
                let origin = Origin::derived([service.origin.clone(), namespace.origin.clone()]);
                Node::string(format!("{name}.{namespace_name}.svc"), origin)
            }
            _ => service.clone(),
        }
    };
    let mut tree = Mapping::new();
    tree.set("name", app.name_node());
    tree.set("namespace", namespace.clone());
    if let Some(service) = main_service(app) {
        let host = host_of(&evaluate(&service));
        let ports = ports(service_ports(&app.spec), &host, evaluate);
        let http = ports.get("http").cloned().or_else(|| only_http(&ports));
        if let Some(url) = http.as_ref().and_then(|port| port.get("url")) {
            tree.set("url", url.clone());
        }
        if let (1, Some(address)) =
            (ports.len(), ports.iter().next().and_then(|entry| entry.value.get("address")))
        {
            tree.set("address", address.clone());
        }
        tree.set("host", host);
        tree.set("ports", Node::mapping(ports, Origin::Unknown));
    }
    tree.set("services", services(app, &host_of, evaluate));
    tree.set("workers", workers(app, &host_of, evaluate));
    // Their addresses depend on the environment: `route` has them.
    tree.set("routes", Node::mapping(Mapping::new(), Origin::Unknown));
    Node::mapping(tree, Origin::Unknown)
}

/// The name of the app's own Service; `None` for a type without one.
pub fn main_service(app: &AppView) -> Option<Node> {
    let kind = app.spec.get("type").and_then(Node::as_str).unwrap_or("service");
    if !has_service(kind) {
        return None;
    }
    service_ports(&app.spec).next()?;
    Some(app.object_name("Service", app.spec.at(&["service", "name"]), app.name_node()))
}

pub(in crate::resolve) fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}

/// The ports of a workload's sidecars and init containers.
pub(in crate::resolve) fn sidecar_ports(workload: &Node) -> impl Iterator<Item = &Entry> {
    let groups = ["sidecars", "init"].into_iter().flat_map(|group| entries(workload.get(group)));
    groups.flat_map(|sidecar| entries(sidecar.value.get("ports")))
}

/// The ports that a workload's Service has: its own that are not `service: false`, sidecars' that write `service`.
pub(in crate::resolve) fn service_ports(workload: &Node) -> impl Iterator<Item = &Entry> {
    let wants = |entry: &Entry| entry.value.get("service").map(|service| service.as_bool() != Some(false));
    let own = entries(workload.get("ports")).filter(move |entry| wants(entry).unwrap_or(true));
    own.chain(sidecar_ports(workload).filter(move |entry| wants(entry).unwrap_or(false)))
}

/// `host`, `port`, `address` and, for http and h2c, `url` of each port.
fn ports<'n>(
    ports: impl Iterator<Item = &'n Entry>,
    host: &Node,
    evaluate: &dyn Fn(&Node) -> Node,
) -> Mapping {
    let port = |entry: &Entry| {
        let number = number(&entry.value, evaluate);
        Entry {
            key: entry.key.clone(),
            key_origin: entry.key_origin.clone(),
            value: address(host, &number, protocol(entry)),
        }
    };
    ports.map(port).collect()
}

/// The Service's port: as `service` says, else the container's.
fn number(port: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let service =
        port.at(&["service", "port"]).or_else(|| port.get("service").filter(|node| node.as_i64().is_some()));
    let own = || if port.as_mapping().is_some() { port.get("port") } else { Some(port) };
    service.or_else(own).map(evaluate).unwrap_or_default()
}

/// `tcp` or `udp`: what a port of an app's own Service travels on.
pub fn transport_of(app: &AppView, port: &str) -> &'static str {
    let is_udp = service_ports(&app.spec).any(|entry| entry.key.as_str() == port && protocol(entry) == "udp");
    if is_udp { "udp" } else { "tcp" }
}

/// The port that an app's `url` is for: `http`, else the only one that a URL can name.
pub(in crate::resolve) fn url_port(workload: &Node) -> Option<&Text> {
    let has_url = |entry: &&Entry| URL_PROTOCOLS.contains(&protocol(entry));
    let mut all = service_ports(workload).filter(has_url);
    let named = service_ports(workload).find(|entry| entry.key.as_str() == "http");
    match (named, all.next(), all.next()) {
        (Some(entry), ..) | (None, Some(entry), None) => Some(&entry.key),
        _ => None,
    }
}

fn protocol(entry: &Entry) -> &str {
    entry.value.get("protocol").and_then(Node::as_str).unwrap_or(&entry.key)
}

fn address(host: &Node, port: &Node, protocol: &str) -> Node {
    let (name, number) = (host.as_str().unwrap_or(""), port.as_i64().unwrap_or(0));
    let origin = Origin::derived([host.origin.clone(), port.origin.clone()]);
    let mut tree = Mapping::new();
    tree.set("host", host.clone());
    tree.set("port", port.clone());
    tree.set("address", Node::string(format!("{name}:{number}"), origin.clone()));
    if URL_PROTOCOLS.contains(&protocol) {
        let url = if number == 80 { format!("http://{name}") } else { format!("http://{name}:{number}") };
        tree.set("url", Node::string(url, origin.clone()));
    }
    Node::mapping(tree, origin)
}

fn only_http(ports: &Mapping) -> Option<Node> {
    let mut http = ports.iter().filter(|entry| entry.value.get("url").is_some());
    match (http.next(), http.next()) {
        (Some(entry), None) => Some(entry.value.clone()),
        _ => None,
    }
}

/// `services.<n>`: the app's further Services.
fn services(app: &AppView, host_of: &dyn Fn(&Node) -> Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let mut tree = Mapping::new();
    for entry in entries(app.spec.get("services")) {
        let name = app.object_name("Service", entry.value.get("name"), app.part_name(&entry.key));
        let host = host_of(&evaluate(&name));
        let listed = entry.value.get("ports").and_then(Node::as_sequence).unwrap_or(&[]);
        let named = |node: &Node| {
            let mut all = entries(app.spec.get("ports")).chain(sidecar_ports(&app.spec));
            all.find(|port| Some(port.key.as_str()) == node.as_str())
        };
        let chosen = ports(listed.iter().filter_map(named), &host, evaluate);
        let mut service = Mapping::new();
        service.set("host", host);
        service.set("ports", Node::mapping(chosen, Origin::Unknown));
        tree.push(Entry { value: Node::mapping(service, Origin::Unknown), ..entry.clone() });
    }
    Node::mapping(tree, Origin::Unknown)
}

/// `workers.<w>`: those that have a Service.
fn workers(app: &AppView, host_of: &dyn Fn(&Node) -> Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let mut tree = Mapping::new();
    for entry in entries(app.spec.get("workers")) {
        let Some(service) = entry.value.get("service").filter(|node| node.as_mapping().is_some()) else {
            continue;
        };
        let name = app.object_name("Service", service.get("name"), app.part_name(&entry.key));
        let host = host_of(&evaluate(&name));
        let mut worker = Mapping::new();
        worker.set(
            "ports",
            Node::mapping(ports(service_ports(&entry.value), &host, evaluate), Origin::Unknown),
        );
        worker.set("host", host);
        tree.push(Entry { value: Node::mapping(worker, Origin::Unknown), ..entry.clone() });
    }
    Node::mapping(tree, Origin::Unknown)
}
