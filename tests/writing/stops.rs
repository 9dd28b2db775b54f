//! A run that is stopped anywhere does no harm, and the next one heals it, whatever it was asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use platc::manifest::{Request, Unit, compare, write};
use platc::parallel;
use platc::system::Memory;

use super::faulty::{Faulty, Stop};
use super::{request, written};

const STOPS: [Stop; 3] = [Stop::Before, Stop::Within, Stop::After];

type Contents = BTreeMap<String, Arc<[u8]>>;

/// Ten apps of thirty files: each run keeps ten of an app's files, changes ten, and drops or adds ten.
fn apps(generation: usize, apps: std::ops::Range<usize>) -> Vec<Unit> {
    let file = |app: usize, number: usize| {
        let text = match number {
            0..10 => format!("kept {app} {number}\n"),
            10..20 => format!("changed {app} {number} in {generation}\n"),
            _ => format!("only {app} {number} in {generation}\n"),
        };
        let folder =
            if number < 20 { format!("dev/app{app}") } else { format!("dev/app{app}/part{generation}") };
        (format!("{folder}/object-{number}.yaml"), text.into_bytes())
    };
    let unit = |app: usize| Unit {
        owner: format!("dev/app{app}"),
        files: (0..30).map(|number| file(app, number)).collect(),
        inputs: vec![format!("apps/app{app}/app.yaml")],
    };
    apps.map(unit).collect()
}

fn generation(number: usize) -> Request {
    request(apps(number, number..number + 10)).retiring((0..number).map(|app| format!("dev/app{app}")))
}

trait Retiring {
    fn retiring(self, owners: impl Iterator<Item = String>) -> Self;
}

impl Retiring for Request {
    fn retiring(mut self, owners: impl Iterator<Item = String>) -> Self {
        self.retire = owners.collect();
        self
    }
}

/// A folder that one run has filled, with files in it that are not ours.
fn start() -> Memory {
    let foreign =
        [("golden/README.md", "ours? no"), ("golden/dev/app3/note.txt", "by hand"), ("apps/a.yaml", "a")];
    let memory = Memory::with_files(foreign);
    written(&memory, &generation(0));
    memory
}

/// Every way in which a run from `before` can be stopped, spread over two threads.
fn each_stop(before: &Memory, run: &Request, check: impl Fn(&Memory, &str) + Sync) -> usize {
    let counted = before.clone();
    let counting = Faulty::counting(&counted);
    written(&counting, run);
    let operations = counting.operations();
    let halves: Vec<Vec<usize>> = (0..2).map(|half| (half..operations).step_by(2).collect()).collect();
    parallel::with_threads(2, || {
        parallel::map(&halves, |half| {
            for (at, stop) in half.iter().flat_map(|at| STOPS.map(|stop| (*at, stop))) {
                let memory = before.clone();
                let faulty = Faulty::stopping(&memory, at, stop);
                assert!(
                    write(&faulty, run, &|_| {}).is_err() || at + 3 > operations,
                    "{stop:?} {at} of {operations}"
                );
                assert!(faulty.is_stopped());
                check(&memory, &format!("{stop:?} {at} of {operations}"));
            }
        })
    });
    operations
}

/// No file has bytes that no run gave it, and none that is not ours was touched.
fn assert_whole(found: &Contents, allowed: &[&Contents], place: &str) {
    for (path, bytes) in found {
        let own = path.starts_with("golden/.platc/") || path.ends_with(".platc-tmp");
        assert!(own || allowed.iter().any(|tree| tree.get(path) == Some(bytes)), "{path} is wrong, {place}");
        if own && path.ends_with(".json") {
            assert!(bytes.ends_with(b"}\n"), "{path} is half-written, {place}");
        }
    }
    for path in ["golden/README.md", "golden/dev/app3/note.txt", "apps/a.yaml"] {
        assert_eq!(found.get(path), allowed[0].get(path), "{path} was touched, {place}");
    }
}

#[test]
fn the_next_run_finishes_what_was_stopped_anywhere() {
    let before = start();
    let after = before.clone();
    written(&after, &generation(1));
    let (old, new) = (before.contents(), after.contents());
    let operations = each_stop(&before, &generation(1), |memory, place| {
        assert_whole(&memory.contents(), &[&old, &new], place);
        written(memory, &generation(1));
        assert!(memory.contents() == new, "the tree differs, {place}");
        assert_eq!(memory.folders(), after.folders(), "{place}");
    });
    assert!(operations > 600, "{operations}");
    assert_eq!(compare(&after, &generation(1)), Ok(Vec::new()));
}

#[test]
fn a_stop_of_the_first_run_is_healed_too() {
    let before =
        Memory::with_files([("golden/README.md", "ours? no"), ("golden/dev/app3/note.txt", "by hand")]);
    let after = before.clone();
    written(&after, &generation(0));
    let (old, new) = (before.contents(), after.contents());
    each_stop(&before, &generation(0), |memory, place| {
        assert_whole(&memory.contents(), &[&old, &new], place);
        written(memory, &generation(0));
        assert!(memory.contents() == new, "the tree differs, {place}");
        assert_eq!(memory.folders(), after.folders(), "{place}");
    });
}

/// The run after the stop wants something else: it neither takes the stopped run's files for foreign ones, nor
/// leaves any of them behind.
#[test]
fn a_run_with_another_input_heals_as_well() {
    let before = start();
    let after = before.clone();
    written(&after, &generation(2));
    each_stop(&before, &generation(1), |memory, place| {
        let everyone = platc::manifest::owners(memory, "golden").expect("owners");
        let mut run = generation(2);
        run.retire =
            everyone.into_iter().filter(|owner| run.units.iter().all(|unit| unit.owner != *owner)).collect();
        written(memory, &run);
        assert!(memory.contents() == after.contents(), "the tree differs, {place}");
        assert_eq!(memory.folders(), after.folders(), "{place}");
    });
}

/// The run after the stop is about one app only: the others' files stay known as ours.
#[test]
fn a_run_for_one_app_keeps_what_the_stopped_one_did_for_the_others() {
    let before = start();
    let after = before.clone();
    written(&after, &generation(1));
    each_stop(&before, &generation(1), |memory, place| {
        written(memory, &request(apps(1, 5..6)));
        written(memory, &generation(1));
        assert!(memory.contents() == after.contents(), "the tree differs, {place}");
    });
}

/// A stop while a stop is being healed.
#[test]
fn a_stop_of_the_healing_run_is_healed() {
    let before = start();
    let after = before.clone();
    written(&after, &generation(1));
    let new = after.contents();
    for at in (1..600).step_by(97) {
        let once = before.clone();
        let faulty = Faulty::stopping(&once, at, Stop::Within);
        write(&faulty, &generation(1), &|_| {}).expect_err("stopped");
        each_stop_of(&once, 60, |memory, place| {
            assert_whole(&memory.contents(), &[&before.contents(), &new], place);
            written(memory, &generation(1));
            assert!(memory.contents() == new, "the tree differs, {at} then {place}");
            assert_eq!(memory.folders(), after.folders(), "{at} then {place}");
        });
    }
}

/// Every `step`th stop of the run that heals `before`.
fn each_stop_of(before: &Memory, step: usize, check: impl Fn(&Memory, &str)) {
    let counted = before.clone();
    let counting = Faulty::counting(&counted);
    written(&counting, &generation(1));
    for at in (0..counting.operations()).step_by(step) {
        for stop in STOPS {
            let memory = before.clone();
            drop(write(&Faulty::stopping(&memory, at, stop), &generation(1), &|_| {}));
            check(&memory, &format!("{stop:?} {at}"));
        }
    }
}
