//! On a real disk: what is refused, what memory must do alike, and two writers at once.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use platc::manifest::{Request, Step, compare, write, write_for_owners};
use platc::parallel;
use platc::system::{Disk, EntryKind, FolderEntry, Memory, System, SystemError};

use super::{refused, request, unit, written};

fn root() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn entry(name: &str, kind: EntryKind) -> FolderEntry {
    FolderEntry { name: name.to_owned(), kind }
}

/// What every system must do alike, over a root that holds a link `link` and nothing else.
#[allow(clippy::too_many_lines, reason = "one contract, read from top to bottom")]
fn contract(system: &dyn System) {
    let outside = |path: &str| Err::<(), _>(SystemError::Outside(path.to_owned()));
    let link = |path: &str| SystemError::Symlink(path.to_owned());
    for path in ["..", "a/../b", "/etc", "a//b", "a/", "./a", "a\\b", "c:"] {
        assert_eq!(system.write(path, b"x"), outside(path), "{path}");
        assert_eq!(system.read(path).map(drop), outside(path), "{path}");
        assert_eq!(system.create_folder(path), outside(path), "{path}");
    }
    assert_eq!(system.write("a/b/one", b"1"), Err(SystemError::NotFound));
    assert_eq!(system.create_folder("a/b"), Ok(()));
    assert_eq!(system.create_folder("a/b"), Ok(()));
    assert_eq!(system.write("a/b/one", b"first"), Ok(()));
    assert_eq!(system.write("a/b/one", b"1"), Ok(()));
    assert_eq!(system.write("a/two", b"22"), Ok(()));
    assert_eq!(system.write("a-b", b"333"), Ok(()));
    assert_eq!(
        (system.read("a/b/one"), system.read_up_to("a/two", 2)),
        (Ok(b"1".to_vec()), Ok(b"22".to_vec()))
    );
    assert_eq!(system.read_up_to("a/two", 1), Err(SystemError::TooLarge { size: 2, limit: 1 }));
    assert_eq!(system.read("a/none"), Err(SystemError::NotFound));
    assert_eq!(system.read("a/two/none"), Err(SystemError::NotFound));
    assert!(matches!(system.read("a"), Err(SystemError::Failed(_))));
    assert!(matches!(system.write("a", b""), Err(SystemError::Failed(_))));
    assert!(matches!(system.create_folder("a/two"), Err(SystemError::Failed(_))));
    assert_eq!(system.kind("a/two/none"), Ok(None));
    assert_eq!(system.kind(""), Ok(Some(EntryKind::Folder)));
    assert_eq!(system.list("a"), Ok(vec![entry("b", EntryKind::Folder), entry("two", EntryKind::File)]));
    let names =
        [entry("a", EntryKind::Folder), entry("a-b", EntryKind::File), entry("link", EntryKind::Symlink)];
    assert_eq!(system.list(""), Ok(names.to_vec()));
    let files = ["a/b/one", "a/two", "a-b"].map(|path| entry(path, EntryKind::File));
    let files = [&files[..], &[entry("link", EntryKind::Symlink)]].concat();
    assert_eq!(system.files(""), Ok(files));
    assert_eq!(system.files("a/b"), Ok(vec![entry("a/b/one", EntryKind::File)]));
    assert_eq!(system.files("none"), Err(SystemError::NotFound));

    assert_eq!(system.read("link"), Err(link("link")));
    assert_eq!(system.write("link", b"x"), Err(link("link")));
    assert_eq!(system.read_up_to("link", 1), Err(link("link")));
    assert_eq!(system.kind("link"), Ok(Some(EntryKind::Symlink)));
    for path in ["link/x", "link/x/y"] {
        assert_eq!(system.read(path), Err(link("link")));
        assert_eq!(system.write(path, b"x"), Err(link("link")));
        assert_eq!(system.kind(path), Err(link("link")));
        assert_eq!(system.create_folder(path), Err(link("link")));
        assert_eq!(system.remove_file(path), Err(link("link")));
        assert_eq!(system.rename("a-b", path), Err(link("link")));
    }
    assert_eq!(system.list("link"), Err(link("link")));
    assert_eq!(system.files("link"), Err(link("link")));

    assert_eq!(system.fill("link", &[("x", b"x")]), Err(link("link")));
    assert_eq!(system.fill("link/x", &[("x", b"x")]), Err(link("link")));
    assert!(matches!(system.fill("a-b", &[("x", b"x")]), Err(SystemError::Failed(_))));
    for name in ["..", "b/../x", "b/x", "", "c:", "a\\b"] {
        let outside = Err(SystemError::Outside(format!("filled/{name}")));
        assert_eq!(system.fill("filled", &[(name, b"x")]), outside, "{name}");
    }
    assert_eq!(system.fill("filled/here", &[("x", b"first"), ("y", b"2")]), Ok(()));
    assert_eq!(system.fill("filled/here", &[("x", b"1")]), Ok(()));
    assert_eq!(
        (system.read("filled/here/x"), system.read("filled/here/y")),
        (Ok(b"1".to_vec()), Ok(b"2".to_vec()))
    );

    assert_eq!(system.rename("a-b", "a/two"), Ok(()));
    assert_eq!((system.read("a/two"), system.kind("a-b")), (Ok(b"333".to_vec()), Ok(None)));
    assert_eq!(system.rename("a/b", "a/c"), Ok(()));
    assert_eq!(
        (system.read("a/c/one"), system.read("a/b/one")),
        (Ok(b"1".to_vec()), Err(SystemError::NotFound))
    );
    assert!(system.rename("a/c", "a/two").is_err());
    assert_eq!(system.rename("none", "some"), Err(SystemError::NotFound));
    assert_eq!(system.remove_empty_folder("a"), Ok(()));
    assert_eq!(system.remove_file("a/c/one"), Ok(()));
    assert_eq!(system.remove_file("a/c/one"), Err(SystemError::NotFound));
    assert_eq!(system.remove_empty_folder("a/c"), Ok(()));
    assert_eq!(system.remove_empty_folder("a/c"), Ok(()));
    assert_eq!(system.write("a/c/one", b""), Err(SystemError::NotFound));
    assert_eq!(system.list("a"), Ok(vec![entry("two", EntryKind::File)]));
    assert_eq!(system.sync(""), Ok(()));
}

