//! Where and how containers mount volumes (`ValidateVolumeMounts`, `validateMountPropagation`,
//! `validateMountRecursiveReadOnly`).

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, text};
use crate::verify::volume::path;

pub const RULE: Rule = Rule { code: code::MOUNT_PATH, check: Check::Containers(check) };

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    for mount in items(container.node, &["volumeMounts"]) {
        places(mount, findings);
        ways(container, mount, findings);
    }
}

fn places(mount: &Node, findings: &mut Findings) {
    if let Some(node) = field(mount, &["mountPath"]).filter(|node| node.as_str() == Some("")) {
        let message = "nothing says where the volume is mounted";
        findings.error(code::MOUNT_PATH, node, message, "write an absolute path");
    }
    for word in ["subPath", "subPathExpr"] {
        let Some(node) = field(mount, &[word]) else { continue };
        if let Some(expected) = node.as_str().and_then(|text| path::descends(text).err()) {
            let message = format!("`{word}` leads out of the volume");
            findings.error(code::MOUNT_PATH, node, message, expected);
        }
    }
    let both = !text(mount, &["subPath"]).is_empty() && !text(mount, &["subPathExpr"]).is_empty();
    if let Some(second) = field(mount, &["subPathExpr"]).filter(|_| both) {
        let message = "a mount has `subPath` or `subPathExpr`";
        findings.error(code::MOUNT_PATH, second, message, "remove one of them");
    }
}

fn ways(container: &Container, mount: &Node, findings: &mut Findings) {
    let propagation = text(mount, &["mountPropagation"]);
    let is_privileged = field(container.node, &["securityContext", "privileged"]).and_then(Node::as_bool);
    if let Some(node) = field(mount, &["mountPropagation"])
        && propagation == "Bidirectional"
        && is_privileged != Some(true)
    {
        let message = "only a privileged container's mounts reach the node";
        findings.error(code::MOUNT_PATH, node, message, "write `HostToContainer` or `None`");
    }
    let Some(node) = field(mount, &["recursiveReadOnly"]) else { return };
    if !matches!(node.as_str(), Some("Enabled" | "IfPossible")) {
        return;
    }
    if field(mount, &["readOnly"]).and_then(Node::as_bool) != Some(true) {
        let message = "`recursiveReadOnly` needs `readOnly: true`";
        findings.error(code::MOUNT_PATH, node, message, "add `readOnly: true`, or write `Disabled`");
    }
    if !matches!(propagation, "" | "None") {
        let message = "`recursiveReadOnly` needs mounts that stay in the container";
        findings.error(code::MOUNT_PATH, node, message, "remove `mountPropagation`, or write `Disabled`");
    }
}
