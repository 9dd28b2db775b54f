//! What a type of the language looks like in YAML: the one description from which reading, checking,
//! merging, the editor schemas and the manual of keys are made.
//!
//! Only the description. Checking a tree against it is `schema`, merging trees by it is `overlay`.

use std::collections::BTreeMap;

use super::names::Names;
use super::word::{KeyKind, TextKind, Word};
use crate::syntax::{Node, Value};

/// A type of the language.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Any YAML at all.
    Any,
    /// `true` or `false`.
    Flag,
    /// Only this boolean.
    Constant(bool),
    /// A whole number within bounds, both included.
    Integer { min: i64, max: i64 },
    /// Text of a kind; numbers and booleans must be quoted.
    Text(TextKind),
    /// Text, a number or a boolean; what was written counts.
    Scalar,
    /// One of some words.
    Choice(&'static [Word]),
    /// A list without names.
    List(fn() -> Shape),
    /// Things with a name, keyed by it.
    Map(KeyKind, fn() -> Shape),
    /// A map of known keys.
    Struct(&'static Fields),
    /// The first alternative whose YAML type fits.
    Either(&'static [fn() -> Shape]),
    /// The Kubernetes structure at that position of an object (`Deployment.spec.template.spec.volumes`).
    Kubernetes(&'static str),
}

/// A struct of the language.
pub struct Fields {
    /// The struct's name, for the editor schema.
    pub name: &'static str,
    pub doc: String,
    pub fields: Vec<Field>,
    /// Kubernetes words that stand beside the fields.
    pub rest: Option<Rest>,
    /// A choice of which one variant must be there after all layers are merged.
    pub needs: Option<&'static str>,
    /// What a bare scalar in the struct's place means.
    pub shorthand: Shorthand,
    /// Its choices, sorted by their names.
    pub choices: Vec<Choice>,
    /// Which of the fields must be there, always or in some variants: few.
    pub asked: Vec<usize>,
    /// Where each field stands, by its key.
    pub names: Names,
}

/// A choice of a struct.
pub struct Choice {
    pub name: &'static str,
    /// Which of the fields belong to it.
    pub members: Vec<usize>,
}

/// One key of a struct.
pub struct Field {
    pub key: String,
    pub doc: String,
    pub shape: fn() -> Shape,
    /// Must be there after all layers are merged; of a field in a choice: where its variant is chosen.
    pub required: bool,
    /// Must be there in the file itself.
    pub written: bool,
    /// In the language, but no stage handles it yet: writing it is an error.
    pub later: bool,
    /// Laid over something else when it is resolved: nothing in it is required.
    pub partial: bool,
    /// The choice it belongs to, and the variants of it in which it may stand.
    pub choice: Option<(&'static str, Vec<String>)>,
}

/// The words of a Kubernetes structure that a struct takes beside its own fields.
#[derive(Clone, Copy)]
pub struct Rest {
    pub position: &'static str,
    /// Words that may not stand here, each with what the language has instead.
    pub except: &'static [(&'static str, &'static str)],
}

impl Rest {
    /// What the language has instead of a word, where the word may not stand here.
    pub fn instead_of(&self, word: &str) -> Option<&'static str> {
        self.except.iter().find(|(name, _)| *name == word).map(|(_, instead)| *instead)
    }
}

/// What a scalar where a map could stand is short for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shorthand {
    None,
    /// `x` is short for `{<key>: x}`.
    Key(&'static str),
    /// `repository:tag@digest` is short for its parts.
    Image,
}

impl Fields {
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.get(self.names.find(key, |at| self.fields.get(at).is_some_and(|field| field.key == key))?)
    }

    /// Whether `repository:tag@digest` stands for the struct.
    pub fn is_image(&self) -> bool {
        self.shorthand == Shorthand::Image
    }

    /// What the scalar that stands for the struct looks like, where there is one.
    pub fn short(&self) -> Option<Shape> {
        match self.shorthand {
            Shorthand::None => None,
            Shorthand::Image => Some(Shape::Text(TextKind::Plain)),
            Shorthand::Key(key) => self.field(key).map(|field| (field.shape)()),
        }
    }

    /// The fields, knowing what they have to say together.
    pub fn summed_up(mut self) -> Self {
        self.names = Names::new(self.fields.iter().map(|field| field.key.as_str()));
        let mut choices: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (at, field) in self.fields.iter().enumerate() {
            if let Some((name, _)) = &field.choice {
                choices.entry(name).or_default().push(at);
            }
        }
        self.choices = choices.into_iter().map(|(name, members)| Choice { name, members }).collect();
        let asked = self.fields.iter().enumerate().filter(|(_, field)| field.required || field.written);
        self.asked = asked.map(|(at, _)| at).collect();
        self
    }

    /// The fields of a choice.
    pub fn members(&self, choice: &str) -> impl Iterator<Item = &Field> {
        let choice = self.choices.iter().find(|known| known.name == choice);
        choice.into_iter().flat_map(|choice| &choice.members).filter_map(|at| self.fields.get(*at))
    }

    /// The fields that must be there, always or in some variants.
    pub fn asked(&self) -> impl Iterator<Item = &Field> {
        self.asked.iter().filter_map(|at| self.fields.get(*at))
    }

    /// Adds the fields of a struct that is written at the same level.
    pub fn include(&mut self, shape: Shape) {
        let Shape::Struct(part) = shape else { return };
        self.fields.extend(part.fields.iter().map(Field::copy));
        self.rest = self.rest.or(part.rest);
        self.needs = self.needs.or(part.needs);
    }
}

impl Field {
    pub fn new(name: &str, doc: &[&str], shape: fn() -> Shape) -> Self {
        let doc = paragraph(doc);
        Field {
            key: camel(name),
            doc,
            shape,
            required: false,
            written: false,
            later: false,
            partial: false,
            choice: None,
        }
    }

    /// Whether two fields belong to different variants of one choice.
    pub fn excludes(&self, other: &Field) -> bool {
        match (&self.choice, &other.choice) {
            (Some((choice, variants)), Some((same, others))) => {
                choice == same && !variants.iter().any(|variant| others.contains(variant))
            }
            _ => false,
        }
    }

    fn copy(&self) -> Self {
        Field { key: self.key.clone(), doc: self.doc.clone(), choice: self.choice.clone(), ..*self }
    }
}

/// Whether a value is text that is computed later.
pub fn is_expression(node: &Node) -> bool {
    node.as_str().is_some_and(|text| text.contains("${{"))
}

/// Whether a value is text that is one expression, whose value may have any type.
fn is_one_expression(node: &Node) -> bool {
    let inside = node.as_str().map(str::trim).and_then(|text| text.strip_prefix("${{")?.strip_suffix("}}"));
    inside.is_some_and(|inside| !inside.contains("${{"))
}

/// Doc comment lines as one text: each line trimmed, joined by spaces.
pub fn paragraph(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").trim().to_string()
}

/// `default_deny` → `defaultDeny`; a raw identifier loses its `r#`.
fn camel(name: &str) -> String {
    let mut words = name.trim_start_matches("r#").split('_');
    let mut key = words.next().unwrap_or("").to_string();
    for word in words {
        let mut letters = word.chars();
        key.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        key.push_str(letters.as_str());
    }
    key
}

impl Shape {
    /// The alternative that a value means, by its YAML type; the shape itself where it has none, or none fits.
    ///
    /// A text that is one expression may become any of several alternatives: none of them is meant yet.
    pub fn for_node(self, node: &Node) -> Shape {
        if is_one_expression(node) { self } else { self.for_value(node) }
    }

    /// The same for a value in which nothing is to be evaluated any more.
    pub fn for_value(self, node: &Node) -> Shape {
        let Shape::Either(alternatives) = self else { return self };
        alternatives
            .iter()
            .map(|shape| shape().for_value(node))
            .find(|shape| shape.fits(node))
            .unwrap_or(self)
    }

    /// Whether a value has a YAML type that the shape takes.
    pub fn fits(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Shape::Any | Shape::Kubernetes(_), _) => true,
            (Shape::Struct(_) | Shape::Map(..), Value::Mapping(_)) | (Shape::List(_), Value::Sequence(_)) => {
                true
            }
            (Shape::Flag, Value::Bool(_)) | (Shape::Integer { .. }, Value::Number(_)) => true,
            (Shape::Constant(wanted), Value::Bool(_)) => node.as_bool() == Some(*wanted),
            (Shape::Text(_) | Shape::Choice(_), Value::String(_)) => true,
            (Shape::Scalar, _) => node.scalar_text().is_some(),
            (Shape::Struct(fields), _) => fields.short().is_some_and(|shape| shape.for_node(node).fits(node)),
            (Shape::Either(alternatives), _) => alternatives.iter().any(|shape| shape().fits(node)),
            _ => false,
        }
    }

    /// The type in a message's words, with its article.
    pub fn expected(&self) -> String {
        match self {
            Shape::Any => "anything".into(),
            Shape::Flag => "true or false".into(),
            Shape::Constant(value) => format!("`{value}`"),
            Shape::Integer { .. } => "an integer".into(),
            Shape::Text(_) => "text".into(),
            Shape::Scalar => "text, a number or a boolean".into(),
            Shape::Choice(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.word)).collect();
                format!("one of {}", words.join(", "))
            }
            Shape::List(_) => "a list".into(),
            Shape::Map(..) => "a map".into(),
            Shape::Struct(fields) => match fields.short() {
                Some(short) => format!("{} or a map", short.expected()),
                None => "a map".into(),
            },
            Shape::Either(alternatives) => {
                let words: Vec<String> = alternatives.iter().map(|shape| shape().expected()).collect();
                words.join(", or ")
            }
            Shape::Kubernetes(position) => format!("Kubernetes' `{position}`"),
        }
    }
}
