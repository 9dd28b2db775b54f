//! What is in a volume: one thing, and it is named (`validateVolumeSource`).

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, keys, syntax, text};

pub const RULE: Rule = Rule { code: code::VOLUME_SOURCE, check: Check::Pods(check) };

/// What of a source names the thing, and whether the schema asks for it: what is missing, it misses. Empty it is no
/// better.
const NAMED: [(&str, &str, bool); 12] = [
    ("secret", "secretName", false),
    ("configMap", "name", false),
    ("persistentVolumeClaim", "claimName", true),
    ("hostPath", "path", true),
    ("nfs", "server", true),
    ("nfs", "path", true),
    ("csi", "driver", true),
    ("image", "reference", false),
    ("ephemeral", "volumeClaimTemplate", false),
    ("scaleIO", "gateway", true),
    ("scaleIO", "system", true),
    ("scaleIO", "volumeName", false),
];
/// Sources that nothing serves any more, with what they were (`warningsForPodSpecAndMeta`).
const GONE: [&str; 9] = [
    "cephfs",
    "flocker",
    "gitRepo",
    "glusterfs",
    "photonPersistentDisk",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for volume in items(pod.spec, &["volumes"]) {
        let mut sources =
            keys(volume, &[]).filter(|entry| entry.key.as_str() != "name" && !entry.value.is_null());
        match (sources.next(), sources.next()) {
            (None, _) => {
                let message = format!("nothing says what is in the volume `{}`", text(volume, &["name"]));
                let help = "write `emptyDir: {}` for an empty one, which it will be, or what is in it";
                findings.warning(code::VOLUME_SOURCE, volume, message, help);
            }
            (Some(first), Some(second)) => {
                let message = format!("a volume has one thing in it: `{}` or `{}`", first.key, second.key);
                let found = Diagnostic::error(code::VOLUME_SOURCE, message).at(second.key_origin.span(), "");
                let found = found.related(first.key_origin.span(), "the first");
                findings.add(&second.value, found.help("make two volumes of it"));
            }
            (Some(source), None) => one(source, findings),
        }
    }
    for source in items(pod.spec, &["volumes"]).iter().flat_map(|v| items(v, &["projected", "sources"])) {
        for word in ["secret", "configMap"] {
            if let Some(node) = field(source, &[word]) {
                named(node, word, "name", false, findings);
            }
        }
    }
}

fn one(source: &Entry, findings: &mut Findings) {
    let kind = source.key.as_str();
    for (_, word, is_asked) in NAMED.iter().filter(|(name, ..)| *name == kind) {
        named(&source.value, kind, word, *is_asked, findings);
    }
    match kind {
        "emptyDir" => empty(&source.value, findings),
        "nfs" => exported(&source.value, findings),
        "csi" => driver(&source.value, findings),
        _ => {}
    }
    if GONE.contains(&kind) {
        let message = format!("Kubernetes no longer serves volumes of `{kind}`");
        let found = Diagnostic::warning(code::VOLUME_SOURCE, message).at(source.key_origin.span(), "");
        findings.add(&source.value, found.help("use a persistent volume claim, or fill an `emptyDir`"));
    }
}

fn named(source: &Node, kind: &str, word: &str, is_asked: bool, findings: &mut Findings) {
    let node = field(source, &[word]);
    let is_written = node.is_some_and(|node| node.as_str() != Some(""));
    if !is_written && (node.is_some() || !is_asked) {
        let message = format!("nothing says which `{kind}` is in the volume");
        findings.error(code::VOLUME_SOURCE, node.unwrap_or(source), message, format!("write its `{word}`"));
    }
}

fn exported(source: &Node, findings: &mut Findings) {
    let path = text(source, &["path"]);
    if let Some(node) = field(source, &["path"]).filter(|_| !path.is_empty() && !path.starts_with('/')) {
        let message = format!("`{path}` is no path of a server");
        findings.error(code::VOLUME_SOURCE, node, message, "write a path that begins with `/`");
    }
}

/// `ValidateCSIDriverName`: capitals are as good.
fn driver(source: &Node, findings: &mut Findings) {
    let Some(node) = field(source, &["driver"]) else { return };
    let Some(name) = node.as_str().filter(|name| !name.is_empty()) else { return };
    if name.len() > 63 || syntax::dns_subdomain(&name.to_ascii_lowercase()).is_err() {
        let message = format!("`{name}` cannot be the name of a driver");
        let help = "it has up to 63 letters, digits, `-` and `.`";
        findings.error(code::VOLUME_SOURCE, node, message, help);
    }
}

fn empty(source: &Node, findings: &mut Findings) {
    if let Some(limit) = field(source, &["sizeLimit"])
        && syntax::quantity(limit).is_some_and(|limit| limit.is_negative())
    {
        let message = "a volume has no less than nothing in it";
        findings.error(code::VOLUME_SOURCE, limit, message, "write a size, such as `1Gi`");
    }
    let Some(medium) = field(source, &["medium"]) else { return };
    let known = |text: &str| matches!(text, "" | "Memory" | "HugePages") || text.starts_with("HugePages-");
    if let Some(text) = medium.as_str().filter(|text| !known(text)) {
        let message = format!("no node has the medium `{text}`: pods with it do not start");
        let help = "write `Memory`, `HugePages` or `HugePages-2Mi`, or remove it: it is the node's disk";
        findings.warning(code::VOLUME_SOURCE, medium, message, help);
    }
}
