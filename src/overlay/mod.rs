//! Layers and merging: from what platform, team, environment, app and overlay say to one spec.
//!
//! Works on trees by their shapes. What the fields mean is left to `resolve`.

mod backup;
mod chain;
mod fit;
mod inherit;
mod layers;
mod merge;
mod patches;
mod sweep;

pub use chain::{chain, environment};
pub use fit::lacks;
pub use layers::{EnvironmentLayer, Layers, Merged, PARTS, merge};
pub use merge::{IdleRemoval, Manner, Merge};
pub use patches::{Patch, environment_patches, patches};
pub use sweep::sweep;
