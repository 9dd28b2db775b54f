//! The manual of a key of the language, as data: `platc explain spec.health.readiness`.
//!
//! How it is printed is `cli`'s.

use super::output::{OutputSchemas, SchemaRef};
use crate::diagnostic::nearest;
use crate::spec::{DocumentKind, Field, Fields, Shape, Shorthand};

/// What there is to say about one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manual {
    /// The keys from the file's root, names of your own as `<name>`: `spec.ports.<name>.service`.
    pub path: String,
    /// The kind of file that it stands in: `App`.
    pub kind: &'static str,
    /// Its meaning, units, default and an example.
    pub doc: String,
    /// What may be written, with its article: `an integer or a map`.
    pub takes: String,
    /// The words that it takes, where it takes only some.
    pub words: Vec<ManualWord>,
    /// What the short form stands for: `8080` for `{port: 8080}`.
    pub shorthand: Option<String>,
    /// Must be there, in the file or after all layers are merged.
    pub required: bool,
    /// Part of the language, but not compiled yet.
    pub later: bool,
    /// Keys that exclude it.
    pub excludes: Vec<String>,
    /// The keys that it holds.
    pub keys: Vec<ManualKey>,
    /// The Kubernetes structure that it is, or whose words stand beside its own: `Deployment.spec.template.spec`.
    pub kubernetes: Option<String>,
}

/// A word that a key takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualWord {
    pub word: String,
    pub doc: String,
    pub later: bool,
}

/// A key below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualKey {
    pub key: String,
    /// The first sentence of its manual; empty for Kubernetes' own keys.
    pub summary: String,
    pub required: bool,
    pub later: bool,
}

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// The first key that is not there.
    pub key: String,
    /// Where it is not there: `spec.health`.
    pub below: String,
    /// The key that was probably meant.
    pub nearest: Option<String>,
}

/// The manual of a key. A path begins at the file's root; that of an App is meant unless the kind stands first:
/// `spec.health`, `environment.spec.routing`. A name of your own may be left out, or written as anything.
pub fn manual(path: &str) -> Result<Manual, UnknownKey> {
    let mut segments = path.split('.').filter(|segment| !segment.is_empty()).peekable();
    let kind = segments.peek().and_then(|first| kind_of(first));
    if kind.is_some() {
        segments.next();
    }
    let kind = kind.unwrap_or(DocumentKind::App);
    let mut at = Place::root(kind);
    for segment in segments {
        at = at.below(segment)?;
    }
    Ok(at.manual(kind))
}

fn kind_of(word: &str) -> Option<DocumentKind> {
    let same = |kind: &DocumentKind| kind.schema_name() == word || kind.word() == word;
    DocumentKind::ALL.into_iter().find(same)
}

/// What stands at a path.
#[derive(Clone)]
enum Thing {
    Shape(Shape),
    Kubernetes(SchemaRef<'static>, String),
}

#[derive(Clone)]
struct Place {
    path: Vec<String>,
    thing: Thing,
    /// The key's own field, where it is a struct's, and the struct.
    field: Option<(&'static Field, &'static Fields)>,
}

/// Stands in a path for a name of the user's own.
const NAME: &str = "<name>";

impl Place {
    fn root(kind: DocumentKind) -> Self {
        Place { path: Vec::new(), thing: Thing::Shape(kind.shape()), field: None }
    }

    fn below(&self, key: &str) -> Result<Self, UnknownKey> {
        let found = match &self.thing {
            Thing::Shape(shape) => self.below_shape(*shape, key),
            Thing::Kubernetes(at, position) => self.below_kubernetes(*at, position, key),
        };
        found.ok_or_else(|| {
            let keys: Vec<ManualKey> = self.keys();
            UnknownKey {
                key: key.to_owned(),
                below: self.path.join("."),
                nearest: nearest(key, keys.iter().map(|key| key.key.as_str())).map(str::to_owned),
            }
        })
    }

    fn below_shape(&self, shape: Shape, key: &str) -> Option<Self> {
        match shape {
            Shape::Struct(fields) => match fields.field(key) {
                Some(field) => {
                    let thing = thing((field.shape)());
                    Some(Place { path: self.path_with(key), thing, field: Some((field, fields)) })
                }
                None => self.below_rest(fields, key),
            },
            Shape::Map(_, value) => {
                let entry = Place { path: self.path_with(NAME), thing: thing(value()), field: self.field };
                // A name may be left out: `spec.workers.image` is the image of any worker.
                entry.below(key).ok().or(Some(entry))
            }
            Shape::List(item) => Place { thing: thing(item()), ..self.clone() }.below(key).ok(),
            Shape::Either(alternatives) => {
                let below =
                    |shape: &fn() -> Shape| Place { thing: thing(shape()), ..self.clone() }.below(key).ok();
                alternatives.iter().find_map(below)
            }
            _ => None,
        }
    }

    fn below_rest(&self, fields: &Fields, key: &str) -> Option<Self> {
        let rest = fields.rest.filter(|rest| rest.instead_of(key).is_none())?;
        let at = position(rest.position)?;
        self.below_kubernetes(at, rest.position, key)
    }

