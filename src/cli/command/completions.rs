//! `platc completions <shell>`: what the shell needs to complete our arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::arguments::Arguments;
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{Stream, Terminal};

/// Write a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "For example: platc completions bash > ~/.local/share/bash-completion/completions/platc"
)]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(completions: &Completions, terminal: &mut Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "platc", &mut script);
    terminal.write_bytes(Stream::Out, &script);
    Outcome::Clean
}
