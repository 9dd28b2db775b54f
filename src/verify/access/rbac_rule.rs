//! Rules of Roles and ClusterRoles, as the API server takes them.
//!
//! `ValidatePolicyRule` of Kubernetes' `pkg/apis/rbac/validation`: what the schema cannot say.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule {
    code: code::RBAC_RULE,
    check: Check::Kinds(&["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"], check),
};

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let namespaced = object.identity.kind.as_str() == "Role";
    for rule in items(&object.node, &["rules"]) {
        if let Some((message, help)) = complaint(rule, namespaced) {
            let found = Diagnostic::error(code::RBAC_RULE, message).at(rule.origin.span(), "");
            findings.add(rule, found.help(help));
        }
    }
}

/// What is wrong with a rule, and what to write.
fn complaint(rule: &Node, namespaced: bool) -> Option<(&'static str, &'static str)> {
    let has = |key: &str| rule.get(key).and_then(Node::as_sequence).is_some_and(|items| !items.is_empty());
    let of_resources = has("apiGroups") || has("resources") || has("resourceNames");
    // Where they are not there at all, the schema says so.
    if field(rule, &["verbs"]).is_some() && !has("verbs") {
        return Some(("the rule allows nothing: it has no verbs", "add `verbs: [get, list, watch]`"));
    }
    match (has("nonResourceURLs"), of_resources) {
        (true, _) if namespaced => {
            Some(("`nonResourceURLs` belong to no namespace", "write the rule under `clusterRules`"))
        }
        (true, true) => {
            Some(("one rule is about resources or about `nonResourceURLs`", "make two rules of it"))
        }
        (false, _) if !has("apiGroups") => Some((
            "the rule does not say of which API groups",
            "add `apiGroups: [\"\"]` for pods, services and the like, `[apps]` for deployments",
        )),
        (false, _) if !has("resources") => {
            Some(("the rule does not say of which resources", "add `resources: [pods]`"))
        }
        _ => None,
    }
}
