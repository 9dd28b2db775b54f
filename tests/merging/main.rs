//! Merging: laws over random trees of the language, and the order of layers over small estates.

mod containers;
mod estate;
mod inheritance;
mod laws;
mod layers;
mod tree;
mod variants;
