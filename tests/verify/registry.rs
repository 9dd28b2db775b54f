//! The registry is complete: a rule is one file, one code with its page, one folder of cases.

use std::collections::BTreeSet;
use std::path::Path;

use platc::verify::rules;

use crate::case::{cases, folder};

/// Rules of compiled objects only: what they forbid cannot be in manifests that were read. `tests/ui` shows them.
pub const COMPILED: [&str; 1] = ["path-collision"];

/// The files below `src/verify` that hold a rule, by the rule's name.
fn files(at: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if std::fs::read_to_string(&entry).is_ok_and(|text| text.contains("pub const RULE: Rule")) {
            found.insert(entry.file_stem().unwrap().to_str().unwrap().replace('_', "-"));
        }
    }
}

#[test]
fn every_file_of_a_rule_is_registered() {
    let mut there = BTreeSet::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify"), &mut there);
    let registered: BTreeSet<String> = rules().map(|rule| rule.code.name().to_string()).collect();
    assert_eq!(there, registered, "left: files with a RULE, right: the registry");
    assert_eq!(rules().count(), registered.len(), "a rule is registered twice");
}

/// What schemas find and is held against the API server as well.
const SCHEMA: [&str; 2] = ["missing-field", "wrong-value"];

#[test]
fn every_rule_has_its_folder_of_cases() {
    let folders: BTreeSet<String> = cases().into_keys().collect();
    let rules: BTreeSet<String> = rules()
        .map(|rule| rule.code.name())
        .chain(SCHEMA)
        .map(str::to_string)
        .filter(|name| !COMPILED.contains(&name.as_str()))
        .collect();
    assert_eq!(folders, rules, "left: folders in {}, right: rules", folder().display());
}

/// The rows of `README.md` that name what they are caught by.
#[test]
fn every_check_of_the_api_server_is_a_rule() {
    let table = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let rules: BTreeSet<&str> = rules().map(|rule| rule.code.name()).chain(["schema"]).collect();
    let rows = table.lines().skip_while(|line| *line != "|---|---|---|").skip(1);
    let mut complaints = Vec::new();
    let mut count = 0;
    for row in rows.filter(|row| !row.starts_with("| **")) {
        count += 1;
        let codes = row.trim_end_matches('|').rsplit('|').next().unwrap_or("").trim();
        let unknown = codes.split(", ").find(|code| !rules.contains(code.trim_matches('`')));
        complaints.extend(unknown.map(|code| format!("{row}\n  `{code}` is no rule")));
    }
    assert_eq!(count, 160, "the table has the rows that were found in the server's code");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
