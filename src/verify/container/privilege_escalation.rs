//! A container that can gain no privileges has none (`ValidateSecurityContext`).

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items};

pub const RULE: Rule = Rule { code: code::PRIVILEGE_ESCALATION, check: Check::Containers(check) };

/// With the prefix, as the API server looks for it; without, it lets it pass.
const ADMIN: &str = "CAP_SYS_ADMIN";

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    let Some(context) = field(container.node, &["securityContext"]) else { return };
    let Some(denied) = field(context, &["allowPrivilegeEscalation"]) else { return };
    if denied.as_bool() != Some(false) {
        return;
    }
    let privileged = field(context, &["privileged"]).filter(|node| node.as_bool() == Some(true));
    let added = items(context, &["capabilities", "add"]).iter();
    let admin = added.filter(|capability: &&Node| capability.as_str() == Some(ADMIN));
    for node in privileged.into_iter().chain(admin) {
        let what = if node.as_str() == Some(ADMIN) { "`CAP_SYS_ADMIN`" } else { "`privileged: true`" };
        let message = format!("{what} gives what `allowPrivilegeEscalation: false` denies");
        let found = Diagnostic::error(code::PRIVILEGE_ESCALATION, message).at(node.origin.span(), "");
        let found = found.related(denied.origin.span(), "denied here");
        findings.add(node, found.help("remove one of them"));
    }
}
