//! platc: a declarative GitOps manifest compiler.

pub mod source;

pub mod system;

pub mod diagnostic;
pub mod syntax;

pub mod spec;

pub mod schema;

pub mod expression;

pub mod template;
