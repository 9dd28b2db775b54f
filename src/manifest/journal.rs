//! The journal: what a run is about to change, written before the first change and removed after the last.
//!
//! With it the next run knows which files are its own, even those that no ownership file names yet. It need
//! not finish what was begun: it brings the ownership files in line with what stands there, and goes on from
//! that with its own input.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::found::refused;
use super::ownership::{
    FOLDER, Record, decode, encode, is_owner, journal_path, read_if_there, record_path, temporary_path,
};
use super::request::is_file_path;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::parallel;
use crate::system::{EntryKind, System, SystemError, folder_of, join};

/// What a run does to one owner's files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The digest of each file to be written or adopted.
    pub write: BTreeMap<String, Digest>,
    /// Files to be removed.
    pub remove: Vec<String>,
}

/// What a run does, by owner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Journal {
    pub owners: BTreeMap<String, Pending>,
}

impl Journal {
    /// The journal of a run that was stopped; `None` where the last one ended.
    pub fn load(system: &dyn System, folder: &str) -> Result<Option<Journal>, Vec<Diagnostic>> {
        let path = journal_path(folder);
        let Some(bytes) = read_if_there(system, &path)? else { return Ok(None) };
        let mut journal: Journal = decode(&path, &bytes)?;
        // Nobody but platc writes it, yet it may come with a foreign branch: it leads nowhere else.
        journal.owners.retain(|owner, _| is_owner(owner));
        for pending in journal.owners.values_mut() {
            pending.write.retain(|file, _| is_file_path(file));
            pending.remove.retain(|file| is_file_path(file));
        }
        Ok(Some(journal))
    }

    /// Puts on record what is to be done; from here on a stop is healed by the next run.
    pub fn begin(
        system: &dyn System,
        folder: &str,
        owners: &[(&str, &Pending)],
    ) -> Result<(), Vec<Diagnostic>> {
        // A map of each owner alone, of which the braces go: all threads write, and the map is the same.
        let entries = parallel::map(owners, |entry| encode(&BTreeMap::from([*entry])));
        // Some megabytes, and nothing of it twice.
        let mut bytes = Vec::with_capacity(entries.iter().map(Vec::len).sum::<usize>() + 4);
        let entries = entries.iter().map(|entry| entry.trim_ascii()).filter_map(|entry| {
            let entry = entry.strip_prefix(b"{")?.strip_suffix(b"}")?;
            Some(entry.trim_ascii_end())
        });
        bytes.extend_from_slice(b"{");
        for (number, entry) in entries.enumerate() {
            bytes.extend_from_slice(if number > 0 { b"," } else { b"" });
            bytes.extend_from_slice(entry);
        }
        bytes.extend_from_slice(if owners.is_empty() { b"}\n" } else { b"\n}\n" });
        replace(system, &journal_path(folder), &bytes)
    }

    /// Ends the run.
    pub fn end(system: &dyn System, folder: &str) -> Result<(), Vec<Diagnostic>> {
        remove(system, &journal_path(folder))
    }
}

/// Brings ownership files in line with what a stopped run left behind, and clears its temporary names away.
/// Does nothing where the last run ended. To be called under the lock only.
pub(super) fn heal(system: &dyn System, folder: &str) -> Result<(), Vec<Diagnostic>> {
    remove(system, &temporary_path(&journal_path(folder)))?;
    let Some(journal) = Journal::load(system, folder)? else { return Ok(()) };
    let owners: Vec<(&String, &Pending)> = journal.owners.iter().collect();
    let files = owners.iter().flat_map(|(_, pending)| pending.write.keys());
    clear_first(system, folder, files)?;
    clear_first(system, &join(folder, FOLDER), journal.owners.keys())?;
    let healed = parallel::map(&owners, |(owner, pending)| heal_owner(system, folder, owner, pending));
    let failed: Vec<Diagnostic> = healed.into_iter().filter_map(Result::err).flatten().collect();
    if !failed.is_empty() {
        return Err(failed);
    }
    let touched = journal.owners.values().flat_map(|pending| pending.write.keys().chain(&pending.remove));
    remove_empty_above(system, folder, touched.map(|file| join(folder, file)))?;
    let records = journal.owners.keys().map(|owner| record_path(folder, owner));
    remove_empty_above(system, &join(folder, FOLDER), records)?;
    Journal::end(system, folder)
}

