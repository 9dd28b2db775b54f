//! `platc help [topic]`: the page of a code, the list of codes, the usage of a command.

use std::fmt::Write;

use clap::{Args, CommandFactory};
use platc::diagnostic::{Code, code, nearest};

use crate::cli::arguments::Arguments;
use crate::cli::markdown;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::style;
use crate::cli::terminal::{Stream, Terminal};

/// Explain the code of a finding, or a command
#[derive(Debug, Args)]
#[command(after_help = "For example: platc help unknown-field")]
pub struct Help {
    /// A code such as unknown-field, a command, or `codes` for the list of codes
    topic: Option<String>,
}

pub fn run(help: &Help, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let colored = terminal.colored(Stream::Out);
    let text = match help.topic.as_deref() {
        None => usage(&mut Arguments::command(), colored),
        Some("codes") => codes(colored),
        Some(topic) => {
            page(topic, colored).or_else(|| command_usage(topic, colored)).ok_or_else(|| unknown(topic))?
        }
    };
    terminal.write(Stream::Out, &text);
    Ok(Outcome::Clean)
}

fn page(topic: &str, colored: bool) -> Option<String> {
    // A finding shows its code in brackets; people copy it with them.
    let name = topic.trim_start_matches("error").trim_start_matches("warning");
    let name = name.trim_start_matches('[').trim_end_matches(']');
    Code::find(name).map(|code| markdown::render(code.page(), colored))
}

fn codes(colored: bool) -> String {
    let width = code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in code::ALL {
        let name = style::code(&format!("{:width$}", code.name()), colored);
        let _ = writeln!(text, "{name}  {}", markdown::first_sentence(code.page()));
    }
    text
}

fn command_usage(topic: &str, colored: bool) -> Option<String> {
    let mut arguments = Arguments::command();
    // Builds the tree: without it a command lacks the options that hold everywhere.
    arguments.build();
    arguments.find_subcommand_mut(topic).map(|command| usage(command, colored))
}

fn usage(command: &mut clap::Command, colored: bool) -> String {
    let text = command.render_help();
    if colored { text.ansi().to_string() } else { text.to_string() }
}

fn unknown(topic: &str) -> Trouble {
    let commands = Arguments::command();
    let mut known: Vec<&str> = code::ALL.iter().map(Code::name).collect();
    known.extend(commands.get_subcommands().map(clap::Command::get_name));
    known.push("codes");
    let help = match nearest(topic, known) {
        Some(name) => format!("did you mean `platc help {name}`?"),
        None => "`platc help codes` lists the codes, `platc --help` the commands".to_owned(),
    };
    Trouble::new(format!("`{topic}` is neither a code nor a command")).help(help)
}
