//! Objects as rules read them: fields where `null` counts as absent, pods and their containers wherever they stand.

mod field;
mod pod;

pub use field::{field, integer, items, keys, text};
pub use pod::{Container, Pod, Role, template_of};
