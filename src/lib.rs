//! platc: a declarative GitOps manifest compiler.

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
