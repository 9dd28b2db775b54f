//! A run that is stopped anywhere does no harm, and the next one heals it, whatever it was asked for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use platc::manifest::{Request, Step, Unit, compare, owners, write};
use platc::parallel;
use platc::system::{Memory, System};

use super::faulty::{Faulty, Stop};
use super::{request, unit, written};

/// How many apps, and files of each: a whole render, and one that is large enough to have every kind of change.
const LARGE: (usize, usize) = (10, 30);
const SMALL: (usize, usize) = (3, 10);

/// Files that no run may touch.
const FOREIGN: [(&str, &str); 3] =
    [("golden/README.md", "by hand"), ("golden/dev/app2/note.txt", "by hand"), ("apps/a.yaml", "an app")];

const JOURNAL: &str = "golden/.platc/journal.json";

type Contents = BTreeMap<String, Arc<[u8]>>;

/// Apps of so many files. From generation to generation every second app keeps three fifths of them, changes one
/// and puts new ones, in a new folder, in the place of the last fifth; the other apps
/// keep all, and only their sources differ.
fn apps(generation: usize, apps: Range<usize>, files: usize) -> Vec<Unit> {
    let file = |app: usize, number: usize| {
        let generation = if app.is_multiple_of(2) { generation } else { 0 };
        let (folder, text) = match number % 5 {
            0..3 => (String::new(), format!("kept {app} {number}\n")),
            3 => (String::new(), format!("changed {app} {number} in {generation}\n")),
            _ => (format!("part{generation}/"), format!("only {app} {number} in {generation}\n")),
        };
        (format!("dev/app{app}/{folder}object-{number}.yaml"), text.into_bytes())
    };
    let unit = |app: usize| Unit {
        owner: format!("dev/app{app}"),
        files: (0..files).map(|number| file(app, number)).collect(),
        inputs: vec![format!("apps/app{app}/app.yaml"), format!("overlays/{generation}.yaml")],
    };
    apps.map(unit).collect()
}

/// So many apps, the first of them gone and a last one new with each generation.
fn generation(number: usize, (count, files): (usize, usize)) -> Request {
    let retire = (0..number).map(|app| format!("dev/app{app}")).collect();
    Request { retire, ..request(apps(number, number..number + count, files)) }
}

/// A folder with foreign files, filled by a run of generation 0.
fn filled(size: (usize, usize)) -> Memory {
    let memory = Memory::with_files(FOREIGN);
    written(&memory, &generation(0, size));
    memory
}

/// What `before` is once a run has ended without being stopped.
fn ended(before: &Memory, run: &Request) -> Memory {
    let after = before.clone();
    written(&after, run);
    after
}

/// Checks what every stop of a run leaves behind. Each half of the stops has its own thread, on which the run does
/// one thing after the other: stops have the same numbers every time.
fn each_stop(before: &Memory, run: &Request, step: usize, check: impl Fn(&Memory, &str) + Sync) -> usize {
    let counted = before.clone();
    let counting = Faulty::new(&counted, Stop::Never);
    parallel::with_threads(1, || written(&counting, run));
    let stops = counting.stops();
    let every = |first: usize| stops.iter().skip(first).step_by(step);
    let try_one = |stop: &Stop| {
        let memory = before.clone();
        let faulty = Faulty::new(&memory, *stop);
        let ending = write(&faulty, run, &|_| {});
        assert!(faulty.is_stopped(), "{stop:?}");
        // After the last operation nothing is left to fail.
        assert!(ending.is_err() || Some(stop) == stops.last(), "{stop:?}");
        check(&memory, &format!("{stop:?}"));
    };
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                parallel::with_threads(1, || every(half * step).step_by(2).for_each(try_one));
            });
        }
    });
    stops.len()
}

/// No file has bytes that no run gave it, and none that is not ours was touched.
fn assert_whole(found: &Contents, allowed: &[Contents; 2], place: &str) {
    for (path, bytes) in found {
        if path.contains(".platc-tmp") {
        } else if path.starts_with("golden/.platc/") {
            assert!(bytes.ends_with(b"}\n"), "{path} is half-written, {place}");
        } else {
            assert!(allowed.iter().any(|tree| tree.get(path) == Some(bytes)), "{path} is wrong, {place}");
        }
    }
    for (path, text) in FOREIGN {
        assert_eq!(
            found.get(path).map(|bytes| &**bytes),
            Some(text.as_bytes()),
            "{path} was touched, {place}"
        );
    }
}

