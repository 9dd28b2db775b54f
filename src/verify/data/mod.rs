//! ConfigMaps and Secrets. What is in a Secret shows in no message.

mod data_key;
mod data_too_large;
mod secret_docker_config;
mod secret_keys;
mod secret_tls;

use super::rule::Rule;

pub const RULES: &[Rule] =
    &[data_key::RULE, data_too_large::RULE, secret_docker_config::RULE, secret_keys::RULE, secret_tls::RULE];
