//! Only files that are ours and unmodified are overwritten or removed.

use platc::manifest::{Difference, Request, Step, compare, owners, write};
use platc::system::{Memory, System, SystemError};

use super::{refused, request, tree, unit, written};

fn one(files: &[(&str, &str)]) -> Request {
    request(vec![unit("dev/shop", files)])
}

/// A folder with one app of two files.
fn shop() -> Memory {
    let memory = Memory::new();
    written(&memory, &one(&[("dev/shop/a.yaml", "a"), ("dev/shop/b.yaml", "b")]));
    memory
}

fn edit(memory: &Memory, path: &str, text: &str) {
    memory.create_folder(path.rsplit_once('/').map_or("", |(folder, _)| folder)).expect("a folder");
    memory.write(path, text.as_bytes()).expect("a file");
}

fn text(memory: &Memory, path: &str) -> Result<String, SystemError> {
    memory.read(path).map(|bytes| String::from_utf8(bytes).expect("text"))
}

#[test]
fn the_ownership_file_names_files_digests_and_sources() {
    let memory = Memory::new();
    written(&memory, &one(&[("dev/shop/a.yaml", "abc")]));
    let expected = "{\n  \"files\": {\n    \"dev/shop/a.yaml\": \"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"\n  },\n  \"inputs\": [\n    \"apps/dev/shop/app.yaml\"\n  ]\n}\n";
    assert_eq!(text(&memory, "golden/.platc/dev/shop.json").as_deref(), Ok(expected));
    assert_eq!(owners(&memory, "golden"), Ok(vec!["dev/shop".to_owned()]));
    assert_eq!(memory.kind("golden/.platc/journal.json"), Ok(None));
}

#[test]
fn only_what_changed_is_written() {
    let memory = shop();
    let report = written(
        &memory,
        &one(&[("dev/shop/a.yaml", "new"), ("dev/shop/b.yaml", "b"), ("dev/shop/c.yaml", "c")]),
    );
    assert_eq!(report.units[0].written, ["dev/shop/a.yaml", "dev/shop/c.yaml"]);
    assert_eq!((report.units[0].unchanged, report.units[0].removed.len()), (1, 0));
    let before = memory.contents();
    let again = written(
        &memory,
        &one(&[("dev/shop/a.yaml", "new"), ("dev/shop/b.yaml", "b"), ("dev/shop/c.yaml", "c")]),
    );
    assert_eq!((again.units[0].written.len(), again.units[0].unchanged), (0, 3));
    assert_eq!(memory.contents(), before);
}

#[test]
fn what_is_no_longer_produced_is_removed_with_its_empty_folder() {
    let memory = shop();
    let report = written(&memory, &one(&[("dev/other/a.yaml", "a")]));
    assert_eq!(report.units[0].removed, ["dev/shop/a.yaml", "dev/shop/b.yaml"]);
    assert_eq!(
        memory.folders(),
        ["golden", "golden/.platc", "golden/.platc/dev", "golden/dev", "golden/dev/other"]
    );
}

#[test]
fn an_app_that_is_gone_is_removed_and_its_neighbours_stay() {
    let memory = shop();
    written(&memory, &request(vec![unit("dev/cart", &[("dev/cart/a.yaml", "a")])]));
    let gone = Request { retire: vec!["dev/shop".to_owned()], ..request(vec![]) };
    assert_eq!(written(&memory, &gone).units[0].removed, ["dev/shop/a.yaml", "dev/shop/b.yaml"]);
    assert_eq!(tree(&memory).into_keys().collect::<Vec<_>>(), ["golden/dev/cart/a.yaml"]);
    assert_eq!(owners(&memory, "golden"), Ok(vec!["dev/cart".to_owned()]));
}

#[test]
fn all_conflicts_are_reported_and_nothing_is_written() {
    let memory = shop();
    edit(&memory, "golden/dev/shop/a.yaml", "by hand");
    edit(&memory, "golden/dev/shop/b.yaml", "by hand too");
    edit(&memory, "golden/dev/shop/c.yaml", "not ours");
    let before = memory.contents();
    let wanted = one(&[("dev/shop/a.yaml", "new"), ("dev/shop/c.yaml", "c"), ("dev/shop/d.yaml", "d")]);
    let expected = [("file-edited", "a"), ("file-edited", "b"), ("file-conflict", "c")]
        .map(|(code, name)| (code, format!("golden/dev/shop/{name}.yaml")));
    assert_eq!(refused(&memory, &wanted), expected);
    assert_eq!(memory.contents(), before);
}

