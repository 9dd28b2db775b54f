//! Which fields the kinds of workloads have no use for: defaults and overrides for all skip them there, and an app's
//! own files may not write them.

use super::layers::PARTS;
use crate::spec::Shape;
use crate::spec::Shaped;
use crate::spec::Workload;
use crate::spec::job::{CronFields, JobFields};

/// What only workloads that keep running have.
const OF_RUNNING: [&str; 6] = ["replicas", "scale", "rollout", "disruption", "spread", "selector"];
/// What counts pods, of which a daemon has one for each node.
const OF_COUNTED: [&str; 4] = ["replicas", "scale", "disruption", "spread"];

/// Whether defaults and overrides skip a field for a workload of that kind (an App's type, or `workers`, `crons`,
/// `jobs`).
pub fn has_no_use_for(kind: &str, key: &str) -> bool {
    let exposes = matches!(key, "services" | "routes");
    let is_exposed = !matches!(kind, "worker" | "cron" | "job");
    PARTS.contains(&key) || (exposes && !is_exposed) || lacks(kind, key)
}

/// Whether a field means nothing in a workload of that kind.
pub fn lacks(kind: &str, key: &str) -> bool {
    let by_clock = has(CronFields::shape(), key);
    let once = has(JobFields::shape(), key);
    match kind {
        "service" | "stateful" | "workers" => by_clock || once,
        "daemon" => by_clock || once || OF_COUNTED.contains(&key),
        "worker" => by_clock || once || key == "service",
        "cron" | "crons" => matches!(key, "when" | "service") || OF_RUNNING.contains(&key),
        "job" | "jobs" => by_clock || key == "service" || OF_RUNNING.contains(&key),
        "chart" | "external" => has(Workload::shape(), key),
        "manifests" => {
            let of_workload = has(Workload::shape(), key) && key != "serviceAccount";
            let of_pods = matches!(key, "service" | "services" | "routes") || PARTS.contains(&key);
            of_workload || of_pods || by_clock || once
        }
        _ => false,
    }
}

fn has(shape: Shape, key: &str) -> bool {
    matches!(shape, Shape::Struct(fields) if fields.field(key).is_some())
}
