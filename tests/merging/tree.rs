//! Random trees that fit a shape of the language, with a place of its own for every node.

use platc::source::{FileId, Files, Span};
use platc::spec::shape::{Fields, Shape};
use platc::syntax::{Entry, Mapping, Node, Origin, Value};
use proptest::prelude::*;

/// Deeper, every map is empty.
const DEPTH: usize = 7;
const KEYS: [&str; 4] = ["a", "b", "c", "d"];
const WORDS: [&str; 3] = ["x", "y", "z"];

/// What random choices are made from: bytes that proptest shrinks; zeros when they are used up.
#[derive(Debug, Clone)]
pub struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % end.max(1)
    }

    /// True once in so many.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }
}

pub fn choices() -> impl Strategy<Value = Choices> {
    prop::collection::vec(any::<u8>(), 0..600).prop_map(|bytes| Choices(bytes.into_iter()))
}

/// A tree of the shape; `nulls` says whether removals may stand in it.
pub fn grow(shape: Shape, nulls: bool, choices: &mut Choices) -> Node {
    Growing { nulls, choices }.node(shape, 0)
}

struct Growing<'c> {
    nulls: bool,
    choices: &'c mut Choices,
}

impl Growing<'_> {
    fn node(&mut self, shape: Shape, depth: usize) -> Node {
        let text = |choices: &mut Choices| {
            let word = WORDS[choices.below(WORDS.len())];
            Node::string(word, Origin::Unknown)
        };
        match shape {
            Shape::Flag => Node::boolean(self.choices.once_in(2), Origin::Unknown),
            Shape::Constant(value) => Node::boolean(value, Origin::Unknown),
            Shape::Integer { min, .. } => Node::integer(min + self.choices.below(3) as i64, Origin::Unknown),
            Shape::Text(_) | Shape::Choice(_) | Shape::Scalar => text(self.choices),
            Shape::List(item) => self.list(item(), depth),
            Shape::Map(_, value) => {
                let entries: Vec<_> = KEYS.iter().filter(|_| self.choices.once_in(3)).collect();
                let entries = entries.into_iter().map(|key| (*key, value())).collect();
                self.mapping(entries, depth)
            }
            Shape::Struct(fields) => {
                let entries = self.fields(fields);
                self.mapping(entries, depth)
            }
            Shape::Either(alternatives) => {
                let shape = alternatives[self.choices.below(alternatives.len())]();
                self.node(shape, depth)
            }
            Shape::Any | Shape::Kubernetes(_) => match self.choices.below(4) {
                0 => text(self.choices),
                1 => self.list(Shape::Any, depth),
                _ => self.node(Shape::Map(platc::spec::word::KeyKind::Free, || Shape::Any), depth + 1),
            },
        }
    }

    fn list(&mut self, item: Shape, depth: usize) -> Node {
        let length = if depth < DEPTH { self.choices.below(3) } else { 0 };
        let items = (0..length).map(|_| self.node(item, depth + 1)).collect();
        Node::sequence(items, Origin::Unknown)
    }

    /// Some fields; of each choice one variant. A digest stays out: a tag drops it, which is a law of its own.
    fn fields(&mut self, fields: &'static Fields) -> Vec<(&'static str, Shape)> {
        let mut chosen: Vec<(&'static str, Shape)> = Vec::new();
        let mut variants: Vec<(&'static str, Vec<String>)> = Vec::new();
        for field in &fields.fields {
            if !self.choices.once_in(5) || (fields.is_image() && field.key == "digest") {
                continue;
            }
            if let Some((choice, own)) = &field.choice {
                match variants.iter_mut().find(|(known, _)| known == choice) {
                    Some((_, left)) => {
                        let both: Vec<String> =
                            left.iter().filter(|one| own.contains(one)).cloned().collect();
                        if both.is_empty() {
                            continue;
                        }
                        *left = both;
                    }
                    None => variants.push((choice, own.clone())),
                }
            }
            chosen.push((&field.key, (field.shape)()));
        }
        chosen
    }

    fn mapping(&mut self, entries: Vec<(&str, Shape)>, depth: usize) -> Node {
        let mut mapping = Mapping::new();
        for (key, shape) in entries.into_iter().filter(|_| depth < DEPTH) {
            let is_null = self.nulls && self.choices.once_in(9);
            let value = if is_null { Node::default() } else { self.node(shape, depth + 1) };
            mapping.set(key, value);
        }
        Node::mapping(mapping, Origin::Unknown)
    }
}

/// The id of the file that a layer is written in.
pub fn file(layer: usize) -> FileId {
    Files::new().id_after(layer)
}

/// The tree as if written in a file: every node and key has its own place, children inside their parents.
pub fn placed(mut node: Node, file: FileId) -> Node {
    place(&mut node, file, &mut 0);
    node
}

fn place(node: &mut Node, file: FileId, at: &mut usize) {
    let mut step = || {
        *at += 1;
        *at
    };
    let start = step();
    match &mut node.value {
        Value::Mapping(mapping) => {
            for entry in mapping.iter_mut() {
                *at += 2;
                entry.key_origin = Span::new(file, *at - 1, *at).into();
                place(&mut entry.value, file, at);
            }
        }
        Value::Sequence(items) => items.iter_mut().for_each(|item| place(item, file, at)),
        _ => {}
    }
    *at += 1;
    node.origin = Span::new(file, start, *at).into();
}

/// The tree torn in two: each leaf is in one of the halves, a map in those that have something of it.
pub fn torn(node: &Node, choices: &mut Choices) -> (Option<Node>, Option<Node>) {
    let Some(mapping) = node.as_mapping().filter(|mapping| !mapping.is_empty()) else {
        return if choices.once_in(2) { (Some(node.clone()), None) } else { (None, Some(node.clone())) };
    };
    let (mut left, mut right) = (Mapping::new(), Mapping::new());
    for entry in mapping.iter() {
        let halves = torn(&entry.value, choices);
        let of = |value: Node| Entry { value, ..entry.clone() };
        halves.0.map(of).into_iter().for_each(|entry| left.push(entry));
        halves.1.map(of).into_iter().for_each(|entry| right.push(entry));
    }
    let whole = |mapping: Mapping| (!mapping.is_empty()).then(|| Node::mapping(mapping, node.origin.clone()));
    (whole(left), whole(right))
}

/// The paths of all values below maps.
pub fn paths(node: &Node) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for entry in node.as_mapping().into_iter().flat_map(Mapping::iter) {
        paths.push(vec![entry.key.to_string()]);
        paths.extend(paths_below(entry));
    }
    paths
}

fn paths_below(entry: &Entry) -> impl Iterator<Item = Vec<String>> + '_ {
    paths(&entry.value).into_iter().map(|path| std::iter::once(entry.key.to_string()).chain(path).collect())
}