fn assert_same(found: &Memory, expected: &Memory, place: &str) {
    assert!(found.contents() == expected.contents(), "the files differ, {place}");
    assert_eq!(found.folders(), expected.folders(), "{place}");
}

#[test]
fn the_next_run_finishes_what_was_stopped_anywhere() {
    let (before, run) = (filled(LARGE), generation(1, LARGE));
    let after = ended(&before, &run);
    let allowed = [before.contents(), after.contents()];
    let stops = each_stop(&before, &run, 1, |memory, place| {
        assert_whole(&memory.contents(), &allowed, place);
        written(memory, &run);
        assert_same(memory, &after, place);
    });
    assert!(stops > 250, "{stops}");
    assert_eq!(compare(&after, &run), Ok(Vec::new()));
}

#[test]
fn a_stop_of_the_first_run_is_healed_too() {
    let (before, run) = (Memory::with_files(FOREIGN), generation(0, SMALL));
    let after = ended(&before, &run);
    let allowed = [before.contents(), after.contents()];
    each_stop(&before, &run, 1, |memory, place| {
        assert_whole(&memory.contents(), &allowed, place);
        written(memory, &run);
        assert_same(memory, &after, place);
    });
}

/// The journal goes only when all that was written is on the disk. A large run does not leave all of that for the end.
#[test]
fn the_last_sync_follows_the_last_file() {
    for (size, is_large) in [(SMALL, false), ((50, 50), true)] {
        let memory = Memory::with_files(FOREIGN);
        let watched = Faulty::new(&memory, Stop::Never);
        let began = std::time::Instant::now();
        // The first files wait until a sync was seen, for so long as one could take to come.
        let waiting = |step| {
            while is_large
                && step != Step::Done(0)
                && watched.syncs().0.is_empty()
                && began.elapsed().as_secs() < 20
            {
                std::thread::yield_now();
            }
        };
        write(&watched, &generation(0, size), &waiting).expect("nothing forbids writing");
        let (syncs, last) = watched.syncs();
        assert!(syncs.last() > last.as_ref(), "{syncs:?}, {last:?}");
        assert_eq!(syncs.len() > 1, is_large, "{syncs:?}");
        assert!(!memory.contents().contains_key(JOURNAL));
    }
}

/// The run after the stop wants something else: it neither takes the stopped run's files for foreign ones, nor
/// leaves any of them behind.
#[test]
fn a_run_with_another_input_heals_as_well() {
    let before = filled(SMALL);
    let after = ended(&before, &generation(2, SMALL));
    each_stop(&before, &generation(1, SMALL), 1, |memory, place| {
        let mut run = generation(2, SMALL);
        let known = owners(memory, "golden").expect("readable");
        run.retire =
            known.into_iter().filter(|owner| run.units.iter().all(|unit| unit.owner != *owner)).collect();
        written(memory, &run);
        assert_same(memory, &after, place);
    });
}

/// The run after the stop is about one app only: the others' files stay known as ours.
#[test]
fn a_run_for_one_app_keeps_what_the_stopped_one_did_for_the_others() {
    let (before, run) = (filled(SMALL), generation(1, SMALL));
    let after = ended(&before, &run);
    each_stop(&before, &run, 1, |memory, place| {
        written(memory, &request(apps(1, 1..2, SMALL.1)));
        written(memory, &run);
        assert_same(memory, &after, place);
    });
}

#[test]
fn a_stop_of_the_healing_run_is_healed() {
    let (before, run) = (filled(SMALL), generation(1, SMALL));
    let after = ended(&before, &run);
    let allowed = [before.contents(), after.contents()];
    for stop in (0..60).step_by(7).flat_map(|number| [Stop::After(number), Stop::Within(number)]) {
        let once = before.clone();
        drop(write(&Faulty::new(&once, stop), &run, &|_| {}));
        each_stop(&once, &run, 9, |memory, place| {
            assert_whole(&memory.contents(), &allowed, place);
            written(memory, &run);
            assert_same(memory, &after, &format!("{stop:?}, then {place}"));
        });
    }
}

