//! A folder of this machine's disk.
//!
//! The only file that opens, lists, writes or locks anything, and the one door to rustix and walkdir. No
//! symbolic link is followed: neither as the last name of a path nor on the way to it. What is written in
//! which order so that a stop does no harm, is `manifest`'s business.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this file is the door to std::fs")]

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use walkdir::WalkDir;

use super::{
    EntryKind, FolderEntry, Lock, System, SystemError, folder_of, join, refuse_other_than_name,
    refuse_outside,
};

/// Everything below one folder; the folder itself may be reached by a symbolic link.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// Folders that were seen to be folders, with all those above them: each is looked at once.
    known: RwLock<BTreeSet<String>>,
}

impl Disk {
    /// The folder `root`; nothing is looked at yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Disk { root: root.into(), known: RwLock::default() }
    }

    /// Where a path lies, once the folders on the way to it are known to be folders.
    fn reach(&self, path: &str) -> Result<PathBuf, SystemError> {
        refuse_outside(path)?;
        if let Some(folder) = folder_of(path) {
            self.enter(folder)?;
        }
        Ok(self.place(path))
    }

    fn place(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }

    /// Looks at a folder and those above it: none may be a link, or missing.
    fn enter(&self, folder: &str) -> Result<(), SystemError> {
        if folder.is_empty() || self.is_known(folder) {
            return Ok(());
        }
        self.enter(folder_of(folder).unwrap_or(""))?;
        match self.look(folder)? {
            Some(EntryKind::Folder) => {}
            Some(EntryKind::Symlink) => return Err(SystemError::Symlink(folder.to_owned())),
            Some(EntryKind::File | EntryKind::Other) | None => return Err(SystemError::NotFound),
        }
        self.remember(folder);
        Ok(())
    }

    /// A folder, and all above it, was seen to be one.
    fn remember(&self, folder: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    }

    fn is_known(&self, folder: &str) -> bool {
        self.known.read().unwrap_or_else(PoisonError::into_inner).contains(folder)
    }

    /// A folder, and what lay below it, is to be looked at again.
    fn forget(&self, folder: &str) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.remove(folder) {
            let inside = join(folder, "");
            let below = known.range(inside.clone()..).take_while(|known| known.starts_with(&inside));
            let below: Vec<String> = below.cloned().collect();
            for below in below {
                known.remove(&below);
            }
        }
    }

    /// What the last name of a path is, links not followed.
    fn look(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        match fs::symlink_metadata(self.place(path)) {
            Ok(metadata) => Ok(Some(kind_of(metadata.file_type()))),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(failed(path, &error)),
        }
    }

    /// Opens a regular file to read it; a pipe or a device is neither opened for long nor waited for.
    fn open(&self, path: &str) -> Result<(File, u64), SystemError> {
        let place = self.reach(path)?;
        self.refuse_link(path)?;
        let file =
            without_following(OpenOptions::new().read(true)).open(place).map_err(|e| failed(path, &e))?;
        let metadata = file.metadata().map_err(|error| failed(path, &error))?;
        if !metadata.is_file() {
            return Err(SystemError::Failed(format!("`{path}` is not a file")));
        }
        Ok((file, metadata.len()))
    }

    /// Where the system cannot open without following (see [`without_following`]), looks first.
    fn refuse_link(&self, path: &str) -> Result<(), SystemError> {
        if !cfg!(unix) && self.look(path)? == Some(EntryKind::Symlink) {
            return Err(SystemError::Symlink(path.to_owned()));
        }
        Ok(())
    }

    /// The path from the root of something that was found on the way through a folder.
    fn path_of(&self, place: &Path) -> Result<String, SystemError> {
        let below = place.strip_prefix(&self.root).unwrap_or(place);
        let names: Option<Vec<&str>> = below.iter().map(|name| name.to_str()).collect();
        names.map(|names| names.join("/")).ok_or_else(|| SystemError::NotUtf8(below.display().to_string()))
    }
}

