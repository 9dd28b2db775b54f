//! What stands at a path of the manifest folder.

use crate::diagnostic::{Diagnostic, refused};
use crate::system::{EntryKind, System, SystemError, folder_of};

/// What stands at a path.
pub(super) enum Found {
    Nothing,
    File(Vec<u8>),
    Folder,
}

/// Looks at one path after another; in a folder that is not there it looks once.
pub(super) struct Look<'a> {
    system: &'a dyn System,
    absent: Option<String>,
}

impl<'a> Look<'a> {
    pub fn new(system: &'a dyn System) -> Self {
        Look { system, absent: None }
    }

    /// What stands at `place`, a path from the system's root.
    pub fn at(&mut self, place: &str) -> Result<Found, Diagnostic> {
        let folder = folder_of(place).unwrap_or("");
        if self.absent.as_deref() == Some(folder) {
            return Ok(Found::Nothing);
        }
        match self.system.read(place) {
            Ok(bytes) => Ok(Found::File(bytes)),
            Err(SystemError::NotFound) => {
                if self.kind(folder)?.is_none() {
                    self.absent = Some(folder.to_owned());
                }
                Ok(Found::Nothing)
            }
            Err(SystemError::Failed(_)) if self.kind(place)? == Some(EntryKind::Folder) => Ok(Found::Folder),
            Err(error) => Err(refused(place, &error)),
        }
    }

    /// The file that stands where `place` needs a folder.
    pub fn file_above(&self, place: &str) -> Result<Option<String>, Diagnostic> {
        let mut above = folder_of(place).filter(|folder| !folder.is_empty());
        while let Some(folder) = above {
            match self.kind(folder)? {
                Some(EntryKind::Folder) => return Ok(None),
                Some(EntryKind::File | EntryKind::Symlink | EntryKind::Other) => {
                    return Ok(Some(folder.to_owned()));
                }
                None => above = folder_of(folder).filter(|folder| !folder.is_empty()),
            }
        }
        Ok(None)
    }

    fn kind(&self, place: &str) -> Result<Option<EntryKind>, Diagnostic> {
        self.system.kind(place).map_err(|error| refused(place, &error))
    }
}
