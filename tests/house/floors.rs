//! A module imports only from floors below it: `src/lib.rs` declares the floors from the ground up, the
//! binary (`main.rs`, `cli`) is the roof.

use std::collections::BTreeSet;

use crate::sources::{Source, no_complaints, read, root, rust_sources};

/// The house as `design` has it, from the ground up. A room may be missing, none may stand elsewhere.
const FLOORS: &[&str] = &[
    "source",
    "digest",
    "parallel",
    "system",
    "diagnostic",
    "syntax",
    "spec",
    "schema",
    "workspace",
    "overlay",
    "expression",
    "model",
    "resolve",
    "template",
    "manifest",
    "verify",
    "compile",
    "diff",
    "git",
    "ops",
];

/// The rooms of the binary; they see the library from outside, as `platc::…`.
const ROOF: &[&str] = &["main", "cli"];

fn declared() -> Vec<String> {
    read("src/lib.rs")
        .lines()
        .filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|name| *name == room)
}

#[test]
fn modules_are_declared_in_floor_order() {
    let rooms = declared();
    let mut complaints = Vec::new();
    for room in &rooms {
        if floor(room).is_none() {
            complaints.push(format!("`{room}` has no floor: give it one in tests/house/floors.rs"));
        }
    }
    for pair in rooms.windows(2) {
        if let (Some(first), Some(second)) = (floor(&pair[0]), floor(&pair[1]))
            && first >= second
        {
            complaints
                .push(format!("`{}` stands on a lower floor than `{}`: declare it before", pair[1], pair[0]));
        }
    }
    no_complaints("src/lib.rs declares the modules from the ground up:", complaints);
}

#[test]
fn every_declared_module_is_there_and_every_room_is_declared() {
    let declared: BTreeSet<String> = declared().into_iter().collect();
    let there: BTreeSet<String> = rust_sources()
        .iter()
        .map(|source| source.room().to_owned())
        .filter(|room| room != "lib" && !ROOF.contains(&room.as_str()))
        .collect();
    assert_eq!(declared, there, "left: declared in src/lib.rs, right: rooms below src");
    for room in &declared {
        let (file, folder) = (format!("src/{room}.rs"), format!("src/{room}/mod.rs"));
        let one = root().join(&file).is_file() != root().join(&folder).is_file();
        assert!(one, "`{room}` is either {file} or {folder}");
    }
}

#[test]
fn nothing_is_imported_from_a_higher_floor() {
    let mut complaints = Vec::new();
    for source in rust_sources() {
        let room = source.room();
        // lib.rs is the table of contents; the roof may name everything below it.
        if room == "lib" || ROOF.contains(&room) {
            continue;
        }
        for (line, target) in climbs(&source) {
            complaints.push(format!(
                "{}:{line} climbs to `{target}` by `super`: say `crate::{target}`",
                source.path
            ));
        }
        for (line, target) in imports(&source) {
            let (Some(here), Some(there)) = (floor(room), floor(&target)) else {
                complaints.push(format!("{}:{line} imports `{target}`, which is no room", source.path));
                continue;
            };
            if there > here {
                complaints.push(format!(
                    "{}:{line} imports `{target}`, which stands above `{room}`: move what both need down, or \
                     hand it in as an argument",
                    source.path
                ));
            }
        }
    }
    no_complaints("a module imports only from floors below it:", complaints);
}

/// The rooms named by `crate::room`, `crate::{room, …}` and `platc::room` in a file's code, with line numbers.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code: Vec<(usize, &str)> = source.code_lines().collect();
    for (index, (number, line)) in code.iter().enumerate() {
        for prefix in ["crate::", "platc::"] {
            for (at, _) in line.match_indices(prefix) {
                if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                    continue;
                }
                let mut rest = line[at + prefix.len()..].to_owned();
                // A group may go on over several lines.
                for (_, next) in &code[index + 1..] {
                    if !rest.starts_with('{') || balanced(&rest) {
                        break;
                    }
                    rest.push_str(next);
                }
                found.extend(first_names(&rest).into_iter().map(|name| (*number, name)));
            }
        }
    }
    found
}

/// The rooms reached by more `super`s than a file has folders above it.
fn climbs(source: &Source) -> Vec<(usize, String)> {
    let depth = source.path.trim_end_matches("/mod.rs").matches('/').count();
    let out = "super::".repeat(depth);
    let named = |line: &str| {
        let (_, rest) = line.split_once(&out)?;
        let name = first_names(rest.trim_start_matches("super::")).into_iter().next()?;
        floor(&name).is_some().then_some(name)
    };
    source.code_lines().filter_map(|(number, line)| Some((number, named(line)?))).collect()
}

fn balanced(text: &str) -> bool {
    text.matches('{').count() <= text.matches('}').count()
}

/// `a::b` gives `a`; `{a::{b, c}, d}` gives `a` and `d`.
fn first_names(text: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = text.strip_prefix('{') else { return vec![word(text)] };
    let (mut depth, mut names, mut item) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut item)),
            _ if depth == 0 => item.push(c),
            _ => {}
        }
    }
    names.push(item);
    names.iter().map(|item| word(item.trim())).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_reader_of_imports_sees_groups_and_paths() {
    let text = "use crate::{\n    source::{Files, Span},\n    system,\n};\nfn f() { crate::ops::run(); }\n\
                // crate::verify\nlet x = mycrate::y;\n$crate::z;\n";
    let source = Source { path: "src/syntax/x.rs".into(), text: text.into() };
    let names: Vec<String> = imports(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["source", "system", "ops"]);

    let text = "use super::super::ops::run;\nuse super::node;\n";
    let source = Source { path: "src/syntax/x.rs".into(), text: text.into() };
    assert_eq!(climbs(&source), [(1, "ops".to_owned())]);
}
