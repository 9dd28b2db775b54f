//! The paths of an Ingress (`validateHTTPIngressPath`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::{KIND, paths};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::INGRESS_PATH, check: Check::Kinds(KIND, check) };

/// What a path that is compared part by part may not have in it.
const INSIDE: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
/// What it may not end with.
const ENDS: [&str; 2] = ["/..", "/."];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for path in paths(object) {
        if let Some((message, help)) = complaint(path) {
            let at = field(path, &["path"]).unwrap_or(path);
            findings.add(at, Diagnostic::error(code::INGRESS_PATH, message).help(help));
        }
    }
}

fn complaint(path: &Node) -> Option<(String, &'static str)> {
    let (kind, written) = (text(path, &["pathType"]), text(path, &["path"]));
    let is_compared = matches!(kind, "Exact" | "Prefix");
    if written.is_empty() {
        let message = format!("a path of the type {kind} is missing");
        return is_compared.then_some((message, "write `path: /` for all requests"));
    }
    if !written.starts_with('/') {
        return Some((format!("the path `{written}` does not begin with `/`"), "write `/` before it"));
    }
    if !is_compared {
        return None;
    }
    let inside = INSIDE.iter().find(|part| written.contains(**part));
    let part = inside.or_else(|| ENDS.iter().find(|end| written.ends_with(**end)))?;
    let help = "write the path as clients send it once it is resolved, or `pathType: ImplementationSpecific`";
    Some((format!("the path `{written}` has `{part}` in it"), help))
}
