//! What a typed path names: a file or folder anywhere, a pattern, standard input.
//!
//! Unlike the estate's own files, what somebody names may be reached by a link; what lies below it is found by the
//! library, which follows none.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the working directory decides where the door to the disk is hung; a pipe is read like standard input"
)]

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use platc::ops::verify::{Content, Input, base, is_pattern};
use platc::system::Disk;

use super::outcome::Trouble;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";
/// How standard input is called in findings.
pub const STANDARD_INPUT_NAME: &str = "<stdin>";

/// A typed path, looked up.
pub struct Place {
    shown: String,
    found: Found,
}

enum Found {
    /// A name in a folder; the folder itself where the name is empty.
    Path(Disk, String),
    /// A pattern below a folder.
    Pattern {
        disk: Disk,
        shown: String,
        pattern: String,
    },
    Bytes(Vec<u8>),
}

impl Place {
    /// Looks up what was typed.
    ///
    /// # Errors
    /// Where nothing of that name is there, or it cannot be read.
    pub fn find(typed: &Path) -> Result<Place, Trouble> {
        let shown = typed.to_string_lossy().replace('\\', "/");
        if shown == STANDARD_INPUT {
            let bytes = all(std::io::stdin().lock(), STANDARD_INPUT_NAME)?;
            return Ok(Place { shown: STANDARD_INPUT_NAME.to_owned(), found: Found::Bytes(bytes) });
        }
        let metadata = match std::fs::metadata(typed) {
            Ok(metadata) => metadata,
            Err(_) if is_pattern(&shown) => return Place::pattern(shown),
            Err(error) => return Err(missing(&shown, &error)),
        };
        let found = if metadata.is_dir() {
            Found::Path(Disk::new(real(typed, &shown)?), String::new())
        } else if metadata.is_file() {
            let real = real(typed, &shown)?;
            let name = real.file_name().and_then(|name| name.to_str()).map(str::to_owned);
            match (real.parent(), name) {
                (Some(folder), Some(name)) if platc::system::is_below_root(&name) => {
                    Found::Path(Disk::new(folder), name)
                }
                _ => Found::Bytes(file(&real, &shown)?),
            }
        } else {
            Found::Bytes(file(typed, &shown)?)
        };
        Ok(Place { shown, found })
    }

    fn pattern(shown: String) -> Result<Place, Trouble> {
        let (folder, pattern) = base(&shown);
        let path = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
        if !path.is_dir() {
            let help = format!("`{}` is not a folder", path.display());
            return Err(Trouble::new(format!("nothing fits `{shown}`")).help(help));
        }
        let disk = Disk::new(real(path, folder)?);
        let (folder, pattern) = (folder.to_owned(), pattern.to_owned());
        Ok(Place { shown, found: Found::Pattern { disk, shown: folder, pattern } })
    }

    /// As the library takes it.
    pub fn input(&mut self) -> Input<'_> {
        let content = match &mut self.found {
            Found::Path(disk, path) => Content::Path { system: disk, path: path.clone() },
            Found::Pattern { disk, shown, pattern } => {
                Content::Pattern { system: disk, shown: shown.clone(), pattern: pattern.clone() }
            }
            Found::Bytes(bytes) => Content::Bytes(std::mem::take(bytes)),
        };
        Input { shown: self.shown.clone(), content }
    }
}

/// A file that need not be there, as a name in its folder.
///
/// # Errors
/// Where the folder is not there.
pub fn name_in_folder(typed: &Path) -> Result<(Disk, String), Trouble> {
    let shown = typed.to_string_lossy();
    let Some(name) = typed.file_name() else {
        return Err(Trouble::new(format!("`{shown}` is not the name of a file")));
    };
    let folder = typed.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((Disk::new(real(folder, &folder.to_string_lossy())?), name.to_string_lossy().into_owned()))
}

/// The path without `.` and `..`, by its names alone.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

/// The folder or file behind links.
fn real(path: &Path, shown: &str) -> Result<PathBuf, Trouble> {
    path.canonicalize().map_err(|error| missing(shown, &error))
}

fn file(path: &Path, shown: &str) -> Result<Vec<u8>, Trouble> {
    let opened = std::fs::File::open(path).map_err(|error| missing(shown, &error))?;
    all(opened, shown)
}

fn all(mut from: impl Read, shown: &str) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(|error| missing(shown, &error))?;
    Ok(bytes)
}

fn missing(shown: &str, error: &std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::NotFound => Trouble::new(format!("`{shown}` is not there")).help(
            "name files, folders, quoted patterns such as 'manifests/**/*.yaml', or - for standard input",
        ),
        _ => Trouble::new(format!("`{shown}` cannot be read: {error}")),
    }
}
