//! The two streams of the process: who reads them, in which colours, and what happens when nobody does.
//!
//! Everything that platc says goes through here. A reader that has gone (`platc … | head`) is no mistake.

#![expect(
    clippy::disallowed_methods,
    reason = "the one door to the streams, to COLUMNS, and to the time that a person waits"
)]

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anstream::AutoStream;

use super::arguments::{Color, Format, GlobalArguments};
use super::estate;
use super::outcome::{Outcome, Trouble};
use super::render::{self, Look, PathsFrom, Report};
use super::repository::Repository;
use super::style;
use platc::diagnostic::Diagnostic;

/// Columns where there is no terminal to ask and `COLUMNS` is not set.
const DEFAULT_WIDTH: usize = 100;
/// Narrower excerpts cannot be read.
const LEAST_WIDTH: usize = 60;

/// One of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// For results.
    Out,
    /// For everything said beside a result.
    Err,
}

/// The process's streams with the choices of this run.
#[derive(Debug)]
pub struct Terminal {
    format: Format,
    quiet: bool,
    deny_warnings: bool,
    colored_out: bool,
    colored_err: bool,
    width: usize,
    /// The estate's root, where it was named.
    root: Option<PathBuf>,
    began: Instant,
    /// Why a stream can no longer be written; a closed pipe is not a reason.
    failure: Option<io::Error>,
    out_closed: bool,
}

impl Terminal {
    pub fn new(arguments: &GlobalArguments) -> Self {
        Terminal {
            format: arguments.format,
            quiet: arguments.quiet,
            deny_warnings: arguments.deny.is_some(),
            root: arguments.root.clone(),
            ..Terminal::plain(arguments.color)
        }
    }

    /// Streams for somebody whose arguments could not be read.
    pub fn plain(color: Color) -> Self {
        Terminal {
            format: Format::Human,
            quiet: false,
            deny_warnings: false,
            colored_out: is_colored(color, &io::stdout()),
            colored_err: is_colored(color, &io::stderr()),
            width: width(),
            root: None,
            began: Instant::now(),
            failure: None,
            out_closed: false,
        }
    }

    /// Whether text for that stream may carry colours.
    pub fn colored(&self, stream: Stream) -> bool {
        match stream {
            Stream::Out => self.colored_out,
            Stream::Err => self.colored_err,
        }
    }

    /// Whether a person watches: progress is shown only then.
    pub fn is_watched(&self) -> bool {
        !self.quiet && self.format == Format::Human && io::stderr().is_terminal()
    }

    /// Whether somebody is there to answer a question.
    pub fn can_ask(&self) -> bool {
        self.is_watched() && io::stdin().is_terminal()
    }

    /// Asks for one line; `None` where none comes. Whether somebody is there, [`Terminal::can_ask`] says.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        self.write(Stream::Err, &format!("{}: ", super::escape::visible(question)));
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(1..) => Some(line.trim().to_owned()),
            Ok(0) | Err(_) => None,
        }
    }

    /// Whether reports are JSON documents, which hold a command's result in full.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes text as it is.
    pub fn write(&mut self, stream: Stream, text: &str) {
        self.write_bytes(stream, text.as_bytes());
    }

    /// Writes bytes as they are: manifests, completions.
    pub fn write_bytes(&mut self, stream: Stream, bytes: &[u8]) {
        let written = match stream {
            Stream::Out if self.out_closed => return,
            Stream::Out => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
            Stream::Err => io::stderr().lock().write_all(bytes),
        };
        match written {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.out_closed |= stream == Stream::Out;
            }
            Err(error) => {
                self.out_closed |= stream == Stream::Out;
                self.failure.get_or_insert(error);
            }
        }
    }

    /// A line beside the result (`3 written`); not said with `--quiet`, nor to programs.
    pub fn remark(&mut self, line: &str) {
        if !self.quiet && self.format == Format::Human {
            self.write(Stream::Err, &format!("{line}\n"));
        }
    }

    /// Says what a command has to say, in the chosen form, and what follows from it for the exit code.
    ///
    /// Reports go to [`Stream::Out`] where they are the result (`check`), else to [`Stream::Err`].
    pub fn report(&mut self, stream: Stream, report: &Report<'_>) -> Outcome {
        let colored = self.colored(stream);
        let Terminal { format, width, quiet, deny_warnings, .. } = *self;
        let look = Look { format, colored, width, quiet, deny_warnings };
        let text = match self.repository(report.paths_from) {
            Some(repository) => {
                let mut diagnostics = report.diagnostics.clone();
                if format == Format::Sarif {
                    diagnostics.iter_mut().for_each(render::place_somewhere);
                }
                let (diagnostics, files) = (repository.findings(diagnostics), repository.files(report.files));
                let result = report.result.clone();
                render::report(&Report { diagnostics, files: &files, result, ..*report }, look)
            }
            None => render::report(report, look),
        };
        self.write(stream, &text);
        let denied = |diagnostic: &Diagnostic| diagnostic.is_error() || self.deny_warnings;
        if report.diagnostics.iter().any(denied) { Outcome::Findings } else { Outcome::Clean }
    }

    /// The repository from whose root paths are told; `None` for readers that know where we are.
    fn repository(&self, paths_from: PathsFrom) -> Option<Repository> {
        if matches!(self.format, Format::Human | Format::Concise | Format::Json) {
            return None;
        }
        let folder = match paths_from {
            PathsFrom::Estate => estate::root(self.root.as_deref()).ok()?,
            PathsFrom::Here => std::env::current_dir().ok()?,
        };
        Repository::around(&folder)
    }

    /// Wall time since the command line was read.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Says why nothing could be done.
    pub fn trouble(&mut self, trouble: &Trouble) {
        let label = style::bad("error", self.colored_err);
        let mut text = format!("{label}: {}\n", super::escape::visible(&trouble.message));
        if let Some(help) = &trouble.help {
            text.push_str(&format!(
                "  {} {}\n",
                style::strong("= help:", self.colored_err),
                super::escape::visible(help)
            ));
        }
        self.write(Stream::Err, &text);
    }

    /// The exit code: trouble with the streams outweighs what the command found.
    pub fn finish(mut self, result: Result<Outcome, Trouble>) -> ExitCode {
        if let Err(trouble) = &result {
            self.trouble(trouble);
        }
        if let Some(error) = self.failure.take() {
            self.trouble(&Trouble::new(format!("the output could not be written: {error}")));
            return ExitCode::from(2);
        }
        match result {
            Ok(Outcome::Clean) => ExitCode::SUCCESS,
            Ok(Outcome::Findings) => ExitCode::from(1),
            Err(_) => ExitCode::from(2),
        }
    }
}

/// `auto` honours NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM, as anstream reads them.
fn is_colored<S: anstream::stream::RawStream>(color: Color, stream: &S) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// `COLUMNS` is the reader's wish; it never reaches the library.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    told.or_else(measured).unwrap_or(DEFAULT_WIDTH).max(LEAST_WIDTH)
}
