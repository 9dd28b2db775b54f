//! The pages of `docs/` say what is so: examples pass the checks, commands print what stands below them, every
//! command and option is named.
//!
//! `PLATC_BLESS=1 cargo test --test docs` writes below the commands what they print now.

mod page;
mod pieces;
mod play;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use page::{Block, Page};
use platc::diagnostic::Diagnostic;
use platc::schema::input::{self, Rules};
use platc::schema::output::{Mode, OutputSchemas};
use platc::source::{Files, SourceFile};
use platc::spec::{AppSpec, DocumentKind, Shaped};
use platc::syntax::{Node, ParseOptions, parse};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Parses a block; the place of a complaint is the page's.
fn tree(page: &Page, block: &Block) -> Node {
    let mut files = Files::new();
    let id = files.next_id();
    files.add(SourceFile::new(page.name(), block.text.as_str()));
    let parsed = parse(id, &block.text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{}:{}: {:?}", page.name(), block.line, parsed.diagnostics);
    parsed.documents.into_iter().next().map(|document| document.root).unwrap_or_default()
}

fn yaml_blocks() -> Vec<(Page, Block)> {
    let pages = Page::all().into_iter();
    let blocks = pages.flat_map(|page| {
        let blocks = page.blocks().into_iter().filter(|block| block.language == "yaml");
        blocks.map(|block| (Page { path: page.path.clone(), text: String::new() }, block)).collect::<Vec<_>>()
    });
    blocks.collect()
}

fn complain(page: &Page, block: &Block, found: &[Diagnostic]) {
    let found: Vec<String> =
        found.iter().map(|found| format!("  {}: {}", found.code.name(), found.message)).collect();
    assert!(found.is_empty(), "{}:{}:\n{}\n{}", page.name(), block.line, found.join("\n"), block.text);
}

#[test]
fn every_file_shown_is_a_file_of_the_language() {
    let newest = OutputSchemas::embedded().newest();
    let mut checked = 0;
    for (page, block) in yaml_blocks() {
        let node = tree(&page, &block);
        let is_ours =
            node.get("apiVersion").and_then(Node::as_str).is_some_and(|it| it.starts_with("platc.dev"));
        if !is_ours {
            continue;
        }
        let written = node.get("kind").and_then(Node::as_str).unwrap_or("");
        let kind = DocumentKind::ALL.into_iter().find(|kind| kind.word() == written);
        let kind = kind.unwrap_or_else(|| panic!("{}:{}: no kind `{written}`", page.name(), block.line));
        let mut found = Vec::new();
        input::check_document(&node, kind, None, newest, &mut found);
        complain(&page, &block, &found);
        checked += 1;
    }
    assert!(checked >= 5, "only {checked} files are shown");
}

/// In the guide to the language every other YAML block is a piece of an App's `spec`.
#[test]
fn every_piece_of_a_spec_is_one() {
    let rules = Rules { mode: Mode::Fragment, minor: OutputSchemas::embedded().newest() };
    let mut checked = 0;
    for (page, block) in yaml_blocks().into_iter().filter(|(page, _)| page.name() == "language.md") {
        let node = tree(&page, &block);
        if node.get("apiVersion").is_none() {
            let mut found = Vec::new();
            input::check(&node, AppSpec::shape(), "spec", rules, &mut found);
            complain(&page, &block, &found);
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} pieces are shown");
}

/// Plays a page in a folder and compares, or blesses.
fn hold(name: &str, folder: &Path) {
    let page = Page::named(name);
    let played = play::play(&page, folder);
    assert!(!played.is_empty(), "{name} shows no command");
    if std::env::var_os("PLATC_BLESS").is_some() {
        std::fs::write(&page.path, page.with(&played)).unwrap();
        return;
    }
    for (block, said) in played {
        assert_eq!(block.text, said, "docs/{name}:{}: PLATC_BLESS=1 writes what is said now", block.line);
    }
}

/// A copy of this repository's own estate.
fn reference() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(&root().join("platc.yaml"), &place.path().join("platc.yaml"));
    for folder in ["apps", "overlays", "templates", "golden"] {
        copy(&root().join(folder), &place.path().join(folder));
    }
    place
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

#[test]
fn an_estate_begins_from_nothing_as_the_page_says() {
    hold("getting-started.md", tempfile::tempdir().unwrap().path());
}

#[test]
fn routes_become_what_the_page_says() {
    hold("routes.md", tempfile::tempdir().unwrap().path());
}

#[test]
fn commands_print_what_the_page_says() {
    hold("commands.md", reference().path());
}

#[test]
fn anybodys_manifests_are_verified_as_the_page_says() {
    hold("verify.md", tempfile::tempdir().unwrap().path());
}

#[test]
fn templates_do_what_the_page_says() {
    hold("templates.md", reference().path());
}

#[test]
fn layers_are_explained_as_the_page_says() {
    hold("language.md", reference().path());
}

/// The words of a help text that are options, and the commands that it lists.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_platc")).args(arguments).env_clear().output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn options(help: &str) -> BTreeSet<String> {
    let words = help.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    words
        .filter(|word| word.starts_with("--") && word.len() > 2 && !word.starts_with("---"))
        .map(str::to_string)
        .collect()
}

#[test]
fn every_command_and_option_is_in_the_page() {
    let text = Page::named("commands.md").text;
    let usage = help(&["--help"]);
    let listed = usage.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap();
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    let everywhere = options(usage.split("Everywhere:").nth(1).unwrap());
    let chapter = |title: &str| {
        let after = text.split(&format!("\n## {title}\n")).nth(1);
        let after = after.unwrap_or_else(|| panic!("docs/commands.md has no chapter `{title}`"));
        after.split("\n## ").next().unwrap().to_string()
    };
    for option in &everywhere {
        assert!(chapter("Everywhere").contains(&format!("`{option}")), "`{option}` is not in `Everywhere`");
    }
    for command in commands {
        let chapter = chapter(&format!("platc {command}"));
        for option in options(&help(&[command, "--help"])).difference(&everywhere) {
            assert!(chapter.contains(&format!("`{option}")), "`{option}` is not in the chapter of {command}");
        }
    }
    // And nothing that is not there.
    let all: String = usage
        + &[
            "render",
            "check",
            "golden",
            "explain",
            "fmt",
            "graph",
            "init",
            "new",
            "schema",
            "verify",
            "completions",
            "help",
        ]
        .map(|command| help(&[command, "--help"]))
        .concat();
    let unknown: Vec<String> = options(&text).difference(&options(&all)).cloned().collect();
    assert!(unknown.is_empty(), "{unknown:?} are no options");
}

#[test]
fn links_lead_somewhere() {
    for page in Page::all() {
        let folder = page.path.parent().unwrap();
        for rest in page.text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap();
            let is_local = !target.is_empty() && !target.contains("://");
            assert!(!is_local || folder.join(target).exists(), "{}: `{target}` is not there", page.name());
        }
    }
}
