//! What the limits of a LimitRange are about (`ValidateLimitRange`).

use super::resource::{is_limited, is_name};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, keys, text};

pub const RULE: Rule = Rule { code: code::LIMIT_RANGE_TYPE, check: Check::Kinds(&["LimitRange"], check) };

const TYPES: [&str; 3] = ["Container", "Pod", "PersistentVolumeClaim"];
const FIELDS: [&str; 5] = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let limits = items(&object.node, &["spec", "limits"]);
    for (at, limit) in limits.iter().enumerate() {
        // Where it is not there at all, the schema says so.
        let Some(node) = field(limit, &["type"]) else { continue };
        let Some(kind) = node.as_str() else { continue };
        known(node, kind, findings);
        if let Some(first) = limits.iter().take(at).find(|other| text(other, &["type"]) == kind) {
            let found =
                error(format!("there are limits of the type `{kind}` twice")).at(node.origin.span(), "");
            let first = field(first, &["type"]).and_then(|first| first.origin.span());
            findings.add(node, found.related(first, "the first").help("write one item for each type"));
        }
        resources(limit, kind, findings);
    }
}

fn error(message: String) -> Diagnostic {
    Diagnostic::error(code::LIMIT_RANGE_TYPE, message)
}

fn known(node: &Node, kind: &str, findings: &mut Findings) {
    if TYPES.contains(&kind) || (kind.contains('/') && is_name(kind)) {
        return;
    }
    let found = error(format!("there are no limits of the type `{kind}`"));
    findings.add(
        node,
        match nearest(kind, TYPES) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help(format!("there are {}; others have a domain", TYPES.join(", "))),
        },
    );
}

fn resources(limit: &Node, kind: &str, findings: &mut Findings) {
    for list in FIELDS.into_iter().filter(|list| !(kind == "Pod" && list.starts_with("default"))) {
        for entry in keys(limit, &[list]).filter(|entry| !is_limited(kind, &entry.key)) {
            let found =
                error(format!("`{}` is no resource of a {kind}", entry.key)).at(entry.key_origin.span(), "");
            findings.add(&entry.value, found.help(match kind {
                "PersistentVolumeClaim" => "claims have `storage`",
                _ => "there are `cpu`, `memory`, `ephemeral-storage`, `hugepages-…`, and names with a domain",
            }));
        }
    }
}
