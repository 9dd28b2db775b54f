//! What templates see: everything decided, nothing of how it was decided.
//!
//! Only data. `resolve` makes it, `template` reads it as a tree.

mod claim;
mod container;
mod job;
mod keda;
mod object;
mod workload;

pub use claim::Claim;
pub use container::{
    Container, ContainerPort, KeyReference, Mount, ObjectReference, ResourceReference, Source, Variable,
};
pub use job::{Clock, Run};
pub use keda::{Authentication, Fallback, Parameter, ScaledObject, Trigger};
pub use object::{Account, App, ConfigMap, Environment, Model, Role, Service, ServicePort};
pub use workload::{Autoscaling, Disruption, Files, Metric, Pod, Rollout, Spread, Volume, Workload};
