//! Which files an estate has, by its folders alone.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::system::{EntryKind, System, SystemError};

/// The paths of an estate, none of them read yet.
#[derive(Debug, Default)]
pub struct Folders {
    pub platform: Option<String>,
    pub apps: BTreeMap<String, AppFolder>,
    pub environments: BTreeMap<String, EnvironmentFolder>,
    /// `templates/<target>/<level>/<kind>.yaml`, sorted.
    pub templates: Vec<String>,
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
}

/// `overlays/<env>/`.
#[derive(Debug, Default)]
pub struct EnvironmentFolder {
    pub folder: String,
    pub overlays: BTreeMap<String, String>,
    /// `<app>.secrets.yaml` and `environment.secrets.yaml`.
    pub secrets: Vec<String>,
    /// Raw objects by app, sorted.
    pub manifests: BTreeMap<String, Vec<String>>,
    /// Config files by app, relative to `files/<app>/`, sorted.
    pub files: BTreeMap<String, Vec<String>>,
}

/// Lists an estate. `Err` is trouble with the machine at the root; everything else is a finding.
pub fn find(system: &dyn System, out: &mut Vec<Diagnostic>) -> Result<Folders, SystemError> {
    let mut folders = Folders::default();
    if system.kind("platc.yaml")?.is_some() {
        folders.platform = Some("platc.yaml".into());
    }
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
    check_overlays(&folders, out);
    folders.templates = yaml_below(system, "templates", out)?;
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
    if app == "environment" {
        let message =
            "`environment` cannot be an app's name: overlays/<env>/environment.yaml is the environment";
        out.push(Diagnostic::error(code::BAD_NAME, message).in_path(&folder));
    }
    let manifests = yaml_below(system, &format!("{folder}/manifests"), out)?;
    let files = below(system, &format!("{folder}/files"), out)?;
    let twin = folders
        .apps
        .iter()
        .find(|(other, source)| other.as_str() == app || (module.is_some() && source.module == module));
    if let Some((other, source)) = twin {
        let what = if other == app { format!("the name `{app}`") } else { "one module number".to_string() };
        let message = format!("{folder} and {} have {what}", source.folder);
        out.push(
            Diagnostic::error(code::DUPLICATE_APP, message)
                .in_path(&folder)
                .help("rename one of the folders"),
        );
        return Ok(());
    }
    folders.apps.insert(app.to_string(), AppFolder { folder, module, manifests, files });
    Ok(())
}

fn environment(
    system: &dyn System,
    name: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<EnvironmentFolder, SystemError> {
    let folder = format!("overlays/{name}");
    let mut found = EnvironmentFolder { folder: folder.clone(), ..EnvironmentFolder::default() };
    for (file, kind) in names(system, &folder, out)? {
        let path = format!("{folder}/{file}");
        match (kind, file.strip_suffix(".yaml")) {
            (EntryKind::File, Some("environment")) => {}
            (EntryKind::File, Some(stem)) if stem.ends_with(".secrets") => found.secrets.push(path),
            (EntryKind::File, Some(app)) => {
                found.overlays.insert(app.to_string(), path);
            }
            (EntryKind::File, None) if file.ends_with(".yml") => {
                let message = format!("{path} is not read: overlays end in .yaml");
                out.push(Diagnostic::error(code::MISPLACED_FILE, message).in_path(&path).help("rename it"));
            }
            _ => {}
        }
    }
    for (app, _) in names(system, &format!("{folder}/manifests"), out)? {
        found.manifests.insert(app.clone(), yaml_below(system, &format!("{folder}/manifests/{app}"), out)?);
    }
    for (app, _) in names(system, &format!("{folder}/files"), out)? {
        found.files.insert(app.clone(), below(system, &format!("{folder}/files/{app}"), out)?);
    }
    Ok(found)
}

/// An overlay whose app is not there is a typing error or a leftover.
fn check_overlays(folders: &Folders, out: &mut Vec<Diagnostic>) {
    for environment in folders.environments.values() {
        for (app, path) in &environment.overlays {
            if folders.apps.contains_key(app) {
                continue;
            }
            let message = format!("{path} is for `{app}`, but there is no apps/{app}/app.yaml");
            let mut found = Diagnostic::error(code::UNKNOWN_APP, message).in_path(path);
            if let Some(near) = nearest(app, folders.apps.keys().map(String::as_str)) {
                found = found
                    .help(format!("did you mean {near}.yaml? otherwise add the app, or remove the file"));
            }
            out.push(found);
        }
    }
}

/// The entries of a folder that count: not hidden, not `_…`; links are reported. An absent folder has none.
fn names(
    system: &dyn System,
    folder: &str,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<(String, EntryKind)>, SystemError> {
    let entries = match system.list(folder) {
        Err(SystemError::NotFound) => return Ok(Vec::new()),
        Err(SystemError::Symlink(path)) => {
            out.push(symlink(&path));
            return Ok(Vec::new());
        }
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry.kind {
            _ if entry.name.starts_with(['_', '.']) => {}
            EntryKind::Symlink => out.push(symlink(&format!("{folder}/{}", entry.name))),
            kind => names.push((entry.name, kind)),
        }
    }
    Ok(names)
}

/// The files below a folder, relative to it, sorted.
fn below(system: &dyn System, folder: &str, out: &mut Vec<Diagnostic>) -> Result<Vec<String>, SystemError> {
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

fn symlink(path: &str) -> Diagnostic {
    Diagnostic::error(code::SYMLINK_REFUSED, format!("{path} is a symbolic link; links are not followed"))
        .in_path(path)
        .help("put the file itself there: a link could lead out of the estate")
}
