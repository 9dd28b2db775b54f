//! The workloads of an app, each with what only its place in the spec tells: its key, its sort, its kind, its order.

use crate::diagnostic::{Diagnostic, code};
use crate::resolve::context::{Context, ruled};
use crate::resolve::wave::Wave;
use crate::resolve::workload::kind::{Kind, is_manual};
use crate::spec::job::{CronFields, JobFields, Moment};
use crate::spec::workload::{Inherit, Inherited};
use crate::spec::{AppType, Map, Service, Spanned, Workload};
use crate::syntax::{Origin, Text};

/// The component of an app's main workload.
pub const MAIN: &str = "main";

/// A workload of the spec with what only its place tells.
pub struct Placed<'a> {
    /// The worker's, cron's or job's key; `None` for the app itself.
    pub key: Option<&'a Spanned<Text>>,
    /// The App's type, or `workers`, `crons`, `jobs`.
    pub sort: &'static str,
    pub kind: Kind,
    /// What the kind depends on, where it is no Deployment: `type`, `when`.
    pub reason: Origin,
    pub wave: Wave,
    pub workload: &'a Workload,
    /// Its Service, where the spec writes one.
    pub service: Option<&'a Service>,
    pub cron: Option<&'a CronFields>,
    pub job: Option<&'a JobFields>,
    pub inherit: Option<&'a Inherit>,
}

impl Placed<'_> {
    /// `main`, or the key.
    pub fn component(&self) -> Spanned<Text> {
        self.key.cloned().unwrap_or_else(|| ruled(MAIN, "the app's own workload"))
    }

    /// Whether what config and secrets mount by themselves reaches this workload, and what says so.
    pub fn mounts_config(&self) -> Option<Origin> {
        match self.inherit {
            None => Some(Origin::Unknown),
            Some(Inherit::First(all)) => all.value.then_some(Origin::Unknown),
            Some(Inherit::Second(some)) => {
                let word = some.iter().find(|word| word.value == Inherited::Volumes)?;
                Some(word.origin.clone())
            }
        }
    }

    /// A job that somebody starts by hand.
    pub fn is_manual(&self) -> bool {
        is_job(self.sort) && is_manual(self.job)
    }

    /// The workload in a user's words: `the app itself`, `the worker `mailer``.
    pub fn called(&self) -> String {
        match self.key {
            None => "the app itself".into(),
            Some(key) => format!("the {} `{}`", singular(self.sort), key.value),
        }
    }
}

fn is_job(sort: &str) -> bool {
    matches!(sort, "job" | "jobs")
}

/// `worker` for `workers`.
pub fn singular(sort: &str) -> &str {
    sort.strip_suffix('s').unwrap_or(sort)
}

/// The order of a job beside the app's rollout; everything else goes with the workloads.
fn wave(sort: &str, job: Option<&JobFields>) -> Wave {
    match job.filter(|_| is_job(sort)).and_then(|job| job.when.as_ref()).map(|when| when.value) {
        Some(Moment::BeforeRollout) => Wave::Before,
        Some(Moment::AfterRollout) => Wave::After,
        Some(Moment::Manual) | None => Wave::Main,
    }
}

impl Context<'_> {
    /// The App's type, and where it is written.
    pub fn sort(&self) -> (&'static str, Origin) {
        match &self.spec.r#type {
            Some(kind) => (kind.value.word(), kind.origin.clone()),
            None => (AppType::Service.word(), Origin::Unknown),
        }
    }

    /// Every workload: the app itself, where its type has one, then workers, crons, jobs.
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut all: Vec<Placed> = self.main().into_iter().collect();
        let workers = self.spec.workers.as_ref().into_iter().flat_map(Map::iter);
        all.extend(workers.filter_map(|(key, worker)| {
            let placed = part(key, "workers", &worker.workload, worker.inherit.as_ref())?;
            Some(Placed { service: worker.service.as_ref(), ..placed })
        }));
        let crons = self.spec.crons.as_ref().into_iter().flat_map(Map::iter);
        all.extend(crons.filter_map(|(key, cron)| {
            let placed = part(key, "crons", &cron.workload, cron.inherit.as_ref())?;
            Some(Placed { cron: Some(&cron.cron), job: Some(&cron.job), ..placed })
        }));
        let jobs = self.spec.jobs.as_ref().into_iter().flat_map(Map::iter);
        all.extend(jobs.filter_map(|(key, job)| {
            let kind = Kind::of("jobs", Some(&job.job))?;
            let when = job.job.when.as_ref();
            let placed = part(key, "jobs", &job.workload, job.inherit.as_ref())?;
            Some(Placed {
                kind,
                reason: when.map_or(Origin::Unknown, |when| when.origin.clone()),
                wave: wave("jobs", Some(&job.job)),
                job: Some(&job.job),
                ..placed
            })
        }));
        all
    }

    /// The app itself; `None` where its type has no workload.
    fn main(&self) -> Option<Placed<'_>> {
        let (sort, origin) = self.sort();
        let job = Some(&self.spec.job);
        let kind = Kind::of(sort, job)?;
        let when = self.spec.job.when.as_ref().filter(|_| is_job(sort));
        let reasons = std::iter::once(origin).chain(when.map(|when| when.origin.clone()));
        Some(Placed {
            key: None,
            sort,
            kind,
            reason: if kind == Kind::Deployment { Origin::Unknown } else { Origin::derived(reasons) },
            wave: wave(sort, job),
            workload: &self.spec.workload,
            service: self.spec.service.as_ref(),
            cron: Some(&self.spec.cron),
            job,
            inherit: None,
        })
    }

    /// A workload's key becomes a label and a part of names: pods of a worker called `main` would be taken for the
    /// app's own, two workloads of one key for each other's.
    pub fn check_keys(&self, all: &[Placed]) {
        let mut seen: Vec<(&Spanned<Text>, &str)> = Vec::new();
        for placed in all {
            let Some(key) = placed.key else { continue };
            let what = singular(placed.sort);
            if key.value.as_str() == MAIN {
                let message =
                    format!("`main` cannot be the name of a {what}: the app's own workload is called so");
                let found = Diagnostic::error(code::BAD_NAME, message).at(key.origin.span(), "");
                self.report(found.help("rename it"));
            }
            if let Some((first, sort)) = seen.iter().find(|(known, _)| known.value == key.value) {
                let message = format!("a {} and a {what} are both called `{}`", singular(sort), key.value);
                let found =
                    Diagnostic::error(code::DUPLICATE_NAME, message).at(key.origin.span(), "this one");
                self.report(found.related(first.origin.span(), "and this one").help("rename one of them"));
            }
            seen.push((key, placed.sort));
        }
    }
}

/// A Deployment beside the app itself, or, by `sort`, a CronJob or Job of which more is said.
fn part<'a>(
    key: &'a Spanned<Text>,
    sort: &'static str,
    workload: &'a Workload,
    inherit: Option<&'a Inherit>,
) -> Option<Placed<'a>> {
    Some(Placed {
        key: Some(key),
        sort,
        kind: Kind::of(sort, None)?,
        reason: Origin::Unknown,
        wave: Wave::Main,
        workload,
        service: None,
        cron: None,
        job: None,
        inherit,
    })
}
