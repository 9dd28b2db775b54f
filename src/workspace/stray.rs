//! What lies in an estate and would never be read: misspelt names, and places that nothing handles yet.
//!
//! Silence about such a file would let its author believe that it counts.

use super::discover::{Folders, PLATFORM, names};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::spec::word::TextKind;
use crate::system::{EntryKind, System, SystemError};

/// Folders of an app that are read, and those of the language that are not handled yet.
const IN_APP: [&str; 2] = ["files", "manifests"];
const LATER_IN_APP: [&str; 2] = ["monitoring", "vendored"];

/// Files at the estate's root that nothing handles yet.
const LATER_AT_ROOT: [&str; 1] = ["approvals.yaml"];

/// Files of the estate itself.
pub fn at_root(system: &dyn System, out: &mut Vec<Diagnostic>) {
    LATER_AT_ROOT.iter().for_each(|path| later(system, path, out));
}

/// A place of the language that nothing handles yet.
fn later(system: &dyn System, path: &str, out: &mut Vec<Diagnostic>) {
    // What cannot be looked at is reported by whoever reads it.
    if let Ok(Some(_)) = system.kind(path) {
        let message = format!("{path} is not supported yet");
        let found = Diagnostic::error(code::NOT_YET_SUPPORTED, message).in_path(path);
        out.push(found.help("leave it out: nothing would be made of it"));
    }
}

/// Looks through an app's folder; whether its file bears a name that is not read.
pub fn in_app(system: &dyn System, folder: &str, out: &mut Vec<Diagnostic>) -> Result<bool, SystemError> {
    let mut is_misnamed = false;
    // What cannot be listed is reported where the folder is read.
    for (name, kind) in names(system, folder, &mut Vec::new())? {
        let path = format!("{folder}/{name}");
        match kind {
            EntryKind::File if matches!(name.as_str(), "app.yml" | "App.yaml") => {
                is_misnamed = true;
                out.push(misnamed(&path));
            }
            EntryKind::Folder if LATER_IN_APP.contains(&name.as_str()) => {
                later(system, &path, out);
            }
            EntryKind::Folder => self::folder(folder, &name, &IN_APP, out),
            _ => {}
        }
    }
    Ok(is_misnamed)
}

/// Whether a file below `templates/` is one that is read.
pub fn template(path: &str, out: &mut Vec<Diagnostic>) -> bool {
    let names: Vec<&str> = path.split('/').collect();
    let (target, level) = match names.as_slice() {
        [_, target, level, _] => (*target, *level),
        _ => ("", ""),
    };
    if target == "kubernetes" && matches!(level, "app" | "environment" | "part") {
        return true;
    }
    let is_later = matches!(target, "kubernetes" | "compose")
        && matches!(level, "app" | "environment" | "platform" | "part");
    out.push(if is_later {
        let message = format!("templates/{target}/{level}/ is not supported yet");
        let found = Diagnostic::error(code::NOT_YET_SUPPORTED, message).in_path(path);
        found.help("leave it out: nothing would be made of it")
    } else {
        let found = Diagnostic::error(code::MISPLACED_FILE, format!("{path} is not read")).in_path(path);
        found.help("a template is templates/kubernetes/<app|environment>/<kind>.yaml, a part templates/kubernetes/part/<name>.yaml")
    });
    false
}

/// A folder whose name is almost one that is read.
pub fn folder(parent: &str, name: &str, known: &[&str], out: &mut Vec<Diagnostic>) {
    if known.contains(&name) {
        return;
    }
    if let Some(near) = nearest(name, known.iter().copied()) {
        let path = format!("{parent}/{name}");
        let found = Diagnostic::error(code::MISPLACED_FILE, format!("{path}/ is not read")).in_path(&path);
        out.push(found.help(format!("did you mean {near}/?")));
    }
}

/// A file under a name that platc does not read.
pub fn misnamed(path: &str) -> Diagnostic {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let better = crate::system::join(folder, &format!("{stem}.yaml"));
    Diagnostic::error(code::MISPLACED_FILE, format!("{path} is not read: the name must end in .yaml"))
        .in_path(path)
        .help(format!("rename it to {better}"))
}

/// A name that no message could show and no other system could hold.
pub fn unreadable_name(path: &str) -> Diagnostic {
    let message = format!("the name `{path}` has a control character, `:` or `\\`");
    Diagnostic::error(code::BAD_NAME, message).in_path(path).help("rename it")
}

/// An app's name becomes the name of its objects.
pub fn app_name(app: &str, folder: &str, out: &mut Vec<Diagnostic>) {
    if app == "environment" {
        let message =
            "`environment` cannot be an app's name: overlays/<env>/environment.yaml is the environment";
        out.push(Diagnostic::error(code::BAD_NAME, message).in_path(folder).help("rename the folder"));
    } else {
        name(app, "an app", folder, out);
    }
}

/// An environment's name becomes part of labels.
pub fn environment_name(environment: &str, folder: &str, out: &mut Vec<Diagnostic>) {
    name(environment, "an environment", folder, out);
}

fn name(name: &str, whose: &str, folder: &str, out: &mut Vec<Diagnostic>) {
    let Err(expected) = TextKind::DnsLabel.check(name) else { return };
    let better = name.to_lowercase().replace(['_', ' ', '.'], "-");
    let help = match TextKind::DnsLabel.check(&better) {
        Ok(()) => format!("{expected}; rename the folder to `{better}`"),
        Err(_) => format!("{expected}; rename the folder"),
    };
    let message = format!("`{name}` cannot be the name of {whose}");
    out.push(Diagnostic::error(code::BAD_NAME, message).in_path(folder).help(help));
}

/// Whatever lies under `overlays/` for an app that is not there is a typing error or a leftover.
pub fn check(folders: &Folders, out: &mut Vec<Diagnostic>) {
    for environment in folders.environments.values() {
        for (app, path) in &environment.overlays {
            for_app(folders, app, path, &format!("{app}.yaml"), out);
        }
        for path in &environment.secrets {
            let name = path.rsplit('/').next().unwrap_or(path);
            let app = name.trim_end_matches(".secrets.yaml");
            if app != "environment" {
                for_app(folders, app, path, name, out);
            }
        }
        for (group, apps) in [
            ("manifests", environment.manifests.keys().collect::<Vec<_>>()),
            ("files", environment.files.keys().collect()),
        ] {
            for app in apps {
                for_app(folders, app, &format!("{}/{group}/{app}", environment.folder), app, out);
            }
        }
    }
}

fn for_app(folders: &Folders, app: &str, path: &str, name: &str, out: &mut Vec<Diagnostic>) {
    if folders.apps.contains_key(app) || app == PLATFORM {
        return;
    }
    let message = format!("{path} is for `{app}`, but there is no apps/{app}/app.yaml");
    let bare = app.split_once('.').map(|(_, bare)| bare).filter(|bare| folders.apps.contains_key(*bare));
    let near = bare.or_else(|| nearest(app, folders.apps.keys().map(String::as_str)));
    let help = match near {
        Some(near) => {
            format!("did you mean {}? otherwise add the app, or remove this", name.replacen(app, near, 1))
        }
        None => "add the app, or remove this".to_owned(),
    };
    out.push(Diagnostic::error(code::UNKNOWN_APP, message).in_path(path).help(help));
}
