//! YAML as a tree whose every node knows where it comes from.
//!
//! Parses and prints YAML and names places in trees. What keys mean is left to `spec` and `schema`.

pub mod node;
pub mod origin;
pub mod path;
pub mod text;

pub use node::{Entry, Mapping, Node, Value};
pub use origin::{Origin, Trail};
pub use path::{FieldPath, Segment};
pub use text::Text;
