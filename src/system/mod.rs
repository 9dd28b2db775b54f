//! The one door to the machine: reading, listing and writing below one root.
//!
//! Everything else asks this trait, so that an estate can lie on disk, in memory, or in a Git tree.

mod disk;
mod memory;

pub use disk::Disk;
pub use memory::Memory;

use std::fmt;

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    File,
    Folder,
    /// Never followed: a link could lead out of the root.
    Symlink,
    /// A socket, a device, a pipe.
    Other,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    pub name: String,
    pub kind: EntryKind,
}

/// Why the machine refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SystemError {
    NotFound,
    /// A symbolic link stands somewhere on the path; links are not followed.
    Symlink(String),
    /// The path is not relative to the root, or climbs out of it.
    Outside(String),
    /// A name in a folder is not UTF-8.
    NotUtf8(String),
    /// A file has more bytes than were to be read.
    TooLarge {
        size: u64,
        limit: usize,
    },
    /// Anything else, in the system's words.
    Failed(String),
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SystemError::NotFound => write!(f, "not found"),
            SystemError::Symlink(path) => write!(f, "`{path}` is a symbolic link; links are not followed"),
            SystemError::Outside(path) => write!(f, "`{path}` lies outside the root"),
            SystemError::NotUtf8(path) => write!(f, "`{path}` is not valid UTF-8"),
            SystemError::TooLarge { size, limit } => {
                write!(f, "{size} bytes, more than the {limit} that platc reads")
            }
            SystemError::Failed(reason) => write!(f, "{reason}"),
        }
    }
}

/// Paths are relative to the root, with `/` between names, without `.` and `..`; `""` is the root.
pub trait System: Sync {
    /// The bytes of a regular file.
    fn read(&self, path: &str) -> Result<Vec<u8>, SystemError> {
        self.read_up_to(path, usize::MAX)
    }

    /// The bytes of a regular file that has at most `limit` of them; one with more is never held.
    fn read_up_to(&self, path: &str, limit: usize) -> Result<Vec<u8>, SystemError>;

    /// A folder's entries, sorted by name.
    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError>;

    /// Everything below a folder that is not itself a folder, at any depth: `name` is the path from the root.
    /// Symbolic links are listed as what they are and not followed. Each folder's names are sorted.
    fn files(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        let mut files = Vec::new();
        for entry in self.list(path)? {
            let below = join(path, &entry.name);
            match entry.kind {
                EntryKind::Folder => files.extend(self.files(&below)?),
                kind => files.push(FolderEntry { name: below, kind }),
            }
        }
        Ok(files)
    }

    /// What the path is; `None` where there is nothing.
    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError>;

    /// Creates or replaces a file's bytes. Not atomic: `manifest::write` writes a temporary name, then renames.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError>;

    /// Creates a folder, and those above it, and writes files of these names and bytes into it; like [`System::write`].
    fn fill(&self, folder: &str, files: &[(&str, &[u8])]) -> Result<(), SystemError> {
        self.create_folder(folder)?;
        files.iter().try_for_each(|(name, bytes)| {
            refuse_other_than_name(folder, name)?;
            self.write(&join(folder, name), bytes)
        })
    }

    /// Renames a file, over another where there is one, or a folder to a name that is free; atomically.
    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError>;

    /// Removes a file.
    fn remove_file(&self, path: &str) -> Result<(), SystemError>;

    /// Removes a folder if it is empty; one that is not empty, or not there, is no error.
    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError>;

    /// Creates a folder and those above it.
    fn create_folder(&self, path: &str) -> Result<(), SystemError>;

    /// Makes what was written survive a power cut; called once, at the end.
    fn sync(&self, path: &str) -> Result<(), SystemError>;

    /// Holds the folder until the guard is dropped. Where another platc holds it, `waiting` is called once,
    /// then this waits until it is free. A process that ends lets go.
    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError>;
}

/// Held while a folder is locked.
pub trait Lock {}

/// The path of `name` in `folder`; `""` is the root.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder that a path lies in; `None` for the root.
pub fn folder_of(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        Some((folder, _)) => Some(folder),
        None if path.is_empty() => None,
        None => Some(""),
    }
}

/// Whether a path stays below the root on every system: relative, `/` between names, no empty name, no `.`
/// and `..`, and nothing that Windows reads as a separator, a drive or a stream.
pub fn is_below_root(path: &str) -> bool {
    let is_plain = |name: &[u8]| !name.iter().any(|byte| matches!(byte, 0 | b'\\' | b':'));
    let is_name = |name: &[u8]| !matches!(name, b"" | b"." | b"..") && is_plain(name);
    path.is_empty() || path.as_bytes().split(|byte| *byte == b'/').all(is_name)
}

/// What is to lie right in a folder lies neither below nor outside it.
fn refuse_other_than_name(folder: &str, name: &str) -> Result<(), SystemError> {
    match name.is_empty() || name.contains('/') || !is_below_root(name) {
        true => Err(SystemError::Outside(join(folder, name))),
        false => Ok(()),
    }
}

/// The door's own check of every path that it is given.
fn refuse_outside(path: &str) -> Result<(), SystemError> {
    if is_below_root(path) { Ok(()) } else { Err(SystemError::Outside(path.to_owned())) }
}
