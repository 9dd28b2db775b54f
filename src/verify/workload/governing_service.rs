//! The Service that gives a StatefulSet's pods their names has a name that can be one (`ValidateStatefulSetSpec`, from
//! Kubernetes 1.33 on).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::Minor;
use crate::spec::word::TextKind;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule =
    Rule { code: code::GOVERNING_SERVICE, check: Check::Kinds(&["apps/StatefulSet"], check) };

/// The first Kubernetes that looks.
const SINCE: Minor = Minor::new(33);

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let Some(node) = field(&object.node, &["spec", "serviceName"]).filter(|_| ground.minor >= SINCE) else {
        return;
    };
    let Some(name) = node.as_str().filter(|name| !name.is_empty()) else { return };
    let Err(expected) = TextKind::DnsLabel.check(name) else { return };
    let message = format!("`{name}` cannot be the name of a Service");
    findings.add(
        node,
        Diagnostic::error(code::GOVERNING_SERVICE, message).at(node.origin.span(), "").help(expected),
    );
}
