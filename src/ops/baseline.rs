//! Writing down what is known of an estate: all findings that can pass, and nothing that cannot be.

use super::{Compiled, Known, Trouble};
use crate::compile::Selection;
use crate::diagnostic::Diagnostic;
use crate::system::System;
use crate::workspace::Baseline;

/// What came of it.
pub struct Recorded {
    pub compiled: Compiled,
    /// What cannot be known: errors with which nothing can be written.
    pub findings: Vec<Diagnostic>,
    /// `None` where such errors are left; then the file is as it was.
    pub written: Option<Written>,
}

/// A baseline that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub findings: usize,
    pub files: usize,
}

/// Compiles everything and writes the findings that can pass into a file of the estate.
pub fn record(system: &dyn System, path: &str) -> Result<Recorded, Trouble> {
    let compiled = Compiled::knowing(&Known::All, system, Selection::default())?;
    let findings = compiled.findings();
    let written = match &compiled.estate.baseline {
        Some(baseline) if !compiled.is_broken() => Some(write(system, path, baseline)?),
        _ => None,
    };
    Ok(Recorded { compiled, findings, written })
}

/// Writes what passed into a file, or takes the file away where nothing did.
pub fn write(system: &dyn System, path: &str, baseline: &Baseline) -> Result<Written, Trouble> {
    let written = Written { findings: baseline.count(), files: baseline.files() };
    if written.findings > 0 {
        super::format::replace(system, path, &baseline.text())?;
    } else if system.kind(path)?.is_some() {
        system.remove_file(path)?;
    }
    Ok(written)
}
