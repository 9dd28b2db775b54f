//! What a run would change, and what forbids it.
//!
//! Reads only. A file that platc did not write, or that was changed since, is nobody's to overwrite: each one
//! is reported, and with one of them there is no plan at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::found::{Bare, Found, Look, refused};
use super::journal::Pending;
use super::ownership::{FOLDER, Record};
use super::request::{Request, Unit};
use crate::diagnostic::{Diagnostic, code};
use crate::digest::Digest;
use crate::parallel;
use crate::system::System;

/// What is to be done for one owner.
#[derive(Default)]
pub(super) struct UnitPlan<'a> {
    pub owner: &'a str,
    /// Files to be written, by path.
    pub write: Vec<(&'a str, &'a [u8])>,
    /// What the journal says of this owner: files written or adopted, files removed.
    pub pending: Pending,
    /// Files that have the wanted bytes already.
    pub unchanged: usize,
    /// The ownership file as it should be and as it is.
    pub record: Option<Vec<u8>>,
    pub record_before: Option<Vec<u8>>,
    /// Wanted paths with what stands in their way: fine where the plan removes it.
    obstacles: Vec<(&'a str, String)>,
    /// What forbids the run.
    refusals: Vec<Diagnostic>,
}

impl UnitPlan<'_> {
    pub fn is_idle(&self) -> bool {
        self.write.is_empty() && self.pending.remove.is_empty() && self.record == self.record_before
    }
}

/// The request with the ownership files of its owners.
struct Claims<'a> {
    system: &'a dyn System,
    request: &'a Request,
    records: Vec<Option<(Record, Vec<u8>)>>,
    /// Folders below the manifest folder that are not there.
    bare: Bare<'a>,
    /// What the units want, all together; made when an owner has something that its unit does not want.
    wanted: OnceLock<BTreeSet<&'a str>>,
    /// What the owners have, all together; made when a file is in the way that its unit's owner does not have.
    owned: OnceLock<BTreeMap<String, Vec<Digest>>>,
}

/// Works out what to do for every owner, in the order of [`Request::owners`].
///
/// # Errors
/// `file-conflict` and `file-edited` for every file in the way, and what the system refuses; sorted by path.
pub(super) fn plan<'a>(
    system: &'a dyn System,
    request: &'a Request,
) -> Result<Vec<UnitPlan<'a>>, Vec<Diagnostic>> {
    let owners = request.owners();
    let bare = Bare::below(system, &request.place(FOLDER), owners.iter().copied());
    let load = |owner: &&str| match bare.has(owner) {
        true => Ok(None),
        false => Record::load(system, &request.folder, owner),
    };
    let records = all(parallel::map(&owners, load))?;
    // Sorted: where the first and the last begin alike, all do.
    let ends =
        request.units.iter().flat_map(|unit| [unit.files.keys().next(), unit.files.keys().next_back()]);
    let bare = Bare::below(system, &request.folder, ends.flatten().map(String::as_str));
    let claims = Claims { system, request, records, bare, owned: OnceLock::new(), wanted: OnceLock::new() };
    let turns: Vec<(usize, &str)> = owners.into_iter().enumerate().collect();
    let mut plans = parallel::map(&turns, |(turn, owner)| claims.plan_unit(*turn, owner));
    let mut refusals = claims.blocked(&plans);
    refusals.extend(plans.iter_mut().flat_map(|plan| plan.refusals.drain(..)));
    refusals.sort_by(|left, right| left.path.cmp(&right.path));
    if refusals.is_empty() { Ok(plans) } else { Err(refusals) }
}

/// Every success, or every failure.
fn all<T>(results: Vec<Result<T, Vec<Diagnostic>>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let mut failed = Vec::new();
    let done =
        results.into_iter().filter_map(|result| result.map_err(|found| failed.extend(found)).ok()).collect();
    if failed.is_empty() { Ok(done) } else { Err(failed) }
}

