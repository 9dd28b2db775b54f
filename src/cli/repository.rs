//! Paths as programs beside us read them: from the root of the repository, in which the estate may be one folder of
//! many. GitHub finds the file of an annotation only so.

#![expect(
    clippy::disallowed_methods,
    reason = "which folder of the disk is the repository decides how paths are told, and nothing else"
)]

use std::path::{Path, PathBuf};

use platc::diagnostic::Diagnostic;
use platc::source::Files;

use super::place::{STANDARD_INPUT_NAME, plain};

/// What Git keeps in the root of a working tree: a folder, or a file in one that is linked to another.
const MARKER: &str = ".git";
/// Where GitHub checks repositories out.
const WORKSPACE: &str = "GITHUB_WORKSPACE";

/// The repository around a folder.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    /// Where paths begin that are no paths from the root.
    folder: PathBuf,
}

impl Repository {
    /// The repository in which paths from `folder` lie; `None` outside any.
    pub fn around(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        let workspace = std::env::var_os(WORKSPACE).filter(|workspace| !workspace.is_empty());
        let workspace = workspace.and_then(|workspace| Path::new(&workspace).canonicalize().ok());
        let root = root(&folder, workspace.as_deref())?;
        Some(Repository { root, folder })
    }

    /// A path from the folder as one from the root; as it is where it does not lie in the repository.
    pub fn path(&self, path: &str) -> String {
        if path == STANDARD_INPUT_NAME {
            return path.to_owned();
        }
        let whole = plain(&self.folder.join(path));
        let inside = whole.strip_prefix(&self.root).ok().filter(|inside| !inside.as_os_str().is_empty());
        inside.map_or_else(|| path.to_owned(), |inside| inside.to_string_lossy().replace('\\', "/"))
    }

    /// The same texts under their paths from the root.
    pub fn files(&self, files: &Files) -> Files {
        let mut renamed = Files::new();
        for (_, file) in files.iter() {
            renamed.add(file.clone().at_path(self.path(file.path())));
        }
        renamed
    }

    /// The same findings.
    pub fn findings(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for found in &mut findings {
            let manifests = found.about.iter_mut().flat_map(|about| &mut about.manifests);
            found.path.iter_mut().chain(manifests).for_each(|path| *path = self.path(path));
        }
        findings
    }
}

/// The root of a folder's repository. In a workspace of GitHub's it is the outermost one, which is the one checked out:
/// what lies in it may be a submodule. Where Git's own folder was left behind, it is the workspace.
fn root(folder: &Path, workspace: Option<&Path>) -> Option<PathBuf> {
    let is_root = |folder: &&Path| folder.join(MARKER).exists();
    let root = match workspace.filter(|workspace| folder.starts_with(workspace)) {
        Some(workspace) => {
            let inside = folder.ancestors().take_while(|above| above.starts_with(workspace));
            inside.filter(is_root).last().or(Some(workspace))
        }
        None => folder.ancestors().find(is_root),
    };
    root.map(Path::to_owned)
}
