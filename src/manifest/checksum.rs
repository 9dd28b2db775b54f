//! The checksum that rolls pods, where a patch has changed the ConfigMaps that it is of.
//!
//! `resolve` makes it of the ConfigMaps as the language makes them; pods whose ConfigMaps no patch changes keep it.

use std::collections::BTreeSet;

use super::{Object, Vouched};
use crate::resolve::{CHECKSUM, checksum_of};
use crate::syntax::{Mapping, Node, Origin, Text, Value};

/// Where objects have the template of their pods.
const TEMPLATES: [&[&str]; 2] = [&["spec", "template"], &["spec", "jobTemplate", "spec", "template"]];
/// Where a pod names a ConfigMap: in a variable, in a group of them, in a volume or a part of one.
const REFERENCES: [&str; 3] = ["configMapKeyRef", "configMapRef", "configMap"];
/// What a ConfigMap holds.
const CONTENTS: [&str; 2] = ["data", "binaryData"];

/// A ConfigMap of ours, and whether a patch has changed what it holds.
struct Held {
    name: Text,
    contents: Vec<Node>,
    is_changed: bool,
    /// Where what it held before was written.
    before: Vec<Origin>,
}

/// Makes the checksums anew of pods that use a ConfigMap whose contents a patch has changed; not one that somebody
/// wrote.
pub fn renew_checksums(objects: &mut [Object]) {
    let held: Vec<Held> = objects.iter().filter_map(held).collect();
    if !held.iter().any(|held| held.is_changed) {
        return;
    }
    for object in objects.iter_mut().filter(|object| !matches!(object.vouched, Vouched::No)) {
        let before =
            if let Vouched::Before(before) = &object.vouched { checksum(&before.node) } else { None };
        let before = before.cloned();
        let Some((pod, now)) =
            TEMPLATES.iter().find_map(|path| object.node.at(path)).zip(checksum(&object.node))
        else {
            continue;
        };
        if before.is_some_and(|before| !before.same_value(now)) {
            continue;
        }
        let mut names = BTreeSet::new();
        references(pod, &mut names);
        let used: Vec<&Held> = held.iter().filter(|held| names.contains(&held.name)).collect();
        if used.iter().any(|held| held.is_changed) {
            let renewed = renewed(now, &used);
            replace(&mut object.node, renewed);
        }
    }
}

fn held(object: &Object) -> Option<Held> {
    if object.identity.kind.as_str() != "ConfigMap" || !object.identity.group.is_empty() {
        return None;
    }
    let before = match &object.vouched {
        Vouched::No => return None,
        Vouched::Whole => &object.node,
        Vouched::Before(before) => &before.node,
    };
    let contents = contents(&object.node);
    let was = self::contents(before);
    let is_same =
        contents.len() == was.len() && contents.iter().zip(&was).all(|(now, was)| now.same_value(was));
    let before = was.iter().flat_map(values).map(|value| value.origin.clone()).collect();
    Some(Held { name: object.identity.name.clone(), contents, is_changed: !is_same, before })
}

/// The texts of a ConfigMap, which are there though there are none, and what is no text; sorted, as ours are.
fn contents(node: &Node) -> Vec<Node> {
    let of = |key: &&str| {
        let mut contents = node.get(key).and_then(Node::as_mapping).cloned();
        contents.iter_mut().for_each(Mapping::sort);
        let contents = contents.or_else(|| (*key == "data").then(Mapping::new))?;
        Some(Node::mapping(contents, Origin::Unknown))
    };
    CONTENTS.iter().filter_map(of).collect()
}

fn values(node: &Node) -> impl Iterator<Item = &Node> {
    node.as_mapping().into_iter().flat_map(Mapping::iter).map(|entry| &entry.value)
}

fn checksum(node: &Node) -> Option<&Node> {
    TEMPLATES.iter().find_map(|path| node.at(path))?.at(&["metadata", "annotations", CHECKSUM])
}

