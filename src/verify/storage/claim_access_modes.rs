//! How pods share the storage of a claim (`ValidatePersistentVolumeClaimSpec`).

use super::claim::{KINDS, claims};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::CLAIM_ACCESS_MODES, check: Check::Kinds(KINDS, check) };

const ALONE: &str = "ReadWriteOncePod";

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for claim in claims(object, ground) {
        let modes = items(claim, &["accessModes"]);
        let at = field(claim, &["accessModes"]).unwrap_or(claim);
        if modes.is_empty() {
            let found = Diagnostic::error(
                code::CLAIM_ACCESS_MODES,
                "the claim does not say how its storage is shared",
            );
            findings.add(at, found.help("write `accessModes: [ReadWriteOnce]`"));
        }
        let is_alone = |node: &&crate::syntax::Node| node.as_str() == Some(ALONE);
        let others = modes.iter().filter(|node| !is_alone(node) && node.as_str().is_some());
        if let Some(alone) = modes.iter().find(is_alone).filter(|_| others.count() > 0) {
            let message = format!("`{ALONE}` goes with no other mode");
            let found = Diagnostic::error(code::CLAIM_ACCESS_MODES, message);
            findings.add(alone, found.help("write it alone, or remove it"));
        }
    }
}
