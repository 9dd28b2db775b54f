//! What rules of Ingresses share: the kind, its backends, and which hosts there can be.

use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::view::syntax::dns_subdomain;
use crate::verify::view::{field, items};

pub const KIND: &[&str] = &["networking.k8s.io/Ingress"];

/// The paths of all rules.
pub fn paths(object: &Object) -> impl Iterator<Item = &Node> {
    items(&object.node, &["spec", "rules"]).iter().flat_map(|rule| items(rule, &["http", "paths"]))
}

/// Where requests go: the default first.
pub fn backends(object: &Object) -> impl Iterator<Item = &Node> {
    let default = field(&object.node, &["spec", "defaultBackend"]);
    default.into_iter().chain(paths(object).filter_map(|path| field(path, &["backend"])))
}

/// What is wrong with a host, and what to write.
pub fn bad_host(host: &str) -> Option<(String, &'static str)> {
    let name = host.strip_prefix("*.").unwrap_or(host);
    dns_subdomain(name).err()?;
    let help = match host.contains('*') {
        true => "`*.` may stand before a name: `*.example.com`",
        false => "it has lower-case letters, digits, `-` and `.`, and neither scheme nor port",
    };
    Some((format!("`{host}` is not the name of a host"), help))
}
