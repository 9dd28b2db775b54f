//! The README's commands are those that CI runs: a reader who types them gets what we tested.

use crate::sources::{no_complaints, read};

/// The lines of a Markdown text's fenced shell blocks that are commands.
fn commands(markdown: &str) -> Vec<&str> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in markdown.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            inside = !inside && fence == "sh";
        } else if inside && line.starts_with("cargo ") {
            commands.push(line.split(" #").next().unwrap_or(line).trim_end());
        }
    }
    commands
}

#[test]
fn the_commands_of_the_readme_run_in_ci() {
    let (readme, ci) = (read("README.md"), read(".ci/run"));
    let commands = commands(&readme);
    assert!(commands.contains(&"cargo test"), "the README names the test command");
    assert!(
        commands.iter().any(|command| command.starts_with("cargo run")),
        "the README names the main command"
    );
    let runs = |command: &str| ci.lines().any(|line| line.trim_start().starts_with(command));
    let missing = commands.iter().filter(|command| !runs(command));
    no_complaints(
        "a command of the README that .ci/run does not run:",
        missing.map(|command| (*command).to_owned()).collect(),
    );
}
