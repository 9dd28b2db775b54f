//! A pod has containers, each with a name of its own (`validateContainers`, `validateInitContainers`).

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, Role, field, syntax};

pub const RULE: Rule = Rule { code: code::CONTAINER_NAME, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let list = field(pod.spec, &["containers"]);
    if let Some(list) = list.filter(|list| list.as_sequence().is_some_and(<[Node]>::is_empty)) {
        findings.error(code::CONTAINER_NAME, list, "the pod has no container", "write what it runs");
    }
    for (at, container) in pod.containers.iter().enumerate() {
        let Some(node) = field(container.node, &["name"]) else { continue };
        let name = node.as_str().filter(|name| !pod.repeats_bad_name(name));
        if let Some(expected) = name.and_then(|name| syntax::dns_label(name).err()) {
            let message = format!("`{}` cannot be the name of a container", container.name);
            findings.error(code::CONTAINER_NAME, node, message, expected);
        }
        let before = pod.containers.iter().take(at);
        if let Some(other) = before.into_iter().find(|other| is_twin(other, container)) {
            let message = format!("two containers of the pod have the name `{}`", container.name);
            let other = field(other.node, &["name"]).and_then(|name| name.origin.span());
            let found = Diagnostic::error(code::CONTAINER_NAME, message).at(node.origin.span(), "");
            findings.add(node, found.related(other, "the other one").help("give one of them another name"));
        }
    }
}

/// Whether two containers of different lists have the same name: of one list, the schema has told it.
fn is_twin(one: &Container, other: &Container) -> bool {
    let list = |role: Role| if role == Role::Sidecar { Role::Init } else { role };
    !one.name.is_empty() && one.name == other.name && list(one.role) != list(other.role)
}
