//! Services, Ingresses, routes and network policies.

pub mod claim;
mod ingress;
mod ingress_backend;
mod ingress_class;
mod ingress_host;
mod ingress_path;
mod ingress_rules;
mod ingress_tls;
mod ip_block;
mod network_policy_peer;
mod network_policy_port;
mod network_policy_types;
mod policy;
mod port;
pub mod route_collision;
mod service;
mod service_cluster_ip;
mod service_deprecated;
mod service_external_ips;
mod service_external_name;
mod service_ignored;
mod service_load_balancer;
mod service_node_port;
mod service_port_number;
mod service_ports;
mod service_session_affinity;
mod service_traffic;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    ingress_backend::RULE,
    ingress_class::RULE,
    ingress_host::RULE,
    ingress_path::RULE,
    ingress_rules::RULE,
    ingress_tls::RULE,
    ip_block::RULE,
    network_policy_peer::RULE,
    network_policy_port::RULE,
    network_policy_types::RULE,
    route_collision::RULE,
    service_cluster_ip::RULE,
    service_deprecated::RULE,
    service_external_ips::RULE,
    service_external_name::RULE,
    service_ignored::RULE,
    service_load_balancer::RULE,
    service_node_port::RULE,
    service_port_number::RULE,
    service_ports::RULE,
    service_session_affinity::RULE,
    service_traffic::RULE,
];