#[test]
fn memory_keeps_the_contract() {
    contract(&Memory::new().with_symlink("link"));
}

#[test]
fn disk_keeps_the_contract() {
    let (root, elsewhere) = (root(), root());
    link(elsewhere.path(), &root.path().join("link"));
    contract(&Disk::new(root.path()));
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[cfg(unix)]
fn link(target: &Path, place: &Path) {
    std::os::unix::fs::symlink(target, place).expect("a link");
}

#[cfg(windows)]
fn link(target: &Path, place: &Path) {
    std::os::windows::fs::symlink_dir(target, place).expect("a link");
}

#[test]
fn a_link_in_the_output_is_refused_and_nothing_is_written_through_it() {
    for at in ["golden/dev", "golden/dev/shop/a.yaml"] {
        let (root, elsewhere) = (root(), root());
        let place = root.path().join(at);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        link(elsewhere.path(), &place);
        let found =
            refused(&Disk::new(root.path()), &request(vec![unit("dev/shop", &[("dev/shop/a.yaml", "a")])]));
        assert_eq!(found, [("symlink-refused", at.to_owned())]);
        assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
        assert!(!root.path().join("golden/.platc/journal.json").exists());
    }
}

/// What hostile sources could put in the place of platc's own folder.
#[test]
fn a_link_in_the_place_of_the_ownership_folder_is_refused() {
    let (root, elsewhere) = (root(), root());
    fs::create_dir(root.path().join("golden")).expect("a folder");
    link(elsewhere.path(), &root.path().join("golden/.platc"));
    let found =
        refused(&Disk::new(root.path()), &request(vec![unit("dev/shop", &[("dev/shop/a.yaml", "a")])]));
    assert_eq!(found, [("symlink-refused", "golden/.platc".to_owned())]);
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_reported() {
    use std::os::unix::ffi::OsStrExt;
    let root = root();
    fs::create_dir(root.path().join("apps")).expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9");
    fs::write(root.path().join("apps").join(name), "").expect("a file");
    let disk = Disk::new(root.path());
    let expected = SystemError::NotUtf8("apps/caf\u{fffd}".to_owned());
    assert_eq!(disk.list("apps"), Err(expected.clone()));
    assert_eq!(disk.files("apps"), Err(expected));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let root = root();
    let pipe = root.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()));
    let disk = Disk::new(root.path());
    assert!(matches!(disk.read("pipe"), Err(SystemError::Failed(_))));
    assert!(matches!(disk.write("pipe", b"x"), Err(SystemError::Failed(_))));
    assert_eq!(disk.files(""), Ok(vec![entry("pipe", EntryKind::Other)]));
}

