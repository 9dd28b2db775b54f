//! platc: a declarative GitOps manifest compiler.

pub mod source;

pub mod digest;
pub mod parallel;

pub mod system;

pub mod diagnostic;
pub mod syntax;

pub mod manifest;
