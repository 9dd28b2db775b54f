//! The embedded schemas of Kubernetes' own kinds (by minor) and of common operators' kinds, and strict checks by them.
//!
//! The artefact is made by `tools/schema-gen`. Rules that no schema expresses are left to `verify`.

mod condition;
mod export;
mod items;
mod lifecycle;
mod minor;
mod reference;
mod scalar;
mod store;
mod table;
mod walk;

pub use export::{Definitions, LAYERED, json_schema, layered_body};
pub use lifecycle::Lifecycle;
pub use minor::Minor;
pub use reference::SchemaRef;
pub use store::{KindLookup, KindSchema, OutputSchemas, Upstream};
pub use table::Type;
pub use walk::{Mode, check, check_named};
