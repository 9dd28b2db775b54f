//! Creating files that must not be there yet: all of them, or none.
//!
//! For what begins something (`init`, `new`). What is written again and again goes through `manifest`.

use super::Trouble;
use super::format::{replace, temporary};
use crate::system::{EntryKind, System, SystemError, folder_of};

/// A file to be created; the path is the estate's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    pub path: String,
    pub text: String,
}

impl NewFile {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// Creates the files, and the folders that they lie in.
///
/// # Errors
/// Where one of them is there already, or something else is in the way, nothing is written; where the machine refuses
/// half-way, what was written is removed again.
pub fn create(system: &dyn System, files: &[NewFile]) -> Result<(), Trouble> {
    let mut in_the_way = Vec::new();
    for file in files {
        in_the_way.extend(self::in_the_way(system, &file.path)?);
    }
    in_the_way.dedup();
    if let Some(trouble) = taken(&in_the_way) {
        return Err(trouble);
    }
    for (number, file) in files.iter().enumerate() {
        let folder = folder_of(&file.path).unwrap_or("");
        let written = system.create_folder(folder).and_then(|()| replace(system, &file.path, &file.text));
        if let Err(error) = written {
            take_back(system, files.get(..=number).unwrap_or(files));
            return Err(Trouble::new(format!("{} cannot be written: {error}", file.path), None));
        }
    }
    Ok(())
}

/// What keeps a path from being created: itself, or what stands where a folder above it is wanted.
pub fn in_the_way(system: &dyn System, path: &str) -> Result<Option<String>, Trouble> {
    let mut above = folder_of(path);
    while let Some(folder) = above.filter(|folder| !folder.is_empty()) {
        match system.kind(folder) {
            Ok(Some(EntryKind::Folder) | None) => {}
            // A link on the way to it is looked at in its turn.
            Err(SystemError::Symlink(_)) => {}
            Ok(Some(_)) => return Ok(Some(folder.to_string())),
            Err(error) => return Err(error.into()),
        }
        above = folder_of(folder);
    }
    Ok(system.kind(path)?.map(|_| path.to_string()))
}

fn taken(paths: &[String]) -> Option<Trouble> {
    let message = match paths {
        [] => return None,
        [path] => format!("{path} is there already"),
        paths => format!("{} are there already", paths.join(", ")),
    };
    Some(Trouble::new(message, Some("nothing was written; move it away, or take another name".to_string())))
}

/// Removes what a run that failed has made. What cannot be removed either stays: the failure is what is told.
fn take_back(system: &dyn System, files: &[NewFile]) {
    for file in files.iter().rev() {
        let _ = system.remove_file(&temporary(&file.path));
        let _ = system.remove_file(&file.path);
        let mut above = folder_of(&file.path);
        while let Some(folder) = above.filter(|folder| !folder.is_empty()) {
            let _ = system.remove_empty_folder(folder);
            above = folder_of(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    fn file(path: &str) -> NewFile {
        NewFile { path: path.to_string(), text: "a\nb\n".to_string() }
    }

    #[test]
    fn all_are_created_with_their_folders() {
        let memory = Memory::new();
        create(&memory, &[file("a/b/c"), file("d")]).unwrap();
        assert_eq!(memory.contents().into_keys().collect::<Vec<_>>(), ["a/b/c", "d"]);
        assert_eq!(file("d").lines(), 2);
    }

    #[test]
    fn what_is_there_forbids_all() {
        let memory = Memory::with_files([("d", "mine"), ("e", "mine")]);
        let trouble = create(&memory, &[file("a/b/c"), file("d"), file("e/f")]).unwrap_err();
        assert_eq!(trouble.message, "d, e are there already");
        assert_eq!(memory.contents().len(), 2);
        assert!(memory.folders().is_empty());
    }

    #[test]
    fn a_link_on_the_way_is_in_the_way() {
        let memory = Memory::new().with_symlink("a");
        let trouble = create(&memory, &[file("a/b/c")]).unwrap_err();
        assert_eq!(trouble.message, "a is there already");
    }
}
