//! Words that have no place in a repository: paths of one machine, work left undone.

use std::fs;

use crate::sources::{no_complaints, paths_below, root};

/// What Git does not keep.
const UNTRACKED: &[&str] = &[".git", "target", ".cache"];

/// Split, so that this file does not find itself.
fn forbidden() -> Vec<String> {
    [
        ("/wor", "k/"),
        ("/roo", "t/"),
        ("/tmp/", "wt"),
        ("TO", "DO"),
        ("FIX", "ME"),
        ("XX", "X:"),
        ("todo", "!("),
        ("unimplemented", "!("),
        ("#[ig", "nore"),
    ]
    .map(|(head, tail)| format!("{head}{tail}"))
    .to_vec()
}

#[test]
fn no_machine_paths_and_no_unfinished_work() {
    let paths = paths_below("")
        .into_iter()
        .filter(|path| !path.split('/').any(|name| UNTRACKED.contains(&name)) && path != "Cargo.lock");
    let forbidden = forbidden();
    let mut complaints = Vec::new();
    for path in paths {
        // What is no text file says nothing to anybody.
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for word in forbidden.iter().filter(|word| line.contains(word.as_str())) {
                complaints.push(format!("{path}:{}: `{word}`", number + 1));
            }
        }
    }
    no_complaints("no path of one machine, no work left undone:", complaints);
}
