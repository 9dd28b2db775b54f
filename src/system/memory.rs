//! A tree of files that lies in memory.
//!
//! For tests, and for whatever should be compiled without a disk. It refuses what `Disk` refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::{EntryKind, FolderEntry, Lock, System, SystemError, folder_of, join, refuse_outside};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stored {
    File(Arc<[u8]>),
    Folder,
    Symlink,
}

/// Files, folders and symbolic links by path; a clone shares no later change.
#[derive(Debug, Default)]
pub struct Memory {
    tree: Mutex<BTreeMap<String, Stored>>,
    locked: Mutex<BTreeSet<String>>,
    released: Condvar,
}

impl Memory {
    /// An empty root.
    pub fn new() -> Self {
        Memory::default()
    }

    /// A tree of these files, with the folders that they lie in. Paths outside the root are left out.
    pub fn with_files<P: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let memory = Memory::new();
        for (path, bytes) in files {
            memory.put(path.as_ref(), Stored::File(bytes.as_ref().into()));
        }
        memory
    }

    /// Puts a symbolic link at a path; where it leads does not matter, since it is not followed.
    pub fn with_symlink(self, path: &str) -> Self {
        self.put(path, Stored::Symlink);
        self
    }

    /// Every file, path and bytes, sorted by path.
    pub fn contents(&self) -> BTreeMap<String, Arc<[u8]>> {
        let file = |(path, stored): (&String, &Stored)| match stored {
            Stored::File(bytes) => Some((path.clone(), Arc::clone(bytes))),
            Stored::Folder | Stored::Symlink => None,
        };
        self.tree().iter().filter_map(file).collect()
    }

    /// Every folder but the root, sorted by path.
    pub fn folders(&self) -> Vec<String> {
        let is_folder = |(_, stored): &(&String, &Stored)| **stored == Stored::Folder;
        self.tree().iter().filter(is_folder).map(|(path, _)| path.clone()).collect()
    }

    fn put(&self, path: &str, stored: Stored) {
        if !path.is_empty() && refuse_outside(path).is_ok() {
            let mut tree = self.tree();
            let mut above = folder_of(path).filter(|folder| !folder.is_empty());
            while let Some(folder) = above {
                tree.insert(folder.to_owned(), Stored::Folder);
                above = folder_of(folder).filter(|folder| !folder.is_empty());
            }
            tree.insert(path.to_owned(), stored);
        }
    }

    fn tree(&self) -> MutexGuard<'_, BTreeMap<String, Stored>> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tree, once the path lies below the root and everything on the way to it is a folder.
    fn reach(&self, path: &str) -> Result<MutexGuard<'_, BTreeMap<String, Stored>>, SystemError> {
        refuse_outside(path)?;
        let tree = self.tree();
        for (end, _) in path.match_indices('/') {
            let folder = path.get(..end).unwrap_or("");
            match tree.get(folder) {
                Some(Stored::Folder) => {}
                Some(Stored::Symlink) => return Err(SystemError::Symlink(folder.to_owned())),
                Some(Stored::File(_)) | None => return Err(SystemError::NotFound),
            }
        }
        Ok(tree)
    }

    fn file(&self, path: &str) -> Result<Arc<[u8]>, SystemError> {
        match self.reach(path)?.get(path) {
            Some(Stored::File(bytes)) => Ok(Arc::clone(bytes)),
            Some(Stored::Symlink) => Err(SystemError::Symlink(path.to_owned())),
            Some(Stored::Folder) => Err(SystemError::Failed(format!("`{path}` is not a file"))),
            None => Err(SystemError::NotFound),
        }
    }

    /// The tree, once the path itself is a folder.
    fn enter(&self, path: &str) -> Result<MutexGuard<'_, BTreeMap<String, Stored>>, SystemError> {
        let tree = self.reach(path)?;
        match tree.get(path) {
            Some(Stored::Folder) => Ok(tree),
            None if path.is_empty() => Ok(tree),
            Some(Stored::Symlink) => Err(SystemError::Symlink(path.to_owned())),
            Some(Stored::File(_)) | None => Err(SystemError::NotFound),
        }
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        Memory { tree: Mutex::new(self.tree().clone()), ..Memory::default() }
    }
}

