//! Finalizers: `domain/name`; of most of Kubernetes' own kinds, only its own go without a domain
//! (`ValidateFinalizerName`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::{KindLookup, Upstream};
use crate::spec::word::KeyKind;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::items;

pub const RULE: Rule = Rule { code: code::FINALIZER_NAME, check: Check::Objects(check) };

/// Those without a domain.
const STANDARD: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let all = items(&object.node, &["metadata", "finalizers"]);
    let named = |name: &str| all.iter().find(|node| node.as_str() == Some(name));
    if let (Some(orphan), Some(foreground)) = (named("orphan"), named("foregroundDeletion")) {
        let found =
            Diagnostic::error(code::FINALIZER_NAME, "`orphan` keeps what `foregroundDeletion` deletes")
                .at(foreground.origin.span(), "")
                .related(orphan.origin.span(), "keeps it");
        findings.add(foreground, found.help("remove one of them"));
    }
    // What a namespace's content has to be rid of before the namespace goes.
    let is_namespace = object.identity.kind == "Namespace" && object.identity.group.is_empty();
    let of_spec = if is_namespace { items(&object.node, &["spec", "finalizers"]) } else { &[] };
    for node in all.iter().chain(of_spec) {
        let Some(text) = node.as_str() else { continue };
        let expected = match KeyKind::Label.check(text) {
            Err(expected) => expected,
            Ok(()) if text.contains('/') || STANDARD.contains(&text) || !is_strict(object, ground) => {
                continue;
            }
            Ok(()) => "write it with a domain: `example.com/name`",
        };
        add(node, text, expected, findings);
    }
}

fn add(node: &Node, text: &str, expected: &str, findings: &mut Findings) {
    let message = format!("`{text}` cannot be a finalizer");
    findings.add(
        node,
        Diagnostic::error(code::FINALIZER_NAME, message).at(node.origin.span(), "").help(expected),
    );
}

/// Whether the kind is checked by the core group's code. Custom resources are not, nor are a few kinds of Kubernetes' own.
fn is_strict(object: &Object, ground: Ground) -> bool {
    let (group, kind) = (object.identity.group.as_str(), object.identity.kind.as_str());
    let is_lax = matches!(group, "admissionregistration.k8s.io" | "apiextensions.k8s.io")
        || (group, kind) == ("policy", "PodDisruptionBudget");
    let known = ground.schemas.kind(&object.api_version, kind, ground.minor);
    !is_lax && matches!(known, KindLookup::Found(known) if matches!(known.upstream, Upstream::Kubernetes(_)))
}
