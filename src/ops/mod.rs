//! One file per command: options in, outcome out. Nothing here prints or exits.

mod compiled;
mod create;
mod starter;

pub mod baseline;
pub mod check;
pub mod explain;
pub mod format;
pub mod golden;
pub mod graph;
pub mod init;
pub mod new;
pub mod render;
pub mod schema;
pub mod verify;

pub use compiled::{Compiled, Counts, Known};
pub use create::NewFile;

use crate::system::SystemError;

/// Why a command could not do its work: wrong usage, or trouble with the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub message: String,
    pub help: Option<String>,
}

impl Trouble {
    pub fn new(message: impl Into<String>, help: Option<String>) -> Self {
        Trouble { message: message.into(), help }
    }
}

impl From<SystemError> for Trouble {
    fn from(error: SystemError) -> Self {
        Trouble::new(error.to_string(), None)
    }
}
