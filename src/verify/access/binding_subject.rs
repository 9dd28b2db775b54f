//! Who gets what a binding gives (`ValidateRoleBindingSubject`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::access::{BINDINGS, GROUP};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::dns_subdomain;
use crate::verify::view::{field, items, text};

pub const RULE: Rule = Rule { code: code::BINDING_SUBJECT, check: Check::Kinds(BINDINGS, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let in_cluster = object.identity.kind.as_str() == "ClusterRoleBinding";
    for subject in items(&object.node, &["subjects"]) {
        name(subject, findings);
        group(subject, findings);
        let is_account = text(subject, &["kind"]) == "ServiceAccount";
        if in_cluster && is_account && text(subject, &["namespace"]).is_empty() {
            let at = field(subject, &["namespace"]).unwrap_or(subject);
            let found = error("the account could be in any namespace".to_string());
            findings.add(at, found.help("add its `namespace`: a ClusterRoleBinding has none of its own"));
        }
    }
}

fn error(message: String) -> Diagnostic {
    Diagnostic::error(code::BINDING_SUBJECT, message)
}

fn name(subject: &Node, findings: &mut Findings) {
    // Where it is not there at all, the schema says so.
    let Some(node) = field(subject, &["name"]) else { return };
    let Some(name) = node.as_str() else { return };
    if name.is_empty() {
        findings.add(
            node,
            error("the binding is for nobody".to_string()).help("name the account, user or group"),
        );
    } else if text(subject, &["kind"]) == "ServiceAccount"
        && let Err(expected) = dns_subdomain(name)
    {
        findings.add(node, error(format!("`{name}` cannot be the name of a ServiceAccount")).help(expected));
    }
}

fn group(subject: &Node, findings: &mut Findings) {
    let kind = text(subject, &["kind"]);
    // An absent or empty kind is told by the schema.
    if kind.is_empty() {
        return;
    }
    let group = text(subject, &["apiGroup"]);
    let wanted = if kind == "ServiceAccount" { "" } else { GROUP };
    let Some(node) = field(subject, &["apiGroup"]).filter(|_| !group.is_empty() && group != wanted) else {
        return;
    };
    let found = error(format!("a {kind} is not of the API group `{group}`"));
    findings.add(
        node,
        match wanted {
            "" => found.help("remove `apiGroup`: accounts are of the core group"),
            wanted => found.help(format!("write `{wanted}`, or remove it")),
        },
    );
}
