//! The one door to the machine: reading, listing and writing below one root.
//!
//! Everything else asks this trait, so that an estate can lie on disk, in memory, or in a Git tree.

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
            SystemError::Failed(reason) => write!(f, "{reason}"),
        }
    }
}

/// Paths are relative to the root, with `/` between names, without `.` and `..`; `""` is the root.
pub trait System: Sync {
    /// The bytes of a regular file.
    fn read(&self, path: &str) -> Result<Vec<u8>, SystemError>;

    /// The size of a regular file in bytes.
    fn size(&self, path: &str) -> Result<u64, SystemError>;

    /// A folder's entries, sorted by name.
    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError>;

    /// What the path is; `None` where there is nothing.
    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError>;

    /// Creates or replaces a file's bytes. Not atomic: `manifest::write` writes a temporary name, then renames.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError>;

    /// Renames a file over another, atomically.
    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError>;

    /// Removes a file.
    fn remove_file(&self, path: &str) -> Result<(), SystemError>;

    /// Removes a folder if it is empty; a folder that is not empty stays without an error.
    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError>;

    /// Creates a folder and those above it.
    fn create_folder(&self, path: &str) -> Result<(), SystemError>;

    /// Makes what was written survive a power cut; called once, at the end.
    fn sync(&self, path: &str) -> Result<(), SystemError>;

    /// Waits until no other platc holds the folder, then holds it until the guard is dropped.
    fn lock(&self, path: &str) -> Result<Box<dyn Lock + '_>, SystemError>;
}

/// Held while a folder is locked.
pub trait Lock {}
