//! What objects refer to is there, and has what they want of it.

mod account_reference;
mod budget_pods;
mod claim_reference;
mod class_reference;
mod config_reference;
mod monitor_target;
mod pod_data;
mod policy_pods;
mod role_reference;
mod route_backend;
mod route_parent;
mod scale_target;
mod secret_reference;
mod service_pods;
mod stateful_service;
mod trigger_authentication;

use crate::verify::rule::Rule;

pub const RULES: &[Rule] = &[
    account_reference::RULE,
    budget_pods::RULE,
    claim_reference::RULE,
    class_reference::RULE,
    config_reference::RULE,
    monitor_target::RULE,
    policy_pods::RULE,
    role_reference::RULE,
    route_backend::RULE,
    route_parent::RULE,
    scale_target::RULE,
    secret_reference::RULE,
    service_pods::RULE,
    stateful_service::RULE,
    trigger_authentication::RULE,
];
