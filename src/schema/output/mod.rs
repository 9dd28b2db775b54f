//! The schemas of Kubernetes' own kinds (by minor), of common operators' kinds and of custom resource definitions that
//! are handed in, and strict checks by them.
//!
//! The artefact is made by `tools/schema-gen`. Rules that no schema expresses are left to `verify`.

mod cel;
mod condition;
mod definition;
mod empty;
mod export;
mod items;
mod keywords;
mod lenient;
mod lifecycle;
mod minor;
mod properties;
mod reference;
mod scalar;
mod store;
mod table;
mod walk;

pub use definition::{CRD_API_VERSION, CRD_KIND, definitions};
pub use export::{Definitions, LAYERED, json_schema, layered_body};
pub use keywords::Type;
pub use lifecycle::Lifecycle;
pub use minor::Minor;
pub use reference::SchemaRef;
pub use store::{KindLookup, KindSchema, OutputSchemas, Upstream, version_rank};

pub use walk::{Mode, check, check_named};
