//! What platform, teams and environments say for all apps of a type.

use super::app::{AppSpec, Cron, Job, Worker};
use super::container::ContainerFields;
use super::define::language;

language! {
    /// Fields for all apps of a type, all workers, all containers. What an app's type lacks is skipped.
    pub struct Defaults {
        /// For all but sidecars and init containers; weaker than the others here.
        everything: Box<AppSpec> [key "*"],
        /// For apps of the type `service`.
        service: Box<AppSpec>,
        /// For apps of the type `worker`.
        worker: Box<AppSpec>,
        /// For apps of the type `stateful`.
        stateful: Box<AppSpec>,
        /// For apps of the type `daemon`.
        daemon: Box<AppSpec>,
        /// For apps of the type `cron`.
        cron: Box<AppSpec>,
        /// For apps of the type `job`.
        job: Box<AppSpec>,
        /// For apps of the type `chart`.
        chart: Box<AppSpec>,
        /// For apps of the type `external`.
        external: Box<AppSpec>,
        /// For apps of the type `manifests`.
        manifests: Box<AppSpec>,
        /// For all workers of apps.
        workers: Box<Worker>,
        /// For all crons of apps.
        crons: Box<Cron>,
        /// For all jobs of apps.
        jobs: Box<Job>,
        /// For all containers, sidecars and init containers too.
        containers: Box<ContainerFields>,
    }
}
