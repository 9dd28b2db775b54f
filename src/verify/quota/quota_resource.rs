//! What a ResourceQuota limits, and to how much (`ValidateResourceQuotaSpec`).

use super::resource::{is_counted, is_name, is_of_quotas, of_quotas};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::quantity;
use crate::verify::view::{field, keys};

pub const RULE: Rule = Rule { code: code::QUOTA_RESOURCE, check: Check::Kinds(&["ResourceQuota"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for entry in keys(&object.node, &["spec", "hard"]) {
        let name = entry.key.as_str();
        let is_known = if name.contains('/') { is_name(name) } else { is_of_quotas(name) };
        if !is_known {
            let found =
                Diagnostic::error(code::QUOTA_RESOURCE, format!("`{name}` is nothing that a quota limits"));
            let help = match nearest(name, of_quotas()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "write `count/<resource>.<group>` for objects of any kind, a domain before other names"
                        .to_string()
                }
            };
            findings.add(&entry.value, found.at(entry.key_origin.span(), "").help(help));
        }
        amount(name, &entry.value, findings);
    }
    let Some(hard) = field(&object.node, &["spec", "hard"]) else { return };
    for (request, limit) in [
        ("requests.cpu", "limits.cpu"),
        ("cpu", "limits.cpu"),
        ("requests.memory", "limits.memory"),
        ("memory", "limits.memory"),
        ("requests.ephemeral-storage", "limits.ephemeral-storage"),
    ] {
        let (Some(less), Some(more)) = (field(hard, &[request]), field(hard, &[limit])) else { continue };
        let (Some(asked), Some(most)) = (quantity(less), quantity(more)) else { continue };
        if asked.compare(&most).is_gt() {
            let message = format!("`{request}` of {asked} cannot be used up with `{limit}` of {most}");
            let found = Diagnostic::warning(code::QUOTA_RESOURCE, message).at(less.origin.span(), "");
            findings.add(
                less,
                found
                    .related(more.origin.span(), "the limits")
                    .help("no request is above its limit; raise the one or lower the other"),
            );
        }
    }
}

fn amount(name: &str, node: &Node, findings: &mut Findings) {
    let Some(amount) = quantity(node) else { return };
    let error = |message: String| Diagnostic::error(code::QUOTA_RESOURCE, message);
    if amount.is_negative() {
        findings
            .add(node, error(format!("a quota of {amount} is less than nothing")).help("write 0 or more"));
    } else if is_counted(name) && !amount.is_whole() {
        findings.add(
            node,
            error(format!("`{name}` is counted, and {amount} is no whole number"))
                .help("write a whole number"),
        );
    }
}
