//! Reading one file: its bytes, its text, its tree; what forbids it is a finding about that file alone.

use std::collections::BTreeMap;

use super::definitions;
use crate::diagnostic::{Diagnostic, refused};
use crate::source::{FileId, Files, SourceFile};
use crate::syntax::limits::FILE_BYTES;
use crate::syntax::{Limits, ParseOptions, Parsed, RepeatedKeys, decode, parse};
use crate::system::{System, SystemError};

/// The config files of an estate, by whole path.
#[derive(Debug, Default)]
pub struct Texts {
    read: BTreeMap<String, FileId>,
    /// Those that are there but are no text, or too large: said where one is used, for others may lie there.
    refused: BTreeMap<String, Diagnostic>,
}

impl Texts {
    pub fn get(&self, path: &str) -> Option<FileId> {
        self.read.get(path).copied()
    }

    pub fn refused(&self, path: &str) -> Option<&Diagnostic> {
        self.refused.get(path)
    }

    /// Reads a file once.
    pub fn read(&mut self, system: &dyn System, path: String, files: &mut Files) -> Result<(), SystemError> {
        if self.read.contains_key(&path) || self.refused.contains_key(&path) {
            return Ok(());
        }
        match text(system, &path, FILE_BYTES)? {
            Ok(text) => {
                let id = files.add(SourceFile::new(path.as_str(), text));
                self.read.insert(path, id);
            }
            Err(found) => {
                self.refused.insert(path, *found);
            }
        }
        Ok(())
    }
}

/// In templates a directive may stand more than once in one map.
pub fn template_options() -> ParseOptions {
    ParseOptions { repeated_keys: RepeatedKeys::AllowDirectives, ..ParseOptions::default() }
}

pub fn read_and_parse(system: &dyn System, path: &str, id: FileId) -> Result<(String, Parsed), SystemError> {
    let options = options_of(path);
    Ok(match text(system, path, options.limits.bytes)? {
        Ok(text) => {
            let parsed = parse(id, &text, &options);
            (text, parsed)
        }
        Err(found) => (String::new(), Parsed { diagnostics: vec![*found], ..Parsed::default() }),
    })
}

fn options_of(path: &str) -> ParseOptions {
    match path.split_once('/') {
        Some(("templates", _)) => template_options(),
        Some(_) if path.starts_with(definitions::FOLDER) => {
            ParseOptions { limits: Limits::DEFINITIONS, ..ParseOptions::default() }
        }
        _ => ParseOptions::default(),
    }
}

/// The text of a file; a huge one is never held.
fn text(
    system: &dyn System,
    path: &str,
    limit: usize,
) -> Result<Result<String, Box<Diagnostic>>, SystemError> {
    Ok(match system.read_up_to(path, limit) {
        Err(error @ (SystemError::Symlink(_) | SystemError::TooLarge { .. })) => {
            Err(Box::new(refused(path, &error)))
        }
        read => decode(path, read?, limit),
    })
}
