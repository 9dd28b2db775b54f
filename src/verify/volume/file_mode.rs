//! Modes of files in volumes: 0 to 0777, octal (`validateSecretVolumeSource` and its like).

use super::file;
use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::FILE_MODE, check: Check::Pods(check) };

const HIGHEST: i64 = 0o777;

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for holder in file::holders(pod) {
        let own = field(holder, &["defaultMode"]);
        let files = items(holder, &["items"]).iter().filter_map(|item| field(item, &["mode"]));
        own.into_iter().chain(files).for_each(|node| one(node, findings));
    }
}

fn one(node: &Node, findings: &mut Findings) {
    let Some(mode) = node.as_i64().filter(|mode| !(0..=HIGHEST).contains(mode)) else { return };
    // Somebody wrote octal digits without saying so: 755 is 01363.
    let digits = node.scalar_text().map_or("", |text| text.as_str());
    let help = match i64::from_str_radix(digits, 8) {
        Ok(meant) if (0..=HIGHEST).contains(&meant) => format!("in octal: `0o{mode}`, which is {meant}"),
        _ => "write 0 to 0o777, which is 511".to_string(),
    };
    findings.error(code::FILE_MODE, node, format!("no file has the mode {mode}"), help);
}
