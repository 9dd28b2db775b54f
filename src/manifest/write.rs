//! Writes what was compiled: only what changed, each file whole or not at all, once at a time.
//!
//! The order is what heals a stop: journal, removals, files, ownership files, one sync, end of the journal.
//! What may be changed at all is `plan`'s business.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Bare, refused};
use super::journal::{self, Journal, clear, remove_empty_above, replace, save};
use super::ownership::{FOLDER, owners, record_path, temporary_path};
use super::plan::{UnitPlan, plan};
use super::request::Request;
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::system::{System, folder_of, join};

/// From so many files on the disk is set to work while the rest is still being written: for fewer, the sync at the end
/// has little to wait for.
const MANY: usize = 2_000;

/// So many ownership files are written by one thread at a time.
const PIECE: usize = 32;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another platc writes in this folder; this one goes on when it has finished.
    Waiting,
    /// So many more files stand as they should.
    Done(usize),
}

/// What happened to one owner's files; paths from the manifest folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitReport {
    pub owner: String,
    pub written: Vec<String>,
    pub unchanged: usize,
    pub removed: Vec<String>,
}

/// What a run did: the units in the order of the request, then the retired owners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub units: Vec<UnitReport>,
}

/// Brings the manifest folder to what the request says, and heals what a stopped run left behind.
/// `progress` may be called from several threads.
///
/// # Errors
/// `path-collision` and `path-outside` for the request itself, `file-conflict` and `file-edited` for files in the
/// way: nothing is written then. `symlink-refused`, `ownership-unreadable`, `system-failed` for what the machine
/// says; if that happens half-way, the next run goes on from there.
pub fn write(
    system: &dyn System,
    request: &Request,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Report, Vec<Diagnostic>> {
    held(system, &request.folder, progress, || bring(system, request, progress))
}

/// The same for a request that depends on which owners there are: they are read when no other platc writes any more,
/// so that what it has just added is seen. The request stays the caller's: it is most of the memory of a run.
pub fn write_for_owners<'r>(
    system: &dyn System,
    folder: &str,
    request: impl FnOnce(Vec<String>) -> &'r Request,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Report, Vec<Diagnostic>> {
    held(system, folder, progress, || bring(system, request(owners(system, folder)?), progress))
}

/// Does something while no other platc writes below the folder, after what a stopped run left is healed.
fn held(
    system: &dyn System,
    folder: &str,
    progress: &(dyn Fn(Step) + Sync),
    work: impl FnOnce() -> Result<Report, Vec<Diagnostic>>,
) -> Result<Report, Vec<Diagnostic>> {
    let own = if folder.is_empty() { FOLDER.to_owned() } else { join(folder, FOLDER) };
    system.create_folder(&own).map_err(|error| refused(&own, &error))?;
    let held = system.lock(&own, &|| progress(Step::Waiting)).map_err(|error| refused(&own, &error))?;
    journal::heal(system, folder)?;
    let report = work();
    drop(held);
    report
}

fn bring(
    system: &dyn System,
    request: &Request,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Report, Vec<Diagnostic>> {
    let wrong = request.check();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let plans = plan(system, request)?;
    progress(Step::Done(plans.iter().map(|plan| plan.unchanged).sum()));
    if !plans.iter().all(UnitPlan::is_idle) {
        apply(system, request, &plans, progress)?;
    }
    Ok(Report { units: parallel::map_owned(plans, report) })
}

fn report(plan: UnitPlan) -> UnitReport {
    UnitReport {
        owner: plan.owner.to_owned(),
        written: plan.write.iter().map(|(path, _)| (*path).to_owned()).collect(),
        unchanged: plan.unchanged,
        removed: plan.pending.remove,
    }
}

fn apply(
    system: &dyn System,
    request: &Request,
    plans: &[UnitPlan],
    progress: &(dyn Fn(Step) + Sync),
) -> Result<(), Vec<Diagnostic>> {
    let busy: Vec<&UnitPlan> = plans.iter().filter(|plan| !plan.is_idle()).collect();
    let owners: Vec<_> = busy.iter().map(|plan| (plan.owner, &plan.pending)).collect();
    Journal::begin(system, &request.folder, &owners)?;
    // Removals first: a folder may stand where a file is wanted, or a name that differs only by case.
    first_error(parallel::map(&busy, |plan| remove_files(system, request, plan)))?;
    let removed = busy.iter().flat_map(|plan| &plan.pending.remove).map(|path| request.place(path));
    remove_empty_above(system, &request.folder, removed)?;
    let folders = Folders::of(system, request, &busy)?;
    let write = || {
        first_error(parallel::map(&busy, |plan| {
            write_files(system, request, plan, &folders)?;
            progress(Step::Done(plan.write.len()));
            Ok(())
        }))?;
        folders.new.finish(system)?;
        write_records(system, request, &busy)
    };
    let is_large = busy.iter().map(|plan| plan.write.len()).sum::<usize>() >= MANY;
    match is_large {
        // What goes wrong with it goes wrong with the last one too.
        true => parallel::beside(|| drop(system.sync(&request.folder)), write)?,
        false => write()?,
    }
    let retired =
        busy.iter().filter(|plan| plan.record.is_none()).map(|plan| record_path(&request.folder, plan.owner));
    remove_empty_above(system, &request.place(FOLDER), retired)?;
    system.sync(&request.folder).map_err(|error| refused(&request.folder, &error))?;
    Journal::end(system, &request.folder)
}

/// What goes wrong for one file (no space, no permission) mostly goes wrong for all: the first is said.
fn first_error(results: Vec<Result<(), Vec<Diagnostic>>>) -> Result<(), Vec<Diagnostic>> {
    results.into_iter().collect()
}

fn remove_files(system: &dyn System, request: &Request, plan: &UnitPlan) -> Result<(), Vec<Diagnostic>> {
    plan.pending.remove.iter().try_for_each(|path| journal::remove(system, &request.place(path)))
}

/// Folders right below another that are not there yet: each is filled under a temporary name and gets its own in one
/// step, when all is in it.
struct New<'a> {
    above: String,
    bare: Bare<'a>,
}

