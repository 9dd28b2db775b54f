//! YAML as a tree whose every node knows where it comes from.
//!
//! Parses and prints YAML and names places in trees. What keys mean is left to `spec` and `schema`.

pub mod allow;
mod anchor;
mod build;
mod collection;
mod decode;
mod edit;
mod expression;
mod fault;
mod finding;
mod format;
mod go;
mod indent;
mod layout;
mod legacy;
pub mod limits;
mod mapping;
mod mistake;
mod names;
pub mod node;
mod number;
mod order;
pub mod origin;
mod parse;
pub mod path;
mod place;
mod print;
mod quote;
mod resolve;
pub mod text;

pub use allow::Allows;
pub use decode::decode;
pub use edit::apply;
pub use format::format;
pub use limits::Limits;
pub use mapping::{Entry, Mapping};
pub use names::Names;
pub use node::{Node, Value};
pub use origin::{Origin, Trail};
pub use parse::{Comment, Dialect, Document, ParseOptions, Parsed, RepeatedKeys, parse};
pub use path::{FieldPath, Segment};
pub use print::{print, print_with_lines};
pub use text::Text;
