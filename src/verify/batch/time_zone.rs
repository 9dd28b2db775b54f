//! The time zone of a CronJob's schedule (`validateTimeZone`).

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::TIME_ZONE, check: Check::Kinds(&["batch/CronJob"], check) };

/// Names of time zones, one a line.
const ZONES: &str = include_str!("zones.txt");

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(node) = field(&object.node, &["spec", "timeZone"]) else { return };
    if let Some(found) = node.as_str().and_then(complaint) {
        findings.add(node, found.at(node.origin.span(), ""));
    }
}

fn complaint(text: &str) -> Option<Diagnostic> {
    let zones = || ZONES.lines().filter(|line| !line.starts_with('#'));
    if zones().any(|zone| zone == text) {
        return None;
    }
    if text.is_empty() || text.eq_ignore_ascii_case("local") {
        let found = Diagnostic::error(code::TIME_ZONE, format!("`{text}` is not a time zone"));
        return Some(found.help("name one, `Europe/Berlin`, or remove the key"));
    }
    let found = Diagnostic::error(code::TIME_ZONE, format!("`{text}` is not a time zone that platc knows"));
    Some(match nearest(text, zones()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("it is a name of the IANA database, such as `Europe/Berlin` or `UTC`; one that is younger than this platc is let pass by `# platc: allow time-zone <reason>`"),
    })
}
