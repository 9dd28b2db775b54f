//! What should stand in the manifest folder, and the laws of its paths.
//!
//! What stands there already is looked at by `plan` and `compare`.

use std::collections::{BTreeMap, BTreeSet};

use super::ownership;
use crate::diagnostic::{Diagnostic, code};
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
        let mut paths: Vec<Folded> =
            self.units.iter().flat_map(|unit| unit.files.keys()).map(Folded::new).collect();
        found.extend(paths.iter().filter(|path| !is_file_path(path.exact)).map(|path| outside(path.exact)));
        paths.sort();
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
    key: String,
    exact: &'a str,
}

impl<'a> Folded<'a> {
    fn new(exact: &'a String) -> Self {
        let folded = |letter: char| if letter == '/' { '\0' } else { letter.to_ascii_lowercase() };
        let key = match exact.is_ascii() {
            true => exact.chars().map(folded).collect(),
            false => exact.to_lowercase().replace('/', "\0"),
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
        if next.key.strip_prefix(&self.key).is_some_and(|rest| rest.starts_with('\0')) {
            return Some("one is a file, the other needs a folder of that name");
        }
        let (left, right) = (self.exact.split('/'), next.exact.split('/'));
        let (first, second) = left.zip(right).find(|(left, right)| left != right)?;
        let is_same = match first.is_ascii() && second.is_ascii() {
            true => first.eq_ignore_ascii_case(second),
            false => first.to_lowercase() == second.to_lowercase(),
        };
        is_same.then_some("their folders differ only by case")
    }
}
