//! What a binding gives away (`ValidateRoleBinding`, `ValidateClusterRoleBinding`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::access::{BINDINGS, GROUP};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::path_segment;
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::ROLE_REF, check: Check::Kinds(BINDINGS, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(role) = field(&object.node, &["roleRef"]) else { return };
    let error = |message: String| Diagnostic::error(code::ROLE_REF, message);
    let group = text(role, &["apiGroup"]);
    if let Some(node) = field(role, &["apiGroup"]).filter(|_| !matches!(group, "" | GROUP)) {
        findings.add(
            node,
            error(format!("there are no roles in the API group `{group}`")).help(format!("write `{GROUP}`")),
        );
    }
    // Other kinds are not in the schema's list.
    let in_cluster = object.identity.kind.as_str() == "ClusterRoleBinding";
    let kind = field(role, &["kind"]).filter(|kind| in_cluster && kind.as_str() == Some("Role"));
    if let Some(kind) = kind {
        let found = error(format!("a {} does not give a Role of one namespace", object.identity.kind));
        findings.add(kind, found.help("write `ClusterRole`, or bind the Role by a RoleBinding"));
    }
    let Some(node) = field(role, &["name"]) else { return };
    let Some(name) = node.as_str() else { return };
    if let Err(expected) = path_segment(name) {
        findings.add(node, error(format!("`{name}` cannot be the name of a role")).help(expected));
    }
}
