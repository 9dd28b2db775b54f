//! What an environment `original` is compiled to, against what the authors of an estate wrote.

use std::collections::BTreeMap;

use platc::compile::Selection;
use platc::ops::Compiled;
use platc::syntax::Node;
use platc::system::Disk;

use crate::meaning::Comparison;
use crate::{documents, folder, yaml_files};

/// Objects by kind and name.
type Objects = BTreeMap<(String, String), Node>;

fn keyed(objects: impl IntoIterator<Item = Node>) -> Objects {
    let text = |node: &Node, path: &[&str]| node.at(path).and_then(Node::as_str).unwrap_or("").to_string();
    let key = |node: &Node| (text(node, &["kind"]), text(node, &["metadata", "name"]));
    objects.into_iter().map(|node| (key(&node), node)).collect()
}

/// One environment of an estate below `tests/estates`.
pub fn compiled(estate: &str, environment: &str) -> Compiled {
    let selection = Selection { environments: vec![environment.into()], ..Selection::default() };
    Compiled::new(&Disk::new(folder(estate)), selection).unwrap()
}

/// What would be written, read back.
fn rendered(estate: &str, environment: &str) -> Objects {
    let compiled = compiled(estate, environment);
    let files = compiled.units().iter().flat_map(|unit| unit.files.values().cloned());
    keyed(files.flat_map(|bytes| documents(&String::from_utf8(bytes).unwrap())))
}

/// What platc may say beyond the originals.
fn is_ours(path: &str) -> bool {
    let ours = [
        ".automountServiceAccountToken",
        ".spec.template.spec.automountServiceAccountToken",
        ".spec.template.metadata.annotations.checksum/config",
        ".metadata.annotations.argocd.argoproj.io/sync-wave",
    ];
    path.contains(".labels.app.kubernetes.io/")
        || ours.contains(&path)
        || (path.contains(".containers[") && path.contains(".ports[") && path.ends_with(".name"))
}

/// Holds that `count` objects come out as their authors wrote them, but for what is ours; how many fields were compared.
pub fn come_out_again(estate: &str, count: usize) -> usize {
    let files = yaml_files(&folder(&format!("{estate}/original/kubernetes-manifests")));
    let expected = keyed(files.iter().flat_map(|path| documents(&std::fs::read_to_string(path).unwrap())));
    let mut actual = rendered(estate, "original");
    // Network policies are compared by what they let through, in tests/network.
    actual.retain(|(kind, _), _| kind != "NetworkPolicy");
    assert_eq!(expected.len(), count);
    let names = |objects: &Objects| objects.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&expected), names(&actual));
    let (mut fields, mut complaints) = (0, Vec::new());
    for ((kind, name), object) in &expected {
        let comparison = Comparison::of(object, &actual[&(kind.clone(), name.clone())]);
        fields += comparison.fields;
        let extra = comparison.extra.iter().filter(|(path, _)| !is_ours(path));
        let extra = extra.map(|(path, value)| format!("{path}: {value} is more than expected"));
        let found = comparison.differences.iter().cloned().chain(extra);
        complaints.extend(found.map(|complaint| format!("{kind}/{name} {complaint}")));
    }
    assert!(complaints.is_empty(), "{} of {fields} fields:\n{}", complaints.len(), complaints.join("\n"));
    fields
}