impl<'a> Claims<'a> {
    fn plan_unit(&self, turn: usize, owner: &'a str) -> UnitPlan<'a> {
        let mut plan = UnitPlan { owner, ..UnitPlan::default() };
        let mut look = Look::new(self.system);
        let unit = self.request.units.get(turn);
        let mut record =
            Record { inputs: unit.map_or_else(Vec::new, |unit| unit.inputs.clone()), ..Record::default() };
        for (path, bytes) in unit.iter().flat_map(|unit| &unit.files) {
            let digest = Digest::of(bytes);
            record.files.insert(path.clone(), digest);
            if let Err(found) = self.plan_file(&mut plan, &mut look, turn, (path, bytes, digest)) {
                plan.refusals.extend(found);
            }
        }
        for stale in self.stale(turn, unit) {
            if let Err(found) = self.plan_removal(&mut plan, &mut look, stale) {
                plan.refusals.extend(found);
            }
        }
        plan.record = record.print();
        plan.record_before = self.records.get(turn).and_then(Option::as_ref).map(|(_, bytes)| bytes.clone());
        plan
    }

    fn plan_file(
        &self,
        plan: &mut UnitPlan<'a>,
        look: &mut Look,
        turn: usize,
        (path, bytes, digest): (&'a str, &'a [u8], Digest),
    ) -> Result<(), Vec<Diagnostic>> {
        let place = self.request.place(path);
        let found = if self.bare.has(path) { Found::Nothing } else { look.at(&place)? };
        match found {
            Found::File(found) if found == bytes => {
                plan.unchanged += 1;
                if self.record(turn).and_then(|record| record.files.get(path)) != Some(&digest) {
                    plan.pending.write.insert(path.to_owned(), digest);
                }
                return Ok(());
            }
            Found::File(found) => self.claim(turn, path, &place, Digest::of(&found))?,
            Found::Nothing => {
                plan.obstacles.extend(look.file_above(&place).map(|file| (path, file.to_owned())))
            }
            Found::Folder => {
                let below = self.system.files(&place).map_err(|error| refused(&place, &error))?;
                plan.obstacles.extend(below.into_iter().map(|entry| (path, entry.name)));
            }
        }
        plan.pending.write.insert(path.to_owned(), digest);
        plan.write.push((path, bytes));
        Ok(())
    }

    fn plan_removal(
        &self,
        plan: &mut UnitPlan<'a>,
        look: &mut Look,
        (path, digest): (&str, Digest),
    ) -> Result<(), Vec<Diagnostic>> {
        let place = self.request.place(path);
        match look.at(&place)? {
            Found::File(found) if Digest::of(&found) == digest => plan.pending.remove.push(path.to_owned()),
            Found::File(_) => return Err(edited(&place)),
            Found::Nothing | Found::Folder => {}
        }
        Ok(())
    }

    /// Whether a file with these bytes may be overwritten.
    fn claim(&self, turn: usize, path: &str, place: &str, found: Digest) -> Result<(), Vec<Diagnostic>> {
        let own = self.record(turn).and_then(|record| record.files.get(path));
        let owned = match own {
            Some(digest) => std::slice::from_ref(digest),
            None => self.owned().get(path).map_or(&[][..], Vec::as_slice),
        };
        match owned {
            [] => Err(conflict(place, "platc did not write it")),
            digests if digests.contains(&found) => Ok(()),
            _ => Err(edited(place)),
        }
    }

    /// What the owner has and no unit wants any more.
    fn stale(&self, turn: usize, unit: Option<&'a Unit>) -> impl Iterator<Item = (&str, Digest)> {
        let owned = self.record(turn).into_iter().flat_map(|record| &record.files);
        owned
            .filter(move |(path, _)| unit.is_none_or(|unit| !unit.files.contains_key(*path)))
            .filter(|(path, _)| !self.wanted.get_or_init(|| self.request.wanted()).contains(path.as_str()))
            .map(|(path, digest)| (path.as_str(), *digest))
    }

    fn owned(&self) -> &BTreeMap<String, Vec<Digest>> {
        self.owned.get_or_init(|| {
            let mut owned: BTreeMap<String, Vec<Digest>> = BTreeMap::new();
            for (path, digest) in self.records.iter().flatten().flat_map(|(record, _)| &record.files) {
                owned.entry(path.clone()).or_default().push(*digest);
            }
            owned
        })
    }

    /// Files that stand where a folder is needed, or below where a file is wanted, and that no plan removes.
    fn blocked(&self, plans: &[UnitPlan]) -> Vec<Diagnostic> {
        let obstacles = plans.iter().flat_map(|plan| &plan.obstacles);
        let obstacles: BTreeMap<&str, &str> =
            obstacles.map(|(path, obstacle)| (obstacle.as_str(), *path)).collect();
        if obstacles.is_empty() {
            return Vec::new();
        }
        let removed = plans.iter().flat_map(|plan| &plan.pending.remove).map(|path| self.request.place(path));
        let removed: BTreeSet<String> = removed.collect();
        let blocking = obstacles.into_iter().filter(|(obstacle, _)| !removed.contains(*obstacle));
        let reason = |path| format!("`{}` is to be written", self.request.place(path));
        blocking.flat_map(|(obstacle, path)| conflict(obstacle, &reason(path))).collect()
    }

    fn record(&self, turn: usize) -> Option<&Record> {
        self.records.get(turn)?.as_ref().map(|(record, _)| record)
    }
}

fn conflict(place: &str, reason: &str) -> Vec<Diagnostic> {
    let message = format!("`{place}` is in the way: {reason}");
    let way_out = "delete it or move it elsewhere, then run again; nothing was written";
    vec![Diagnostic::error(code::FILE_CONFLICT, message).in_path(place).help(way_out)]
}

fn edited(place: &str) -> Vec<Diagnostic> {
    let message = format!("`{place}` was edited since platc wrote it");
    let way_out = format!(
        "put the change into the sources, then `git checkout -- {place}` or delete it; nothing was written"
    );
    vec![Diagnostic::error(code::FILE_EDITED, message).in_path(place).help(way_out)]
}
