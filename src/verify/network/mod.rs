//! Services, Ingresses, routes and network policies.

pub mod claim;
pub mod route_collision;
mod service_node_port;

use super::rule::Rule;

pub const RULES: &[Rule] = &[route_collision::RULE, service_node_port::RULE];
