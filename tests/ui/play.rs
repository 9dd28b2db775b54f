//! Plays a case: a copy of its input, the real binary, an empty environment.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::case::{Case, Seen};
use crate::setup;
use crate::tree::Tree;

/// Columns of the imagined terminal.
const COLUMNS: &str = "100";

pub fn play(case: &Case) -> Seen {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("estate");
    fs::create_dir(&root).unwrap();
    Tree::read(&case.folder.join("input")).write(&root);
    setup::apply(&case.text("setup"), &root);
    let before = Tree::read(&root);

    let command = case.text("command");
    assert!(!command.trim().is_empty(), "{}: a case needs a file `command`", case.name);
    let (mut stdout, mut stderr, mut exit) = (String::new(), String::new(), String::new());
    let mut folder = root.clone();
    let several = command.lines().count() > 1;
    for line in command.lines() {
        if let Some(inner) = line.strip_prefix("cd ") {
            folder = root.join(inner.trim());
            exit.push_str("0\n");
            continue;
        }
        if edit(line, &root) {
            exit.push_str("0\n");
            continue;
        }
        let output = output(line, &folder);
        for (text, bytes) in [(&mut stdout, &output.stdout), (&mut stderr, &output.stderr)] {
            if several && !bytes.is_empty() {
                text.push_str(&format!("$ platc {line}\n"));
            }
            text.push_str(&without_time(&String::from_utf8_lossy(bytes)));
        }
        exit.push_str(&match output.status.code() {
            Some(code) => format!("{code}\n"),
            None => "killed\n".to_owned(),
        });
    }
    let (after, removed) = before.changes(&Tree::read(&root));
    Seen { stdout, stderr, exit, after, removed }
}

/// `rm path` and `write path text`: what somebody does between two invocations.
fn edit(line: &str, root: &Path) -> bool {
    match line.splitn(3, ' ').collect::<Vec<_>>().as_slice() {
        ["rm", path] if root.join(path).is_dir() => fs::remove_dir_all(root.join(path)).unwrap(),
        ["rm", path] => fs::remove_file(root.join(path)).unwrap(),
        ["write", path, text] => {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{text}\n")).unwrap();
        }
        _ => return false,
    }
    true
}

/// What an invocation prints; `< path` behind it is its standard input.
fn output(line: &str, folder: &Path) -> Output {
    match line.split_once(" < ") {
        None => invocation(line, folder).output().unwrap(),
        Some((line, path)) => {
            let file = fs::File::open(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            invocation(line, folder).stdin(file).output().unwrap()
        }
    }
}

fn invocation(line: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_platc"));
    command.current_dir(folder).env_clear().env("COLUMNS", COLUMNS);
    let mut words = words(line).into_iter().peekable();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        if name.starts_with('-') || !name.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
            break;
        }
        command.env(name, value);
        words.next();
    }
    command.args(words);
    command
}

/// Splits at spaces; single and double quotes keep them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// `38 ms` becomes `… ms`: the only part of an output that differs from run to run.
fn without_time(text: &str) -> String {
    let mut parts = text.split(" ms");
    let mut steady = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let kept = steady.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let begins_word = steady[..kept].chars().next_back().is_none_or(char::is_whitespace);
        let ends_word = !part.starts_with(|c: char| c.is_alphanumeric());
        if kept < steady.len() && begins_word && ends_word {
            steady.truncate(kept);
            steady.push('…');
        }
        steady.push_str(" ms");
        steady.push_str(part);
    }
    steady
}

#[test]
fn only_the_time_is_blanked() {
    assert_eq!(without_time("3 apps · 38 ms\n1 ms"), "3 apps · … ms\n… ms");
    assert_eq!(without_time("port 80 msg, p99 ms, x1 ms"), "port 80 msg, p99 ms, x1 ms");
}

#[test]
fn quotes_keep_words_together() {
    assert_eq!(words("help 'a  b' \"\" c=d"), ["help", "a  b", "", "c=d"]);
}
