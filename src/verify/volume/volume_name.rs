//! Names of volumes (`ValidateVolumes`). That they differ, the schema says.

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::VOLUME_NAME, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for node in items(pod.spec, &["volumes"]).iter().filter_map(|volume| field(volume, &["name"])) {
        let Some(name) = node.as_str() else { continue };
        if let Err(expected) = syntax::dns_label(name) {
            let message = format!("`{name}` cannot be the name of a volume");
            findings.error(code::VOLUME_NAME, node, message, expected);
        }
    }
}
