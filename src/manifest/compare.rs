//! What differs between what was compiled and what stands in the manifest folder, for `check`.
//!
//! Reads only, and takes no lock: it may run where nothing may be written.

use std::collections::BTreeSet;

use super::found::{Found, Look};
use super::journal::Journal;
use super::ownership::{Record, journal_path, record_path};
use super::request::{Request, Unit};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::parallel;
use crate::system::System;

/// One file that is not as it should be; paths from the manifest folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Should be there.
    Missing { path: String, expected: Vec<u8> },
    /// Has other bytes than it should.
    Different { path: String, expected: Vec<u8>, found: Vec<u8> },
    /// Was written by platc and is no longer produced.
    Unexpected { path: String, found: Vec<u8> },
}

impl Difference {
    pub fn path(&self) -> &str {
        match self {
            Difference::Missing { path, .. }
            | Difference::Different { path, .. }
            | Difference::Unexpected { path, .. } => path,
        }
    }
}

/// Every difference, ownership files included, sorted by path.
///
/// # Errors
/// `path-collision` and `path-outside` for the request itself; `symlink-refused`, `ownership-unreadable`,
/// `system-failed` for what the machine says.
pub fn compare(system: &dyn System, request: &Request) -> Result<Vec<Difference>, Vec<Diagnostic>> {
    let wrong = request.check();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let stopped = Journal::load(system, &request.folder)?;
    // The journal of a stopped run is a file that should not be there; the next run removes it.
    let mut owned: BTreeSet<String> = stopped.iter().map(|_| journal_path("")).collect();
    let stopped = stopped.unwrap_or_default();
    let turns: Vec<(usize, &str)> = request.owners().into_iter().enumerate().collect();
    let compared = parallel::map(&turns, |(turn, owner)| {
        compare_unit(system, request, &stopped, request.units.get(*turn), owner)
    });
    let mut differences = Vec::new();
    let mut errors = Vec::new();
    for result in compared {
        match result {
            Ok(found) => {
                differences.extend(found.differences);
                owned.extend(found.left_over);
            }
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    differences.extend(left_over(system, request, owned)?);
    differences.sort_by(|left, right| left.path().cmp(right.path()));
    Ok(differences)
}

#[derive(Default)]
struct Compared {
    differences: Vec<Difference>,
    /// What the owner has and its unit does not want.
    left_over: Vec<String>,
}

fn compare_unit(
    system: &dyn System,
    request: &Request,
    stopped: &Journal,
    unit: Option<&Unit>,
    owner: &str,
) -> Result<Compared, Vec<Diagnostic>> {
    let mut compared = Compared::default();
    let mut look = Look::new(system);
    let mut record =
        Record { inputs: unit.map_or_else(Vec::new, |unit| unit.inputs.clone()), ..Record::default() };
    for (path, bytes) in unit.iter().flat_map(|unit| &unit.files) {
        record.files.insert(path.clone(), Digest::of(bytes));
        compared.differences.extend(differs(path, Some(bytes), look.at(&request.place(path))?));
    }
    let (before, _) = Record::load(system, &request.folder, owner)?.unzip();
    let pending = stopped.owners.get(owner);
    let owned = before.iter().flat_map(|record| record.files.keys());
    let owned = owned.chain(pending.iter().flat_map(|pending| pending.write.keys()));
    compared.left_over = owned.filter(|path| !record.files.contains_key(*path)).cloned().collect();
    let own = look.at(&record_path(&request.folder, owner))?;
    compared.differences.extend(differs(&record_path("", owner), record.print().as_deref(), own));
    Ok(compared)
}

/// Files that some owner has and no unit wants, as far as they are there.
fn left_over(
    system: &dyn System,
    request: &Request,
    owned: BTreeSet<String>,
) -> Result<Vec<Difference>, Vec<Diagnostic>> {
    if owned.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = request.wanted();
    let mut look = Look::new(system);
    let mut differences = Vec::new();
    for path in owned.iter().filter(|path| !wanted.contains(path.as_str())) {
        differences.extend(differs(path, None, look.at(&request.place(path))?));
    }
    Ok(differences)
}

fn differs(path: &str, expected: Option<&[u8]>, found: Found) -> Option<Difference> {
    let path = path.to_owned();
    match (expected, found) {
        (Some(expected), Found::File(found)) if expected == found => None,
        (Some(expected), Found::File(found)) => {
            Some(Difference::Different { path, expected: expected.to_owned(), found })
        }
        (Some(expected), Found::Nothing | Found::Folder) => {
            Some(Difference::Missing { path, expected: expected.to_owned() })
        }
        (None, Found::File(found)) => Some(Difference::Unexpected { path, found }),
        (None, Found::Nothing | Found::Folder) => None,
    }
}
