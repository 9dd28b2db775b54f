//! What templates see: everything decided, nothing of how it was decided.
//!
//! Only data. `resolve` makes it, `template` reads it as a tree.

mod container;
mod network;
mod object;
mod workload;

pub use container::{
    Container, ContainerPort, KeyReference, Mount, ObjectReference, ResourceReference, Source, Variable,
};
pub use network::{NetworkPolicy, Peer, PolicyPort, Rule, Rules};
pub use object::{Account, App, ConfigMap, DefaultDeny, Environment, Model, Namespace, Service, ServicePort};
pub use workload::{Autoscaling, Disruption, Files, Metric, Pod, Rollout, Spread, Volume, Workload};
