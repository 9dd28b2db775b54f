//! Names of objects, as the API server takes them.
//!
//! Kubernetes documentation, "Object names and IDs"; `ValidateServiceName` for Services, `ValidateStatefulSetName`,
//! `ValidateCronJobCreate`, path segments for RBAC and budgets. A Job's name is the value of a label of its pods.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::spec::word::TextKind;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::path_segment;

pub const RULE: Rule = Rule { code: code::OBJECT_NAME, check: Check::Objects(check) };

/// The most characters of a CronJob's name.
const CRONJOB: usize = 52;
/// The most characters of a label's value.
const LABEL: usize = 63;
/// The first Kubernetes whose Services may begin with a digit.
const LEADING_DIGITS: Minor = Minor::new(36);
fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let Some(name) = object.node.at(&["metadata", "name"]) else { return };
    let text = name.as_str().unwrap_or("");
    let Some(expected) = complaint(&object.identity.kind, text, ground.minor) else { return };
    let message = format!("`{text}` cannot be the name of a {}", object.identity.kind);
    let found = Diagnostic::error(code::OBJECT_NAME, message).at(name.origin.span(), "");
    findings.add(name, found.help(format!("{expected}; give it another `name`")));
}

/// What a name of the kind should be, where it is not.
fn complaint(kind: &str, name: &str, minor: Minor) -> Option<&'static str> {
    match kind {
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" | "PodDisruptionBudget" => {
            path_segment(name).err()
        }
        "Service" if name.starts_with(|c: char| c.is_ascii_digit()) && minor < LEADING_DIGITS => {
            Some("a Service's name begins with a letter before Kubernetes 1.36")
        }
        "Service" | "Namespace" | "StatefulSet" => TextKind::DnsLabel.check(name).err(),
        "CronJob" if name.len() > CRONJOB => {
            Some("a CronJob's name has at most 52 characters: its Jobs' names are eleven longer")
        }
        "Job" if name.len() > LABEL => {
            Some("a Job's name has at most 63 characters: its pods have it as a label")
        }
        _ => (!is_subdomain(name)).then_some(
            "it has up to 253 lower-case letters, digits, `-` and `.`, a letter or digit at both ends",
        ),
    }
}

/// `IsDNS1123Subdomain`: unlike a host name's, its parts may be longer than 63.
fn is_subdomain(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let part = |part: &str| {
        !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.chars().all(inner)
    };
    name.len() <= 253 && name.split('.').all(part)
}
