//! The answer to arguments that are no command, and to `--help` and `--version`.

use std::process::ExitCode;

use clap::error::ErrorKind;

use super::arguments::{Color, Format, GlobalArguments};
use super::outcome::Outcome;
use super::terminal::{Stream, Terminal};

/// Says what is wrong and how it is meant; code 2, or 0 where help was asked for.
pub fn answer(error: &clap::Error) -> ExitCode {
    let mut terminal = Terminal::new(&GlobalArguments {
        root: None,
        format: Format::Human,
        color: asked_color(),
        quiet: false,
        deny: None,
    });
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let stream = if asked { Stream::Out } else { Stream::Err };
    let text = error.render();
    let text = if terminal.colored(stream) { text.ansi().to_string() } else { text.to_string() };
    terminal.write(stream, &text);
    let code = terminal.finish(Ok(Outcome::Clean));
    if asked { code } else { ExitCode::from(2) }
}

/// `--color` as typed: the arguments as a whole could not be read.
#[expect(clippy::disallowed_methods, reason = "the arguments are what this file is about")]
fn asked_color() -> Color {
    let mut arguments = std::env::args_os();
    let mut color = Color::Auto;
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--color") => arguments.next(),
            Some(argument) => argument.strip_prefix("--color=").map(Into::into),
            None => None,
        };
        match value.as_deref().and_then(std::ffi::OsStr::to_str) {
            Some("always") => color = Color::Always,
            Some("never") => color = Color::Never,
            _ => {}
        }
    }
    color
}