impl System for Disk {
    fn read_up_to(&self, path: &str, limit: usize) -> Result<Vec<u8>, SystemError> {
        let (file, size) = self.open(path)?;
        if size > limit as u64 {
            return Err(SystemError::TooLarge { size, limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The size is known: up to it, neither asks for it again nor reads once more to find the end.
        file.take(size).read_to_end(&mut bytes).map_err(|error| failed(path, &error))?;
        Ok(bytes)
    }

    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        refuse_outside(path)?;
        self.enter(path)?;
        let mut entries = Vec::new();
        for entry in fs::read_dir(self.place(path)).map_err(|error| failed(path, &error))? {
            let entry = entry.map_err(|error| failed(path, &error))?;
            let kind = kind_of(entry.file_type().map_err(|error| failed(path, &error))?);
            let not_utf8 =
                |name: std::ffi::OsString| SystemError::NotUtf8(join(path, &name.to_string_lossy()));
            entries.push(FolderEntry { name: entry.file_name().into_string().map_err(not_utf8)?, kind });
        }
        entries.sort();
        Ok(entries)
    }

    fn files(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        refuse_outside(path)?;
        self.enter(path)?;
        let mut files = Vec::new();
        for entry in WalkDir::new(self.place(path)).min_depth(1).sort_by_file_name() {
            let entry = entry.map_err(|error| match error.into_io_error() {
                Some(error) => failed(path, &error),
                None => SystemError::Failed(format!("`{path}` leads in a circle")),
            })?;
            let kind = kind_of(entry.file_type());
            if kind != EntryKind::Folder {
                files.push(FolderEntry { name: self.path_of(entry.path())?, kind });
            }
        }
        Ok(files)
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        match self.reach(path) {
            Ok(_) => self.look(path),
            Err(SystemError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let place = self.reach(path)?;
        self.refuse_link(path)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = without_following(&mut options).open(place).map_err(|error| failed(path, &error))?;
        file.write_all(bytes).map_err(|error| failed(path, &error))
    }

    /// The way to the folder is gone once for all files.
    #[cfg(unix)]
    fn fill(&self, folder: &str, files: &[(&str, &[u8])]) -> Result<(), SystemError> {
        use rustix::fs::{Mode, OFlags, openat};
        self.create_folder(folder)?;
        let options = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let at = |path: &str, error: rustix::io::Errno| failed(path, &error.into());
        let open = rustix::fs::open(self.place(folder), options, Mode::empty()).map_err(|e| at(folder, e))?;
        let options = OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | NOT_FOLLOWED | OFlags::CLOEXEC;
        for (name, bytes) in files {
            refuse_other_than_name(folder, name)?;
            let path = || join(folder, name);
            let file =
                openat(&open, *name, options, Mode::from_raw_mode(0o666)).map_err(|e| at(&path(), e))?;
            File::from(file).write_all(bytes).map_err(|error| failed(&path(), &error))?;
        }
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        fs::rename(self.reach(from)?, self.reach(to)?).map_err(|error| failed(from, &error))?;
        self.forget(from);
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), SystemError> {
        fs::remove_file(self.reach(path)?).map_err(|error| failed(path, &error))
    }

    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError> {
        let place = match self.reach(path) {
            Err(SystemError::NotFound) => return Ok(()),
            other => other?,
        };
        match fs::remove_dir(place) {
            Ok(()) => self.forget(path),
            Err(error) if is_missing(&error) || error.kind() == ErrorKind::DirectoryNotEmpty => {}
            Err(error) => return Err(failed(path, &error)),
        }
        Ok(())
    }

    fn create_folder(&self, path: &str) -> Result<(), SystemError> {
        refuse_outside(path)?;
        if self.is_known(path) {
            return Ok(());
        }
        let Some(above) = folder_of(path) else {
            return fs::create_dir_all(&self.root).map_err(|error| failed(path, &error));
        };
        self.create_folder(above)?;
        match fs::create_dir(self.place(path)) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(path, &error)),
            // What lies above has been looked at.
            Ok(()) => {
                self.remember(path);
                return Ok(());
            }
            Err(_) => {}
        }
        match self.enter(path) {
            Err(SystemError::NotFound) => Err(SystemError::Failed(format!("`{path}` is not a folder"))),
            other => other,
        }
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        refuse_outside(path)?;
        self.enter(path)?;
        sync_folder(&self.place(path)).map_err(|error| failed(path, &error))
    }

    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError> {
        refuse_outside(path)?;
        self.enter(path)?;
        let file = open_to_lock(&self.place(path)).map_err(|error| failed(path, &error))?;
        match file.try_lock() {
            Ok(()) => return Ok(Box::new(Held { _file: file })),
            Err(TryLockError::WouldBlock) => waiting(),
            Err(TryLockError::Error(error)) => return Err(failed(path, &error)),
        }
        loop {
            match file.lock() {
                Ok(()) => return Ok(Box::new(Held { _file: file })),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(path, &error)),
            }
        }
    }
}

/// The lock goes with the open file, so the system releases it however the process ends.
struct Held {
    _file: File,
}

impl Lock for Held {}

fn kind_of(kind: fs::FileType) -> EntryKind {
    if kind.is_symlink() {
        EntryKind::Symlink
    } else if kind.is_dir() {
        EntryKind::Folder
    } else if kind.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

/// Nothing there: also where a file stands in the place of a folder on the way.
fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn failed(path: &str, error: &std::io::Error) -> SystemError {
    if is_missing(error) {
        SystemError::NotFound
    } else if is_link_refusal(error) {
        SystemError::Symlink(path.to_owned())
    } else {
        SystemError::Failed(format!("`{path}`: {error}"))
    }
}

#[cfg(unix)]
fn is_link_refusal(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_link_refusal(_: &std::io::Error) -> bool {
    false
}

/// The last name of the path is not followed where it is a link, nor waited for where it is a pipe.
#[cfg(unix)]
const NOT_FOLLOWED: rustix::fs::OFlags = rustix::fs::OFlags::NOFOLLOW.union(rustix::fs::OFlags::NONBLOCK);

#[cfg(unix)]
fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(NOT_FOLLOWED.bits().cast_signed())
}

#[cfg(not(unix))]
fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// A folder can be locked itself: nothing is left behind that would have to be kept out of Git.
#[cfg(unix)]
fn open_to_lock(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open_to_lock(folder: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock"))
}

/// One call for the whole file system instead of one per file.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows cannot open a folder to flush it.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
