//! What a claim's storage is filled from (`validateDataSource`, `validateDataSourceRef`).

use super::claim::{KINDS, claims};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::dns_subdomain;
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::CLAIM_SOURCE, check: Check::Kinds(KINDS, check) };

const CLAIM: &str = "PersistentVolumeClaim";
const SNAPSHOT: (&str, &str) = ("VolumeSnapshot", "snapshot.storage.k8s.io");

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for claim in claims(object, ground) {
        let (old, new) = (field(claim, &["dataSource"]), field(claim, &["dataSourceRef"]));
        let Some(any) = new.or(old) else { continue };
        if let (Some(old), None) = (old, new)
            && object.identity.kind.as_str() == CLAIM
            && !is_known(old)
        {
            dropped(old, findings);
            continue;
        }
        for source in [old, new].into_iter().flatten() {
            each(source, findings);
        }
        // Named in another namespace, by a gate that is off, the source is dropped.
        let is_equal = |old: &Node, new: &Node| {
            ["apiGroup", "kind", "name"].iter().all(|key| text(old, &[key]) == text(new, &[key]))
        };
        if let (Some(old), Some(new)) = (old, new)
            && text(new, &["namespace"]).is_empty()
            && !is_equal(old, new)
        {
            let found =
                error("`dataSource` and `dataSourceRef` name different objects").at(old.origin.span(), "");
            findings.add(any, found.related(new.origin.span(), "the other one").help("remove `dataSource`"));
        }
    }
}

fn error(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code::CLAIM_SOURCE, message)
}

/// Whether the older field takes it.
fn is_known(source: &Node) -> bool {
    let (kind, group) = (text(source, &["kind"]), text(source, &["apiGroup"]));
    (kind, group) == (CLAIM, "") || (kind, group) == SNAPSHOT
}

/// A claim's own `dataSource` of another kind is as good as not there.
fn dropped(source: &Node, findings: &mut Findings) {
    let message = "the storage would be empty: `dataSource` takes claims and snapshots only";
    let help = "write it as `dataSourceRef`, or correct `kind` and `apiGroup`";
    findings.add(source, Diagnostic::warning(code::CLAIM_SOURCE, message).help(help));
}

fn each(source: &Node, findings: &mut Findings) {
    for key in ["kind", "name"] {
        let empty = field(source, &[key]).filter(|node| node.as_str() == Some(""));
        if let Some(node) = empty {
            findings.add(node, error(format!("the source has no {key}")).help(format!("write its `{key}`")));
        }
    }
    let (kind, group) = (text(source, &["kind"]), text(source, &["apiGroup"]));
    if group.is_empty() && kind != CLAIM {
        let found = error(format!("there is no {kind} in the core group that storage could be filled from"));
        findings.add(source, found.help("add its `apiGroup`; snapshots have `snapshot.storage.k8s.io`"));
    }
    if let (Some(node), Err(expected)) = (field(source, &["apiGroup"]), dns_subdomain(group))
        && !group.is_empty()
    {
        findings.add(node, error(format!("`{group}` is not an API group")).help(expected));
    }
}