impl<'a> New<'a> {
    /// Those in `above` that these paths of files, from there, begin with. What somebody else put where one is to be
    /// filled would get its name with it, and is removed.
    fn below(
        system: &dyn System,
        above: String,
        paths: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let bare = Bare::below(system, &above, paths);
        bare.names().try_for_each(|name| clear(system, &temporary_path(&join(&above, name))))?;
        Ok(New { above, bare })
    }

    /// Where a folder that is one of them, or below one, lies until then, from the system's root.
    fn place(&self, folder: &str) -> Option<String> {
        let first = folder.split('/').next().filter(|first| self.bare.is(first))?;
        let temporary = temporary_path(&join(&self.above, first));
        Some(temporary + folder.strip_prefix(first).unwrap_or(""))
    }

    fn finish(&self, system: &dyn System) -> Result<(), Vec<Diagnostic>> {
        self.bare.names().try_for_each(|name| {
            let place = join(&self.above, name);
            system.rename(&temporary_path(&place), &place).map_err(|error| refused(&place, &error))
        })
    }
}

/// What has to be known of folders before they are written into.
struct Folders<'a> {
    new: New<'a>,
    /// Those into which more than one owner writes.
    shared: BTreeSet<&'a str>,
}

impl<'a> Folders<'a> {
    fn of(system: &dyn System, request: &Request, plans: &[&UnitPlan<'a>]) -> Result<Self, Vec<Diagnostic>> {
        let folders = parallel::map(plans, |plan| {
            let mut folders: Vec<&str> = plan.write.iter().filter_map(|(path, _)| folder_of(path)).collect();
            folders.sort_unstable();
            folders.dedup();
            folders
        });
        let mut written = BTreeSet::new();
        let shared = folders.into_iter().flatten().filter(|folder| !written.insert(*folder)).collect();
        // Sorted: where the first and the last file begin alike, all do.
        let ends = plans.iter().flat_map(|plan| [plan.write.first(), plan.write.last()]);
        let ends = ends.flatten().map(|(path, _)| *path);
        Ok(Folders { new: New::below(system, request.folder.clone(), ends)?, shared })
    }
}

/// Paths and bytes of files, by the folders that they lie in: names and bytes.
fn by_folder<'f>(
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> BTreeMap<&'f str, Vec<(&'f str, &'f [u8])>> {
    let mut folders: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
    for (path, bytes) in files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        folders.entry(folder).or_default().push((name, bytes));
    }
    folders
}

/// Writes an owner's files, folder by folder. A new folder that is this owner's alone is filled under a temporary name
/// too: a rename per file would cost a quarter more.
fn write_files(
    system: &dyn System,
    request: &Request,
    plan: &UnitPlan,
    known: &Folders,
) -> Result<(), Vec<Diagnostic>> {
    for (folder, files) in by_folder(plan.write.iter().map(|(path, bytes)| (*path, *bytes))) {
        let place = request.place(folder);
        let failed = |error| refused(&place, &error);
        let is_own = !folder.is_empty() && !known.shared.contains(folder);
        if let Some(temporary) = known.new.place(folder) {
            system.fill(&temporary, &files).map_err(failed)?;
        } else if is_own && system.kind(&place).map_err(failed)?.is_none() {
            let temporary = temporary_path(&place);
            clear(system, &temporary)?;
            system.fill(&temporary, &files).map_err(failed)?;
            system.rename(&temporary, &place).map_err(failed)?;
        } else {
            system.create_folder(&place).map_err(failed)?;
            files.iter().try_for_each(|(name, bytes)| replace(system, &join(&place, name), bytes))?;
        }
    }
    Ok(())
}

/// Writes the ownership files.
fn write_records(system: &dyn System, request: &Request, plans: &[&UnitPlan]) -> Result<(), Vec<Diagnostic>> {
    let above = request.place(FOLDER);
    let lasting = plans.iter().filter(|plan| plan.record.is_some()).map(|plan| plan.owner);
    let new = New::below(system, above.clone(), lasting)?;
    let (filled, single): (Vec<&UnitPlan>, Vec<&UnitPlan>) =
        plans.iter().partition(|plan| plan.record.is_some() && new.bare.has(plan.owner));
    let paths: Vec<String> = filled.iter().map(|plan| record_path(&request.folder, plan.owner)).collect();
    let inside = join(&above, "");
    let files = paths
        .iter()
        .zip(&filled)
        .filter_map(|(path, plan)| Some((path.strip_prefix(&inside)?, plan.record.as_deref()?)));
    let folders = by_folder(files);
    let pieces: Vec<_> = folders
        .iter()
        .flat_map(|(folder, files)| files.chunks(PIECE).map(move |piece| (*folder, piece)))
        .collect();
    first_error(parallel::map(&pieces, |(folder, files)| {
        let place = new.place(folder).unwrap_or_else(|| join(&above, folder));
        system.fill(&place, files).map_err(|error| refused(&place, &error))
    }))?;
    first_error(parallel::map(&single, |plan| {
        let path = record_path(&request.folder, plan.owner);
        save(system, &path, plan.record.as_deref(), plan.record_before.as_deref())
    }))?;
    new.finish(system)
}
