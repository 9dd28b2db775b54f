//! The rules of the house that no compiler checks: who may import whom, where a crate may be named, what a
//! file looks like. Each rule says what to do when it fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test reads the repository and stops at the first surprise"
)]

mod codes;
mod crates;
mod floors;
mod layout;
mod readme;
mod sources;
mod words;
