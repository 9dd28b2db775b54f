//! What only workloads that end have, as templates see it.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::Text;

language! {
    /// When a CronJob starts its jobs.
    pub struct Clock {
        /// Minute, hour, day, month, weekday.
        schedule: Spanned<Text>,
        /// The schedule's time zone.
        time_zone: Spanned<Text>,
        /// What happens while the last job still runs.
        concurrency_policy: Spanned<Text>,
        /// Whether it starts nothing.
        suspend: Spanned<bool>,
        /// Seconds after which a start that was missed is given up.
        starting_deadline_seconds: Spanned<i64>,
        /// How many jobs that did well are kept.
        successful_jobs_history_limit: Spanned<i64>,
        /// How many jobs that failed are kept.
        failed_jobs_history_limit: Spanned<i64>,
    }

    /// How a job runs and ends.
    pub struct Run {
        /// How often it is tried again.
        backoff_limit: Spanned<i64>,
        /// Seconds after which it is stopped.
        active_deadline_seconds: Spanned<i64>,
        /// How many pods must end well.
        completions: Spanned<i64>,
        /// How many pods run at once.
        parallelism: Spanned<i64>,
        /// Whether pods have numbers.
        completion_mode: Spanned<Text>,
        /// Seconds that it is kept after its end.
        ttl_seconds_after_finished: Spanned<i64>,
    }
}
