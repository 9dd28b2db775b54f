//! What other apps may name of an app: host, ports, Services, namespace. It exists even where the app's body does
//! not compile.

use super::world::AppView;
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
        let ports = ports(app.spec.get("ports"), &host, evaluate);
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
    Node::mapping(tree, Origin::Unknown)
}

/// The name of the app's own Service; `None` for a type without one.
pub fn main_service(app: &AppView) -> Option<Node> {
    let kind = app.spec.get("type").and_then(Node::as_str).unwrap_or("service");
    if matches!(kind, "worker" | "cron" | "job" | "manifests") {
        return None;
    }
    service_ports(app.spec.get("ports")).next()?;
    Some(app.spec.at(&["service", "name"]).cloned().unwrap_or_else(|| app.name_node()))
}

/// The ports that a Service has: those whose `service` is not `false`.
fn service_ports(ports: Option<&Node>) -> impl Iterator<Item = &Entry> {
    let entries = ports.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
    entries.filter(|entry| entry.value.get("service").and_then(Node::as_bool) != Some(false))
}

/// `host`, `port`, `address` and, for http and h2c, `url` of each port.
fn ports(ports: Option<&Node>, host: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Mapping {
    let port = |entry: &Entry| {
        let number = number(&entry.value, evaluate);
        Entry {
            key: entry.key.clone(),
            key_origin: entry.key_origin.clone(),
            value: address(host, &number, protocol(entry)),
        }
    };
    service_ports(ports).map(port).collect()
}

/// The Service's port: as `service` says, else the container's.
fn number(port: &Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let service =
        port.at(&["service", "port"]).or_else(|| port.get("service").filter(|node| node.as_i64().is_some()));
    let own = || if port.as_mapping().is_some() { port.get("port") } else { Some(port) };
    service.or_else(own).map(evaluate).unwrap_or_default()
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
    for entry in app.spec.get("services").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
        let name = entry.value.get("name").cloned().unwrap_or_else(|| joined(app, &entry.key));
        let host = host_of(&evaluate(&name));
        let listed = entry.value.get("ports").and_then(Node::as_sequence).unwrap_or(&[]);
        let own = app.spec.get("ports").and_then(Node::as_mapping);
        let chosen = listed.iter().filter_map(|node| own?.entry(node.as_str()?)).map(|port| Entry {
            key: port.key.clone(),
            key_origin: port.key_origin.clone(),
            value: address(&host, &number(&port.value, evaluate), protocol(port)),
        });
        let mut service = Mapping::new();
        let chosen = chosen.collect();
        service.set("host", host);
        service.set("ports", Node::mapping(chosen, Origin::Unknown));
        tree.push(Entry { value: Node::mapping(service, Origin::Unknown), ..entry.clone() });
    }
    Node::mapping(tree, Origin::Unknown)
}

/// `workers.<w>`: those that have a Service.
fn workers(app: &AppView, host_of: &dyn Fn(&Node) -> Node, evaluate: &dyn Fn(&Node) -> Node) -> Node {
    let mut tree = Mapping::new();
    for entry in app.spec.get("workers").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
        let Some(service) = entry.value.get("service").filter(|node| node.as_mapping().is_some()) else {
            continue;
        };
        let name = service.get("name").cloned().unwrap_or_else(|| joined(app, &entry.key));
        let host = host_of(&evaluate(&name));
        let mut worker = Mapping::new();
        worker.set("ports", Node::mapping(ports(entry.value.get("ports"), &host, evaluate), Origin::Unknown));
        worker.set("host", host);
        tree.push(Entry { value: Node::mapping(worker, Origin::Unknown), ..entry.clone() });
    }
    Node::mapping(tree, Origin::Unknown)
}

/// `<app>-<part>`.
fn joined(app: &AppView, part: &Text) -> Node {
    Node::string(format!("{}-{part}", app.name), app.name_node().origin)
}
