//! What compiling costs: each stage on one thread and on all, then the whole process, over estates of growing size.
//!
//! `cargo bench --bench pipeline [-- [stages] [process] [<largest>] [--folder <folder>] [--binary <path>]]`: both
//! parts, up to 5,000 apps, unless said otherwise; `--binary` measures another binary than the one built with it.
//! `-- write <apps> <folder> [<seed>]` only writes an estate, to look at or to profile.
//!
//! Each run has a fresh folder below `--folder` (else below the system's temporary one), and nothing is deleted
//! between runs: deleting costs more than what is measured.

#[path = "../estate/mod.rs"]
mod estate;
mod process;
mod stages;

use std::path::{Path, PathBuf};

/// The estates' seed.
const SEED: u64 = 1;

/// Apps of the estates; each in three environments.
const SIZES: [usize; 4] = [1, 50, 500, 5000];

/// Runs of which the best and the middle one are told.
const RUNS: usize = 5;

fn main() {
    // Cargo says `--bench`, which says nothing here.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["write", count, folder, seed @ ..] = words.as_slice() {
        let seed = seed.first().map_or(SEED, |seed| seed.parse().expect("a seed"));
        write(&estate::files(count.parse().expect("a number of apps"), seed), Path::new(folder));
        return;
    }
    let named = |name: &str| words.windows(2).find(|pair| pair[0] == name).map(|pair| PathBuf::from(pair[1]));
    let binary = named("--binary").unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_platc")));
    let folder = named("--folder");
    let folder =
        tempfile::tempdir_in(folder.unwrap_or_else(std::env::temp_dir)).expect("a fresh folder").keep();
    let largest = words.iter().find_map(|word| word.parse().ok()).unwrap_or(SIZES[3]);
    let all = !words.contains(&"stages") && !words.contains(&"process");
    println!("{} threads, load {}", std::thread::available_parallelism().map_or(1, usize::from), load());
    if all || words.contains(&"stages") {
        stages::measure(largest.min(500));
    }
    if all || words.contains(&"process") {
        process::measure(&binary, &folder, SIZES.into_iter().filter(|size| *size <= largest));
    }
    println!("load {}", load());
}

/// Writes an estate to a folder.
fn write(files: &std::collections::BTreeMap<String, String>, folder: &Path) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// The machine's load while measuring, where the system says it: figures of a busy machine are worth little.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "unknown".to_owned());
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
