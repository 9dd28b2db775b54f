//! What a pod is made of: containers with their images, ports, probes and variables, volumes and claims, and what
//! security asks of all of them.

pub(super) mod after;
pub(super) mod claims;
pub(super) mod container;
pub(super) mod expansion;
pub(super) mod health;
pub(super) mod image;
pub(super) mod ports;
pub(super) mod security;
pub(super) mod sharing;
pub(super) mod variables;
pub(super) mod volumes;
