//! Lists whose items a patch can speak of one by one: told apart by keys (containers by name), or sets of scalars.

use super::merge::{Directive, Merge, beating};
use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::SchemaRef;
use crate::syntax::{Mapping, Node, Text, Value};

/// How the items of a list are told apart.
pub(super) enum Told {
    /// By the values of these keys, each with what counts where it is absent.
    Keys(Vec<(Text, Option<String>)>),
    /// By themselves.
    Set,
}

impl Told {
    /// `None` where a list is replaced whole.
    pub fn of(at: SchemaRef<'_>) -> Option<Told> {
        if at.is_set() {
            return Some(Told::Set);
        }
        let default = |key: &str| at.items().and_then(|item| item.field(key)?.default_text());
        let keys: Vec<_> = at.list_map_keys().iter().map(|key| (key.clone(), default(key))).collect();
        (!keys.is_empty()).then_some(Told::Keys(keys))
    }
}

/// Whether an item is nothing but `$patch: replace`, which speaks of the whole list.
pub(super) fn is_mark(item: &Node) -> bool {
    let only = |mapping: &Mapping| mapping.len() == 1 && mapping.get("$patch").is_some();
    item.as_mapping().is_some_and(only) && item.get("$patch").and_then(Node::as_str) == Some("replace")
}

impl Merge<'_> {
    pub(super) fn items(
        &mut self,
        weak: Vec<Node>,
        strong: &[Node],
        at: Option<SchemaRef<'_>>,
        told: &Told,
    ) -> Vec<Node> {
        if strong.iter().any(is_mark) {
            let items = strong.iter().filter(|item| !is_mark(item));
            return items.filter_map(|item| self.fresh(item)).collect();
        }
        match told {
            Told::Set => union(weak, strong),
            Told::Keys(keys) => {
                let of_item = at.and_then(|at| at.items());
                strong.iter().fold(weak, |weak, item| self.item(weak, item, of_item, keys))
            }
        }
    }

    /// One item of the patch: laid over the item that has its keys, else put last.
    fn item(
        &mut self,
        mut weak: Vec<Node>,
        item: &Node,
        at: Option<SchemaRef<'_>>,
        keys: &[(Text, Option<String>)],
    ) -> Vec<Node> {
        let Some(mapping) = item.as_mapping() else {
            let names: Vec<String> = keys.iter().map(|(key, _)| format!("`{key}`")).collect();
            let message = format!("an item of this list is a map with {}", names.join(" and "));
            self.out.push(Diagnostic::error(code::WRONG_TYPE, message).at(item.origin.span(), ""));
            return weak;
        };
        let Some(place) = self.place(&weak, item, keys) else { return weak };
        let directive = self.directive(mapping);
        let mut item = told_by(item, keys);
        match (directive, place.and_then(|place| Some((place, weak.get_mut(place)?)))) {
            (Directive::Delete, Some((place, _))) => drop(weak.remove(place)),
            (Directive::Delete, None) => self.removes_nothing(&item, "$patch: delete"),
            (Directive::Replace, Some((_, old))) => {
                let origin = std::mem::take(&mut old.origin);
                *old = self.fresh(&item).map(|node| beating(node, origin)).unwrap_or_default();
            }
            (Directive::Merge, Some((place, old))) => {
                // The keys that are the same stay the object's own.
                if let Some(mapping) = item.as_mapping_mut() {
                    mapping.retain(|entry| !is_key(keys, &entry.key) || old.get(&entry.key).is_none());
                }
                match self.lay(std::mem::take(old), &item, at) {
                    Some(merged) => *old = merged,
                    None => drop(weak.remove(place)),
                }
            }
            (_, None) => weak.extend(self.fresh(&item)),
        }
        weak
    }

    /// Where the item that a patch means stands, `Some(None)` where it is new; `None` where that cannot be said,
    /// which is reported.
    fn place(
        &mut self,
        weak: &[Node],
        item: &Node,
        keys: &[(Text, Option<String>)],
    ) -> Option<Option<usize>> {
        let first = keys.first().map_or("", |(key, _)| key.as_str());
        if item.get(first).and_then(Node::scalar_text).is_none() {
            let message =
                format!("the item has no `{first}`, by which the items of this list are told apart");
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(item.origin.span(), "");
            self.out
                .push(found.help(format!("write the `{first}` of the item that is meant, or of a new one")));
            return None;
        }
        let means = |other: &Node| {
            keys.iter().all(|(key, default)| {
                let of = |node: &Node| {
                    let written = node.get(key).and_then(Node::scalar_text).map(|text| text.to_string());
                    written.or_else(|| default.clone())
                };
                // A key that a patch leaves out, and that has no default, may be any.
                of(item).is_none_or(|wanted| of(other).as_ref() == Some(&wanted))
            })
        };
        let mut places = weak.iter().enumerate().filter(|(_, other)| means(other)).map(|(place, _)| place);
        let place = places.next();
        if places.next().is_none() {
            return Some(place);
        }
        let left: Vec<String> = keys
            .iter()
            .filter(|(key, default)| default.is_none() && item.get(key).is_none())
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        let message = format!("{} has several items that this one may mean", self.object);
        let found = Diagnostic::error(code::PATCH_AMBIGUOUS, message).at(item.origin.span(), "");
        self.out.push(found.help(format!("write its {} too", left.join(" and "))));
        None
    }
}

/// The item, whose values are there because of what tells it apart.
fn told_by(item: &Node, keys: &[(Text, Option<String>)]) -> Node {
    let reasons: Vec<_> = keys.iter().filter_map(|(key, _)| Some(item.get(key)?.origin.clone())).collect();
    let mut item = item.clone();
    for entry in item.as_mapping_mut().into_iter().flat_map(Mapping::iter_mut) {
        if !is_key(keys, &entry.key) {
            reasons.iter().for_each(|reason| entry.value.because(reason));
        }
    }
    item
}

fn is_key(keys: &[(Text, Option<String>)], key: &str) -> bool {
    keys.iter().any(|(known, _)| *known == key)
}

fn union(mut weak: Vec<Node>, strong: &[Node]) -> Vec<Node> {
    for item in strong {
        if !matches!(item.value, Value::Null) && !weak.iter().any(|known| known.same_value(item)) {
            weak.push(item.clone());
        }
    }
    weak
}
