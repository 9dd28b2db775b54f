//! The rules of the house that no compiler checks: who may import whom, where a crate may be named, what a
//! file looks like. Each rule says what to do when it fails.

mod codes;
mod crates;
mod floors;
mod layout;
mod readme;
mod sources;
mod words;
