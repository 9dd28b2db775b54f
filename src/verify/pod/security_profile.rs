//! Profiles of seccomp and AppArmor: those of the node have a name, the others none (`validateSeccompProfileField`,
//! `ValidateAppArmorProfileField`). Annotations that have long been fields are told, too.

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, keys, text};
use crate::verify::volume::path;

pub const RULE: Rule = Rule { code: code::SECURITY_PROFILE, check: Check::Pods(check) };

const PROFILES: [&str; 2] = ["seccompProfile", "appArmorProfile"];
/// What annotations begin with that have become fields.
const ANNOTATIONS: [(&str, &str); 3] = [
    ("seccomp.security.alpha.kubernetes.io/", "seccompProfile"),
    ("container.seccomp.security.alpha.kubernetes.io/", "seccompProfile"),
    ("container.apparmor.security.beta.kubernetes.io/", "appArmorProfile"),
];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let containers = pod.containers.iter().map(|container| container.node);
    for context in containers.chain([pod.spec]).filter_map(|node| field(node, &["securityContext"])) {
        for word in PROFILES {
            if let Some(profile) = field(context, &[word]) {
                one(word, profile, findings);
            }
        }
    }
    for entry in keys(pod.template, &["metadata", "annotations"]) {
        let now = ANNOTATIONS.iter().find(|(gone, _)| entry.key.starts_with(gone));
        if let Some((_, now)) = now {
            let message = format!("the annotation `{}` is deprecated, or does nothing any more", entry.key);
            let help = format!("write `{now}` under `securityContext`");
            findings.warning(code::SECURITY_PROFILE, &entry.value, message, help);
        }
    }
}

fn one(word: &str, profile: &Node, findings: &mut Findings) {
    let name = field(profile, &["localhostProfile"]);
    match (text(profile, &["type"]), name) {
        ("Localhost", None) => {
            let node = field(profile, &["type"]).unwrap_or(profile);
            let message = format!("nothing says which profile of the node the `{word}` is");
            findings.error(code::SECURITY_PROFILE, node, message, "add `localhostProfile`");
        }
        ("Localhost", Some(node)) => {
            if let Some(expected) = node.as_str().and_then(|name| bad_name(word, name)) {
                let message = format!("the `{word}` cannot have such a name");
                findings.error(code::SECURITY_PROFILE, node, message, expected);
            }
        }
        ("RuntimeDefault" | "Unconfined", Some(node)) => {
            let message = "only a profile of the node has a name";
            let help = "write `type: Localhost`, or remove `localhostProfile`";
            findings.error(code::SECURITY_PROFILE, node, message, help);
        }
        _ => {}
    }
}

fn bad_name(word: &str, name: &str) -> Option<&'static str> {
    match word {
        "seccompProfile" => path::descends(name).err(),
        _ if name.trim().is_empty() => Some("write the name of the profile"),
        _ if name.trim() != name => Some("write it without spaces around it"),
        _ if name.len() > 4095 => Some("write a name of up to 4095 bytes"),
        _ => None,
    }
}
