//! Ownership files: which files an owner wrote, with which bytes, from which sources.
//!
//! One small file per owner, so that two changes to two apps never meet in Git. The one door to serde_json
//! for files that platc keeps for itself.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::found::refused;
use super::request::is_file_path;
use crate::diagnostic::{Diagnostic, code};
use crate::digest::Digest;
use crate::system::{EntryKind, System, SystemError, folder_of, is_below_root, join};

/// Where ownership files and the journal lie in the manifest folder.
pub(super) const FOLDER: &str = ".platc";

/// The journal's name where an owner would have its own; so no owner may have it.
const JOURNAL: &str = "journal";

const TEMPORARY: &str = ".platc-tmp";

/// One ownership file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The digest of each file that the owner wrote, by its path below the manifest folder.
    pub files: BTreeMap<String, Digest>,
    /// The sources that they came from.
    #[serde(default)]
    pub inputs: Vec<String>,
}

impl Record {
    /// Reads an owner's file; `None` where it has none.
    ///
    /// # Errors
    /// `ownership-unreadable` where it is not what platc wrote, `symlink-refused`, `system-failed`.
    pub fn load(
        system: &dyn System,
        folder: &str,
        owner: &str,
    ) -> Result<Option<(Record, Vec<u8>)>, Vec<Diagnostic>> {
        let path = record_path(folder, owner);
        let Some(bytes) = read_if_there(system, &path)? else { return Ok(None) };
        let record: Record = decode(&path, &bytes)?;
        match record.files.keys().find(|file| !is_file_path(file)) {
            Some(file) => {
                Err(unreadable(&path, &format!("`{file}` is not a path below the manifest folder")))
            }
            None => Ok(Some((record, bytes))),
        }
    }

    /// The bytes of the ownership file; `None` where there is nothing to own.
    pub fn print(&self) -> Option<Vec<u8>> {
        if self.files.is_empty() { None } else { Some(encode(self)) }
    }
}

/// Every owner that has an ownership file in the manifest folder, sorted.
///
/// # Errors
/// What [`System::files`] refuses.
pub fn owners(system: &dyn System, folder: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let records = join(folder, FOLDER);
    let entries = match system.files(&records) {
        Err(SystemError::NotFound) => Vec::new(),
        other => other.map_err(|error| refused(&records, &error))?,
    };
    let inside = join(&records, "");
    let owner = |path: &str| Some(path.strip_prefix(&inside)?.strip_suffix(".json")?.to_owned());
    let files = entries.iter().filter(|entry| entry.kind == EntryKind::File);
    let mut owners: Vec<String> =
        files.filter_map(|entry| owner(&entry.name)).filter(|name| is_owner(name)).collect();
    owners.sort_unstable();
    Ok(owners)
}

/// Whether a name can have an ownership file. One in a folder that a stopped run was filling is none yet.
pub(super) fn is_owner(name: &str) -> bool {
    let is_lasting = || !name.split('/').any(is_temporary);
    !name.is_empty() && is_below_root(name) && !name.eq_ignore_ascii_case(JOURNAL) && is_lasting()
}

/// The path of an owner's file from the system's root.
pub(super) fn record_path(folder: &str, owner: &str) -> String {
    join(folder, &format!("{FOLDER}/{owner}.json"))
}

/// The path of the journal from the system's root.
pub(super) fn journal_path(folder: &str) -> String {
    record_path(folder, JOURNAL)
}

/// The name beside a file under which its bytes are written before they get their name. Argo CD, Kubernetes
/// and Compose read none with this ending.
pub(super) fn temporary_path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    join(folder_of(path).unwrap_or(""), &format!(".{name}{TEMPORARY}"))
}

/// Whether a name is one that only platc gives.
pub(super) fn is_temporary(name: &str) -> bool {
    name.ends_with(TEMPORARY)
}

/// A file's bytes; `None` where there is none.
pub(super) fn read_if_there(system: &dyn System, path: &str) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    match system.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(SystemError::NotFound) => Ok(None),
        Err(error) => Err(refused(path, &error)),
    }
}

/// Indented JSON with a last line break.
pub(super) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    // Maps with text as keys, lists and texts always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

pub(super) fn decode<T: DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, Vec<Diagnostic>> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(path, &error.to_string()))
}

fn unreadable(path: &str, reason: &str) -> Vec<Diagnostic> {
    let finding = Diagnostic::error(
        code::OWNERSHIP_UNREADABLE,
        format!("`{path}` does not say what is owned: {reason}"),
    )
    .in_path(path)
    .help("restore it with `git checkout`, or delete it: files with the expected bytes are adopted again");
    vec![finding]
}
