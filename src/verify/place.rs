//! Where in an object something stands: the way from its root to a node, and the line of its file.

use crate::source::{Files, Span};
use crate::syntax::{self, FieldPath, Node, ParseOptions, Segment, print_with_lines};

/// One step from an object's root towards a node, and the node that it leads to.
pub struct Step<'n> {
    pub segment: Segment,
    pub node: &'n Node,
}

/// The way to a node of the tree; empty where it is the root or none of the tree's.
pub fn of_node<'n>(root: &'n Node, node: &Node) -> Vec<Step<'n>> {
    let mut steps = Vec::new();
    find(root, &|other| std::ptr::eq(other, node), &mut steps);
    steps
}

/// The way to what is written at a place: a value, or a key. The first where several values come from there.
pub fn of_span(root: &Node, span: Span) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    if find(root, &|node| node.origin.span() == Some(span), &mut steps) {
        return steps;
    }
    let is_key = |node: &Node| key_at(node, span).is_some();
    if find(root, &is_key, &mut steps) {
        let holder = steps.last().map_or(root, |step| step.node);
        steps.extend(key_at(holder, span));
    }
    steps
}

/// The entry of a map whose key is written at a place.
fn key_at(node: &Node, span: Span) -> Option<Step<'_>> {
    let entry = node.as_mapping()?.iter().find(|entry| entry.key_origin.span() == Some(span))?;
    Some(Step { segment: Segment::Key(entry.key.clone()), node: &entry.value })
}

/// Looks for a node in the order of the tree; the way to it is added to `steps`.
fn find<'n>(node: &'n Node, sought: &dyn Fn(&Node) -> bool, steps: &mut Vec<Step<'n>>) -> bool {
    if sought(node) {
        return true;
    }
    let mut below = |segment: Segment, node: &'n Node| {
        steps.push(Step { segment, node });
        let found = find(node, sought, steps);
        if !found {
            steps.pop();
        }
        found
    };
    match (node.as_mapping(), node.as_sequence()) {
        (Some(mapping), _) => {
            mapping.iter().any(|entry| below(Segment::Key(entry.key.clone()), &entry.value))
        }
        (_, Some(items)) => items.iter().enumerate().any(|(at, item)| below(step_to(items, at), item)),
        _ => false,
    }
}

/// A list's item goes by its `name` where no other has the same.
fn step_to(items: &[Node], at: usize) -> Segment {
    let name = |item: &Node| item.get("name").and_then(Node::as_text).cloned();
    match items.get(at).and_then(name) {
        Some(own) if items.iter().filter(|item| name(item).as_ref() == Some(&own)).count() == 1 => {
            Segment::Named(own)
        }
        _ => Segment::Index(at),
    }
}

/// The line, from 1, at which a field stands in an object's file, below the header.
pub fn line(object: &Node, field: &FieldPath) -> usize {
    let (_, lines) = print_with_lines(object);
    let mut sought = field.0.as_slice();
    loop {
        // The first field of a map in a list shares the map's line, which goes by the deepest field.
        if let Some(at) = lines.iter().position(|line| line.0.starts_with(sought)) {
            return at + 2;
        }
        let Some((_, above)) = sought.split_last() else { return 1 };
        sought = above;
    }
}

/// The line, from 1, at which a field stands in the text of an object's file.
pub fn line_in(text: &str, field: &str) -> usize {
    let parsed = syntax::parse(Files::new().next_id(), text, &ParseOptions::default());
    let root = parsed.documents.first().map(|document| &document.root);
    root.zip(FieldPath::parse(field).ok()).map_or(1, |(root, field)| line(root, &field))
}