#[test]
fn a_locked_folder_is_waited_for_and_the_wait_is_said() {
    let root = root();
    let (first, second) = (Disk::new(root.path()), Disk::new(root.path()));
    let said = AtomicBool::new(false);
    let held = first.lock("", &|| panic!("nobody holds it yet")).expect("free");
    std::thread::scope(|scope| {
        let waiter = scope.spawn(|| second.lock("", &|| said.store(true, Ordering::SeqCst)).map(drop));
        while !said.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        assert!(!waiter.is_finished());
        drop(held);
        assert_eq!(waiter.join().expect("no panic"), Ok(()));
    });
}

/// Two renders at once, over and over, each with its own idea of the apps: what stands there in the end is what
/// one of them wanted, whole.
#[test]
fn two_writers_at_once_do_not_corrupt() {
    let root = root();
    let wanted = |writer: usize| {
        let app = |app: usize| {
            let files: Vec<(String, String)> = (0..8)
                .map(|file| {
                    (format!("dev/app{app}/{}-{file}.yaml", file % 2 * writer), format!("{writer} {file}"))
                })
                .collect();
            let files: Vec<(&str, &str)> =
                files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            unit(&format!("dev/app{app}"), &files)
        };
        request((0..6).map(app).collect())
    };
    let requests: [Request; 2] = [wanted(0), wanted(1)];
    std::thread::scope(|scope| {
        for request in &requests {
            let disk = Disk::new(root.path());
            scope.spawn(move || {
                for _ in 0..12 {
                    write(&disk, request, &|_: Step| {}).expect("the other one's files are ours as well");
                }
            });
        }
    });
    let differences =
        requests.each_ref().map(|request| compare(&Disk::new(root.path()), request).expect("readable"));
    assert!(differences.iter().any(Vec::is_empty), "{differences:?}");
    written(&Disk::new(root.path()), &requests[0]);
    let files = Disk::new(root.path()).files("golden").expect("readable");
    assert_eq!(files.len(), 6 * (8 + 1), "{files:?}");
}

/// `<env>/_values/<app>.yaml`: a folder into which many owners write, new for all of them at once.
#[test]
fn owners_share_a_new_folder() {
    let root = root();
    let app = |number: usize| {
        unit(&format!("app{number}"), &[(&format!("values{}/{number}.yaml", number % 60), "x")])
    };
    let wanted = request((0..240).map(app).collect());
    parallel::with_threads(4, || written(&Disk::new(root.path()), &wanted));
    assert_eq!(compare(&Disk::new(root.path()), &wanted), Ok(Vec::new()));
}

#[test]
fn one_that_waits_sees_what_the_other_one_added() {
    let place = root();
    let disk = Disk::new(place.path());
    let late = unit("dev/late", &[("dev/late/a.yaml", "a")]);
    let waiting = AtomicBool::new(false);
    // The other platc: it holds the folder, and adds an owner while this one waits.
    let other = Disk::new(place.path());
    let elsewhere = root();
    written(&Disk::new(elsewhere.path()), &request(vec![late]));
    other.create_folder("golden/.platc").expect("created");
    let held = other.lock("golden/.platc", &|| panic!("nobody holds it yet")).expect("free");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let (mut seen, mut kept) = (Vec::new(), None);
            let report = write_for_owners(
                &disk,
                "golden",
                |owners| {
                    seen.clone_from(&owners);
                    kept.insert(Request { retire: owners, ..request(vec![]) })
                },
                &|step| {
                    waiting.store(step == Step::Waiting || waiting.load(Ordering::SeqCst), Ordering::SeqCst)
                },
            );
            (seen, report.expect("nothing forbids writing"))
        });
        while !waiting.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        for path in ["golden/dev/late/a.yaml", "golden/.platc/dev/late.json"] {
            let bytes = fs::read(elsewhere.path().join(path)).expect("written there");
            fs::create_dir_all(place.path().join(path).parent().expect("a folder")).expect("created");
            fs::write(place.path().join(path), bytes).expect("copied");
        }
        drop(held);
        let (seen, report) = writer.join().expect("no panic");
        assert_eq!(seen, ["dev/late"]);
        assert_eq!(report.units.iter().map(|unit| unit.removed.len()).sum::<usize>(), 1);
    });
    assert!(!place.path().join("golden/dev/late/a.yaml").exists());
}
