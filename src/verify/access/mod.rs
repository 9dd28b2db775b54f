//! Roles and their bindings.

mod aggregation_rule;
mod binding_subject;
mod rbac_rule;
mod role_ref;

use super::rule::Rule;

pub const RULES: &[Rule] = &[aggregation_rule::RULE, binding_subject::RULE, rbac_rule::RULE, role_ref::RULE];

const BINDINGS: &[&str] =
    &["rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"];
const GROUP: &str = "rbac.authorization.k8s.io";
