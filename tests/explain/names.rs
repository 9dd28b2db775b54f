//! Names that an estate gives to its parts: the other values of a scalar that names one of them.

use std::collections::{BTreeMap, BTreeSet};

use platc::syntax::Segment;

use crate::mutation::Scalar;

/// Of so many apps and keys one would have compiled.
const MOST: usize = 6;

/// What each app and the environments declare.
#[derive(Default)]
pub struct Names {
    /// By app, then by the map that declares them (`ports`, `secrets`); the keys of all secrets of an app are `keys`.
    by_app: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    bindings: BTreeSet<String>,
}

impl Names {
    pub fn of(scalars: &[Scalar]) -> Self {
        let mut names = Names::default();
        for scalar in scalars {
            let keys = keys(scalar);
            let [spec, group, name, ..] = keys.as_slice() else { continue };
            if *spec != "spec" {
                continue;
            }
            if *group == "bindings" {
                names.bindings.insert((*name).to_string());
            }
            let Some(app) = app(&scalar.file) else { continue };
            let groups = names.by_app.entry(app.to_string()).or_default();
            groups.entry((*group).to_string()).or_default().insert((*name).to_string());
            if let (Some(&"keys"), Some(text)) = (keys.last(), scalar.node.as_str()) {
                groups.entry("keys".into()).or_default().insert(text.to_string());
            }
        }
        names
    }

    /// What else a scalar could name.
    pub fn beside(&self, scalar: &Scalar) -> Vec<String> {
        let keys = keys(scalar);
        let mut last = keys.iter().rev();
        let (key, above) = (last.next().copied().unwrap_or(""), last.next().copied().unwrap_or(""));
        let group = match (above, key) {
            ("labels" | "selector", _) => return Vec::new(),
            (_, "app") => return without(self.by_app.keys(), scalar),
            (_, "binding") => return without(self.bindings.iter(), scalar),
            (_, "port" | "ports") => "ports",
            (_, "volume") => "volumes",
            (_, "secret") | ("secret", "name") => "secrets",
            (_, "config") | ("config", "name") => "config",
            (_, "key" | "user" | "password" | "unused") => "keys",
            _ => return Vec::new(),
        };
        // `access.to.<app>.ports`, `after.<app>.port`: of that app.
        let other = keys.iter().copied().find(|key| self.by_app.contains_key(*key));
        let of = other.or(app(&scalar.file)).and_then(|app| self.by_app.get(app)?.get(group));
        without(of.into_iter().flatten(), scalar)
    }
}

fn without<'n>(names: impl Iterator<Item = &'n String>, scalar: &Scalar) -> Vec<String> {
    let own = scalar.node.as_str();
    names.filter(|name| Some(name.as_str()) != own).take(MOST).cloned().collect()
}

fn keys(scalar: &Scalar) -> Vec<&str> {
    scalar
        .path
        .0
        .iter()
        .filter_map(|step| match step {
            Segment::Key(key) => Some(key.as_str()),
            _ => None,
        })
        .collect()
}

/// The app that a file is of.
fn app(file: &str) -> Option<&str> {
    let (folder, name) = file.rsplit_once('/')?;
    match name.strip_suffix(".yaml")? {
        "app" => {
            let folder = folder.rsplit('/').next()?;
            Some(folder.split_once('.').map_or(folder, |(_, name)| name))
        }
        "environment" => None,
        name => Some(name),
    }
}