#[test]
fn a_file_with_the_wanted_bytes_is_adopted() {
    let memory = Memory::with_files([("golden/dev/shop/a.yaml", "a")]);
    let report = written(&memory, &one(&[("dev/shop/a.yaml", "a")]));
    assert_eq!((report.units[0].written.len(), report.units[0].unchanged), (0, 1));
    written(&memory, &one(&[("dev/shop/a.yaml", "new")]));
    assert_eq!(text(&memory, "golden/dev/shop/a.yaml").as_deref(), Ok("new"));
}

#[test]
fn what_somebody_put_under_a_temporary_name_does_not_come_with_the_folder() {
    let planted = ["golden/.dev.platc-tmp/evil.yaml", "golden/.platc/.dev.platc-tmp/evil/x.json"];
    let memory = Memory::with_files(planted.map(|path| (path, "evil")));
    written(&memory, &one(&[("dev/shop/a.yaml", "a")]));
    let nested = Memory::with_files([("golden/dev/.shop.platc-tmp/evil.yaml", "evil")]);
    written(&nested, &one(&[("dev/shop/a.yaml", "a")]));
    let linked = Memory::new().with_symlink("golden/.dev.platc-tmp");
    written(&linked, &one(&[("dev/shop/a.yaml", "a")]));
    for memory in [memory, nested, linked] {
        let paths: Vec<String> = memory.contents().into_keys().collect();
        assert_eq!(paths, ["golden/.platc/dev/shop.json", "golden/dev/shop/a.yaml"]);
    }
}

#[test]
fn an_edit_that_is_what_we_want_is_no_conflict() {
    let memory = shop();
    edit(&memory, "golden/dev/shop/a.yaml", "new");
    written(&memory, &one(&[("dev/shop/a.yaml", "new"), ("dev/shop/b.yaml", "b")]));
    written(&memory, &one(&[("dev/shop/a.yaml", "newer"), ("dev/shop/b.yaml", "b")]));
    assert_eq!(text(&memory, "golden/dev/shop/a.yaml").as_deref(), Ok("newer"));
}

#[test]
fn a_file_that_was_deleted_by_hand_comes_back_or_is_forgotten() {
    let memory = shop();
    memory.remove_file("golden/dev/shop/a.yaml").expect("there");
    memory.remove_file("golden/dev/shop/b.yaml").expect("there");
    let report = written(&memory, &one(&[("dev/shop/a.yaml", "a")]));
    assert_eq!((report.units[0].written.len(), report.units[0].removed.len()), (1, 0));
    edit(&memory, "golden/dev/shop/b.yaml", "somebody else's now");
    written(&memory, &one(&[("dev/shop/a.yaml", "a")]));
}

#[test]
fn a_file_moves_from_owner_to_owner() {
    let memory = shop();
    let units =
        vec![unit("dev/cart", &[("dev/shop/b.yaml", "new")]), unit("dev/shop", &[("dev/shop/a.yaml", "a")])];
    let report = written(&memory, &request(units));
    assert_eq!(report.units.iter().map(|unit| unit.removed.len()).sum::<usize>(), 0);
    assert_eq!(text(&memory, "golden/dev/shop/b.yaml").as_deref(), Ok("new"));
    let gone = Request { retire: vec!["dev/shop".to_owned()], ..request(vec![]) };
    written(&memory, &gone);
    assert_eq!(tree(&memory).into_keys().collect::<Vec<_>>(), ["golden/dev/shop/b.yaml"]);
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let memory = Memory::new();
    let file = one(&[("dev/a", "a")]);
    let folder = one(&[("dev/a/b/c.yaml", "c")]);
    for _ in 0..2 {
        written(&memory, &file);
        assert_eq!(tree(&memory).into_keys().collect::<Vec<_>>(), ["golden/dev/a"]);
        written(&memory, &folder);
        assert_eq!(tree(&memory).into_keys().collect::<Vec<_>>(), ["golden/dev/a/b/c.yaml"]);
    }
}

