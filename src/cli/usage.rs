//! The answer to arguments that are no command, and to `--help` and `--version`.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use platc::diagnostic::nearest;

use super::arguments::Color;
use super::outcome::{Outcome, Trouble};
use super::terminal::{Stream, Terminal};

/// Says what is wrong and how it is meant; code 2, or 0 where help was asked for.
pub fn answer(error: &clap::Error) -> ExitCode {
    let mut terminal = Terminal::plain(asked_color());
    let (stream, code) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (Stream::Out, ExitCode::SUCCESS),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (Stream::Err, ExitCode::from(2)),
        _ => return terminal.finish(Err(trouble(error))),
    };
    let text = error.render();
    let text = if terminal.colored(stream) { text.ansi().to_string() } else { text.to_string() };
    terminal.write(stream, &text);
    if code == ExitCode::SUCCESS { terminal.finish(Ok(Outcome::Clean)) } else { code }
}

/// A mistake on the command line in the words of all our messages.
fn trouble(error: &clap::Error) -> Trouble {
    let context = |kind| words(error.get(kind));
    let named = context(ContextKind::InvalidArg).join(", ");
    let usage = context(ContextKind::Usage).join(" ");
    let usage: Vec<&str> = usage.trim_start_matches("Usage: ").lines().map(str::trim).collect();
    let usage = usage.join(" or ");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = context(ContextKind::InvalidSubcommand).join(" ");
            let suggested = context(ContextKind::SuggestedSubcommand);
            let hint = hint(&typed, &suggested, "`platc --help` lists them");
            Trouble::new(format!("`{typed}` is not a command")).help(hint)
        }
        ErrorKind::MissingSubcommand => {
            Trouble::new("a command is missing").help(list(&context(ContextKind::ValidSubcommand)))
        }
        ErrorKind::UnknownArgument => {
            let hint = hint(&named, &context(ContextKind::SuggestedArg), &usage);
            Trouble::new(format!("`{named}` is not understood here")).help(hint)
        }
        ErrorKind::InvalidValue => {
            let typed = context(ContextKind::InvalidValue).join(" ");
            let known = list(&context(ContextKind::ValidValue));
            let message = match typed.as_str() {
                "" => format!("{named} needs a value"),
                typed => format!("`{typed}` is no value for {named}"),
            };
            Trouble::new(message).help(hint(&typed, &context(ContextKind::SuggestedValue), &known))
        }
        ErrorKind::TooManyValues => {
            let typed = context(ContextKind::InvalidValue).join(" ");
            Trouble::new(format!("`{typed}` is one word too many")).help(usage)
        }
        ErrorKind::MissingRequiredArgument => Trouble::new(format!("{named} is missing")).help(usage),
        ErrorKind::ArgumentConflict => {
            let prior = context(ContextKind::PriorArg).join(", ");
            Trouble::new(format!("{named} and {prior} exclude each other")).help(usage)
        }
        ErrorKind::ValueValidation => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or("");
            let message = first.split_once("': ").map_or(first, |(_, reason)| reason);
            Trouble::new(format!("{named}: {message}"))
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or("").trim_start_matches("error: ");
            Trouble::new(first).help(usage)
        }
    }
}

/// The nearest of what could be meant, else what else would help.
fn hint(typed: &str, suggested: &[String], otherwise: &str) -> String {
    let nearest = nearest(typed, suggested.iter().map(String::as_str));
    match nearest.or(suggested.first().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => otherwise.to_owned(),
    }
}

fn list(known: &[String]) -> String {
    if known.is_empty() {
        "`platc --help` says more".to_owned()
    } else {
        format!("there are {}", known.join(", "))
    }
}

fn words(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
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