/// The run after the stop wants what stood there before: nothing of the stopped one stays, no temporary name either.
#[test]
fn a_run_that_takes_it_back_leaves_nothing_of_the_stopped_one() {
    let before = filled(SMALL);
    let mut back = generation(0, SMALL);
    back.retire = vec!["dev/app3".to_owned()];
    each_stop(&before, &generation(1, SMALL), 1, |memory, place| {
        written(memory, &back);
        assert_same(memory, &before, place);
    });
}

/// A file that a stopped run adopted is ours from then on.
#[test]
fn what_a_stopped_run_adopted_may_be_changed_by_the_next() {
    let wanted =
        |text: &str| request(vec![unit("dev/shop", &[("dev/shop/a.yaml", text), ("dev/shop/b.yaml", "b")])]);
    let before = Memory::with_files([("golden/dev/shop/a.yaml", "by hand")]);
    let adopted = AtomicUsize::new(0);
    each_stop(&before, &wanted("by hand"), 1, |memory, place| {
        if memory.contents().contains_key(JOURNAL) {
            adopted.fetch_add(1, Ordering::SeqCst);
            written(memory, &wanted("new"));
            assert_same(memory, &ended(&ended(&before, &wanted("by hand")), &wanted("new")), place);
        }
    });
    assert!(adopted.into_inner() > 5);
}

/// A power cut can leave files with a name and no bytes. They are not taken for files that somebody emptied.
#[test]
fn files_that_a_power_cut_left_empty_are_written_again() {
    let (before, run) = (filled(SMALL), generation(1, SMALL));
    let after = ended(&before, &run);
    let stopped_at = |number: usize| {
        let memory = before.clone();
        drop(write(&Faulty::new(&memory, Stop::Before(number)), &run, &|_| {}));
        memory
    };
    let with_journal = (0..200).map(stopped_at).filter(|memory| memory.contents().contains_key(JOURNAL));
    let cut = with_journal.last().expect("the journal is written before anything else");
    let (old, new) = (before.contents(), after.contents());
    for (path, _) in
        new.iter().filter(|(path, bytes)| !path.contains(".platc") && old.get(*path) != Some(*bytes))
    {
        cut.write(path, b"").expect("a file");
    }
    written(&cut, &run);
    assert_same(&cut, &after, "after a power cut");
}

/// Nothing is there yet: whole environments are filled under names of their own, and so are their ownership files.
#[test]
fn a_stop_of_the_very_first_run_is_healed_too() {
    let units = |environment: &str| {
        let rename = |mut unit: Unit| {
            let moved = |text: &str| text.replacen("dev/", &format!("{environment}/"), 1);
            unit.owner = moved(&unit.owner);
            unit.files = unit.files.iter().map(|(path, bytes)| (moved(path), bytes.clone())).collect();
            unit
        };
        apps(0, 0..2, 10).into_iter().map(rename).collect::<Vec<_>>()
    };
    let mut all = [units("dev"), units("prod")].concat();
    all.push(unit("dev/shared", &[("dev/all.yaml", "all"), ("dev/app0/more.yaml", "more")]));
    all.push(unit("control", &[("control.yaml", "all")]));
    let run = request(all);
    let before = Memory::new();
    let after = ended(&before, &run);
    let stops = each_stop(&before, &run, 1, |memory, place| {
        for (path, bytes) in memory.contents() {
            let is_record = path.starts_with("golden/.platc/") && !path.contains(".platc-tmp");
            assert!(!is_record || bytes.ends_with(b"}\n"), "{path} is half-written, {place}");
        }
        written(memory, &run);
        assert_same(memory, &after, place);
    });
    assert!(stops > 100, "{stops}");
    // Another run, which wants nothing of it, leaves nothing of it.
    each_stop(&before, &run, 3, |memory, place| {
        let retire = owners(memory, "golden").expect("owners");
        written(
            memory,
            &Request { retire, ..request(vec![unit("dev/other", &[("dev/other/a.yaml", "a")])]) },
        );
        let found = memory.contents();
        let left: Vec<&String> = found.keys().filter(|path| path.contains(".platc-tmp")).collect();
        assert!(left.is_empty(), "{left:?}, {place}");
    });
}