#[test]
fn a_foreign_file_where_a_folder_is_needed_and_the_reverse_are_conflicts() {
    let foreign = ["golden/dev", "golden/prod/a.yaml/x", "golden/prod/b.yaml"];
    let memory = Memory::with_files(foreign.map(|path| (path, "by hand")));
    let wanted =
        ["dev/shop/a.yaml", "dev/shop/b.yaml", "prod/a.yaml", "prod/b.yaml"].map(|path| (path, "text"));
    let found = refused(&memory, &one(&wanted));
    let expected = foreign.map(|path| ("file-conflict", path.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn paths_that_cannot_stand_side_by_side_are_refused() {
    let codes = |units: Vec<_>| {
        let found = refused(&Memory::new(), &request(units));
        found.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let pairs = [("dev/a", "dev/A"), ("dev/a", "dev/a/b"), ("Dev/a", "dev/b"), ("dev/é", "dev/É")];
    for (left, right) in pairs {
        let between = ("dev/a-between", "x");
        assert_eq!(
            codes(vec![unit("one", &[(left, "a"), between]), unit("two", &[(right, "a")])]),
            ["path-collision"],
            "{left} {right}"
        );
    }
    assert_eq!(codes(vec![unit("one", &[("a", "a")]), unit("two", &[("a", "a")])]), ["path-collision"]);
    assert_eq!(codes(vec![unit("one", &[]), unit("one", &[])]), ["path-collision"]);
    for path in
        ["../a", "/a", "a//b", "", "a/./b", ".platc/dev/x.json", ".PLATC/x", "a/.b.platc-tmp", "c:\\a"]
    {
        assert_eq!(codes(vec![unit("one", &[(path, "a")])]), ["path-outside"], "{path}");
    }
    for owner in ["journal", "../x", ""] {
        assert_eq!(codes(vec![unit(owner, &[])]), ["path-outside"], "{owner}");
    }
}

#[test]
fn an_ownership_file_that_a_merge_spoilt_or_that_points_outside_is_refused() {
    for spoilt in ["<<<<<<< HEAD\n", "{}", "", "{\"files\": {\"../x\": \"sha256:00\"}}"] {
        let memory = shop();
        edit(&memory, "golden/.platc/dev/shop.json", spoilt);
        let found = refused(&memory, &one(&[("dev/shop/a.yaml", "new")]));
        assert_eq!(found, [("ownership-unreadable", "golden/.platc/dev/shop.json".to_owned())], "{spoilt}");
    }
}

#[test]
fn an_ownership_file_that_is_deleted_is_made_again() {
    let memory = shop();
    let before = memory.contents();
    memory.remove_file("golden/.platc/dev/shop.json").expect("there");
    written(&memory, &one(&[("dev/shop/a.yaml", "a"), ("dev/shop/b.yaml", "b")]));
    assert_eq!(memory.contents(), before);
}

#[test]
fn check_names_what_is_missing_different_and_unexpected_and_changes_nothing() {
    let memory = shop();
    edit(&memory, "golden/dev/shop/README.md", "not ours");
    let before = memory.contents();
    let wanted = one(&[("dev/shop/a.yaml", "new"), ("dev/shop/c.yaml", "c")]);
    let found = compare(&memory, &wanted).expect("readable");
    let (path, bytes) = (|name: &str| format!("dev/shop/{name}.yaml"), |text: &str| text.as_bytes().to_vec());
    assert_eq!(found.first().map(Difference::path), Some(".platc/dev/shop.json"));
    assert_eq!(
        found[1..],
        [
            Difference::Different { path: path("a"), expected: bytes("new"), found: bytes("a") },
            Difference::Unexpected { path: path("b"), found: bytes("b") },
            Difference::Missing { path: path("c"), expected: bytes("c") },
        ]
    );
    assert_eq!(memory.contents(), before);
    written(&memory, &wanted);
    assert_eq!(compare(&memory, &wanted), Ok(Vec::new()));
    let gone = Request { retire: vec!["dev/shop".to_owned()], ..request(vec![]) };
    let paths: Vec<String> =
        compare(&memory, &gone).expect("readable").iter().map(|found| found.path().to_owned()).collect();
    assert_eq!(paths, [".platc/dev/shop.json", "dev/shop/a.yaml", "dev/shop/c.yaml"]);
}

#[test]
fn the_manifest_folder_may_be_the_root() {
    let memory = Memory::new();
    let wanted = Request { folder: String::new(), ..one(&[("dev/shop/a.yaml", "a"), ("README.md", "r")]) };
    written(&memory, &wanted);
    assert_eq!(compare(&memory, &wanted), Ok(Vec::new()));
    written(&memory, &Request { folder: String::new(), retire: vec!["dev/shop".to_owned()], units: vec![] });
    assert_eq!((memory.contents().len(), memory.folders()), (0, vec![".platc".to_owned()]));
}

#[test]
fn progress_counts_every_file_once() {
    let memory = shop();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let count = |step: Step| match step {
        Step::Done(files) => drop(done.fetch_add(files, std::sync::atomic::Ordering::SeqCst)),
        Step::Waiting => panic!("nobody else writes"),
    };
    write(&memory, &one(&[("dev/shop/a.yaml", "a"), ("dev/shop/b.yaml", "new"), ("x", "x")]), &count)
        .expect("written");
    assert_eq!(done.into_inner(), 3);
}
