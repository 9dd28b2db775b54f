//! Which files an estate has, by its folders alone.

use std::collections::BTreeMap;

use super::{definitions, extensions, stray};
use crate::diagnostic::{Diagnostic, code, refused};
use crate::system::{EntryKind, System, SystemError, is_below_root};

/// What an environment has beside its apps, in the place of an app's name; no app can be called so.
pub const PLATFORM: &str = "_platform";

/// The paths of an estate, none of them read yet.
#[derive(Debug, Default)]
pub struct Folders {
    pub platform: Option<String>,
    pub apps: BTreeMap<String, AppFolder>,
    pub environments: BTreeMap<String, EnvironmentFolder>,
    /// `templates/<target>/<level>/<kind>.yaml`, sorted.
    pub templates: Vec<String>,
    /// Names of extensions that have a schema, sorted.
    pub extensions: Vec<String>,
    /// `schemas/crds/*.yaml`, sorted.
    pub definitions: Vec<String>,
}

/// `apps/<app>/`.
#[derive(Debug)]
pub struct AppFolder {
    pub folder: String,
    /// The number before the name (`01.postgres`).
    pub module: Option<u32>,
    /// Raw objects, sorted.
    pub manifests: Vec<String>,
    /// Config files, relative to `files/`, sorted.
    pub files: Vec<String>,
    /// Whether its file is there under a name that is not read.
    pub misnamed: bool,
}

/// `overlays/<env>/`.
#[derive(Debug, Default)]
pub struct EnvironmentFolder {
    pub folder: String,
    pub overlays: BTreeMap<String, String>,
    /// `<app>.secrets.yaml` and `environment.secrets.yaml`.
    pub secrets: Vec<String>,
    /// Raw objects by app, sorted; those of no app under [`PLATFORM`].
    pub manifests: BTreeMap<String, Vec<String>>,
    /// Config files by app, relative to `files/<app>/`, sorted.
    pub files: BTreeMap<String, Vec<String>>,
    /// Whether its file is there under a name that is not read.
    pub misnamed: bool,
}

/// Lists an estate. `Err` is trouble with the machine at the root; everything else is a finding.
pub fn find(system: &dyn System, out: &mut Vec<Diagnostic>) -> Result<Folders, SystemError> {
    let mut folders = Folders::default();
    if system.kind("platc.yaml")?.is_some() {
        folders.platform = Some("platc.yaml".into());
    }
    stray::at_root(system, out);
    for (name, kind) in names(system, "apps", out)? {
        if kind == EntryKind::Folder {
            add_app(system, &name, &mut folders, out)?;
        }
    }
    for (name, kind) in names(system, "overlays", out)? {
        if kind == EntryKind::Folder {
            let environment = environment(system, &name, out)?;
            folders.environments.insert(name, environment);
        }
    }
    stray::check(&folders, out);
    folders.templates = yaml_below(system, "templates", out)?;
    folders.templates.retain(|path| stray::template(path, out));
    folders.extensions = extensions::find(system, out)?;
    folders.definitions = definitions::find(system, out)?;
    for (name, kind) in names(system, "schemas", out)? {
        if kind == EntryKind::Folder {
            stray::folder("schemas", &name, &["crds", "extensions"], out);
        }
    }
    Ok(folders)
}

