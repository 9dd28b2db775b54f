//! What people write, checked against the language: every mistake at its line, all of them at once.
//!
//! Kubernetes' own structures are `output`'s, wording is `problem`'s. What a value refers to is left to `resolve`.

mod choice;
mod elsewhere;
mod header;
mod kubernetes;
mod problem;
mod value;
mod walk;

pub use header::check_document;
pub use walk::{Rules, check};

pub use super::output::Mode;