    fn below_kubernetes(&self, at: SchemaRef<'static>, position: &str, key: &str) -> Option<Self> {
        let mut at = at;
        while at.fields().next().is_none() {
            at = at.items().or_else(|| at.values())?;
        }
        let below = at.field(key)?;
        let thing = Thing::Kubernetes(below, format!("{position}.{key}"));
        Some(Place { path: self.path_with(key), thing, field: None })
    }

    fn path_with(&self, key: &str) -> Vec<String> {
        let mut path = self.path.clone();
        path.push(key.to_owned());
        path
    }

    fn manual(&self, kind: DocumentKind) -> Manual {
        let mut manual =
            Manual { path: self.path.join("."), kind: kind.word(), keys: self.keys(), ..Manual::default() };
        match &self.thing {
            Thing::Shape(shape) => describe(*shape, &mut manual),
            Thing::Kubernetes(at, position) => {
                manual.takes = at.value_type().map_or("anything", |type_| type_.words()).to_owned();
                manual.kubernetes = Some(position.clone());
            }
        }
        let is_entry = self.path.last().is_some_and(|last| last == NAME);
        if let Some((field, fields)) = self.field.filter(|_| !is_entry) {
            manual.doc = field.doc.clone();
            manual.required = field.written || field.required;
            manual.later = field.later;
            manual.excludes = excluded(field, fields);
        }
        manual
    }

    fn keys(&self) -> Vec<ManualKey> {
        match &self.thing {
            Thing::Shape(shape) => keys_of(*shape),
            Thing::Kubernetes(at, _) => kubernetes_keys(*at),
        }
    }
}

fn thing(shape: Shape) -> Thing {
    match shape {
        Shape::Kubernetes(at) => {
            position(at).map_or(Thing::Shape(shape), |node| Thing::Kubernetes(node, at.to_owned()))
        }
        _ => Thing::Shape(shape),
    }
}

fn position(position: &str) -> Option<SchemaRef<'static>> {
    let schemas = OutputSchemas::embedded();
    schemas.position(position, schemas.newest())
}

/// What a shape by itself says.
fn describe(shape: Shape, manual: &mut Manual) {
    manual.takes = shape.expected();
    match shape {
        Shape::Choice(words) => {
            manual.takes = "one of these words".to_owned();
            manual.words.extend(words.iter().map(|word| ManualWord {
                word: word.word.to_owned(),
                doc: word.doc.trim().to_owned(),
                later: word.later,
            }));
        }
        Shape::Struct(fields) => {
            manual.doc = fields.doc.clone();
            manual.shorthand = short_form(fields);
            manual.kubernetes = fields.rest.map(|rest| rest.position.to_owned());
        }
        Shape::Map(..) => manual.takes = "a map by names of your own".to_owned(),
        Shape::Kubernetes(position) => manual.kubernetes = Some(position.to_owned()),
        Shape::Either(alternatives) => {
            let takes = manual.takes.clone();
            alternatives.iter().for_each(|shape| describe(shape(), manual));
            manual.takes = takes;
        }
        _ => {}
    }
}

fn short_form(fields: &Fields) -> Option<String> {
    match fields.shorthand {
        Shorthand::None => None,
        Shorthand::Key(key) => Some(format!("`<{key}>` is short for `{{{key}: <{key}>}}`")),
        Shorthand::Image => {
            Some("`repository:tag@digest` is short for `{repository, tag, digest}`".to_owned())
        }
    }
}

fn keys_of(shape: Shape) -> Vec<ManualKey> {
    match shape {
        Shape::Struct(fields) => {
            let mut keys: Vec<ManualKey> = fields.fields.iter().map(key_of).collect();
            if let Some((rest, at)) = fields.rest.and_then(|rest| Some((rest, position(rest.position)?))) {
                let foreign = kubernetes_keys(at).into_iter();
                let new =
                    |key: &ManualKey| fields.field(&key.key).is_none() && rest.instead_of(&key.key).is_none();
                keys.extend(foreign.filter(new));
            }
            keys
        }
        Shape::Map(_, below) | Shape::List(below) => keys_of(below()),
        Shape::Either(alternatives) => alternatives.iter().flat_map(|shape| keys_of(shape())).collect(),
        Shape::Kubernetes(at) => position(at).map(kubernetes_keys).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn key_of(field: &Field) -> ManualKey {
    ManualKey {
        key: field.key.clone(),
        summary: first_sentence(&field.doc),
        required: field.written || (field.required && field.choice.is_none()),
        later: field.later,
    }
}

fn kubernetes_keys(at: SchemaRef<'static>) -> Vec<ManualKey> {
    let mut at = at;
    while at.fields().next().is_none() {
        let Some(below) = at.items().or_else(|| at.values()) else { return Vec::new() };
        at = below;
    }
    let required = at.required();
    let key = |key: &str| ManualKey {
        key: key.to_owned(),
        summary: String::new(),
        required: required.iter().any(|name| name.as_str() == key),
        later: false,
    };
    at.fields().map(key).collect()
}

fn first_sentence(doc: &str) -> String {
    match doc.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => doc.to_owned(),
    }
}

/// The keys that cannot stand beside a field.
fn excluded(field: &Field, fields: &Fields) -> Vec<String> {
    fields.fields.iter().filter(|other| field.excludes(other)).map(|other| other.key.clone()).collect()
}
