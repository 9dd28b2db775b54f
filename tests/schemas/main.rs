//! The embedded output schemas: what is in them, and how strict they are.

mod artefact;
mod boutique;
mod cel;
mod export;
mod laws;
mod limits;
mod positions;
mod strictness;
mod tree;
