//! Objects as rules read them: fields where `null` counts as absent, pods and their containers wherever they stand,
//! the syntaxes that fields share.

mod amount;
mod field;
mod pod;
pub mod syntax;

pub use amount::{AMOUNT, Amount};
pub use field::{field, integer, items, keys, text};
pub use pod::{Container, Pod, Role, template_of};
