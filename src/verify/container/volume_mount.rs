//! What containers mount is a volume of their pod, or of a StatefulSet's claims (`ValidateVolumeMounts`,
//! `ValidateVolumeDevices`).

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::VOLUME_MOUNT, check: Check::Containers(check) };

fn check(pod: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    let devices = items(container.node, &["volumeDevices"]);
    for mount in items(container.node, &["volumeMounts"]) {
        let Some(name) = field(mount, &["name"]) else { continue };
        known(pod, container, name, findings);
        let twin = |device: &&Node| text(device, &["name"]) == text(mount, &["name"]);
        if let Some(device) = devices.iter().find(twin) {
            let message = format!("`{}` is mounted as files and as a device", text(mount, &["name"]));
            let found = Diagnostic::error(code::VOLUME_MOUNT, message).at(name.origin.span(), "");
            let found = found.related(device.origin.span(), "as a device");
            findings.add(name, found.help("keep one of them"));
        }
    }
    for name in devices.iter().filter_map(|device| field(device, &["name"])) {
        known(pod, container, name, findings);
    }
}

fn known(pod: &Pod, container: &Container, node: &Node, findings: &mut Findings) {
    let Some(name) = node.as_str() else { return };
    if volumes(pod).any(|volume| volume == name) {
        return;
    }
    let message = format!("the pod has no volume `{name}`, which the container `{}` mounts", container.name);
    let help = match nearest(name, volumes(pod)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it to the pod's `volumes`".to_string(),
    };
    findings.error(code::VOLUME_MOUNT, node, message, help);
}

/// The names of what can be mounted.
fn volumes<'o>(pod: &Pod<'o>) -> impl Iterator<Item = &'o str> {
    let of_pod = items(pod.spec, &["volumes"]).iter().map(|volume| text(volume, &["name"]));
    let claims: &[Node] = match pod.object.identity.kind.as_str() {
        "StatefulSet" => items(&pod.object.node, &["spec", "volumeClaimTemplates"]),
        _ => &[],
    };
    of_pod.chain(claims.iter().map(|claim| text(claim, &["metadata", "name"])))
}
