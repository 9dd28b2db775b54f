//! Paths on the node lead forward only (`validateHostPathVolumeSource`).

use super::path;
use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::HOST_PATH, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for node in items(pod.spec, &["volumes"]).iter().filter_map(|volume| field(volume, &["hostPath", "path"]))
    {
        if let Some(expected) = node.as_str().and_then(|text| path::goes_forward(text).err()) {
            let message = "a path of the node does not lead back";
            findings.error(code::HOST_PATH, node, message, expected);
        }
    }
}
