//! Jobs whose pods have numbers, as the API server takes them (`validateJobSpec`, `ValidateJob`).

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::spec::word::TextKind;
use crate::syntax::Node;

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects {
        let spec = match object.identity.kind.as_str() {
            "Job" => object.node.get("spec"),
            "CronJob" => object.node.at(&["spec", "jobTemplate", "spec"]),
            _ => continue,
        };
        let mode = spec.and_then(|spec| spec.get("completionMode"));
        let (Some(spec), Some(mode)) = (spec, mode.filter(|mode| mode.as_str() == Some("Indexed"))) else {
            continue;
        };
        out.extend(uncounted(spec, mode));
        if object.identity.kind.as_str() == "Job" {
            out.extend(long_host_name(spec, &object.identity.name, object.node.at(&["metadata", "name"])));
        }
    }
}

fn uncounted(spec: &Node, mode: &Node) -> Option<Diagnostic> {
    let parallelism = spec.get("parallelism").filter(|_| spec.get("completions").is_none())?;
    let message = "pods with numbers need `completions`: how many numbers there are";
    let found = Diagnostic::error(code::MISSING_FIELD, message).at(mode.origin.span(), "");
    Some(found.related(parallelism.origin.span(), "so many at once, of how many?").help("add `completions`"))
}

/// Each pod's host name is the Job's name and its number.
fn long_host_name(spec: &Node, name: &str, at: Option<&Node>) -> Option<Diagnostic> {
    let last = spec.get("completions").and_then(Node::as_i64).unwrap_or(1).checked_sub(1)?;
    let host = format!("{name}-{last}");
    // A name that is too long by itself is told once, by `names`.
    TextKind::DnsLabel.check(name).ok()?;
    let expected = TextKind::DnsLabel.check(&host).err()?;
    let message = format!("`{host}` cannot be the host name of a pod of this Job");
    let found = Diagnostic::error(code::BAD_NAME, message).at(at.and_then(|node| node.origin.span()), "");
    Some(found.help(format!("{expected}; give the job a shorter name")))
}
