//! What templates see: everything decided, nothing of how it was decided.
//!
//! Only data. `resolve` makes it, `template` reads it as a tree.

mod backup;
mod claim;
mod container;
mod job;
mod keda;
mod network;
mod object;
mod route;
mod workload;

pub use backup::{Snapshot, SnapshotHooks};
pub use claim::Claim;
pub use container::{
    Container, ContainerPort, KeyReference, Mount, ObjectReference, ResourceReference, Source, Variable,
};
pub use job::{Clock, Run};
pub use keda::{Authentication, Fallback, Parameter, ScaledObject, Trigger};
pub use network::{NetworkPolicy, Peer, PolicyPort, Rule, Rules};
pub use object::{
    Account, App, ConfigMap, DefaultDeny, Environment, Model, Namespace, Role, Service, ServicePort,
};
pub use route::{
    Certificate, NamedText, Route, RouteBackend, RouteCall, RouteGateway, RouteHost, RouteMatch, RoutePath,
    RouteRedirect, RouteRewrite, RouteRule,
};
pub use workload::{Autoscaling, Disruption, Files, Metric, Pod, Rollout, Spread, Volume, Workload};
