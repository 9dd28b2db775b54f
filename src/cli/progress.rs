//! A bar on a terminal while something takes long; nothing anywhere else.
//!
//! The one door to indicatif.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{Stream, Terminal};

/// Work shorter than this shows no bar: a flash helps nobody.
const PATIENCE: Duration = Duration::from_millis(300);

/// Counts work done; may be told from several threads. The bar goes when it is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    began: std::time::Instant,
    watched: bool,
}

impl Progress {
    /// `doing` is said beside the bar: `compiling`.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a person has waited; nothing is computed from it"
    )]
    pub fn new(terminal: &Terminal, doing: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let template = match terminal.colored(Stream::Err) {
            true => "{msg} {bar:30.cyan/dim} {pos}/{len}",
            false => "{msg} {bar:30} {pos}/{len}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━━─"));
        }
        bar.set_message(doing);
        Progress { bar, began: std::time::Instant::now(), watched: terminal.is_watched() }
    }

    /// Says what it waits for.
    pub fn say(&self, doing: &'static str) {
        if self.watched {
            self.bar.set_message(doing);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.tick();
        }
    }

    /// So much of so much is done.
    pub fn at(&self, done: usize, total: usize) {
        if !self.watched || self.began.elapsed() < PATIENCE {
            return;
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
