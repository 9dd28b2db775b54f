//! What a file looks like: short, and opened by what it is for; and what a room is never called.

use crate::sources::{no_complaints, paths_below, rust_sources};

/// Longer files hold two things.
const MOST_LINES: usize = 400;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "common", "helper", "helpers", "misc", "manager", "managers", "shared", "stuff"];

#[test]
fn files_are_short() {
    let complaints = rust_sources()
        .iter()
        .map(|source| (&source.path, source.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{path} has {lines} lines: split it by what it does"))
        .collect();
    no_complaints("no file has more than 400 lines:", complaints);
}

#[test]
fn files_say_what_they_are_for() {
    let complaints = rust_sources()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| format!("{} does not open with `//! `", source.path))
        .collect();
    no_complaints("each file opens with what it is for and what it leaves to others:", complaints);
}

#[test]
fn rooms_are_named_for_what_is_inside() {
    let mut complaints = Vec::new();
    for folder in ["src", "tests"] {
        for path in paths_below(folder) {
            // A test case is named by the behaviour it shows, in words of users.
            if path.starts_with("tests/") && !path.ends_with(".rs") {
                continue;
            }
            let name = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".rs");
            if name.split('_').any(|word| EMPTY_NAMES.contains(&word)) {
                complaints.push(format!("{path}: name it after the thing in it"));
            }
        }
    }
    no_complaints("no room is called util, common, helper, manager:", complaints);
}
