//! Kinds of which a cluster has a few for everybody: namespaces, classes of priority, storage and ingress.

mod ingress_controller;
mod pod_security_label;
mod priority_class;
mod storage_class;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[ingress_controller::RULE, pod_security_label::RULE, priority_class::RULE, storage_class::RULE];
