//! The host name of each pod of a numbered Job, its name and its number, is a DNS label (`ValidateJob`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::spec::word::TextKind;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, integer, syntax, text};

pub const RULE: Rule = Rule { code: code::JOB_HOST_NAME, check: Check::Kinds(&["batch/Job"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    if text(&object.node, &["spec", "completionMode"]) != "Indexed" {
        return;
    }
    let completions = integer(&object.node, &["spec", "completions"]).unwrap_or(1);
    let Some(last) = completions.checked_sub(1).filter(|last| *last >= 0) else { return };
    let name = object.identity.name.as_str();
    let host = format!("{name}-{last}");
    // A name that is wrong by itself is told once, by `object-name`.
    if syntax::dns_subdomain(name).is_err() || name.len() > 63 {
        return;
    }
    let Err(expected) = TextKind::DnsLabel.check(&host) else { return };
    let at = field(&object.node, &["metadata", "name"]).unwrap_or(&object.node);
    let message = format!("`{host}` cannot be the host name of a pod of this Job");
    let found = Diagnostic::error(code::JOB_HOST_NAME, message).at(at.origin.span(), "");
    findings.add(at, found.help(format!("{expected}; give the job a shorter name")));
}
