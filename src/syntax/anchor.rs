//! Anchored nodes and what their copies cost: a few lines of aliases of aliases could fill any memory.
//!
//! Where an alias stands and what is said of it is `build`'s.

use std::collections::BTreeMap;

use super::limits::Limits;
use super::{Node, Value};

/// Why an alias gives no node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No anchor of that name stands above.
    Unknown,
    /// The anchored list or map is still open: the alias is inside it.
    Cycle,
    /// The copy would be nested too deep.
    TooDeep,
    /// The copies would be more than the limits allow.
    TooMany,
}

/// The anchors of one file by the parser's numbers.
#[derive(Default)]
pub(super) struct Anchors {
    /// `None`: the anchored list or map is still open.
    anchored: BTreeMap<usize, Option<Anchored>>,
    copied_nodes: usize,
    copied_bytes: usize,
}

struct Anchored {
    node: Node,
    cost: Cost,
}

#[derive(Clone, Copy)]
struct Cost {
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl Anchors {
    /// Forgets all: anchors do not reach into the next document. What copies cost stays spent.
    pub fn clear(&mut self) {
        self.anchored.clear();
    }

    /// Notes that an anchored list or map begins.
    pub fn open(&mut self, anchor: usize) {
        self.anchored.insert(anchor, None);
    }

    /// Keeps an anchored node, in place of an older one of that number. The kept copy costs as an alias does;
    /// `written` is the number of nodes read so far.
    pub fn keep(
        &mut self,
        anchor: usize,
        node: &Node,
        written: usize,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        let cost = cost(node);
        self.spend(cost, written, limits)?;
        self.anchored.insert(anchor, Some(Anchored { node: node.clone(), cost }));
        Ok(())
    }

    /// A copy of an anchored node for an alias `depth` lists and maps deep.
    pub fn copy(
        &mut self,
        anchor: usize,
        depth: usize,
        written: usize,
        limits: &Limits,
    ) -> Result<Node, Refusal> {
        let anchored = self.anchored.get(&anchor).ok_or(Refusal::Unknown)?.as_ref().ok_or(Refusal::Cycle)?;
        let cost = anchored.cost;
        if depth + cost.depth > limits.depth {
            return Err(Refusal::TooDeep);
        }
        // Before the copy is made, not after.
        self.spend(cost, written, limits)?;
        match self.anchored.get(&anchor) {
            Some(Some(anchored)) => Ok(anchored.node.clone()),
            _ => Err(Refusal::Unknown),
        }
    }

    fn spend(&mut self, cost: Cost, written: usize, limits: &Limits) -> Result<(), Refusal> {
        self.copied_nodes += cost.nodes;
        self.copied_bytes += cost.bytes;
        let within = self.copied_nodes + written <= limits.nodes && self.copied_bytes <= limits.copied_bytes;
        if within { Ok(()) } else { Err(Refusal::TooMany) }
    }
}

fn cost(node: &Node) -> Cost {
    let add = |sum: Cost, child: &Node, key: usize| {
        let inner = cost(child);
        Cost {
            nodes: sum.nodes + inner.nodes,
            bytes: sum.bytes + inner.bytes + key,
            depth: sum.depth.max(inner.depth + 1),
        }
    };
    let collection = Cost { nodes: 1, bytes: 0, depth: 1 };
    match &node.value {
        Value::Sequence(items) => items.iter().fold(collection, |sum, item| add(sum, item, 0)),
        Value::Mapping(entries) => {
            entries.iter().fold(collection, |sum, entry| add(sum, &entry.value, entry.key.len()))
        }
        _ => Cost { nodes: 1, bytes: node.scalar_text().map_or(0, |text| text.len()), depth: 0 },
    }
}
