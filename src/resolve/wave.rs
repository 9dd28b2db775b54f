//! The order inside one Application, as Argo CD follows it.

use crate::syntax::{Entry, Node, Origin, Text};

/// The annotation that Argo CD reads.
pub const WAVE: &str = "argocd.argoproj.io/sync-wave";

/// When an object is applied: Argo CD waits until a wave is healthy before it begins the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wave {
    /// What workloads and jobs read or run as: secrets, accounts, config, network policies, monitors.
    First = -2,
    /// `before-rollout` jobs.
    Before = -1,
    /// Workloads, their claims and what exposes them: Argo CD's own wave, which is not written.
    Main = 0,
    /// `after-rollout` jobs.
    After = 1,
}

impl Wave {
    /// The annotation; none for the wave that is there without one.
    pub fn annotation(self) -> Option<Entry> {
        let origin = Origin::ruled("order inside an Application", []);
        let value = || Node::string((self as i64).to_string(), origin.clone());
        (self != Wave::Main).then(|| Entry {
            key: Text::literal(WAVE),
            key_origin: Origin::Unknown,
            value: value(),
        })
    }
}
