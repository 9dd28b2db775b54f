//! One case: its expectations in files, and how they differ from what was seen.

use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::tree::Tree;

/// A folder below `tests/ui`.
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
}

/// What a case showed when it was played, or what it should show.
#[derive(PartialEq, Eq)]
pub struct Seen {
    pub stdout: String,
    pub stderr: String,
    /// One exit code a line.
    pub exit: String,
    /// Files that are new or changed.
    pub after: Tree,
    /// Paths that are gone, one a line.
    pub removed: String,
}

/// Every case, sorted by name.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
        .into_iter()
        .map(|folder| Case { name: folder.file_name().unwrap().to_str().unwrap().to_owned(), folder })
        .collect()
}

impl Case {
    /// The text of a file of the case, `""` where it is missing.
    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    fn expected(&self) -> Seen {
        let exit = self.text("exit");
        Seen {
            stdout: self.text("stdout"),
            stderr: self.text("stderr"),
            exit: if exit.is_empty() { "0\n".repeat(self.text("command").lines().count()) } else { exit },
            after: Tree::read(&self.folder.join("after")),
            removed: self.text("removed"),
        }
    }

    /// A complaint for each part that differs.
    pub fn compare(&self, seen: &Seen) -> Vec<String> {
        let expected = self.expected();
        let exit = |seen: &Seen| seen.exit.lines().collect::<Vec<_>>().join(" ") + "\n";
        let mut complaints = Vec::new();
        complaints.extend(difference("exit", &exit(&expected), &exit(seen)));
        complaints.extend(difference("stdout", &expected.stdout, &seen.stdout));
        complaints.extend(difference("stderr", &expected.stderr, &seen.stderr));
        complaints.extend(difference("removed", &expected.removed, &seen.removed));
        for path in expected.after.paths_of_either(&seen.after) {
            let (old, new) = (expected.after.text(path), seen.after.text(path));
            let name = format!("after/{path}");
            match (old, new) {
                (None, Some(text)) => complaints.push(format!("{name} is not expected:\n{}", head(&text))),
                (Some(_), None) => {
                    complaints.push(format!("{name} is expected, and is not written or unchanged"))
                }
                (Some(old), Some(new)) => complaints.extend(difference(&name, &old, &new)),
                (None, None) => {}
            }
        }
        complaints
    }

    /// Writes what was seen as what is expected.
    pub fn bless(&self, seen: &Seen) {
        self.write("stdout", &seen.stdout);
        self.write("stderr", &seen.stderr);
        self.write("removed", &seen.removed);
        let all_zero = seen.exit.lines().all(|code| code == "0");
        self.write("exit", if all_zero { "" } else { &seen.exit });
        let after = self.folder.join("after");
        if after.exists() {
            fs::remove_dir_all(&after).unwrap();
        }
        seen.after.write(&after);
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        if !text.is_empty() {
            fs::write(path, text).unwrap();
        } else if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }
}

fn difference(what: &str, expected: &str, seen: &str) -> Option<String> {
    (expected != seen).then(|| {
        let diff = TextDiff::from_lines(expected, seen);
        format!("{what}:\n{}", head(&diff.unified_diff().context_radius(3).to_string()))
    })
}

/// Enough of a text to see what is the matter.
fn head(text: &str) -> String {
    const MOST: usize = 60;
    let lines = text.lines().count();
    let mut head: String = text.lines().take(MOST).map(|line| format!("    {line}\n")).collect();
    if lines > MOST {
        head.push_str(&format!("    … and {} lines more\n", lines - MOST));
    }
    head
}
