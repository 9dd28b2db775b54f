//! What stands at a path of the manifest folder.

use std::collections::BTreeSet;

use crate::diagnostic::{self, Diagnostic};
use crate::system::{EntryKind, System, SystemError, folder_of, join};

/// What stands at a path.
pub(super) enum Found {
    Nothing,
    File(Vec<u8>),
    Folder,
}

/// Folders right below another that are not there, so that nothing is in them: looked at once, for all owners.
pub(super) struct Bare<'p>(BTreeSet<&'p str>);

impl<'p> Bare<'p> {
    /// Those of the folders that these paths from `above` begin with. One that the system refuses to look at is not
    /// among them: whoever looks for a path is told why.
    pub fn below(system: &dyn System, above: &str, paths: impl Iterator<Item = &'p str>) -> Self {
        let folders: BTreeSet<&str> = paths.filter_map(first).collect();
        Bare(folders.into_iter().filter(|folder| system.kind(&join(above, folder)) == Ok(None)).collect())
    }

    /// Whether the path of a file, from the same folder, leads into one of them.
    pub fn has(&self, path: &str) -> bool {
        first(path).is_some_and(|folder| self.is(folder))
    }

    /// Whether the folder is one of them.
    pub fn is(&self, folder: &str) -> bool {
        self.0.contains(folder)
    }

    /// Their names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'p str> {
        self.0.iter().copied()
    }
}

/// The folder that a path begins with.
fn first(path: &str) -> Option<&str> {
    Some(path.split_once('/')?.0)
}

/// Looks at one path after another; at what stands above them it looks once per folder.
pub(super) struct Look<'a> {
    system: &'a dyn System,
    /// The last folder that was not there, with the file that stands in its place or above, if one does.
    absent: Option<(String, Option<String>)>,
}

impl<'a> Look<'a> {
    pub fn new(system: &'a dyn System) -> Self {
        Look { system, absent: None }
    }

    /// What stands at `place`, a path from the system's root.
    pub fn at(&mut self, place: &str) -> Result<Found, Vec<Diagnostic>> {
        let folder = folder_of(place).unwrap_or("");
        if self.absent.as_ref().is_some_and(|(absent, _)| absent == folder) {
            return Ok(Found::Nothing);
        }
        match self.system.read(place) {
            Ok(bytes) => Ok(Found::File(bytes)),
            Err(SystemError::NotFound) => {
                if self.kind(folder)? != Some(EntryKind::Folder) {
                    self.absent = Some((folder.to_owned(), self.file_at_or_above(folder)?));
                }
                Ok(Found::Nothing)
            }
            Err(SystemError::Failed(_)) if self.kind(place)? == Some(EntryKind::Folder) => Ok(Found::Folder),
            Err(error) => Err(refused(place, &error)),
        }
    }

    /// The file that stands where a path at which nothing was found, the last one looked at, needs a folder.
    pub fn file_above(&self, place: &str) -> Option<&str> {
        let (absent, file) = self.absent.as_ref()?;
        if folder_of(place) == Some(absent) { file.as_deref() } else { None }
    }

    fn file_at_or_above(&self, folder: &str) -> Result<Option<String>, Vec<Diagnostic>> {
        let mut above = Some(folder).filter(|folder| !folder.is_empty());
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

    fn kind(&self, place: &str) -> Result<Option<EntryKind>, Vec<Diagnostic>> {
        self.system.kind(place).map_err(|error| refused(place, &error))
    }
}

/// What the machine says of a path, as the findings of a run that ends with it.
pub(super) fn refused(path: &str, error: &SystemError) -> Vec<Diagnostic> {
    vec![diagnostic::refused(path, error)]
}
