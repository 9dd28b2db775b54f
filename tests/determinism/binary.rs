//! The real binary under other locales, time zones and thread counts, from other folders.

use std::path::Path;
use std::process::Command;

use super::{ENVIRONMENTS, Tree, boutique, boutique_rendered, estate, read};

/// Renders to a fresh folder, and gives what is in it then.
fn rendered(root: &Path, set_up: impl FnOnce(&mut Command)) -> Tree {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_platc"));
    command.arg("render").args(ENVIRONMENTS).arg("--out").arg(out.path()).arg("--root").arg(root);
    set_up(&mut command);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut tree = Tree::new();
    read(out.path(), out.path(), &mut tree);
    tree
}

#[test]
fn the_binary_gives_the_librarys_bytes() {
    assert_eq!(rendered(&boutique(), |_| {}), boutique_rendered().1);
}

#[test]
fn another_locale_another_zone() {
    let expected = boutique_rendered().1;
    for locale in ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP", "nonsense"] {
        let tree = rendered(&boutique(), |command| {
            command.env_clear().env("LC_ALL", locale).env("LANG", locale).env("LANGUAGE", locale);
            command.env("TZ", "Pacific/Kiritimati");
        });
        assert_eq!(tree, expected, "{locale}");
    }
}

#[test]
fn another_number_of_threads() {
    let expected = boutique_rendered().1;
    for threads in ["1", "2", "13"] {
        let tree = rendered(&boutique(), |command| {
            command.env("RAYON_NUM_THREADS", threads);
        });
        assert_eq!(tree, expected, "{threads} threads");
    }
}

#[test]
fn another_working_directory() {
    let expected = boutique_rendered().1;
    let inside = boutique().join("apps/frontend");
    assert_eq!(
        rendered(Path::new("../.."), |command| {
            command.current_dir(inside);
        }),
        expected
    );
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(
        rendered(&boutique(), |command| {
            command.current_dir(elsewhere.path());
        }),
        expected
    );
}

/// The estate itself lies elsewhere, under a name with a blank and letters that are not ASCII.
#[test]
fn another_place() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("ein Gut für Ümläute");
    for (path, bytes) in estate(&boutique()) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(rendered(&root, |_| {}), boutique_rendered().1);
}
