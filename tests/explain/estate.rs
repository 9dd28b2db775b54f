//! An estate in memory, compiled to its fields with the places that explain them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use platc::compile::{Selection, compile};
use platc::diagnostic::Diagnostic;
use platc::manifest;
use platc::ops::explain::{Role, contributions, leaves};
use platc::source::{Files, Position, Span};
use platc::syntax::{FieldPath, Node, Segment, print};
use platc::system::Memory;
use platc::workspace;

use crate::mutation::Scalar;

/// The files of an estate.
#[derive(Clone)]
pub struct Source {
    pub files: BTreeMap<String, String>,
}

/// An estate that compiles, and the bytes of its files: what tells which units changed.
pub struct Compiled {
    estate: workspace::Estate,
    units: BTreeMap<Unit, BTreeMap<String, Vec<u8>>>,
}

/// An environment, and an app of it or `_platform`.
pub type Unit = (String, String);

/// The fields of a unit twice: with list items by name, and by number. A scalar that is an item's name, or one that
/// adds an item, moves fields under one of the two only.
#[derive(Default)]
pub struct Both {
    pub by_name: Fields,
    pub by_number: Fields,
}

/// Every field of every object: `environment/app/kind-name.yaml:path`.
#[derive(Default)]
pub struct Fields {
    pub values: BTreeMap<String, String>,
    /// The fields that each place (file, first byte) explains, with the place's last byte.
    explained: BTreeMap<(String, u32), Vec<(u32, String)>>,
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

    /// All environments, as files; `Err` is the first error.
    pub fn compile(&self) -> Result<Compiled, String> {
        let system = Memory::with_files(&self.files);
        let mut estate = workspace::load(&system).map_err(|error| error.to_string())?;
        workspace::validate(&mut estate);
        if let Some(found) = estate.diagnostics.iter().find(|found| found.is_error()) {
            return Err(found.message.clone());
        }
        let compilation = compile(&estate, &Selection::default());
        let units = compilation.units.iter().flat_map(|unit| &unit.diagnostics);
        let error = |found: &&Diagnostic| found.is_error();
        if let Some(found) = compilation.diagnostics.iter().chain(units).find(error) {
            let place = found.primary.as_ref().map(|label| {
                let Position { line, column } = estate.files.position(label.span);
                format!("{}:{line}:{column}", estate.files.path(label.span))
            });
            return Err(format!("{} {}", place.unwrap_or_default(), found.message));
        }
        let units = compilation.units.into_iter().map(|unit| ((unit.environment, unit.app), unit.files));
        Ok(Compiled { units: units.collect(), estate })
    }
}

impl Compiled {
    /// The units that have other files in another estate, or are in one of the two only.
    pub fn differing(&self, other: &Compiled) -> BTreeSet<Unit> {
        let units = self.units.keys().chain(other.units.keys());
        units.filter(|unit| self.units.get(*unit) != other.units.get(*unit)).cloned().collect()
    }

    pub fn units(&self) -> BTreeSet<Unit> {
        self.units.keys().cloned().collect()
    }

    /// The fields of some units, explained; a unit that is not here has none.
    pub fn fields(&self, units: &BTreeSet<Unit>) -> BTreeMap<Unit, Both> {
        let each = |name: fn(&Unit) -> &String| {
            let names: BTreeSet<&String> = units.iter().map(name).collect();
            names.into_iter().cloned().collect()
        };
        let (environments, apps) = (each(|unit| &unit.0), each(|unit| &unit.1));
        let compilation = compile(&self.estate, &Selection { environments, apps, traced: true });
        let name = |unit: &platc::compile::Unit| (unit.environment.clone(), unit.app.clone());
        let traced = compilation.units.iter().filter(|unit| units.contains(&name(unit)));
        traced.map(|unit| (name(unit), self.fields_of(unit))).collect()
    }

    fn fields_of(&self, unit: &platc::compile::Unit) -> Both {
        let mut both = Both::default();
        let paths = manifest::paths(&unit.environment, &unit.app, &unit.objects);
        for (number, (object, file)) in unit.objects.iter().zip(&paths).enumerate() {
            let numbered = format!("{}/{}/{}#{number}", unit.environment, unit.app, object.identity.kind);
            for path in leaves(&object.node) {
                let (places, _) = contributions(&object.node, &path);
                let places = places.iter().filter(|place| place.role <= Role::Because);
                let places: Vec<Span> = places.map(|place| place.span).collect();
                let value = print(path.find(&object.node).unwrap());
                let named = match object.identity.kind.as_str() {
                    "NetworkPolicy" => by_content(&object.node, &path),
                    _ => path.to_string(),
                };
                let number = format!("{numbered}:{}", by_number(&object.node, &path));
                both.by_name.add(format!("{file}:{named}"), &value, &places, &self.estate.files);
                both.by_number.add(number, &value, &places, &self.estate.files);
            }
        }
        both
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
fn by_number(root: &Node, path: &FieldPath) -> FieldPath {
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
    fn add(&mut self, key: String, value: &str, places: &[Span], files: &Files) {
        for place in places {
            let explained = self.explained.entry((files.path(*place).to_string(), place.start)).or_default();
            explained.push((place.end, key.clone()));
        }
        self.values.insert(key, value.to_string());
    }

    /// The fields whose explanation names the scalar, or a part of it (an image's tag).
    pub fn named_by(&self, scalar: &Scalar) -> BTreeSet<&String> {
        let (first, last) = ((scalar.file.clone(), scalar.start), (scalar.file.clone(), scalar.end));
        let inside = self.explained.range(first..=last).flat_map(|((_, start), fields)| {
            let is_part = move |end: u32| end <= scalar.end && (*start < end || scalar.start == scalar.end);
            fields.iter().filter(move |(end, _)| is_part(*end))
        });
        inside.map(|(_, key)| key).collect()
    }
}
