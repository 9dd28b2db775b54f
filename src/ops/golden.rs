//! Rewriting the golden tree: every environment, into this repository.

use super::Trouble;
use super::render::{Options, Outcome, render};
use crate::manifest::Step;
use crate::system::System;

/// Renders all environments into the manifest folder of this repository, and retires what is gone.
pub fn golden(system: &dyn System, progress: &(dyn Fn(Step, usize) + Sync)) -> Result<Outcome, Trouble> {
    render(system, None, &Options::default(), progress)
}
