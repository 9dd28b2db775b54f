//! Where pods read ConfigMaps and Secrets: variables, `envFrom`, volumes.

use crate::diagnostic::{Code, Diagnostic};
use crate::verify::between::{Absence, Broken, Detail, Gathered, Reference, Site, Way};

/// How one of the two kinds is spelt in pods.
pub struct Data {
    pub kind: &'static str,
    /// Of a variable: the key that it takes.
    pub key_ref: &'static [&'static str],
    /// Of `envFrom`.
    pub from: &'static [&'static str],
    /// Of a volume.
    pub volume: &'static [&'static str],
    pub volume_name: &'static [&'static str],
    /// Of a source of a projected volume.
    pub projected: &'static [&'static str],
}

const LISTS: [&[&str]; 3] = [&["initContainers"], &["containers"], &["ephemeralContainers"]];

/// The references of a pod to objects of one kind.
pub fn gather(data: &Data, gathered: &mut Gathered) {
    let Some(spec) = gathered.pod_spec else { return };
    for container in LISTS.iter().flat_map(|list| spec.each(list)) {
        for source in container.each_to(&["env"], data.key_ref) {
            let keys = source.text(&["key"]).into_iter().collect();
            refer(data, gathered, &source, &["name"], keys);
        }
        for source in container.each_to(&["envFrom"], data.from) {
            refer(data, gathered, &source, &["name"], Vec::new());
        }
    }
    for source in spec.each_to(&["volumes"], data.volume) {
        refer(data, gathered, &source, data.volume_name, item_keys(&source));
    }
    for volume in spec.each_to(&["volumes"], &["projected"]) {
        for source in volume.each_to(&["sources"], data.projected) {
            refer(data, gathered, &source, &["name"], item_keys(&source));
        }
    }
}

fn item_keys<'n>(source: &Way<'n>) -> Vec<Way<'n>> {
    source.each(&["items"]).filter_map(|item| item.text(&["key"])).collect()
}

fn refer(data: &Data, gathered: &mut Gathered, source: &Way, name: &'static [&'static str], keys: Vec<Way>) {
    let is_optional = source.to(&["optional"]).and_then(|way| way.node.as_bool()) == Some(true);
    let Some(name) = source.text(name).filter(|_| !is_optional) else { return };
    let key =
        |way: Way| -> Option<(Detail, Site)> { Some((Detail::Key(way.node.as_text()?.clone()), way.site())) };
    let keys = keys.into_iter().filter_map(key).collect();
    gathered.refer_with(&name, gathered.core(data.kind, &name), Absence::Told, keys);
}

/// Words for an object that is absent, or lacks a key.
pub fn tell(code: Code, reference: &Reference, broken: &Broken) -> Diagnostic {
    let (message, help) = match broken {
        Broken::Lacks { detail: Detail::Key(key), target, .. } => {
            (format!("{target} has no key `{key}`"), "add the key")
        }
        _ if is_read(&reference.at.field) => {
            (format!("there is no {}", reference.target), "make it, or write `optional: true`")
        }
        _ => (format!("there is no {}", reference.target), "make it"),
    };
    Diagnostic::error(code, message).help(broken.instead().unwrap_or(help.to_string()))
}

/// Whether a field is one of a pod's variables and volumes, which may say that what they read is optional.
fn is_read(field: &str) -> bool {
    [".env[", ".envFrom[", ".volumes["].iter().any(|place| field.contains(place))
}
