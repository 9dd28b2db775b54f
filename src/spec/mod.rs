//! The language: what people write, as structs whose documentation is the schema.
//!
//! Says what may stand where and reads checked trees into types. Checking is `schema`, merging is `overlay`,
//! meaning is `resolve`.

pub mod account;
pub mod app;
pub mod baseline;
pub mod chart;
pub mod config;
pub mod connection;
pub mod container;
pub mod defaults;
pub mod define;
pub mod delivery;
pub mod document;
pub mod environment;
pub mod form;
pub mod health;
pub mod image;
pub mod infrastructure;
pub mod job;
pub mod map;
pub mod monitoring;
pub mod names;
pub mod normalise;
pub mod overlay;
pub mod platform;
pub mod route;
pub mod scale;
pub mod secret;
pub mod secret_values;
pub mod service;
pub mod shape;
pub mod stores;
pub mod value;
pub mod volume;
pub mod word;
pub mod workload;

pub use account::Account;
pub use app::{App, AppMetadata, AppSpec, AppType, Cron, Job, Namespace, Worker};
pub use baseline::Baseline;
pub use config::Config;
pub use container::{ContainerFields, EnvFrom, EnvSource, EnvValue, Image, Port, Protocol, ServicePort};
pub use defaults::Defaults;
pub use document::DocumentKind;
pub use environment::{Environment, EnvironmentSpec, Target};
pub use health::{Handler, Health, Probe, Timings};
pub use infrastructure::{GatewayReference, Routing, RoutingKind};
pub use map::{Labels, Map, Removable};
pub use normalise::normalise;
pub use overlay::Overlay;
pub use platform::{Platform, PlatformSpec, Team};
pub use route::{Match, Redirect, Rewrite, Route, Timeouts, Tls};
pub use scale::{Metric, Scale};
pub use secret::{Secret, SecretMount};
pub use secret_values::SecretValues;
pub use service::{NamedService, Service};
pub use shape::{Field, Fields, Rest, Shape, Shorthand};
pub use value::{Either, OrFalse, Scalar, Shaped, Spanned};
pub use volume::{ConfigVolume, Mount, Mounts, SecretVolume, Volume};
pub use workload::{Disruption, Pod, Profile, Rollout, Sidecar, Strategy, Workload};
