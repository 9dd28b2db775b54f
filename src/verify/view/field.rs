//! Reading fields as the API server does: `null` is as good as nothing. What has the wrong type reads as absent; the
//! schema has told it already.

use crate::syntax::{Entry, Mapping, Node};

/// The value below some keys.
pub fn field<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    node.at(keys).filter(|node| !node.is_null())
}

/// The text below some keys; empty where there is none.
pub fn text<'n>(node: &'n Node, keys: &[&str]) -> &'n str {
    node.at(keys).and_then(Node::as_str).unwrap_or("")
}

/// The integer below some keys.
pub fn integer(node: &Node, keys: &[&str]) -> Option<i64> {
    node.at(keys).and_then(Node::as_i64)
}

/// The items of the list below some keys.
pub fn items<'n>(node: &'n Node, keys: &[&str]) -> &'n [Node] {
    node.at(keys).and_then(Node::as_sequence).unwrap_or_default()
}

/// The entries of the map below some keys.
pub fn keys<'n>(node: &'n Node, keys: &[&str]) -> impl Iterator<Item = &'n Entry> {
    node.at(keys).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}
