//! How a command ends; which number that is, and how it is said, is left to `terminal`.

/// The command did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing wrong: exit code 0.
    Clean,
    /// Findings or differences: exit code 1.
    Findings,
}

/// The command could not do its work (usage, machine): exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Short, lower case, the user's words first.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Trouble {
    pub fn new(message: impl Into<String>) -> Self {
        Trouble { message: message.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
