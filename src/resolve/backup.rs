//! Backups: Schedules of Velero, and what must hold of all. Those by a command are crons since the layers were merged.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::model::{Snapshot, SnapshotHooks};
use crate::resolve::context::{Context, ruled};
use crate::resolve::labels::Bearer;
use crate::resolve::route::duration::milliseconds;
use crate::resolve::wave::Wave;
use crate::spec::delivery::{Backup, BackupMethod, Hooks};
use crate::spec::{AppSpec, Map, Spanned, Volume};
use crate::syntax::{Mapping, Node, Origin, Text};

/// Where Velero is, unless the environment says otherwise.
const VELERO: &str = "velero";

impl Context<'_> {
    /// The Schedules of Velero.
    pub fn snapshots(&self) -> Vec<Snapshot> {
        let backups = self.spec.backup.as_ref().into_iter().flat_map(Map::iter);
        let backups: Vec<(&Spanned<Text>, &Backup)> = backups.collect();
        for (key, backup) in &backups {
            self.check_volume(backup);
            self.check_cron(key, backup);
            self.check_method(key, backup);
        }
        let of_velero = backups.into_iter().filter(|(_, backup)| is(backup, BackupMethod::Velero));
        of_velero.filter_map(|(key, backup)| self.snapshot(key, backup)).collect()
    }

    fn snapshot(&self, key: &Spanned<Text>, backup: &Backup) -> Option<Snapshot> {
        let (keep, method) = (backup.keep.as_ref()?, backup.method.as_ref()?);
        let Some(ttl) = ttl(&keep.0.value) else {
            let message = format!("`{}` is not a time that Velero could keep a backup for", keep.0.value);
            let found = Diagnostic::error(code::BAD_VALUE, message).at(keep.0.origin.span(), "");
            self.report(found.help("write a number and s, m, h or d: `30d`"));
            return None;
        };
        self.check_velero_volume(backup);
        let place = self.of_environment("backup");
        let namespace = place.get("namespace").cloned();
        let namespace = namespace.unwrap_or_else(|| {
            Node::string(VELERO, Origin::ruled("default of the environment's backup.namespace", []))
        });
        // Velero's namespace holds the Schedules of all: their names must differ between namespaces too.
        let stem = self.part_name(Some(key));
        let own = self.namespace.as_str().unwrap_or("");
        let origin = Origin::derived([self.namespace.origin.clone(), stem.origin.clone()]);
        let derived = Spanned::new(Text::from(format!("{own}-{}", stem.value)), origin);
        let name = self.cluster_name("Schedule", &stem, derived);
        let labels = self.labels(Bearer::APP, &[]);
        let annotations = self.annotations(Wave::Main, false, &[]);
        Some(Snapshot {
            origin: Origin::Unknown.because([method.origin.clone()]),
            metadata: Some(self.metadata_of(&namespace, &name, labels, annotations)),
            schedule: backup.schedule.clone(),
            ttl: Some(Spanned::new(ttl, keep.0.origin.clone())),
            selector: Some(self.of_app()),
            location: place.get("storageLocation").and_then(Node::as_text).map(|text| {
                let origin = place.get("storageLocation").map(|node| node.origin.clone());
                Spanned::new(text.clone(), origin.unwrap_or_default())
            }),
            hooks: backup.hooks.as_ref().map(|hooks| self.hooks(key, hooks)),
            name: Some(name),
        })
    }

    /// The label that all objects of the app have, and the claims of its pods by way of them.
    fn of_app(&self) -> Node {
        let mut labels = Mapping::new();
        let name = Node::string(self.name.value.clone(), self.name.origin.clone());
        labels.set("app.kubernetes.io/name", name);
        Node::mapping(labels, Origin::Unknown)
    }

    /// Commands in the main container.
    fn hooks(&self, key: &Spanned<Text>, hooks: &Hooks) -> SnapshotHooks {
        let workload = &self.spec.workload;
        let component = ruled("main", "the app's own workload");
        let command = |words: &Option<Vec<Spanned<Text>>>| {
            let words = words.as_ref().filter(|words| !words.is_empty())?;
            let words = words.iter().map(|word| Node::string(word.value.clone(), word.origin.clone()));
            Some(Node::sequence(words.collect(), Origin::Unknown))
        };
        SnapshotHooks {
            name: Some(key.clone()),
            container: Some(workload.container.container.clone().unwrap_or_else(|| self.name.clone())),
            selector: Some(Node::mapping(self.selector(workload, &component), Origin::Unknown)),
            pre: command(&hooks.pre),
            post: command(&hooks.post),
            ..SnapshotHooks::default()
        }
    }

    /// A volume to keep must be one that lasts.
    fn check_volume(&self, backup: &Backup) {
        let Some(volume) = &backup.volume else { return };
        let claims = claims(&self.spec);
        if claims.contains(&volume.value.as_str()) {
            return;
        }
        let label = nearest(&volume.value, claims.iter().copied());
        let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
        let message = format!("`{}` is no claim of {}", volume.value, self.name.value);
        let found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(volume.origin.span(), label);
        self.report(match claims.is_empty() {
            true => found.help("the app has none: only what has a `claim` or `existingClaim` lasts"),
            false => found.note(format!("there are: {}", claims.join(", "))),
        });
    }

    /// A backup by a command is a cron of its name.
    fn check_cron(&self, key: &Spanned<Text>, backup: &Backup) {
        let crons = self.spec.crons.as_ref().filter(|_| is(backup, BackupMethod::Command));
        let Some((cron, _)) = crons.and_then(|crons| crons.entry(&key.value)) else { return };
        if cron.origin.span() != key.origin.span() {
            let message = format!("a cron and a backup by a command are both called `{}`", key.value);
            let found = Diagnostic::error(code::DUPLICATE_NAME, message).at(key.origin.span(), "this one");
            self.report(found.related(cron.origin.span(), "and this one").help("rename one of them"));
        }
    }

    /// Each method has words of its own; without its command a container would run whatever the image runs.
    fn check_method(&self, key: &Spanned<Text>, backup: &Backup) {
        let Some(method) = &backup.method else { return };
        let words: [(&str, BackupMethod, Option<&Origin>); 4] = [
            ("command", BackupMethod::Command, backup.command.as_ref().map(|node| &node.origin)),
            ("hooks", BackupMethod::Velero, backup.hooks.as_ref().map(|hooks| &hooks.origin)),
            ("image", BackupMethod::Command, backup.image.as_ref().map(|image| &image.origin)),
            ("resources", BackupMethod::Command, backup.resources.as_ref().map(|node| &node.origin)),
        ];
        for (word, of, written) in words {
            if let Some(written) = written.filter(|_| of != method.value) {
                let message = format!("`{word}` means nothing to `method: {}`", method.value.word());
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(written.span(), "");
                let found = found.related(method.origin.span(), "the method");
                self.report(found.help(format!("remove it, or write `method: {}`", of.word())));
            }
        }
        if method.value == BackupMethod::Command && backup.command.is_none() {
            let message = format!("the backup `{}` has no `command`", key.value);
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(key.origin.span(), "");
            self.report(found.help("say what writes it: `command: [sh, -c, pg_dump …]`"));
        }
    }

    /// Velero takes what has the app's labels: all its claims, or none.
    fn check_velero_volume(&self, backup: &Backup) {
        let claims = claims(&self.spec);
        let is_one_of_several = |volume: &str| claims.len() > 1 && claims.contains(&volume);
        let Some(volume) = backup.volume.as_ref().filter(|volume| is_one_of_several(&volume.value)) else {
            return;
        };
        let message = "Velero takes all claims of an app, not one of several";
        let found = Diagnostic::error(code::WRONG_VALUE, message).at(volume.origin.span(), "");
        self.report(found.help("leave `volume` out, or copy it yourself with `method: command`"));
    }
}

