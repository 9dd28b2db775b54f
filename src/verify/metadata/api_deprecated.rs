//! A version of a kind that will go, while another one is there already.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::{KindLookup, Lifecycle};
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};

pub const RULE: Rule = Rule { code: code::API_DEPRECATED, check: Check::Objects(check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let (version, kind) = (&object.api_version, &object.identity.kind);
    let lifecycle =
        ground.schemas.lifecycle(version, kind).filter(|lifecycle| lifecycle.deprecated.is_some());
    if lifecycle.is_none() && !object.identity.group.contains('.') {
        return;
    }
    // What is not served is the schema's to tell.
    let KindLookup::Found(found) = ground.schemas.kind(version, kind, ground.minor) else { return };
    let Some(node) = object.node.get("apiVersion") else { return };
    match lifecycle {
        Some(lifecycle) => by_kubernetes(object, lifecycle, node, ground, findings),
        // A version of an operator's kind has no date, only a mark.
        None if found.deprecated => {
            let message = format!("{version} {kind} is deprecated by its authors");
            findings
                .add(node, Diagnostic::warning(code::API_DEPRECATED, message).help("write a newer version"));
        }
        None => {}
    }
}

fn by_kubernetes(
    object: &Object,
    lifecycle: &Lifecycle,
    node: &Node,
    ground: Ground,
    findings: &mut Findings,
) {
    let Some(since) = lifecycle.deprecated.filter(|since| *since <= ground.minor) else { return };
    let gone = lifecycle.removed.map_or(String::new(), |removed| format!(", and gone in {removed}"));
    let (version, kind) = (&object.api_version, &object.identity.kind);
    let message = format!("{version} {kind} is deprecated since Kubernetes {since}{gone}");
    let found = Diagnostic::warning(code::API_DEPRECATED, message);
    findings.add(
        node,
        found.help(match &lifecycle.replacement {
            Some(instead) => format!("write {instead}"),
            None => "look for what replaces it before the next upgrade".to_string(),
        }),
    );
}
