//! What runs the pods of a workload, and which of Kubernetes' knobs each kind has.

use crate::spec::job::{JobFields, Moment};
use crate::syntax::Text;

/// The kind of a workload's object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Deployment,
    StatefulSet,
    DaemonSet,
    CronJob,
    Job,
}

impl Kind {
    /// The kind of a workload of that sort: an App's type, or `workers`, `crons`, `jobs`. `None` for a type without
    /// a workload.
    pub fn of(sort: &str, job: Option<&JobFields>) -> Option<Kind> {
        match sort {
            "service" | "worker" | "workers" => Some(Kind::Deployment),
            "stateful" => Some(Kind::StatefulSet),
            "daemon" => Some(Kind::DaemonSet),
            "cron" | "crons" => Some(Kind::CronJob),
            "job" | "jobs" if is_manual(job) => Some(Kind::CronJob),
            "job" | "jobs" => Some(Kind::Job),
            _ => None,
        }
    }

    pub fn name(self) -> Text {
        Text::literal(match self {
            Kind::Deployment => "Deployment",
            Kind::StatefulSet => "StatefulSet",
            Kind::DaemonSet => "DaemonSet",
            Kind::CronJob => "CronJob",
            Kind::Job => "Job",
        })
    }

    /// Whether its pods come to an end.
    pub fn ends(self) -> bool {
        matches!(self, Kind::CronJob | Kind::Job)
    }
}

/// Whether somebody starts the job by hand.
pub fn is_manual(job: Option<&JobFields>) -> bool {
    job.and_then(|job| job.when.as_ref()).is_some_and(|when| when.value == Moment::Manual)
}
