//! The real binary, from start to end: into an empty folder, again with nothing changed, and `check`; by the clock,
//! and by the processors' time, which a busy machine does not lengthen much.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{RUNS, SEED, estate, write};

/// With six million inodes cached creating files took twice as long, with one million no longer than with few.
const CROWD: u64 = 2_000_000;

/// Tells the times of estates of so many apps each.
pub fn measure(binary: &Path, folder: &Path, sizes: impl IntoIterator<Item = usize>) {
    println!("\nwhole process, best and middle of {RUNS}, processors' time of one run on the average");
    if let Some(cached) = cached_inodes().filter(|cached| *cached > CROWD) {
        println!(
            "the system caches {cached} inodes, among which it looks for each new file: creating may take twice as long, \
             until root says `sync; echo 3 > /proc/sys/vm/drop_caches`"
        );
    }
    let mut last: Option<(usize, Duration, u64)> = None;
    for size in sizes {
        let folder = folder.join(size.to_string());
        write(&estate::files(size, SEED), &folder);
        let (busy, memory) = tell(binary, size, &folder);
        if let Some((apps, time, before)) = last.filter(|(apps, ..)| *apps >= 500) {
            let times = size as f64 / apps as f64;
            println!(
                "       from {apps} to {size} apps ({times:.1}×): processors' time {:.1}×, memory {:.1}×",
                busy.as_secs_f64() / time.as_secs_f64(),
                memory as f64 / before.max(1) as f64
            );
        }
        last = Some((size, busy, memory));
    }
}

/// Tells the times of one estate; gives the processors' time and the memory of rendering it.
fn tell(binary: &Path, size: usize, estate: &Path) -> (Duration, u64) {
    let into_empty = times(|run| render(binary, estate, &estate.join(format!("out-{run}"))));
    let again = times(|_| render(binary, estate, &estate.join("out-0")));
    timed(platc(binary, estate).arg("golden"));
    let check = times(|_| {
        let mut command = platc(binary, estate);
        command.arg("check");
        command
    });
    let memory = most_memory(&mut render(binary, estate, &estate.join("out-memory")));
    println!("{size:>5} apps × 3");
    for (name, times) in
        [("into an empty folder", &into_empty), ("nothing changed", &again), ("check", &check)]
    {
        let [best, middle, busy] =
            [times.best, times.middle, times.busy].map(|time| time.as_secs_f64() * 1e3);
        println!("{name:>28} {best:9.1} ms {middle:9.1} ms {busy:9.1} ms");
    }
    println!("{:>28} {:9.1} MB", "most memory", memory as f64 / 1e3);
    (into_empty.busy, memory)
}

/// The times of several runs of one command.
struct Times {
    best: Duration,
    middle: Duration,
    /// What the processors did for one run; 0 where the system does not tell.
    busy: Duration,
}

fn times(command: impl Fn(usize) -> Command) -> Times {
    let before = children_busy();
    let mut times: Vec<Duration> = (0..RUNS).map(|run| timed(&mut command(run))).collect();
    let busy = (children_busy() - before) / RUNS as u32;
    times.sort();
    Times { best: times[0], middle: times[RUNS / 2], busy }
}

/// How many files and folders the system has in mind, as Linux tells it.
fn cached_inodes() -> Option<u64> {
    std::fs::read_to_string("/proc/sys/fs/inode-nr").ok()?.split_whitespace().next()?.parse().ok()
}

/// What the processors did for the processes that this one has started and that have ended, as Linux tells it,
/// in hundredths of a second.
fn children_busy() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is a name in brackets; the fourteenth and fifteenth after it are what is asked for.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: u64 = fields.skip(13).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(10 * ticks)
}

fn platc(binary: &Path, estate: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("--root").arg(estate).stdout(Stdio::null());
    command
}

fn render(binary: &Path, estate: &Path, out: &Path) -> Command {
    let mut command = platc(binary, estate);
    command.arg("render").args(estate::ENVIRONMENTS).arg("--out").arg(out);
    command
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let status = command.status().expect("platc starts");
    let time = start.elapsed();
    assert!(status.success(), "{command:?} ended with {status}");
    time
}

/// The most memory that a process had resident, in kB, as Linux tells it while it runs; 0 elsewhere.
fn most_memory(command: &mut Command) -> u64 {
    let mut child = command.spawn().expect("platc starts");
    let mut most = 0;
    while child.try_wait().expect("platc runs").is_none() {
        most = most.max(resident(&child));
        std::thread::sleep(Duration::from_micros(200));
    }
    most
}

fn resident(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}
