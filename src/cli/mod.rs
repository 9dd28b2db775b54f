//! The binary: arguments in, an exit code out. What a command does is left to the library.

mod arguments;
mod command;
mod escape;
mod estate;
mod kinds;
mod markdown;
mod outcome;
mod panic;
mod place;
mod progress;
mod render;
mod repository;
mod style;
mod summary;
mod tally;
mod terminal;
mod usage;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use outcome::{Outcome, Trouble};
use terminal::Terminal;

/// Runs what was typed.
pub fn run() -> ExitCode {
    panic::install();
    match Arguments::try_parse() {
        Ok(arguments) => {
            let mut terminal = Terminal::new(&arguments.global);
            let result = dispatch(&arguments, &mut terminal);
            terminal.finish(result)
        }
        Err(error) => usage::answer(&error),
    }
}

fn dispatch(arguments: &Arguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Render(render) => command::render::run(render, global, terminal),
        Command::Check(check) => command::check::run(check, global, terminal),
        Command::Golden(golden) => command::golden::run(golden, global, terminal),
        Command::Explain(explain) => command::explain::run(explain, global, terminal),
        Command::Graph(graph) => command::graph::run(graph, global, terminal),
        Command::Fmt(fmt) => command::fmt::run(fmt, global, terminal),
        Command::Init(init) => command::init::run(init, global, terminal),
        Command::New(new) => command::new::run(new, global, terminal),
        Command::Schema(schema) => command::schema::run(schema, terminal),
        Command::Verify(verify) => command::verify::run(verify, global, terminal),
        Command::Completions(completions) => Ok(command::completions::run(completions, terminal)),
        Command::Help(help) => command::help::run(help, terminal),
    }
}
