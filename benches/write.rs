//! What writing costs: 20,000 files of 900 bytes, 500 apps in 3 environments, into a fresh folder; again with
//! nothing changed; compared; again with every twentieth app changed.
//!
//! `cargo bench --bench write [-- <folder>]`. Each run has a fresh folder below that folder (else below the
//! system's temporary one), and nothing is deleted between runs: deleting costs more than what is measured.

use std::time::Instant;

use platc::manifest::{Request, Unit, compare, write};
use platc::system::Disk;

const RUNS: usize = 5;

fn request(generation: usize) -> Request {
    let unit = |number: usize| {
        let (environment, app) = (["dev", "prod", "staging"][number % 3], number / 3);
        let owner = format!("{environment}/app-{app:03}");
        let generation = if app.is_multiple_of(20) { generation } else { 0 };
        let file = |file: usize| {
            let mut bytes = format!("# {owner} {file} {generation}\n").into_bytes();
            bytes.resize(900, b'x');
            (format!("{owner}/deployment-app-{app:03}-{file}.yaml"), bytes)
        };
        let inputs =
            vec![format!("apps/app-{app:03}/app.yaml"), format!("overlays/{environment}/app-{app:03}.yaml")];
        Unit { files: (0..13 + usize::from(number.is_multiple_of(3))).map(file).collect(), owner, inputs }
    };
    Request { folder: "golden".to_owned(), units: (0..1500).map(unit).collect(), retire: Vec::new() }
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{name:>10} {:7.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    result
}

fn main() {
    let base = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let base = base.map_or_else(std::env::temp_dir, Into::into);
    let (first, second) = (request(0), request(1));
    println!("{} files", first.units.iter().map(|unit| unit.files.len()).sum::<usize>());
    for _ in 0..RUNS {
        let root = tempfile::tempdir_in(&base).expect("a fresh folder").keep();
        let fresh = || Disk::new(&root);
        timed("fresh", || write(&fresh(), &first, &|_| {})).expect("written");
        timed("unchanged", || write(&fresh(), &first, &|_| {})).expect("written");
        let differences = timed("compare", || compare(&fresh(), &first)).expect("compared");
        assert!(differences.is_empty());
        timed("twentieth", || write(&fresh(), &second, &|_| {})).expect("written");
    }
}