/// The names of the ConfigMaps that something in a tree refers to.
fn references(node: &Node, out: &mut BTreeSet<Text>) {
    match &node.value {
        Value::Mapping(mapping) => {
            for entry in mapping.iter() {
                let name = entry.value.get("name").and_then(Node::as_text);
                out.extend(name.filter(|_| REFERENCES.contains(&entry.key.as_str())).cloned());
                references(&entry.value, out);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

/// The checksum of what the ConfigMaps in use hold now, for the same reasons as the one before.
fn renewed(old: &Node, used: &[&Held]) -> Node {
    let contents = || used.iter().flat_map(|held| &held.contents);
    let of_contents = |origin: &&Origin| {
        used.iter().flat_map(|held| &held.before).any(|before| before.span() == origin.span())
    };
    let reasons = match &old.origin {
        Origin::Via(trail) => trail.from.as_slice(),
        _ => &[],
    };
    let reasons = reasons.iter().filter(|origin| !of_contents(origin)).cloned();
    let origins = contents().flat_map(values).map(|value| value.origin.clone()).chain(reasons);
    let mut renewed = checksum_of(contents(), origins);
    if let Some(template) = old.origin.template() {
        renewed.origin = std::mem::take(&mut renewed.origin).by_template(template);
    }
    renewed
}

fn replace(object: &mut Node, checksum: Node) {
    for path in TEMPLATES {
        let mut keys = path.iter().chain(&["metadata", "annotations", CHECKSUM]);
        let found = keys.try_fold(&mut *object, |node, key| node.as_mapping_mut()?.get_mut(key));
        if let Some(found) = found {
            *found = checksum;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Files, SourceFile};
    use crate::syntax::{ParseOptions, parse};

    fn object(text: &str) -> Object {
        let mut files = Files::new();
        let id = files.next_id();
        files.add(SourceFile::new("object.yaml", text));
        let node = parse(id, text, &ParseOptions::default()).documents.remove(0).root;
        vouched(Object::new(node, "object.yaml").unwrap(), Vouched::Whole)
    }

    fn vouched(mut object: Object, vouched: Vouched) -> Object {
        object.vouched = vouched;
        object
    }

    fn config(name: &str, before: &str, now: &str) -> Object {
        let of = |rest: &str| {
            object(&format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}{rest}}}"))
        };
        match before == now {
            true => of(now),
            false => vouched(of(now), Vouched::Before(Box::new(of(before)))),
        }
    }

    fn pods(kind: &str, path: [&str; 2], pod: &str) -> Object {
        let [open, close] = path;
        let head = format!("apiVersion: apps/v1, kind: {kind}, metadata: {{name: {}}}", kind.to_lowercase());
        let template = "metadata: {annotations: {checksum/config: old}}";
        object(&format!("{{{head}, spec: {{{open}template: {{{template}, spec: {{{pod}}}}}{close}}}}}"))
    }

    fn renewed(mut objects: Vec<Object>) -> Vec<String> {
        renew_checksums(&mut objects);
        let text = |object: &Object| Some(checksum(&object.node)?.as_str()?.to_owned());
        objects.iter().filter_map(text).collect()
    }

    fn expected(contents: &[&str]) -> String {
        let of =
            |text: &&str| object(&format!("{{apiVersion: v1, kind: X, metadata: {{name: x}}, it: {text}}}"));
        let contents: Vec<Node> =
            contents.iter().map(|text| of(text).node.get("it").unwrap().clone()).collect();
        checksum_of(&contents, []).as_str().unwrap().to_owned()
    }

    /// As if the language had said it, whichever way a pod names the ConfigMap, and in whatever order.
    #[test]
    fn of_what_is_there_now() {
        let configs = || {
            [
                config("a", ", data: {x: '1'}", ", data: {z: '3', x: '2'}"),
                config("b", ", data: {y: '1'}", ", data: {y: '1'}"),
            ]
        };
        let with = |pod| renewed(configs().into_iter().chain([pod]).collect());
        let plain = ["", ""];
        let first = expected(&["{x: '2', z: '3'}"]);
        let both = expected(&["{x: '2', z: '3'}", "{y: '1'}"]);
        let variable = "containers: [{env: [{valueFrom: {configMapKeyRef: {name: a, key: x}}}]}]";
        assert_eq!(with(pods("Deployment", plain, variable)), std::slice::from_ref(&first));
        let cron = ["jobTemplate: {spec: {", "}}"];
        assert_eq!(
            with(pods("CronJob", cron, "initContainers: [{envFrom: [{configMapRef: {name: a}}]}]")),
            [first]
        );
        let volumes = "volumes: [{configMap: {name: b}}, {projected: {sources: [{configMap: {name: a}}]}}]";
        assert_eq!(with(pods("Job", plain, volumes)), [both]);
        assert_eq!(
            with(pods("Job", plain, "volumes: [{configMap: {name: b}}, {secret: {name: a}}]")),
            ["old"]
        );
    }

    #[test]
    fn of_bytes_and_of_nothing() {
        let pod = || pods("Deployment", ["", ""], "volumes: [{configMap: {name: a}}]");
        let with = |before, now| renewed(vec![config("a", before, now), pod()]);
        assert_eq!(with(", data: {x: '1'}", ""), [expected(&["{}"])]);
        assert_eq!(with("", ", binaryData: {x: AA==}"), [expected(&["{}", "{x: AA==}"])]);
        // Labels are no contents.
        assert_eq!(with("", ", immutable: true"), ["old"]);
    }

    #[test]
    fn what_a_patch_writes_stays() {
        let pod = || pods("Deployment", ["", ""], "volumes: [{configMap: {name: a}}]");
        let mut mine = pod();
        replace(&mut mine.node, Node::string("mine", Origin::Unknown));
        mine.vouched = Vouched::Before(Box::new(pod()));
        let raw = vouched(pod(), Vouched::No);
        assert_eq!(renewed(vec![config("a", "", ", data: {x: '1'}"), mine, raw]), ["mine", "old"]);
    }
}
