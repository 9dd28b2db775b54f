//! The language: what people write, as structs whose documentation is the schema.
//!
//! Says what may stand where and reads checked trees into types. Checking is `schema`, merging is `overlay`,
//! meaning is `resolve`.

pub mod define;
pub mod shape;
pub mod value;
pub mod word;

pub use shape::{Field, Fields, Rest, Shape, Shorthand};
pub use value::{Either, Labels, Map, OrFalse, Removable, Scalar, Shaped, Spanned};
