//! The kitchen sink uses every word of the language that some stage handles.
//!
//! Kubernetes' own structures are not walked: their words are not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use platc::spec::word::Word;
use platc::spec::{AppSpec, DocumentKind, Fields, Shape, Shaped};
use platc::syntax::Node;

/// Kinds of files that the sink has; none is handled beyond them.
const KINDS: [DocumentKind; 4] =
    [DocumentKind::App, DocumentKind::Overlay, DocumentKind::Environment, DocumentKind::Platform];

/// What only Traefik can say, and only in an environment of Compose, which no stage handles yet.
const OF_TRAEFIK: [&str; 5] = [
    "App.spec.routes.<name>.maxBodySize",
    "App.spec.routes.<name>.priority",
    "Environment.spec.routing.app",
    "Environment.spec.routing.entrypoint",
    "Environment.spec.routing.kind: traefik",
];

/// A key or a word, by its documentation: structs that hold the fields of others hold their documentation.
type Known = (String, String);

/// What the language has, each with the place where it is met first.
#[derive(Default)]
struct Language {
    words: BTreeMap<Known, String>,
    structs: BTreeSet<&'static str>,
}

impl Language {
    fn shape(&mut self, shape: Shape, place: &str) {
        match shape {
            Shape::Struct(fields) if self.structs.insert(fields.name) => self.fields(fields, place),
            Shape::List(of) => self.shape(of(), place),
            Shape::Map(_, of) => self.shape(of(), &format!("{place}.<name>")),
            Shape::Either(alternatives) => {
                alternatives.iter().for_each(|alternative| self.shape(alternative(), place));
            }
            Shape::Choice(words) => {
                for word in words.iter().filter(|word| !word.later) {
                    self.words.entry(known(word)).or_insert_with(|| format!("{place}: {}", word.word));
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &'static Fields, place: &str) {
        let of_types_that_come_later = |key: &str| fields.name == "Defaults" && later_types().contains(&key);
        for field in
            fields.fields.iter().filter(|field| !field.later && !of_types_that_come_later(&field.key))
        {
            let place = format!("{place}.{}", field.key);
            self.words.entry((field.key.clone(), field.doc.clone())).or_insert_with(|| place.clone());
            self.shape((field.shape)(), &place);
        }
    }
}

fn known(word: &Word) -> Known {
    (word.word.to_string(), word.doc.to_string())
}

/// Types of apps that no stage handles: nobody can use what is for them.
fn later_types() -> Vec<&'static str> {
    let Shape::Struct(spec) = AppSpec::shape() else { panic!("an App's spec has keys") };
    let Shape::Choice(words) = (spec.field("type").unwrap().shape)() else { panic!("a type is a word") };
    words.iter().filter(|word| word.later).map(|word| word.word).collect()
}

/// Adds what a value says.
fn used(node: &Node, shape: Shape, out: &mut BTreeSet<Known>) {
    match shape.for_node(node) {
        Shape::Struct(fields) => match node.as_mapping() {
            Some(mapping) => {
                for entry in mapping.iter() {
                    if let Some(field) = fields.field(&entry.key) {
                        out.insert((field.key.clone(), field.doc.clone()));
                        used(&entry.value, (field.shape)(), out);
                    }
                }
            }
            None => fields.short().into_iter().for_each(|shape| used(node, shape, out)),
        },
        Shape::List(of) => {
            node.as_sequence().unwrap_or_default().iter().for_each(|item| used(item, of(), out));
        }
        Shape::Map(_, of) => {
            let entries = node.as_mapping().into_iter().flat_map(|mapping| mapping.iter());
            entries.for_each(|entry| used(&entry.value, of(), out));
        }
        Shape::Choice(words) => {
            out.extend(words.iter().filter(|word| node.as_str() == Some(word.word)).map(known));
        }
        _ => {}
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true if path.ends_with("golden") || path.ends_with("manifests") || path.ends_with("files") => {}
            true => files(&path, out),
            false if path.extension().is_some_and(|extension| extension == "yaml") => out.push(path),
            false => {}
        }
    }
}

#[test]
fn the_kitchen_sink_uses_every_word() {
    let mut language = Language::default();
    KINDS.iter().for_each(|kind| language.shape(kind.shape(), kind.word()));
    assert!(language.words.len() > 300, "only {} words", language.words.len());
    let mut paths = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/estates/kitchen-sink")), &mut paths);
    let mut said = BTreeSet::new();
    for path in paths {
        let node = crate::tree(&std::fs::read_to_string(&path).unwrap());
        let kind = node.get("kind").and_then(Node::as_str);
        let kind = KINDS.iter().find(|known| Some(known.word()) == kind);
        let kind = kind.unwrap_or_else(|| panic!("{} is of no kind that is known", path.display()));
        used(&node, kind.shape(), &mut said);
    }
    let left =
        language.words.iter().filter(|(word, _)| !said.contains(*word)).map(|(_, place)| place.as_str());
    let (of_traefik, left): (Vec<&str>, Vec<&str>) = left.partition(|place| OF_TRAEFIK.contains(place));
    assert!(left.is_empty(), "nothing in the kitchen sink says\n{}", left.join("\n"));
    assert_eq!(of_traefik.len(), OF_TRAEFIK.len(), "only {of_traefik:?} are left to Compose");
}
