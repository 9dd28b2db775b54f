//! What a value may look like: the schemas of Kubernetes objects, quantities, and the wording of what is wrong.
//!
//! Reads no files and knows no layers; what an author meant with a field is left to `spec` and `model`.

pub mod base64;
pub mod downward;
pub mod editor;
pub mod format;
pub mod input;
pub mod json;
pub mod manual;
pub mod output;
pub mod pattern;
pub mod problem;
pub mod quantity;
pub mod time;

pub use editor::language_schemas;
pub use quantity::Quantity;