impl System for Memory {
    fn read_up_to(&self, path: &str, limit: usize) -> Result<Vec<u8>, SystemError> {
        let bytes = self.file(path)?;
        if bytes.len() > limit {
            return Err(SystemError::TooLarge { size: bytes.len() as u64, limit });
        }
        Ok(bytes.to_vec())
    }

    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        let tree = self.enter(path)?;
        let inside = join(path, "");
        let entries = tree.range(inside.clone()..).map_while(|(below, stored)| {
            let name = below.strip_prefix(&inside)?;
            Some(FolderEntry { name: name.to_owned(), kind: kind_of(stored) })
        });
        Ok(entries.filter(|entry| !entry.name.contains('/')).collect())
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        match self.reach(path) {
            Ok(_) if path.is_empty() => Ok(Some(EntryKind::Folder)),
            Ok(tree) => Ok(tree.get(path).map(kind_of)),
            Err(SystemError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let mut tree = self.reach(path)?;
        match tree.get(path) {
            Some(Stored::Symlink) => return Err(SystemError::Symlink(path.to_owned())),
            Some(Stored::Folder) => return Err(SystemError::Failed(format!("`{path}` is not a file"))),
            Some(Stored::File(_)) | None => tree.insert(path.to_owned(), Stored::File(bytes.into())),
        };
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        drop(self.reach(to)?);
        let mut tree = self.reach(from)?;
        let stored = tree.get(from).cloned().ok_or(SystemError::NotFound)?;
        let is_folder = stored == Stored::Folder;
        if tree.get(to) == Some(&Stored::Folder) || (is_folder && tree.contains_key(to)) {
            return Err(SystemError::Failed(format!("`{from}` cannot become `{to}`, which is there")));
        }
        tree.remove(from);
        tree.insert(to.to_owned(), stored);
        if is_folder {
            let inside = join(from, "");
            let moved = tree.extract_if(inside.clone().., |below, _| below.starts_with(&inside));
            let moved: Vec<(String, Stored)> = moved.collect();
            let below = |path: &str| path.strip_prefix(&inside).map(|name| join(to, name));
            tree.extend(moved.into_iter().filter_map(|(path, stored)| Some((below(&path)?, stored))));
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), SystemError> {
        let mut tree = self.reach(path)?;
        match tree.get(path) {
            Some(Stored::Folder) => Err(SystemError::Failed(format!("`{path}` is not a file"))),
            Some(Stored::File(_) | Stored::Symlink) => {
                tree.remove(path);
                Ok(())
            }
            None => Err(SystemError::NotFound),
        }
    }

    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError> {
        let mut tree = match self.enter(path) {
            Err(SystemError::NotFound) => return Ok(()),
            other => other?,
        };
        let inside = join(path, "");
        let is_empty =
            !tree.range(inside.clone()..).next().is_some_and(|(below, _)| below.starts_with(&inside));
        if is_empty {
            tree.remove(path);
        }
        Ok(())
    }

    fn create_folder(&self, path: &str) -> Result<(), SystemError> {
        let Some(above) = folder_of(path) else { return Ok(()) };
        refuse_outside(path)?;
        self.create_folder(above)?;
        let mut tree = self.reach(path)?;
        match tree.get(path) {
            Some(Stored::Folder) => {}
            Some(Stored::Symlink) => return Err(SystemError::Symlink(path.to_owned())),
            Some(Stored::File(_)) => return Err(SystemError::Failed(format!("`{path}` is not a folder"))),
            None => {
                tree.insert(path.to_owned(), Stored::Folder);
            }
        }
        Ok(())
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        self.enter(path).map(drop)
    }

    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError> {
        drop(self.enter(path)?);
        let mut locked = self.locked.lock().unwrap_or_else(PoisonError::into_inner);
        if locked.contains(path) {
            waiting();
        }
        while locked.contains(path) {
            locked = self.released.wait(locked).unwrap_or_else(PoisonError::into_inner);
        }
        locked.insert(path.to_owned());
        Ok(Box::new(Held { memory: self, path: path.to_owned() }))
    }
}

struct Held<'a> {
    memory: &'a Memory,
    path: String,
}

impl Lock for Held<'_> {}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.memory.locked.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.path);
        self.memory.released.notify_all();
    }
}

fn kind_of(stored: &Stored) -> EntryKind {
    match stored {
        Stored::File(_) => EntryKind::File,
        Stored::Folder => EntryKind::Folder,
        Stored::Symlink => EntryKind::Symlink,
    }
}
