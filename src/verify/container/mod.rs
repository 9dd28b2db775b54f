//! Containers of pods: what each must be by itself and beside the others.

mod container_image;
mod container_name;
mod container_port;
mod container_restart_policy;
mod env_name;
mod env_source;
mod field_path;
mod handler;
mod host_port;
mod init_container;
mod lifecycle_hook;
mod mount_path;
mod pod_resources;
mod privilege_escalation;
mod probe_handler;
mod probe_port;
mod probe_timing;
mod resize_policy;
mod resource_amount;
mod resource_claim;
mod resource_name;
mod resource_request;
pub(super) mod resources;
mod volume_mount;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    container_name::RULE,
    container_image::RULE,
    container_port::RULE,
    host_port::RULE,
    env_name::RULE,
    env_source::RULE,
    field_path::RULE,
    volume_mount::RULE,
    mount_path::RULE,
    resource_name::RULE,
    resource_amount::RULE,
    resource_claim::RULE,
    resource_request::RULE,
    pod_resources::RULE,
    resize_policy::RULE,
    probe_handler::RULE,
    probe_port::RULE,
    probe_timing::RULE,
    lifecycle_hook::RULE,
    init_container::RULE,
    container_restart_policy::RULE,
    privilege_escalation::RULE,
];
