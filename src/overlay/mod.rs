//! Layers and merging: from what platform, team, environment, app and overlay say to one spec.

pub mod merge;
pub mod sweep;

pub use merge::{IdleRemoval, Manner, Merge};
pub use sweep::sweep;