fn is(backup: &Backup, method: BackupMethod) -> bool {
    backup.method.as_ref().is_some_and(|written| written.value == method)
}

/// The volumes of an app that last, in the order written.
fn claims(spec: &AppSpec) -> Vec<&str> {
    let lasts = |volume: &Volume| volume.claim.is_some() || volume.existing_claim.is_some();
    let workers = spec.workers.iter().flat_map(Map::iter).map(|(_, worker)| &worker.workload);
    let all = std::iter::once(&spec.workload).chain(workers);
    let volumes = all.flat_map(|workload| workload.volumes.iter().flat_map(Map::iter));
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in volumes.filter(|(_, volume)| lasts(volume)) {
        if !names.contains(&name.value.as_str()) {
            names.push(&name.value);
        }
    }
    names
}

/// A duration as Go writes it: `720h0m0s`. `None` where it is none, or longer than Velero can count.
fn ttl(text: &str) -> Option<Text> {
    // `time.Duration` counts nanoseconds in 63 bits.
    const LONGEST: u64 = i64::MAX as u64 / 1_000_000_000;
    let seconds = milliseconds(text).map(|milliseconds| milliseconds / 1000)?;
    let is_possible = (1..=LONGEST).contains(&seconds);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    is_possible.then(|| format!("{hours}h{minutes}m{}s", seconds % 60).into())
}

#[cfg(test)]
mod tests {
    use super::ttl;

    #[test]
    fn a_time_is_written_as_go_writes_it() {
        for (text, written) in [("30d", "720h0m0s"), ("90m", "1h30m0s"), ("45s", "0h0m45s")] {
            assert_eq!(ttl(text).as_deref(), Some(written), "{text}");
        }
        for bad in ["7", "soon", "0d", "500ms", "999999999999d", "9223372037s"] {
            assert_eq!(ttl(bad), None, "{bad}");
        }
    }
}
