//! Structural templates: YAML whose leaves are expressions, evaluated on the model into objects.
//!
//! There is no text between the model and the object, so quoting and indentation cannot go wrong. What the
//! values mean was decided in `resolve`; here they are only spelled.

mod check;
mod compile;
mod evaluate;
mod set;

pub use check::check;
pub use compile::{Condition, Element, Part, Slot, compile};
pub use evaluate::Evaluation;
pub use set::{Level, Template, TemplateSet};
