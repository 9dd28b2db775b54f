//! What objects refer to is there, and has what they want of it.

mod config_reference;
mod pod_data;
mod secret_reference;
mod service_pods;

use crate::verify::rule::Rule;

pub const RULES: &[Rule] = &[config_reference::RULE, secret_reference::RULE, service_pods::RULE];
