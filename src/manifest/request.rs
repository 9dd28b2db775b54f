//! What should stand in the manifest folder, and the laws of its paths.
//!
//! What stands there already is looked at by `plan` and `compare`.

use std::collections::{BTreeMap, BTreeSet};

use super::ownership;
use crate::diagnostic::{Diagnostic, code};
use crate::parallel;
use crate::system::{is_below_root, join};

/// Everything that one owner should have: an app in an environment, an environment's platform, the control plane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Names the ownership file: `dev/checkout`, `dev/_platform`, `argocd`.
    pub owner: String,
    /// Each file by its path below the manifest folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The paths of the sources that the files come from, sorted.
    pub inputs: Vec<String>,
}

/// What one run writes. Owners that are not named stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The manifest folder below the system's root, such as `golden`; `""` is the root itself.
    pub folder: String,
    pub units: Vec<Unit>,
    /// Owners whose app is gone: what they own is removed, then their ownership file.
    pub retire: Vec<String>,
}

impl Request {
    /// The path below the system's root of a path below the manifest folder; `""` is the folder itself.
    pub(super) fn place(&self, path: &str) -> String {
        if path.is_empty() { self.folder.clone() } else { join(&self.folder, path) }
    }

    /// Every owner of the request: first the units', in their order, then the retired ones.
    pub(super) fn owners(&self) -> Vec<&str> {
        let units = self.units.iter().map(|unit| unit.owner.as_str());
        units.chain(self.retire.iter().map(String::as_str)).collect()
    }

    /// Every path that a unit wants.
    pub(super) fn wanted(&self) -> BTreeSet<&str> {
        self.units.iter().flat_map(|unit| unit.files.keys().map(String::as_str)).collect()
    }

    /// Finds paths that cannot stand side by side on every file system, and names that lead elsewhere.
    pub(super) fn check(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut owners = self.owners();
        owners.sort_unstable();
        found.extend(owners.iter().filter(|owner| !ownership::is_owner(owner)).map(|owner| outside(owner)));
        found.extend(owners.windows(2).filter_map(|pair| match pair {
            [left, right] if left == right => Some(self.collision(left, right, "two owners have one name")),
            _ => None,
        }));
        let units: Vec<&Unit> = self.units.iter().collect();
        let looked_at = parallel::map(&units, |unit| {
            let wrong = unit.files.keys().filter(|path| !is_file_path(path)).map(|path| outside(path));
            (unit.files.keys().map(Folded::new).collect(), wrong.collect())
        });
        let (paths, wrong): (Vec<Vec<Folded>>, Vec<Vec<Diagnostic>>) = looked_at.into_iter().unzip();
        found.extend(wrong.into_iter().flatten());
        let mut paths: Vec<Folded> = paths.into_iter().flatten().collect();
        parallel::sort(&mut paths);
        found.extend(paths.windows(2).filter_map(|pair| match pair {
            [left, right] => left.clash(right).map(|reason| self.collision(left.exact, right.exact, reason)),
            _ => None,
        }));
        found
    }

    fn collision(&self, left: &str, right: &str, reason: &str) -> Diagnostic {
        let message = format!("`{left}` and `{right}` cannot stand side by side: {reason}");
        Diagnostic::error(code::PATH_COLLISION, message)
            .in_path(self.place(right))
            .help("give one of the two objects or apps another name")
    }
}

/// Whether a path may name a file of ours: below the folder, and none of platc's own names.
pub(super) fn is_file_path(path: &str) -> bool {
    let reserved = |name: &str| ownership::is_temporary(name);
    let own = path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(ownership::FOLDER));
    !path.is_empty() && is_below_root(path) && !own && !path.split('/').any(reserved)
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::error(code::PATH_OUTSIDE, format!("`{path}` is not a path below the manifest folder"))
        .in_path(path)
        .help(
            "use names without `..`, `\\`, `:` and an empty part; `.platc` and `*.platc-tmp` are platc's own",
        )
}

/// A path as a file system that ignores case sees it, ordered so that a folder's files follow its name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Folded<'a> {
    /// Lower case, with the least of all bytes in the place of `/`.
    key: Vec<u8>,
    exact: &'a str,
}

impl<'a> Folded<'a> {
    fn new(exact: &'a String) -> Self {
        let folded = |byte: u8| if byte == b'/' { 0 } else { byte.to_ascii_lowercase() };
        let key = match exact.is_ascii() {
            true => exact.bytes().map(folded).collect(),
            false => exact.to_lowercase().bytes().map(folded).collect(),
        };
        Folded { key, exact }
    }

    /// Why two neighbours in the order cannot both be written.
    fn clash(&self, next: &Self) -> Option<&'static str> {
        if self.exact == next.exact {
            return Some("both want this file");
        }
        if self.key == next.key {
            return Some("they differ only by case");
        }
        if next.key.strip_prefix(self.key.as_slice()).is_some_and(|rest| rest.first() == Some(&0)) {
            return Some("one is a file, the other needs a folder of that name");
        }
        // The names in which they first differ, of folders or files.
        let (left, right) = (self.exact.as_bytes(), next.exact.as_bytes());
        let same = left.iter().zip(right).position(|(left, right)| left != right)?;
        let start = left.get(..same)?.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let name = |path: &'a str| path.get(start..)?.split('/').next();
        let (first, second) = (name(self.exact)?, name(next.exact)?);
        let is_same = match first.is_ascii() && second.is_ascii() {
            true => first.eq_ignore_ascii_case(second),
            false => first.to_lowercase() == second.to_lowercase(),
        };
        is_same.then_some("their folders differ only by case")
    }
}
