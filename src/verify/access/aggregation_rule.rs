//! A ClusterRole that is made of others says of which (`ValidateClusterRole`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule {
    code: code::AGGREGATION_RULE,
    check: Check::Kinds(&["rbac.authorization.k8s.io/ClusterRole"], check),
};

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let Some(rule) = field(&object.node, &["aggregationRule"]) else { return };
    if items(rule, &["clusterRoleSelectors"]).is_empty() {
        let found = Diagnostic::error(code::AGGREGATION_RULE, "the ClusterRole is made of no others");
        findings.add(rule, found.help("add `clusterRoleSelectors`, or remove `aggregationRule`"));
    }
}
