//! A page played: its files written, its commands run, what they print compared with what the page says.
//!
//! `$ platc …` runs the real binary, `$ cat <file>` shows a file, `$ cd <folder>` goes there for the rest of the page.
//! Everything else is not played. The page's files (first line `# <path>`) are written before the next command runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::page::{Block, Page};

/// Plays the commands in a folder; what each block should say.
pub fn play(page: &Page, folder: &Path) -> Vec<(Block, String)> {
    let mut played = Vec::new();
    let mut folder = folder.to_path_buf();
    for block in page.blocks() {
        if let Some(path) = block.file() {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &block.text).unwrap();
        }
        if block.language == "console" {
            let said = console(&block, &mut folder);
            played.push((block, said));
        }
    }
    played
}

fn console(block: &Block, folder: &mut PathBuf) -> String {
    let commands = block.text.lines().filter_map(|line| line.strip_prefix("$ "));
    commands.map(|command| format!("$ {command}\n{}", run(command, folder))).collect()
}

fn run(command: &str, folder: &mut PathBuf) -> String {
    let words = words(command);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["cd", inner] => {
            folder.push(inner);
            String::new()
        }
        ["cat", path] => std::fs::read_to_string(folder.join(path)).unwrap(),
        ["platc", arguments @ ..] => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_platc"));
            let output = command
                .args(arguments)
                .current_dir(&folder)
                .env_clear()
                .env("COLUMNS", "100")
                .output()
                .unwrap();
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let said = without_time(&(text(&output.stdout) + &text(&output.stderr)));
            said.lines().map(|line| format!("{}\n", line.trim_end())).collect()
        }
        _ => panic!("`{command}` is neither platc nor cat nor cd"),
    }
}

/// Words at spaces; single quotes keep them together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in command.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_string());
        } else {
            words.extend(part.split_whitespace().map(str::to_string));
        }
    }
    words
}

/// How long something took differs each time: `12 ms` stays `12 ms` in the page, any number is the same.
fn without_time(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 1..words.len() {
        let is_number = words[at - 1].bytes().all(|byte| byte.is_ascii_digit()) && !words[at - 1].is_empty();
        if is_number && words[at].trim_end().split('\n').next() == Some("ms") {
            words[at - 1] = "12";
        }
    }
    words.join(" ")
}
