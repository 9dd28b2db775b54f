//! The files below a folder, as a value.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Bytes by path with `/`. A link is kept as the text `link to <target>`, an empty folder as a path with a
/// `/` at its end.
#[derive(Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<String, Vec<u8>>);

impl Tree {
    /// What lies below a folder; nothing where there is no such folder.
    pub fn read(folder: &Path) -> Tree {
        let mut tree = Tree::default();
        if folder.is_dir() {
            tree.collect(folder, "");
        }
        tree
    }

    fn collect(&mut self, folder: &Path, prefix: &str) {
        let mut entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).peekable();
        if entries.peek().is_none() && !prefix.is_empty() {
            self.0.insert(prefix.to_owned(), Vec::new());
        }
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                self.0.insert(path, format!("link to {}\n", target.display()).into_bytes());
            } else if kind.is_dir() {
                self.collect(&entry.path(), &format!("{path}/"));
            } else {
                self.0.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }

    /// Writes the files below a folder; creates it only if there is something to write.
    pub fn write(&self, folder: &Path) {
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
                fs::create_dir_all(&path).unwrap();
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// What is new or changed in `after`, and the paths that are gone, one a line. Empty folders do not count: git
    /// keeps none.
    pub fn changes(&self, after: &Tree) -> (Tree, String) {
        let is_file = |path: &str| !path.ends_with('/');
        let changed =
            after.0.iter().filter(|(path, bytes)| is_file(path) && self.0.get(*path) != Some(bytes));
        let changed = changed.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        let gone = self.0.keys().filter(|path| !after.0.contains_key(*path) && !path.ends_with('/'));
        (Tree(changed), gone.map(|path| format!("{path}\n")).collect())
    }

    /// The paths of both trees, sorted.
    pub fn paths_of_either<'a>(&'a self, other: &'a Tree) -> BTreeSet<&'a str> {
        self.0.keys().chain(other.0.keys()).map(String::as_str).collect()
    }

    pub fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}

#[test]
fn a_case_that_changes_files_is_seen() {
    let tree = |files: &[(&str, &str)]| {
        Tree(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
    };
    let before = tree(&[("a", "1"), ("b/c", "2"), ("d", "3")]);
    let (changed, removed) = before.changes(&tree(&[("a", "1"), ("b/c", "9"), ("e", "4")]));
    assert!(changed == tree(&[("b/c", "9"), ("e", "4")]));
    assert_eq!(removed, "d\n");

    let folder = tempfile::tempdir().unwrap();
    before.write(folder.path());
    assert!(Tree::read(folder.path()) == before);
}
