//! An estate in memory, compiled to its fields with the places that explain them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use platc::compile::{Selection, compile};
use platc::diagnostic::Diagnostic;
use platc::ops::explain::{Role, contributions, leaves};
use platc::source::Position;
use platc::syntax::{FieldPath, Node, Segment, print};
use platc::system::Memory;
use platc::workspace;

use crate::mutation::Scalar;

/// The files of an estate.
#[derive(Clone)]
pub struct Source {
    pub files: BTreeMap<String, String>,
}

/// The fields of an estate twice: with list items by name, and by number. A scalar that is an item's name, or one
/// that adds an item, moves fields under one of the two only.
pub struct Estate {
    pub by_name: Fields,
    pub by_number: Fields,
}

/// Every field of every object: `environment/app/Kind/name:path`.
#[derive(Default)]
pub struct Fields {
    pub values: BTreeMap<String, String>,
    /// The places (file, first and last byte) that explain each field.
    places: BTreeMap<String, Vec<(String, u32, u32)>>,
}

impl Source {
    /// The spec files of a folder of this repository; golden files and originals are none of them.
    pub fn read(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files = BTreeMap::new();
        let mut open = vec![
            root.join("apps"),
            root.join("overlays"),
            root.join("templates"),
            root.join("schemas/extensions"),
        ];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.insert(name, std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        files.insert("platc.yaml".into(), std::fs::read_to_string(root.join("platc.yaml")).unwrap());
        Source { files }
    }

    /// The estate with another text in a scalar's place.
    pub fn with(&self, scalar: &Scalar, value: &str) -> Self {
        let mut source = self.clone();
        let text = source.files.get_mut(&scalar.file).unwrap();
        text.replace_range(scalar.start as usize..scalar.end as usize, value);
        source
    }

    /// All fields of all environments; `Err` is the first error.
    pub fn compile(&self) -> Result<Estate, String> {
        let system = Memory::with_files(&self.files);
        let mut estate = workspace::load(&system).map_err(|error| error.to_string())?;
        workspace::validate(&mut estate);
        if let Some(found) = estate.diagnostics.iter().find(|found| found.is_error()) {
            return Err(found.message.clone());
        }
        let compilation = compile(&estate, &Selection { traced: true, ..Selection::default() });
        let units = compilation.units.iter().flat_map(|unit| &unit.diagnostics);
        let error = |found: &&Diagnostic| found.is_error();
        if let Some(found) = compilation.diagnostics.iter().chain(units).find(error) {
            let place = found.primary.as_ref().map(|label| {
                let Position { line, column } = estate.files.position(label.span);
                format!("{}:{line}:{column}", estate.files.path(label.span))
            });
            return Err(format!("{} {}", place.unwrap_or_default(), found.message));
        }
        let (mut by_name, mut by_number) = (Fields::default(), Fields::default());
        for unit in &compilation.units {
            for (number, object) in unit.objects.iter().enumerate() {
                for path in leaves(&object.node) {
                    let unit_key = format!("{}/{}", unit.environment, unit.app);
                    let by_number_key = format!("{unit_key}/{}#{number}", object.identity.kind);
                    let by_name_key = format!("{unit_key}/{}", object.identity);
                    let (places, _) = contributions(&object.node, &path);
                    let places = places.iter().filter(|place| place.role <= Role::Because);
                    let place = |span: platc::source::Span| {
                        (estate.files.path(span).to_string(), span.start, span.end)
                    };
                    let places: Vec<_> = places.map(|found| place(found.span)).collect();
                    let value = print(path.find(&object.node).unwrap());
                    let named = match object.identity.kind.as_str() {
                        "NetworkPolicy" => by_content(&object.node, &path),
                        _ => path.to_string(),
                    };
                    let numbered = numbered(&object.node, &path).to_string();
                    let both =
                        [(&mut by_name, by_name_key, named), (&mut by_number, by_number_key, numbered)];
                    for (fields, object, path) in both {
                        let key = format!("{object}:{path}");
                        fields.places.insert(key.clone(), places.clone());
                        fields.values.insert(key, value.clone());
                    }
                }
            }
        }
        Ok(Estate { by_name, by_number })
    }
}

/// The path in a NetworkPolicy with its nameless items named by what they hold: rules by their peers, peers and ports
/// by themselves. One rule less moves no other.
fn by_content(root: &Node, path: &FieldPath) -> String {
    let step = |(at, step): (usize, &Segment)| match step {
        Segment::Index(_) => {
            let item = FieldPath(path.0[..=at].to_vec()).find(root).unwrap();
            let parent = path.0[..at].last();
            let is_rule =
                matches!(parent, Some(Segment::Key(key)) if matches!(key.as_str(), "ingress" | "egress"));
            let peers = item.get("from").or_else(|| item.get("to"));
            let name = match peers {
                None if is_rule => "anybody".to_string(),
                peers => print(peers.unwrap_or(item)).replace('\n', " "),
            };
            format!("[{name}]")
        }
        step => format!(".{}", FieldPath(vec![step.clone()])),
    };
    path.0.iter().enumerate().map(step).collect()
}

/// The same path with numbers in the place of names.
fn numbered(root: &Node, path: &FieldPath) -> FieldPath {
    let step = |(at, step): (usize, &Segment)| match step {
        Segment::Named(_) => {
            let list = FieldPath(path.0[..at].to_vec()).find(root).and_then(Node::as_sequence).unwrap();
            let item = FieldPath(path.0[..=at].to_vec()).find(root).unwrap();
            Segment::Index(list.iter().position(|other| std::ptr::eq(other, item)).unwrap())
        }
        step => step.clone(),
    };
    FieldPath(path.0.iter().enumerate().map(step).collect())
}

impl Fields {
    /// The fields whose explanation names the scalar, or a part of it (an image's tag).
    pub fn named_by(&self, scalar: &Scalar) -> BTreeSet<&String> {
        let names = |(file, start, end): &(String, u32, u32)| {
            *file == scalar.file
                && scalar.start <= *start
                && *end <= scalar.end
                && (start < end || scalar.start == scalar.end)
        };
        self.places.iter().filter(|(_, places)| places.iter().any(names)).map(|(key, _)| key).collect()
    }
}
