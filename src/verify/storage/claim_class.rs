//! The classes of storage that a claim names (`ValidatePersistentVolumeClaimSpec`).

use super::claim::{KINDS, claims};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;
use crate::verify::view::syntax::dns_subdomain;

pub const RULE: Rule = Rule { code: code::CLAIM_CLASS, check: Check::Kinds(KINDS, check) };

/// What a claim named its class by before it had a field for it.
const ANNOTATION: &str = "volume.beta.kubernetes.io/storage-class";

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for claim in claims(object, ground) {
        for key in ["storageClassName", "volumeAttributesClassName"] {
            let Some(node) = field(claim, &[key]) else { continue };
            let Some(name) = node.as_str().filter(|name| !name.is_empty()) else { continue };
            if let Err(expected) = dns_subdomain(name) {
                let found =
                    Diagnostic::error(code::CLAIM_CLASS, format!("`{name}` cannot be the name of a class"));
                findings.add(node, found.help(expected));
            }
        }
    }
    if object.identity.kind.as_str() != "PersistentVolumeClaim" {
        return;
    }
    if let Some(node) = field(&object.node, &["metadata", "annotations", ANNOTATION]) {
        let found =
            Diagnostic::warning(code::CLAIM_CLASS, format!("the annotation `{ANNOTATION}` is deprecated"));
        findings.add(node, found.help("write `storageClassName` below `spec`"));
    }
}
