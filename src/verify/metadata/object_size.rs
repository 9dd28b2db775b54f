//! How large an object may be: what etcd takes, and what `kubectl apply` can remember.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::{Node, Value};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::text;

pub const RULE: Rule = Rule { code: code::OBJECT_SIZE, check: Check::Objects(check) };

/// Bytes of a request that etcd takes (`--max-request-bytes`).
const ETCD: usize = 3 * 512 * 1024;

/// Bytes of all annotations together (`TotalAnnotationSizeLimitB`); `kubectl apply` writes the whole object into one.
const ANNOTATIONS: usize = 256 * 1024;

/// Groups whose kinds are never large but for what holds data.
const SMALL: [&str; 7] =
    ["", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let id = &object.identity;
    let holds_data = matches!(id.kind.as_str(), "ConfigMap" | "Secret");
    if SMALL.contains(&id.group.as_str()) && !holds_data {
        return;
    }
    let bytes = json(&object.node);
    if bytes <= ANNOTATIONS {
        return;
    }
    let node = object.node.get("kind").unwrap_or(&object.node);
    if bytes > ETCD {
        let message = format!("{id} has {bytes} bytes; a cluster stores objects of up to {ETCD}");
        let found = Diagnostic::error(code::OBJECT_SIZE, message);
        findings.add(node, found.help("split it, or keep the data elsewhere"));
    } else if !text(&object.node, &["metadata", "annotations", "argocd.argoproj.io/sync-options"])
        .contains("ServerSideApply=true")
    {
        let message =
            format!("{id} has {bytes} bytes; applied by the client, an object has up to {ANNOTATIONS}");
        let found = Diagnostic::warning(code::OBJECT_SIZE, message);
        findings.add(node, found.help(
            "apply it with `--server-side`, or annotate it with `argocd.argoproj.io/sync-options: ServerSideApply=true`",
        ));
    }
}

/// About how many bytes a tree has as JSON: without what has to be escaped.
fn json(node: &Node) -> usize {
    match &node.value {
        Value::Null => 4,
        Value::Bool(text) | Value::Number(text) => text.len(),
        Value::String(text) => text.len() + 2,
        Value::Sequence(items) => 2 + items.iter().map(|item| json(item) + 1).sum::<usize>(),
        Value::Mapping(mapping) => {
            2 + mapping.iter().map(|entry| entry.key.len() + 4 + json(&entry.value)).sum::<usize>()
        }
    }
}
