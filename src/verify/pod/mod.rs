//! Pods as a whole; `container`, `volume` and `scheduling` look at their parts.

mod grace_period;
mod host_alias;
mod host_namespace;
mod pod_deadline;
mod pod_dns;
mod pod_gate;
mod pod_missing;
mod pod_os;
mod pod_reference;
mod pod_sysctl;
mod security_profile;
mod user_id;

use super::rule::Rule;

pub const RULES: &[Rule] = &[
    pod_missing::RULE,
    pod_reference::RULE,
    pod_deadline::RULE,
    pod_gate::RULE,
    pod_sysctl::RULE,
    pod_os::RULE,
    grace_period::RULE,
    host_namespace::RULE,
    host_alias::RULE,
    pod_dns::RULE,
    user_id::RULE,
    security_profile::RULE,
];
