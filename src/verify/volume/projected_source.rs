//! What projected volumes are made of: one thing in each entry, tokens that last (`validateProjectionSources`).

use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, keys};

pub const RULE: Rule = Rule { code: code::PROJECTED_SOURCE, check: Check::Pods(check) };

/// The seconds that a token may last: ten minutes to 2^32.
const SHORTEST: i64 = 600;
const LONGEST: i64 = 1 << 32;

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for source in items(pod.spec, &["volumes"]).iter().flat_map(|v| items(v, &["projected", "sources"])) {
        let mut written = keys(source, &[]).filter(|entry| !entry.value.is_null());
        if let (Some(first), Some(second)) = (written.next(), written.next()) {
            let message = format!("an entry is one thing: `{}` or `{}`", first.key, second.key);
            let found = Diagnostic::error(code::PROJECTED_SOURCE, message).at(second.key_origin.span(), "");
            let found = found.related(first.key_origin.span(), "the first");
            findings.add(&second.value, found.help("make two entries of it"));
        }
        let Some(node) = field(source, &["serviceAccountToken", "expirationSeconds"]) else { continue };
        let Some(seconds) = node.as_i64().filter(|seconds| !(SHORTEST..=LONGEST).contains(seconds)) else {
            continue;
        };
        let message = format!("a token cannot last {seconds} seconds");
        let help = "write 600, ten minutes, or more";
        let help = if seconds < SHORTEST { help } else { "write up to 4294967296" };
        findings.error(code::PROJECTED_SOURCE, node, message, help);
    }
}
