//! Where the estate begins: the folder that `--root` names, or the nearest one upward with a `platc.yaml`.

#![expect(
    clippy::disallowed_methods,
    reason = "the working directory decides where the door to the disk is hung"
)]

use std::path::{Path, PathBuf};

use platc::workspace::definitions::FOLDER;

use super::outcome::Trouble;
use super::place::plain;

/// The file that makes a folder an estate.
const MARKER: &str = "platc.yaml";

/// The estate's root as an absolute path.
pub fn root(named: Option<&Path>) -> Result<PathBuf, Trouble> {
    let here = std::env::current_dir()
        .map_err(|error| Trouble::new(format!("the working directory cannot be read: {error}")))?;
    match named {
        Some(folder) => named_root(&here.join(folder), folder),
        None => nearest_root(&here),
    }
}

/// The folder of the estate's own definitions of custom resources, as a path from here; `None` outside any estate, or
/// where it has none.
///
/// # Errors
/// Where the folder that is named is no estate.
pub fn definitions(named: Option<&Path>) -> Result<Option<PathBuf>, Trouble> {
    let here = std::env::current_dir()
        .map_err(|error| Trouble::new(format!("the working directory cannot be read: {error}")))?;
    let root = match named {
        Some(folder) => named_root(&here.join(folder), folder).map(|_| folder.to_owned())?,
        None => match here.ancestors().position(|folder| folder.join(MARKER).is_file()) {
            Some(upward) => vec![".."; upward].iter().collect(),
            None => return Ok(None),
        },
    };
    let folder = root.join(FOLDER);
    Ok(here.join(&folder).is_dir().then_some(folder))
}

/// A folder in which an estate is to begin, as an absolute path; it need not be there.
///
/// # Errors
/// Where it lies in an estate, or is one.
pub fn start(named: Option<&Path>) -> Result<PathBuf, Trouble> {
    let here = std::env::current_dir()
        .map_err(|error| Trouble::new(format!("the working directory cannot be read: {error}")))?;
    let folder = plain(&named.map_or(here.clone(), |named| here.join(named)));
    let said = named.unwrap_or(Path::new(".")).display().to_string();
    if folder.ancestors().find(|above| above.exists()).is_some_and(|above| !above.is_dir()) {
        return Err(Trouble::new(format!("`{said}` cannot be a folder: a file is in the way")));
    }
    let Some(estate) = folder.ancestors().find(|above| above.join(MARKER).exists()) else {
        return Ok(folder);
    };
    if estate == folder {
        let trouble = Trouble::new(format!("`{said}` is an estate already: {MARKER} is there"));
        return Err(trouble.help("platc new starts an app in it"));
    }
    let upward = folder.strip_prefix(estate).map_or(0, |below| below.components().count());
    let place = vec![".."; upward].join("/");
    let trouble = Trouble::new(format!("`{said}` lies in an estate: seen from there, {place}/{MARKER}"));
    Err(trouble.help("an estate holds no other; platc new starts an app in it"))
}

/// A folder to write to, as an absolute path; it is created if it is not there.
pub fn folder(named: &Path) -> Result<PathBuf, Trouble> {
    let here = std::env::current_dir()
        .map_err(|error| Trouble::new(format!("the working directory cannot be read: {error}")))?;
    let folder = here.join(named);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Trouble::new(format!("`{}` cannot be created: {error}", named.display())))?;
    Ok(folder)
}

/// Typed paths as paths from the estate's root.
pub fn inside(root: Option<&Path>, paths: &[PathBuf]) -> Result<Vec<String>, Trouble> {
    let root = self::root(root)?;
    let here = std::env::current_dir()
        .map_err(|error| Trouble::new(format!("the working directory cannot be read: {error}")))?;
    let relative = |path: &PathBuf| {
        let absolute = here.join(path);
        let inside = absolute.strip_prefix(&root).map(|inside| inside.to_string_lossy().replace('\\', "/"));
        inside.map_err(|_| Trouble::new(format!("`{}` lies outside the estate", path.display())))
    };
    paths.iter().map(relative).collect()
}

fn named_root(folder: &Path, named: &Path) -> Result<PathBuf, Trouble> {
    if folder.join(MARKER).is_file() {
        return Ok(folder.to_owned());
    }
    let said = named.display();
    if !folder.is_dir() {
        return Err(
            Trouble::new(format!("`{said}` is not a folder")).help("--root names the folder of platc.yaml")
        );
    }
    let help = near_miss(folder).unwrap_or("--root names the folder of platc.yaml");
    Err(Trouble::new(format!("`{said}` has no {MARKER}")).help(help))
}

fn nearest_root(here: &Path) -> Result<PathBuf, Trouble> {
    here.ancestors().find(|folder| folder.join(MARKER).is_file()).map(Path::to_owned).ok_or_else(|| {
        let trouble = Trouble::new(format!("no {MARKER} here, nor in any folder above"));
        match near_miss(here) {
            Some(help) => trouble.help(help),
            None => trouble.help("go to your estate, or name its folder with --root"),
        }
    })
}

/// What is there in place of the marker.
fn near_miss(folder: &Path) -> Option<&'static str> {
    if folder.join(MARKER).is_symlink() {
        return Some("platc.yaml is a symbolic link to nothing; put the file itself there");
    }
    folder.join("platc.yml").is_file().then_some("there is a platc.yml; rename it to platc.yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_upward_wins() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("estate/apps/x");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(folder.path().join("platc.yaml"), "").unwrap();
        std::fs::write(folder.path().join("estate/platc.yaml"), "").unwrap();
        assert_eq!(nearest_root(&inner), Ok(folder.path().join("estate")));
        assert_eq!(nearest_root(folder.path()), Ok(folder.path().to_owned()));
    }

    #[test]
    fn a_named_folder_must_be_an_estate() {
        let folder = tempfile::tempdir().unwrap();
        let trouble = named_root(folder.path(), Path::new("shop")).unwrap_err();
        assert_eq!(trouble.message, "`shop` has no platc.yaml");
    }
}
