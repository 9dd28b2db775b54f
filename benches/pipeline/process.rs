//! The real binary, from start to end: into an empty folder, again with nothing changed, and `check`.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{RUNS, SEED, estate, write};

/// The binary that cargo built for this benchmark, with the same optimisation.
const PLATC: &str = env!("CARGO_BIN_EXE_platc");

/// Tells the times of estates of so many apps each.
pub fn measure(folder: &Path, sizes: impl IntoIterator<Item = usize>) {
    println!("\nwhole process, best and middle of {RUNS}");
    let mut last: Option<(usize, Duration, u64)> = None;
    for size in sizes {
        let folder = folder.join(size.to_string());
        write(&estate::files(size, SEED), &folder);
        let (best, memory) = tell(size, &folder);
        if let Some((apps, time, before)) = last.filter(|(apps, ..)| *apps >= 500) {
            let times = size as f64 / apps as f64;
            println!(
                "       from {apps} to {size} apps ({times:.1}×): time {:.1}×, memory {:.1}×",
                best.as_secs_f64() / time.as_secs_f64(),
                memory as f64 / before.max(1) as f64
            );
        }
        last = Some((size, best, memory));
    }
}

fn tell(size: usize, estate: &Path) -> (Duration, u64) {
    let mut into_empty: Vec<Duration> =
        (0..RUNS).map(|run| timed(&mut render(estate, &estate.join(format!("out-{run}"))))).collect();
    let again: Vec<Duration> = (0..RUNS).map(|_| timed(&mut render(estate, &estate.join("out-0")))).collect();
    timed(platc(estate).arg("golden"));
    let mut check: Vec<Duration> = (0..RUNS).map(|_| timed(platc(estate).arg("check"))).collect();
    let memory = most_memory(&mut render(estate, &estate.join("out-memory")));
    into_empty.sort();
    check.sort();
    let mut again = again;
    again.sort();
    println!("{size:>5} apps × 3");
    for (name, times) in
        [("into an empty folder", &into_empty), ("nothing changed", &again), ("check", &check)]
    {
        let (best, middle) = (times[0].as_secs_f64() * 1e3, times[RUNS / 2].as_secs_f64() * 1e3);
        println!("{name:>28} {best:9.1} ms {middle:9.1} ms");
    }
    println!("{:>28} {:9.1} MB", "most memory", memory as f64 / 1e3);
    (into_empty[0], memory)
}

fn platc(estate: &Path) -> Command {
    let mut command = Command::new(PLATC);
    command.arg("--root").arg(estate).stdout(Stdio::null());
    command
}

fn render(estate: &Path, out: &Path) -> Command {
    let mut command = platc(estate);
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
