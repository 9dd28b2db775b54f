//! The hosts that an Ingress has certificates for, and the Secrets with them (`validateIngressTLS`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::{KIND, bad_host};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::dns_subdomain;
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::INGRESS_TLS, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for tls in items(&object.node, &["spec", "tls"]) {
        for node in items(tls, &["hosts"]) {
            let Some(host) = node.as_str() else { continue };
            if let Some((message, help)) = bad_host(host) {
                findings.add(node, Diagnostic::error(code::INGRESS_TLS, message).help(help));
            }
        }
        let Some(secret) = field(tls, &["secretName"]) else { continue };
        let Some(name) = secret.as_str().filter(|name| !name.is_empty()) else { continue };
        if let Err(expected) = dns_subdomain(name) {
            let found =
                Diagnostic::error(code::INGRESS_TLS, format!("`{name}` cannot be the name of a Secret"));
            findings.add(secret, found.help(expected));
        }
    }
}
