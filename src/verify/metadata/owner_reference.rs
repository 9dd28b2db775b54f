//! References to owners say all of whom they mean, and one owner at most controls (`ValidateOwnerReferences`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, text};

pub const RULE: Rule = Rule { code: code::OWNER_REFERENCE, check: Check::Objects(check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let owners = items(&object.node, &["metadata", "ownerReferences"]);
    for owner in owners {
        let empty =
            ["apiVersion", "kind", "name", "uid"].into_iter().find(|key| text(owner, &[key]).is_empty());
        // What is not there at all is told by the schema.
        if let Some(node) = empty.and_then(|key| field(owner, &[key])) {
            let found =
                Diagnostic::error(code::OWNER_REFERENCE, "a reference to an owner has nothing empty in it");
            findings.add(
                node,
                found.at(node.origin.span(), "").help("write whose it is, or remove the reference"),
            );
        }
    }
    let controls = |owner: &&Node| field(owner, &["controller"]).and_then(Node::as_bool) == Some(true);
    let mut controllers = owners.iter().filter(controls);
    if let (Some(first), Some(second)) = (controllers.next(), controllers.next()) {
        let found = Diagnostic::error(code::OWNER_REFERENCE, "two owners control the object");
        let found =
            found.at(second.origin.span(), "this is the second").related(first.origin.span(), "the first");
        findings.add(second, found.help("leave `controller: true` with one of them"));
    }
}
