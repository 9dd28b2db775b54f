//! What is found but not told: findings that a comment or the baseline lets pass.

use super::baseline::Baseline;
use crate::diagnostic::Diagnostic;
use crate::source::Files;
use crate::syntax::allow::{Allows, Of};

/// The comments of some files, and the known findings in them.
#[derive(Debug)]
pub struct Passing<'a> {
    files: &'a Files,
    allows: Allows,
    baseline: Option<&'a Baseline>,
}

impl<'a> Passing<'a> {
    /// Reads the comments of the files whose paths may hold some.
    pub fn new(files: &'a Files, baseline: Option<&'a Baseline>, may_hold: impl Fn(&str) -> bool) -> Self {
        let allows = Allows::read(files.iter().filter(|(_, file)| may_hold(file.path())));
        Passing { files, allows, baseline }
    }

    /// Takes out what passes.
    pub fn let_pass(&self, found: &mut Vec<Diagnostic>, of: Of) {
        self.allows.let_pass(found, of);
        if let Some(baseline) = self.baseline {
            baseline.let_pass(found, of, self.files);
        }
    }

    /// What is wrong with the comments; where everything was looked at, also comments and known findings for which
    /// there is nothing to pass.
    pub fn remarks(&self, is_complete: bool) -> Vec<Diagnostic> {
        let mut remarks: Vec<Diagnostic> = self.allows.mistakes().cloned().collect();
        if is_complete {
            remarks.extend(self.allows.unused());
            remarks.extend(self.baseline.map(Baseline::stale).unwrap_or_default());
        }
        remarks
    }
}
