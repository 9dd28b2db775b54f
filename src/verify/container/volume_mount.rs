//! What containers mount is a volume of their pod, or of a StatefulSet's claims (`ValidateVolumeMounts`,
//! `ValidateVolumeDevices`).

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, text};
use crate::verify::volume::path;

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
    for device in devices {
        block(pod, device, findings);
        if let Some(name) = field(device, &["name"]) {
            known(pod, container, name, findings);
        }
    }
}

/// Devices are claims, and have a path.
fn block(pod: &Pod, device: &Node, findings: &mut Findings) {
    if let Some(node) = field(device, &["devicePath"]) {
        let at = node.as_str().unwrap_or("/");
        let good = if at.is_empty() { Err("write its path") } else { path::goes_forward(at) };
        if let Err(expected) = good {
            findings.error(code::VOLUME_MOUNT, node, "nothing says where the device is", expected);
        }
    }
    let name = text(device, &["name"]);
    let volume = items(pod.spec, &["volumes"]).iter().find(|volume| text(volume, &["name"]) == name);
    let is_claim = |volume: &&Node| {
        ["persistentVolumeClaim", "ephemeral"].iter().any(|word| field(volume, &[word]).is_some())
    };
    if let (Some(volume), Some(node)) = (volume.filter(|volume| !is_claim(volume)), field(device, &["name"]))
    {
        let message = format!("the volume `{name}` is no device: only claims are");
        let found = Diagnostic::error(code::VOLUME_MOUNT, message).at(node.origin.span(), "");
        let found = found.related(volume.origin.span(), "the volume");
        findings.add(node, found.help("mount it under `volumeMounts`"));
    }
}

fn known(pod: &Pod, container: &Container, node: &Node, findings: &mut Findings) {
    let Some(name) = node.as_str() else { return };
    let is_list = field(pod.spec, &["volumes"]).is_none_or(|volumes| volumes.as_sequence().is_some());
    if !is_list || volumes(pod).any(|volume| volume == name) {
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
