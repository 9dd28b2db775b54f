//! Workloads that end: jobs, and crons that start them.

use super::define::{language, words};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// When a cron starts its jobs.
    pub struct CronFields {
        /// Minute, hour, day, month, weekday: `"0 3 * * *"`.
        schedule: Spanned<Text>,
        /// The schedule's time zone: `Europe/Berlin`. Default: the control plane's.
        time_zone: Spanned<Text>,
        /// What happens while the last job still runs. Default: `Allow`.
        concurrency_policy: Spanned<Concurrency>,
        /// `true`: it starts nothing. Default: `false`.
        suspend: Spanned<bool>,
        /// Seconds after which a start that was missed is given up. Default: never.
        starting_deadline_seconds: Spanned<i64>,
        /// How many jobs that did well are kept. Default: 3.
        successful_jobs_history_limit: Spanned<i64>,
        /// How many jobs that failed are kept. Default: 1.
        failed_jobs_history_limit: Spanned<i64>,
    }

    /// How a job runs and ends.
    pub struct JobFields {
        /// When it runs, beside the app's rollout.
        when: Spanned<Moment>,
        /// How often it is tried again. Default: 6.
        backoff_limit: Spanned<i64>,
        /// Seconds after which it is stopped. Default: never.
        active_deadline_seconds: Spanned<i64>,
        /// How many pods must end well. Default: 1.
        completions: Spanned<i64>,
        /// How many pods run at once. Default: 1.
        parallelism: Spanned<i64>,
        /// Whether pods have numbers. Default: `NonIndexed`.
        completion_mode: Spanned<Completion>,
        /// Seconds that it is kept after its end. Default: for ever.
        ttl_seconds_after_finished: Spanned<i64>,
        /// What happens when a container fails. Default: `Never`, a new pod.
        restart_policy: Spanned<Restart>,
    }
}

words! {
    /// What happens while the last job still runs.
    pub enum Concurrency {
        /// The next one runs beside it.
        Allow = "Allow",
        /// The next one is skipped.
        Forbid = "Forbid",
        /// It is stopped.
        Replace = "Replace",
    }

    /// When a job runs.
    pub enum Moment {
        /// After secrets and configs, before the workloads; they wait for its end.
        BeforeRollout = "before-rollout",
        /// When the workloads are healthy.
        AfterRollout = "after-rollout",
        /// When somebody starts it: a suspended CronJob.
        Manual = "manual",
    }

    /// Whether the pods of a job have numbers.
    pub enum Completion {
        /// No.
        NonIndexed = "NonIndexed",
        /// From 0 on.
        Indexed = "Indexed",
    }

    /// What happens when a container of a job fails.
    pub enum Restart {
        /// Its pod fails.
        Never = "Never",
        /// It starts again in its pod.
        OnFailure = "OnFailure",
    }
}
