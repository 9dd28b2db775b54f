//! Names of objects, as the API server takes them.
//!
//! Kubernetes documentation, "Object names and IDs"; `ValidateServiceName` for Services, path segments for RBAC.

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::spec::word::TextKind;

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects {
        let Some(name) = object.node.at(&["metadata", "name"]) else { continue };
        let text = name.as_str().unwrap_or("");
        let Some(expected) = complaint(&object.identity.kind, text) else { continue };
        let message = format!("`{text}` cannot be the name of a {}", object.identity.kind);
        let found = Diagnostic::error(code::BAD_NAME, message).at(name.origin.span(), "");
        out.push(found.help(format!("{expected}; give it another `name`")));
    }
}

/// What a name of the kind should be, where it is not.
fn complaint(kind: &str, name: &str) -> Option<&'static str> {
    match kind {
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => None,
        "Service" if name.starts_with(|c: char| c.is_ascii_digit()) => {
            Some("a Service's name begins with a letter")
        }
        "Service" | "Namespace" => TextKind::DnsLabel.check(name).err(),
        _ => TextKind::DnsSubdomain.check(name).err(),
    }
}
