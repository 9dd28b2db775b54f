//! Laying a patch over an object: maps merge, lists by Kubernetes' keys, everything else is replaced.
//!
//! What differs from `kubectl patch`: new items of a list come last, `null` and `$patch: delete` must find something,
//! and a choice drops its other variants (`choice`). Lists are `items`'.

use super::{choice, items};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::schema::output::SchemaRef;
use crate::syntax::{Entry, Mapping, Node, Origin, Trail, Value};

/// The key that says what becomes of a map or item, and its words.
const DIRECTIVE: &str = "$patch";
const WORDS: [&str; 3] = ["delete", "merge", "replace"];

/// What becomes of the map over which a patch's map is laid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    Merge,
    Replace,
    Delete,
}

/// One patch on its way over one object.
pub(super) struct Merge<'o> {
    /// What the object is called, for messages.
    pub object: String,
    pub out: &'o mut Vec<Diagnostic>,
}

/// A patch laid over an object, or over a part of one whose schema is `at`; `None` where the patch removes it.
/// Removals that find nothing and directives that are none are reported.
pub fn merge(
    weak: Node,
    strong: &Node,
    at: Option<SchemaRef<'_>>,
    object: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Node> {
    Merge { object: object.to_owned(), out }.lay(weak, strong, at)
}

impl Merge<'_> {
    pub(super) fn lay(&mut self, weak: Node, strong: &Node, at: Option<SchemaRef<'_>>) -> Option<Node> {
        if strong.get(DIRECTIVE).and_then(Node::as_str) == Some("delete") {
            return None;
        }
        match (weak.value, &strong.value) {
            (Value::Mapping(weaker), Value::Mapping(stronger)) => {
                if is_replaced(stronger) || at.is_some_and(|at| at.is_replaced_whole()) {
                    return self.fresh(strong).map(|node| beating(node, weak.origin));
                }
                self.directive(stronger);
                let weaker = with_reasons(weaker, &weak.origin);
                let merged = self.mapping(weaker, stronger.clone(), at);
                Some(Node::mapping(merged, strong.origin.clone().merged(weak.origin)))
            }
            (Value::Sequence(weaker), Value::Sequence(stronger)) => match at.and_then(items::Told::of) {
                Some(told) => {
                    let mut weaker = weaker;
                    push_reasons(weaker.iter_mut(), &weak.origin);
                    let merged = self.items(weaker, stronger, at, &told);
                    Some(Node::sequence(merged, strong.origin.clone().merged(weak.origin)))
                }
                None => self.fresh(strong).map(|node| beating(node, weak.origin)),
            },
            _ => self.fresh(strong).map(|node| beating(node, weak.origin)),
        }
    }

    fn mapping(&mut self, mut weak: Mapping, mut strong: Mapping, at: Option<SchemaRef<'_>>) -> Mapping {
        // Labels and their like are sorted, and stay so.
        let sorted =
            at.is_some_and(|at| at.values().is_some()) && weak.keys().is_sorted() && !weak.is_empty();
        choice::drop_others(&mut weak, &mut strong, at);
        for entry in strong.into_iter().filter(|entry| !entry.key.starts_with('$')) {
            let below = at.and_then(|at| at.field(&entry.key));
            match weak.entry_mut(&entry.key) {
                None if entry.value.is_null() => self.removes_nothing(&entry.value, &entry.key),
                None => {
                    if let Some(value) = self.fresh(&entry.value) {
                        weak.push(Entry { value, ..entry });
                    }
                }
                Some(_) if entry.value.is_null() => drop(weak.remove(&entry.key)),
                Some(old) => match self.lay(std::mem::take(&mut old.value), &entry.value, below) {
                    Some(value) => {
                        let written = old.key_origin.span().map_or(Origin::Unknown, Origin::At);
                        old.key_origin = entry.key_origin.merged(written);
                        old.value = value;
                    }
                    None => drop(weak.remove(&entry.key)),
                },
            }
        }
        if sorted {
            weak.sort();
        }
        weak
    }

    /// What a patch says where nothing is to be merged with: without its directives. `None` where it says that
    /// there is to be nothing.
    pub(super) fn fresh(&mut self, strong: &Node) -> Option<Node> {
        let value = match &strong.value {
            Value::Mapping(mapping) => {
                if self.directive(mapping) == Directive::Delete {
                    self.removes_nothing(strong, "$patch: delete");
                    return None;
                }
                let mut fresh = Mapping::with_capacity(mapping.len());
                for entry in mapping.iter().filter(|entry| !entry.key.starts_with('$')) {
                    if entry.value.is_null() {
                        self.removes_nothing(&entry.value, &entry.key);
                    } else if let Some(value) = self.fresh(&entry.value) {
                        fresh.push(Entry { value, ..entry.clone() });
                    }
                }
                Value::Mapping(fresh)
            }
            Value::Sequence(items) => {
                let is_mark = |item: &&Node| items::is_mark(item);
                Value::Sequence(
                    items.iter().filter(|item| !is_mark(item)).filter_map(|item| self.fresh(item)).collect(),
                )
            }
            scalar => scalar.clone(),
        };
        Some(Node::new(value, strong.origin.clone()))
    }

    /// What a map's `$patch` says; other keys that begin with `$` are reported.
    pub(super) fn directive(&mut self, mapping: &Mapping) -> Directive {
        let mut directive = Directive::Merge;
        for entry in mapping.iter().filter(|entry| entry.key.starts_with('$')) {
            match (entry.key.as_str(), entry.value.as_str()) {
                (DIRECTIVE, Some("delete")) => directive = Directive::Delete,
                (DIRECTIVE, Some("replace")) => directive = Directive::Replace,
                (DIRECTIVE, Some("merge")) => {}
                (DIRECTIVE, word) => {
                    let near = word.and_then(|word| nearest(word, WORDS));
                    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                    let message = "`$patch` takes `delete`, `replace` or `merge`";
                    let found = Diagnostic::error(code::WRONG_VALUE, message);
                    self.out.push(found.at(entry.value.origin.span(), label));
                }
                (key, _) => {
                    let found = Diagnostic::error(code::UNKNOWN_FIELD, format!("patches have no `{key}`"));
                    let found = found.at(entry.key_origin.span(), "");
                    self.out.push(found.help("there is `$patch: delete` and `$patch: replace`"));
                }
            }
        }
        directive
    }

    pub(super) fn removes_nothing(&mut self, node: &Node, key: &str) {
        let what = if node.is_null() { format!("{key}: null") } else { key.to_owned() };
        let message = format!("`{what}` removes nothing: {} has none there", self.object);
        let found = Diagnostic::error(code::REMOVES_NOTHING, message).at(node.origin.span(), "");
        self.out.push(found.help("remove the line, or name what is meant"));
    }
}

fn is_replaced(mapping: &Mapping) -> bool {
    mapping.get(DIRECTIVE).and_then(Node::as_str) == Some("replace")
}

/// The node in the place of a weaker one. Why that was there no longer counts.
pub(super) fn beating(mut node: Node, weak: Origin) -> Node {
    let weak = match weak {
        Origin::Via(trail) if !trail.because.is_empty() => {
            Origin::via(Trail { because: Vec::new(), ..Trail::clone(&trail) })
        }
        weak => weak,
    };
    node.origin = std::mem::take(&mut node.origin).beating(weak);
    node
}

/// A map's entries, each there for what the map was there for: those that a patch sets would be there without it.
fn with_reasons(mut mapping: Mapping, origin: &Origin) -> Mapping {
    push_reasons(mapping.iter_mut().map(|entry| &mut entry.value), origin);
    mapping
}

fn push_reasons<'n>(nodes: impl Iterator<Item = &'n mut Node>, origin: &Origin) {
    if origin.reasons().is_empty() {
        return;
    }
    for node in nodes {
        node.origin = std::mem::take(&mut node.origin).because(origin.reasons().iter().cloned());
    }
}
