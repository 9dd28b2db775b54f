//! The embedded output schemas: what is in them, and how strict they are.

mod artefact;
mod boutique;
mod export;
mod laws;
mod positions;
mod strictness;
mod tree;
