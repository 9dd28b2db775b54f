//! Workloads that end: when a CronJob starts them, how they run, what their pods do when a container ends.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Clock, Run};
use crate::resolve::context::{Context, ruled};
use crate::resolve::workload::kind::Kind;
use crate::resolve::workload::placed::Placed;
use crate::spec::Spanned;
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// The thirty-first of February: a CronJob must have a schedule, and a job that somebody starts by hand has none. The
/// API server reads it; while the CronJob is suspended nobody works out its next time.
const NEVER: &str = "0 0 31 2 *";
/// The word of a pod's spec that `restartPolicy` of a job stands for.
const RESTART: &str = "restartPolicy";

impl Context<'_> {
    /// When a CronJob starts its jobs; `None` for other kinds.
    pub fn clock(&self, placed: &Placed) -> Option<Clock> {
        if placed.kind != Kind::CronJob {
            return None;
        }
        if placed.is_manual() {
            let rule = "a job that somebody starts by hand";
            return Some(Clock {
                schedule: Some(ruled(NEVER, rule)),
                suspend: Some(Spanned::new(true, Origin::ruled(rule, []))),
                ..Clock::default()
            });
        }
        let cron = placed.cron?;
        if cron.schedule.is_none() {
            let found =
                Diagnostic::error(code::MISSING_FIELD, format!("{} has no `schedule`", placed.called()));
            let place = placed.key.map_or(placed.reason.span(), |key| key.origin.span());
            self.report(
                found.at(place, "").help("add one: `schedule: \"0 3 * * *\"` is every night at three"),
            );
        }
        let policy = cron.concurrency_policy.as_ref();
        Some(Clock {
            schedule: cron.schedule.clone(),
            time_zone: cron.time_zone.clone(),
            concurrency_policy: policy
                .map(|policy| Spanned::new(Text::literal(policy.value.word()), policy.origin.clone())),
            suspend: cron.suspend.clone(),
            starting_deadline_seconds: cron.starting_deadline_seconds.clone(),
            successful_jobs_history_limit: cron.successful_jobs_history_limit.clone(),
            failed_jobs_history_limit: cron.failed_jobs_history_limit.clone(),
            ..Clock::default()
        })
    }

    /// How a job runs; `None` for workloads that keep running.
    pub fn run(&self, placed: &Placed) -> Option<Run> {
        let job = placed.job.filter(|_| placed.kind.ends())?;
        let mode = job.completion_mode.as_ref();
        Some(Run {
            backoff_limit: job.backoff_limit.clone(),
            active_deadline_seconds: job.active_deadline_seconds.clone(),
            completions: job.completions.clone(),
            parallelism: job.parallelism.clone(),
            completion_mode: mode
                .map(|mode| Spanned::new(Text::literal(mode.value.word()), mode.origin.clone())),
            ttl_seconds_after_finished: job.ttl_seconds_after_finished.clone(),
            ..Run::default()
        })
    }

    /// What happens when a container of a job ends; `None` for workloads that keep running.
    pub fn restart(&self, placed: &Placed) -> Option<Spanned<Text>> {
        let job = placed.job.filter(|_| placed.kind.ends())?;
        let written = job.restart_policy.as_ref();
        let written =
            written.map(|policy| Spanned::new(Text::literal(policy.value.word()), policy.origin.clone()));
        Some(written.unwrap_or_else(|| ruled("Never", "default of restartPolicy of jobs")))
    }

    /// A pod's own word for that says the same in a second place; what the main workload gives is not meant for jobs.
    pub fn without_restart(&self, placed: &Placed, mut words: Mapping) -> Mapping {
        if !placed.kind.ends() {
            return words;
        }
        if let Some(word) = words.remove(RESTART)
            && word.value.as_str() != Some("Always")
        {
            let found = Diagnostic::error(code::UNKNOWN_FIELD, "`restartPolicy` is not written in `pod`");
            let found = found.at(word.key_origin.span(), "not here");
            self.report(found.help("write `restartPolicy` beside `pod`"));
        }
        words
    }
}

/// A Job cannot change: unless the spec names it, its name carries a hash of its pod template, so that another
/// template is another Job.
pub fn with_generated_name(metadata: Node, placed: &Placed) -> Node {
    if placed.kind != Kind::Job || placed.workload.name.is_some() {
        return metadata;
    }
    let mut renamed = Mapping::new();
    for entry in metadata.as_mapping().into_iter().flat_map(Mapping::iter) {
        renamed.push(match entry.key.as_str() {
            "name" => Entry {
                key: Text::literal("generateName"),
                key_origin: entry.key_origin.clone(),
                value: Node::string(
                    format!("{}-", entry.value.as_str().unwrap_or_default()),
                    entry.value.origin.clone(),
                ),
            },
            _ => entry.clone(),
        });
    }
    Node::mapping(renamed, metadata.origin)
}