fn heal_owner(
    system: &dyn System,
    folder: &str,
    owner: &str,
    pending: &Pending,
) -> Result<(), Vec<Diagnostic>> {
    let path = record_path(folder, owner);
    remove(system, &temporary_path(&path))?;
    let (mut record, before) = Record::load(system, folder, owner)?.unzip();
    let record = record.get_or_insert_default();
    let folders: BTreeSet<&str> = pending.write.keys().filter_map(|file| folder_of(file)).collect();
    for half_filled in folders.into_iter().filter(|inside| !inside.is_empty()) {
        clear(system, &temporary_path(&join(folder, half_filled)))?;
    }
    for (file, digest) in &pending.write {
        let place = join(folder, file);
        remove(system, &temporary_path(&place))?;
        match read_if_there(system, &place)? {
            None => drop(record.files.remove(file)),
            // A file without bytes is what a power cut leaves of one that was written; nothing is lost with it.
            Some(bytes) if bytes.is_empty() => drop(record.files.insert(file.clone(), Digest::of(&bytes))),
            Some(bytes) if Digest::of(&bytes) == *digest => drop(record.files.insert(file.clone(), *digest)),
            // As it was before, or changed since by somebody else: what the ownership file says still holds.
            Some(_) => {}
        }
    }
    for file in &pending.remove {
        if system.kind(&join(folder, file)).map_err(|error| refused(file, &error))?.is_none() {
            record.files.remove(file);
        }
    }
    save(system, &path, record.print().as_deref(), before.as_deref())
}

/// Removes the folders that these files lay in, and those above them below `top`, where they are empty.
pub(super) fn remove_empty_above(
    system: &dyn System,
    top: &str,
    files: impl Iterator<Item = String>,
) -> Result<(), Vec<Diagnostic>> {
    let mut folders = BTreeSet::new();
    for file in files {
        let mut above = folder_of(&file);
        while let Some(folder) = above.filter(|folder| folder.len() > top.len() && !folders.contains(*folder))
        {
            folders.insert(folder.to_owned());
            above = folder_of(folder);
        }
    }
    // A folder sorts before what lies in it: from the end, the deepest come first.
    folders
        .iter()
        .rev()
        .try_for_each(|folder| system.remove_empty_folder(folder).map_err(|error| refused(folder, &error)))
}

/// Writes an ownership file, or removes it where nothing is owned any more; leaves one alone that is as it should be.
pub(super) fn save(
    system: &dyn System,
    path: &str,
    wanted: Option<&[u8]>,
    found: Option<&[u8]>,
) -> Result<(), Vec<Diagnostic>> {
    match wanted {
        _ if wanted == found => Ok(()),
        None => remove(system, path),
        Some(bytes) => {
            let folder = folder_of(path).unwrap_or("");
            system.create_folder(folder).map_err(|error| refused(folder, &error))?;
            replace(system, path, bytes)
        }
    }
}

/// Gives a file new bytes: whoever reads it sees the old ones or the new ones.
pub(super) fn replace(system: &dyn System, path: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let temporary = temporary_path(path);
    let written = system.write(&temporary, bytes).and_then(|()| system.rename(&temporary, path));
    written.map_err(|error| refused(path, &error))
}

/// Removes what was being filled in `above` under a temporary name, of the folders that these paths from there begin
/// with.
fn clear_first<'p>(
    system: &dyn System,
    above: &str,
    paths: impl Iterator<Item = &'p String>,
) -> Result<(), Vec<Diagnostic>> {
    let folders: BTreeSet<&str> = paths.filter_map(|path| Some(path.split_once('/')?.0)).collect();
    folders.into_iter().try_for_each(|name| clear(system, &temporary_path(&join(above, name))))
}

/// Removes what stands under a temporary name, a folder with all that is in it; a link, not what it leads to.
pub(super) fn clear(system: &dyn System, path: &str) -> Result<(), Vec<Diagnostic>> {
    match system.kind(path).map_err(|error| refused(path, &error))? {
        None => Ok(()),
        Some(EntryKind::File | EntryKind::Symlink | EntryKind::Other) => remove(system, path),
        Some(EntryKind::Folder) => {
            for entry in system.list(path).map_err(|error| refused(path, &error))? {
                clear(system, &join(path, &entry.name))?;
            }
            system.remove_empty_folder(path).map_err(|error| refused(path, &error))
        }
    }
}

/// Removes a file, if it is there.
pub(super) fn remove(system: &dyn System, path: &str) -> Result<(), Vec<Diagnostic>> {
    match system.remove_file(path) {
        Ok(()) | Err(SystemError::NotFound) => Ok(()),
        Err(error) => Err(refused(path, &error)),
    }
}
