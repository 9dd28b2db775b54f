//! The namespace of an object, as the API server takes it: a DNS label.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::KindLookup;
use crate::spec::word::TextKind;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};

pub const RULE: Rule = Rule { code: code::NAMESPACE_NAME, check: Check::Objects(check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let Some(node) = object.node.at(&["metadata", "namespace"]) else { return };
    let Some(text) = node.as_str() else { return };
    let Err(expected) = TextKind::DnsLabel.check(text) else { return };
    // Nothing is no namespace, and the server drops that of a kind that has none.
    if text.is_empty() || is_of_the_cluster(object, ground) {
        return;
    }
    let message = format!("`{text}` cannot be the name of a namespace");
    findings.add(
        node,
        Diagnostic::error(code::NAMESPACE_NAME, message).at(node.origin.span(), "").help(expected),
    );
}

fn is_of_the_cluster(object: &Object, ground: Ground) -> bool {
    let kind = ground.schemas.kind(&object.api_version, &object.identity.kind, ground.minor);
    matches!(kind, KindLookup::Found(kind) if !kind.namespaced)
}
