//! Each third-party crate enters the house by one door.

use std::collections::BTreeSet;

use crate::sources::{no_complaints, read, rust_sources};

/// A crate and the path prefixes below `src` where its name may stand.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["cli/render/human.rs"]),
    ("anstream", &["cli/"]),
    ("anstyle", &["cli/style.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/command/completions.rs"]),
    ("granit_parser", &["syntax/"]),
    ("indicatif", &["cli/progress.rs"]),
    ("jsonschema", &["schema/json.rs"]),
    ("mimalloc", &["main.rs"]),
    ("minijinja", &["expression/"]),
    ("miniz_oxide", &["schema/"]),
    ("promql_parser", &["verify/monitoring/query.rs"]),
    ("rayon", &["parallel.rs"]),
    ("regex", &["schema/pattern.rs"]),
    ("rustix", &["system/disk.rs"]),
    ("sha2", &["digest.rs"]),
    ("similar", &["ops/", "manifest/textdiff.rs"]),
    ("smol_str", &["syntax/text.rs"]),
    ("strsim", &["diagnostic/"]),
    ("terminal_size", &["cli/terminal.rs"]),
    ("walkdir", &["system/disk.rs"]),
];

/// Data formats, not machinery: derives and JSON values may stand wherever data does.
const EVERYWHERE: &[&str] = &["serde", "serde_json"];

fn dependencies() -> BTreeSet<String> {
    let manifest = read("Cargo.toml");
    let (_, after) = manifest.split_once("\n[dependencies]\n").expect("Cargo.toml has [dependencies]");
    after
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once([' ', '=', '.']))
        .filter(|(name, _)| !name.starts_with('#'))
        .map(|(name, _)| name.replace('-', "_"))
        .collect()
}

#[test]
fn every_dependency_has_a_door() {
    let known: BTreeSet<String> =
        DOORS.iter().map(|(name, _)| *name).chain(EVERYWHERE.iter().copied()).map(str::to_owned).collect();
    assert_eq!(dependencies(), known, "left: Cargo.toml, right: the doors in tests/house/crates.rs");
}

#[test]
fn a_crate_is_named_only_inside_its_door() {
    let mut complaints = Vec::new();
    for source in rust_sources() {
        let inside = source.path.trim_start_matches("src/");
        for (name, doors) in DOORS {
            if doors.iter().any(|door| inside.starts_with(door)) {
                continue;
            }
            let lines = source.code_lines().filter(|(_, line)| names_crate(line, name));
            complaints.extend(lines.map(|(line, _)| {
                format!("{}:{line} names `{name}`, whose door is {}", source.path, doors.join(", "))
            }));
        }
    }
    no_complaints("a third-party crate is used behind its door only:", complaints);
}

/// Whether a line of code names a crate: `name::…` or `use name`.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = &line[..at];
        let after = &line[at + name.len()..];
        let stands_alone =
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '"' | '.'));
        let imported = before.trim_end().ends_with("use") && after.starts_with([';', ' ']);
        stands_alone && (after.starts_with("::") || imported)
    })
}

#[test]
fn names_of_crates_are_told_from_other_words() {
    assert!(names_crate("use rayon::prelude::*;", "rayon"));
    assert!(names_crate("    rayon::join(a, b)", "rayon"));
    assert!(names_crate("use rayon as threads;", "rayon"));
    assert!(!names_crate("crayon::join()", "rayon"));
    assert!(!names_crate("use crate::similar::x;", "similar"));
    assert!(!names_crate("let similar = 1;", "similar"));
}
