//! What verifying costs: `platc verify` of the manifests of an estate against `kubeconform -strict` of the same files in
//! the same minute, on the same number of threads, with schemas on disk; then one object alone.
//!
//! `cargo bench --bench verify [-- <apps>] [--kubeconform <binary> --schemas <folder>]`: 500 apps in three environments
//! unless said otherwise. Without kubeconform only ours is told. `conformance/agreement/build` builds both.

#[path = "estate/mod.rs"]
mod estate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The estate's seed.
const SEED: u64 = 1;

/// Apps, each in three environments: 20,000 objects.
const APPS: usize = 500;

/// Runs of which the best and the middle one are told; ours and theirs take turns.
const RUNS: usize = 7;

/// The binary that cargo built for this benchmark, with the same optimisation.
const PLATC: &str = env!("CARGO_BIN_EXE_platc");

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| words.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].clone());
    let apps = words.iter().find_map(|word| word.parse().ok()).unwrap_or(APPS);
    let place = tempfile::tempdir().expect("a fresh folder");
    let manifests = manifests(apps, place.path());
    let one = place.path().join("one.yaml");
    std::fs::write(&one, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n").expect("a file");
    let (files, bytes) = size(&manifests);
    println!("{files} files, {:.1} MB, load {}", bytes as f64 / 1e6, load());
    let ours = |path: &Path| {
        let mut command = Command::new(PLATC);
        command.arg("verify").arg(path).args(["--format", "concise"]);
        command
    };
    let theirs = option("--kubeconform").zip(option("--schemas"));
    let theirs = |path: &Path| {
        theirs.as_ref().map(|(binary, schemas)| {
            let mut command = Command::new(binary);
            let threads = std::thread::available_parallelism().map_or(1, usize::from).to_string();
            let layout =
                format!("{schemas}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json");
            command.args(["-strict", "-ignore-missing-schemas", "-n", &threads, "-schema-location", &layout]);
            command.args(["-ignore-filename-pattern", r"/\.platc/"]).arg(path);
            command
        })
    };
    for (what, path) in [("all", &manifests), ("one object", &one)] {
        let times = turns(|| ours(path), || theirs(path));
        for (name, times) in [("platc verify", &times.0), ("kubeconform", &times.1)] {
            if let (Some(best), Some(middle)) = (times.first(), times.get(times.len() / 2)) {
                println!("{what:>12} {name:>14} {:9.1} ms {:9.1} ms", ms(*best), ms(*middle));
            }
        }
        if let (Some(ours), Some(theirs)) = (times.0.get(RUNS / 2), times.1.get(RUNS / 2)) {
            println!("{what:>12} {:>14} {:9.1} ×", "ratio", theirs.as_secs_f64() / ours.as_secs_f64());
        }
    }
    println!("load {}", load());
}

/// The manifests of an estate of so many apps.
fn manifests(apps: usize, place: &Path) -> std::path::PathBuf {
    let (root, out) = (place.join("estate"), place.join("manifests"));
    for (path, text) in estate::files(apps, SEED) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let mut render = Command::new(PLATC);
    render.arg("--root").arg(&root).arg("render").args(estate::ENVIRONMENTS).arg("--out").arg(&out);
    assert!(render.stdout(Stdio::null()).status().expect("platc starts").success(), "the estate compiles");
    out
}

/// The times of both, sorted; one after the other, so that a busy machine hits both.
fn turns(ours: impl Fn() -> Command, theirs: impl Fn() -> Option<Command>) -> (Vec<Duration>, Vec<Duration>) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        first.push(timed(ours()));
        second.extend(theirs().map(timed));
    }
    first.sort();
    second.sort();
    (first, second)
}

/// Findings are no failure here: the two do not look for the same.
fn timed(mut command: Command) -> Duration {
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
    assert!(status.code().is_some_and(|code| code < 2), "it does its work");
    began.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Files and bytes below a folder.
fn size(folder: &Path) -> (usize, u64) {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.fold((0, 0), |(files, bytes), path| match path.is_dir() {
        true => {
            let below = size(&path);
            (files + below.0, bytes + below.1)
        }
        false => (files + 1, bytes + path.metadata().map_or(0, |metadata| metadata.len())),
    })
}

/// The machine's load while measuring, where the system says it: figures of a busy machine are worth little.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "unknown".to_owned());
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
