//! Which requests routes and Ingresses take, in a form that can be compared.

use crate::manifest::Object;
use crate::source::Span;
use crate::syntax::{Node, Text};

/// Requests that an object takes.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Door, host, path and conditions: claims to the same requests have the same text.
    pub requests: String,
    /// Door and host.
    pub host: String,
    /// The listener of the Gateway; empty where it is any.
    section: String,
    pub kind: Text,
    /// How messages name the requests.
    pub words: String,
    /// Where the host is written, else the path.
    pub place: Option<Span>,
    /// The object.
    pub object: String,
}

impl Claim {
    /// Whether some listener may get both.
    pub fn shares_listener(&self, other: &Claim) -> bool {
        self.section == other.section || self.section.is_empty() || other.section.is_empty()
    }
}

/// Where an object's requests come in.
struct Door {
    name: String,
    section: String,
}

/// A path with further conditions.
struct Request<'n> {
    /// In a form that can be compared.
    text: String,
    path: Option<&'n Node>,
}

/// The claims of a route or Ingress.
pub fn claims(object: &Object) -> Vec<Claim> {
    let mut claims = Vec::new();
    match object.identity.kind.as_str() {
        "HTTPRoute" | "GRPCRoute" => of_route(object, &mut claims),
        "Ingress" => of_ingress(object, &mut claims),
        _ => {}
    }
    claims
}

fn of_route(object: &Object, out: &mut Vec<Claim>) {
    let spec = |key: &str| items(object.node.at(&["spec", key]));
    let hosts = spec("hostnames");
    let own = object.node.at(&["metadata", "namespace"]);
    for parent in spec("parentRefs") {
        let namespace = text(parent.get("namespace").or(own));
        let name = format!("Gateway {namespace}/{}", text(parent.get("name")));
        let door = Door { name, section: text(parent.get("sectionName")).to_string() };
        let any = [None];
        let named: Vec<Option<&Node>> = hosts.iter().map(Some).collect();
        for host in if named.is_empty() { any.as_slice() } else { named.as_slice() } {
            for rule in spec("rules") {
                let matches = items(rule.get("matches"));
                let all = [Node::default()];
                for wanted in if matches.is_empty() { all.as_slice() } else { matches } {
                    out.push(claim(object, &door, *host, request(wanted)));
                }
            }
        }
    }
}

fn of_ingress(object: &Object, out: &mut Vec<Claim>) {
    let class = text(object.node.at(&["spec", "ingressClassName"]));
    let door = Door { name: format!("Ingress {class}"), section: String::new() };
    for rule in items(object.node.at(&["spec", "rules"])) {
        for path in items(rule.at(&["http", "paths"])) {
            let request = of_path(path.get("path"), text(path.get("pathType")));
            out.push(claim(object, &door, rule.get("host"), request));
        }
    }
}

fn claim(object: &Object, door: &Door, host: Option<&Node>, request: Request) -> Claim {
    let name = text(host).to_ascii_lowercase();
    let place = |node: Option<&Node>| node.and_then(|node| node.origin.span());
    let words = match (name.as_str(), text(request.path)) {
        ("", "") => "all requests".to_string(),
        ("", path) => format!("`{path}` of any host"),
        (name, path) => format!("`{name}{path}`"),
    };
    let host_key = format!("{} {name}", door.name);
    Claim {
        requests: format!("{host_key} {}", request.text),
        host: host_key,
        section: door.section.clone(),
        kind: object.identity.kind.clone(),
        words,
        place: place(host).or_else(|| place(request.path)).or_else(|| {
            let name = object.node.at(&["metadata", "name"]);
            place(name)
        }),
        object: format!("{}/{}", object.identity.kind, object.identity.name),
    }
}

/// What a match of a route asks for.
fn request(wanted: &Node) -> Request<'_> {
    let path = wanted.get("path");
    let mut request =
        of_path(path.and_then(|path| path.get("value")), text(path.and_then(|path| path.get("type"))));
    match wanted.get("method") {
        Some(call) if call.as_mapping().is_some() => {
            request.text.push_str(&format!(" {}/{}", text(call.get("service")), text(call.get("method"))));
        }
        method => request.text.push_str(&format!(" {}", text(method))),
    }
    for (key, sign) in [("headers", ':'), ("queryParams", '=')] {
        let mut named: Vec<String> = items(wanted.get(key))
            .iter()
            .map(|one| {
                let name = text(one.get("name"));
                // Only the names of headers mean the same in upper and lower case.
                let name = if sign == ':' { name.to_ascii_lowercase() } else { name.to_string() };
                format!(" {name}{sign}{}", text(one.get("value")))
            })
            .collect();
        named.sort();
        request.text.extend(named);
    }
    request
}

/// As a beginning, a path with `/` at its end means the same as without.
fn of_path<'n>(path: Option<&'n Node>, kind: &str) -> Request<'n> {
    let value = text(path);
    let text = match kind {
        "Exact" => format!("= {value}"),
        "" | "Prefix" | "PathPrefix" => format!("^ {}", value.strip_suffix('/').unwrap_or(value)),
        other => format!("{other} {value}"),
    };
    Request { text, path }
}

fn items(node: Option<&Node>) -> &[Node] {
    node.and_then(Node::as_sequence).unwrap_or_default()
}

fn text(node: Option<&Node>) -> &str {
    node.and_then(Node::scalar_text).map_or("", Text::as_str)
}
