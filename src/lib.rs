//! platc: a declarative GitOps manifest compiler.

// A user's mistake is a finding, never a panic; nothing here prints, exits, or reads clock, environment or disk.
#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        clippy::exit,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod source;

pub mod digest;
pub mod parallel;

pub mod system;

pub mod diagnostic;
pub mod syntax;

pub mod spec;

pub mod schema;

pub mod workspace;

pub mod overlay;

pub mod expression;

pub mod model;

pub mod resolve;

pub mod template;

pub mod manifest;

pub mod verify;

pub mod compile;

pub mod ops;