fn add_app(
    system: &dyn System,
    name: &str,
    folders: &mut Folders,
    out: &mut Vec<Diagnostic>,
) -> Result<(), SystemError> {
    let folder = format!("apps/{name}");
    let (module, app) = match name.split_once('.') {
        Some((number, app)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (number.parse().ok(), app),
        _ => (None, name),
    };
    stray::app_name(app, &folder, out);
    let misnamed = stray::in_app(system, &folder, out)?;
    let manifests = yaml_below(system, &format!("{folder}/manifests"), out)?;
    let files = below(system, &format!("{folder}/files"), out)?;
    let twin = folders
        .apps
        .iter()
        .find(|(other, source)| other.as_str() == app || (module.is_some() && source.module == module));
    if let Some((other, source)) = twin {
        let number = module.map_or(String::new(), |number| format!("the module number {number}"));
        let what = if other == app { format!("the name `{app}`") } else { number };
        let message = format!("{folder} and {} both have {what}", source.folder);
        out.push(
            Diagnostic::error(code::DUPLICATE_APP, message)
                .in_path(&folder)
                .help("rename one of the folders"),
        );
        return Ok(());
    }
    folders.apps.insert(app.to_string(), AppFolder { folder, module, manifests, files, misnamed });
    Ok(())
}

fn environment(
    system: &dyn System,
    name: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<EnvironmentFolder, SystemError> {
    let folder = format!("overlays/{name}");
    let mut found = EnvironmentFolder { folder: folder.clone(), ..EnvironmentFolder::default() };
    stray::environment_name(name, &folder, out);
    for (file, kind) in names(system, &folder, out)? {
        let path = format!("{folder}/{file}");
        match (kind, file.strip_suffix(".yaml")) {
            (EntryKind::File, Some("environment")) => {}
            (EntryKind::File, Some(stem)) if stem.ends_with(".secrets") => found.secrets.push(path),
            (EntryKind::File, Some(app)) => {
                found.overlays.insert(app.to_string(), path);
            }
            (EntryKind::File, None) if file.ends_with(".yml") => {
                found.misnamed |= file == "environment.yml";
                out.push(stray::misnamed(&path));
            }
            (EntryKind::Folder, _) => stray::folder(&folder, &file, &["files", "manifests"], out),
            _ => {}
        }
    }
    for (app, _) in names(system, &format!("{folder}/manifests"), out)? {
        found.manifests.insert(app.clone(), yaml_below(system, &format!("{folder}/manifests/{app}"), out)?);
    }
    let of_none = yaml_below(system, &format!("{folder}/manifests/{PLATFORM}"), out)?;
    if !of_none.is_empty() {
        found.manifests.insert(PLATFORM.to_string(), of_none);
    }
    for (app, _) in names(system, &format!("{folder}/files"), out)? {
        found.files.insert(app.clone(), below(system, &format!("{folder}/files/{app}"), out)?);
    }
    Ok(found)
}

/// The entries of a folder that count: not hidden, not `_…`; links are reported. An absent folder has none.
pub(super) fn names(
    system: &dyn System,
    folder: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<(String, EntryKind)>, SystemError> {
    let entries = match system.list(folder) {
        Err(SystemError::NotFound) => return Ok(Vec::new()),
        Err(error @ SystemError::Symlink(_)) => {
            out.push(refused(folder, &error));
            return Ok(Vec::new());
        }
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let path = format!("{folder}/{}", entry.name);
        match entry.kind {
            _ if entry.name.starts_with(['_', '.']) => {}
            _ if !is_below_root(&path) || path.chars().any(char::is_control) => {
                out.push(stray::unreadable_name(&path));
            }
            EntryKind::Symlink => out.push(refused(&path, &SystemError::Symlink(path.clone()))),
            kind => names.push((entry.name, kind)),
        }
    }
    Ok(names)
}

/// The files below a folder, relative to it, sorted.
pub(super) fn below(
    system: &dyn System,
    folder: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<String>, SystemError> {
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inner) = open.pop() {
        let here = if inner.is_empty() { folder.to_string() } else { format!("{folder}/{inner}") };
        for (name, kind) in names(system, &here, out)? {
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            match kind {
                EntryKind::Folder => open.push(path),
                EntryKind::File => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The YAML files below a folder, with their whole paths, sorted.
fn yaml_below(
    system: &dyn System,
    folder: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<String>, SystemError> {
    let files = below(system, folder, out)?;
    let yaml = files.iter().filter(|file| file.ends_with(".yaml") || file.ends_with(".yml"));
    Ok(yaml.map(|file| format!("{folder}/{file}")).collect())
}
