//! How much has to be written for Online Boutique: in plain manifests, in Score, in platc.
//!
//! `PLATC_BLESS=1 cargo test --test estates` writes the table anew.

use std::path::PathBuf;

use platc::syntax::{Mapping, Node, Value};

use crate::{documents, folder, yaml_files};

/// What a person writes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Size {
    files: usize,
    /// Lines that are neither empty nor comments.
    lines: usize,
    /// Scalars, in maps and lists.
    leaves: usize,
}

impl Size {
    fn of(files: &[PathBuf]) -> Size {
        let mut size = Size { files: files.len(), ..Size::default() };
        for path in files {
            let text = std::fs::read_to_string(path).unwrap();
            let is_written = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with('#');
            size.lines += text.lines().filter(is_written).filter(|line| line.trim() != "---").count();
            size.leaves += documents(&text).iter().map(leaves).sum::<usize>();
        }
        size
    }
}

fn leaves(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().map(|entry| leaves(&entry.value)).sum(),
        Value::Sequence(items) => items.iter().map(leaves).sum(),
        _ => 1,
    }
}

fn below(paths: &[&str]) -> Vec<PathBuf> {
    paths.iter().flat_map(|path| yaml_files(&folder(path))).collect()
}

/// platc's own files for the given environments.
fn specs(environments: &[&str]) -> Vec<PathBuf> {
    let mut files = below(&["online-boutique/apps"]);
    files.push(folder("online-boutique/platc.yaml"));
    files.extend(environments.iter().flat_map(|name| below(&[&format!("online-boutique/overlays/{name}")])));
    files
}

fn page() -> String {
    let rows = [
        (
            "the authors' manifests (`original/kubernetes-manifests`)",
            below(&["online-boutique/original/kubernetes-manifests"]),
        ),
        ("the same in platc, with an overlay per app", specs(&["original"])),
        ("Score's specs (`../score`)", below(&["score/onlineboutique"])),
        ("platc, with dev, staging and prod", specs(&["dev", "staging", "prod"])),
        (
            "what these three are compiled to (`golden`)",
            below(&[
                "online-boutique/golden/dev",
                "online-boutique/golden/staging",
                "online-boutique/golden/prod",
            ]),
        ),
    ];
    let mut page = String::from(
        "# Online Boutique\n\n\
         Twelve workloads of a shop (see `original/NOTICE.txt`), said in platc's language. The environment `original`\n\
         compiles to what its authors wrote, field by field; `dev`, `staging` and `prod` are what a team would want.\n\n\
         How much there is to write. Leaves are scalars; lines are those that are neither empty nor comments.\n\n\
         | | files | lines | leaves |\n|---|---:|---:|---:|\n",
    );
    for (what, files) in rows {
        let Size { files, lines, leaves } = Size::of(&files);
        page.push_str(&format!("| {what} | {files} | {lines} | {leaves} |\n"));
    }
    page.push_str(
        "\nThe three are not equal in what they say. Score's specs have eleven of the twelve workloads (its Redis is a\n\
         resource that a provisioner supplies), no accounts, no security contexts, and probes of the frontend only.\n\
         platc's specs and the manifests say the same; what platc saves is what each manifest repeats.\n\n\
         Written by `PLATC_BLESS=1 cargo test --test estates`.\n",
    );
    page
}

#[test]
fn the_table_is_what_is_counted() {
    let path = folder("online-boutique/README.md");
    let counted = page();
    if std::env::var_os("PLATC_BLESS").is_some() {
        std::fs::write(&path, &counted).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, counted, "PLATC_BLESS=1 cargo test --test estates writes it anew");
}

#[test]
fn less_is_written_than_in_plain_manifests() {
    let [manifests, specs] =
        [below(&["online-boutique/original/kubernetes-manifests"]), specs(&["original"])]
            .map(|files| Size::of(&files));
    assert!(specs.leaves * 2 < manifests.leaves, "{specs:?} against {manifests:?}");
    assert!(specs.lines * 2 < manifests.lines, "{specs:?} against {manifests:?}");
}

#[test]
fn leaves_are_scalars() {
    let count = |text: &str| documents(text).iter().map(leaves).sum::<usize>();
    assert_eq!(count("a: 1\nb: [x, {c: null}, []]\n---\nd: {}\n"), 3);
    assert_eq!(leaves(&Node::mapping(Mapping::new(), platc::syntax::Origin::Unknown)), 0);
}
