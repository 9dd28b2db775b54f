//! Which fields the kinds of workloads have no use for: defaults and overrides for all skip them there.

use super::layers::PARTS;
use crate::spec::Shape;
use crate::spec::Shaped;
use crate::spec::Workload;
use crate::spec::job::{CronFields, JobFields};

/// What only workloads that keep running have.
const OF_RUNNING: [&str; 6] = ["replicas", "scale", "rollout", "disruption", "spread", "selector"];

/// Whether a workload of that kind (an App's type, or `workers`, `crons`, `jobs`) has no use for a field.
pub fn has_no_use_for(kind: &str, key: &str) -> bool {
    let by_clock = has(CronFields::shape(), key);
    let once = has(JobFields::shape(), key);
    let exposes = matches!(key, "service" | "services" | "routes");
    PARTS.contains(&key)
        || match kind {
            "service" | "stateful" => by_clock || once,
            "daemon" => by_clock || once || matches!(key, "replicas" | "scale" | "spread"),
            "worker" => by_clock || once || exposes,
            "cron" | "crons" => OF_RUNNING.contains(&key),
            "job" | "jobs" => by_clock || OF_RUNNING.contains(&key),
            "chart" | "external" => has(Workload::shape(), key),
            "manifests" => has(Workload::shape(), key) && key != "serviceAccount",
            _ => false,
        }
}

fn has(shape: Shape, key: &str) -> bool {
    matches!(shape, Shape::Struct(fields) if fields.field(key).is_some())
}
