//! platc: a declarative GitOps manifest compiler. App specs and overlays in, plain reviewed YAML out.
//!
//! ```text
//!   system        the one door to the machine: disk, memory
//!     │ bytes
//!   workspace     which files an estate has      syntax   text → trees whose every node knows its place
//!     │ trees
//!   schema        do they fit the language?      spec     the language, as types
//!     │
//!   overlay       layers → one spec for each app and environment
//!     │
//!   expression    `${{ … }}` → values
//!     │
//!   resolve       spec → model: names, labels, references, defaults
//!     │ model
//!   template      model → objects                model    what templates see, and nothing else
//!     │ objects
//!   verify        does what comes out hold together?
//!     │
//!   manifest      objects → files, written only where they are ours
//! ```
//!
//! [`compile`] is that line as code, [`ops`] what each command makes of it. A module imports only from those declared
//! above it here.

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
