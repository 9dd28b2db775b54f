//! Finding and reading an estate: which files it has, what each is, and their trees.
//!
//! Knows folders and file names. What the documents say is checked by `schema` and merged by `overlay`.

mod baseline;
mod builtin;
pub mod definitions;
mod discover;
pub mod extensions;
mod implied;
mod load;
mod passing;
mod read;
mod references;
mod requires;
mod stray;
mod validate;

pub use baseline::{BASELINE, Baseline};
pub use discover::{Folders, PLATFORM, find};
pub use load::{AppSource, Document, EnvironmentSource, Estate, OverlaySource, load};
pub use passing::Passing;
pub use validate::validate;
