//! The artefact as it is embedded: nodes, kinds and sources, read once.
//!
//! The keys are `tools/schema-gen`'s. What a node says is `keywords`'s.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::keywords::SchemaNode;
use crate::spec::names::Names;

/// The format that this reader knows.
const FORMAT: u32 = 1;

/// Everything in the artefact: a line of JSON with the kinds, then one for each node.
#[derive(Default)]
pub(super) struct Table {
    pub header: Header,
    /// The kinds by their names, and where the versions of each stand among the header's.
    kinds: Vec<(&'static str, Vec<usize>)>,
    names: Names,
    nodes: Vec<Line>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Header {
    v: u32,
    /// How many nodes follow.
    count: usize,
    pub minors: Vec<u16>,
    /// The node of `metadata`, to which built-in rules apply in custom resources too.
    pub meta: u32,
    pub sources: Vec<(&'static str, &'static str)>,
    pub kinds: Vec<Kind>,
}

/// One node, read when it is first asked for: a run needs a few hundred of some thousands.
struct Line {
    text: &'static str,
    node: OnceLock<Box<SchemaNode>>,
}

/// One version of a kind.
#[derive(Deserialize)]
pub(super) struct Kind {
    #[serde(rename = "g")]
    pub group: &'static str,
    #[serde(rename = "v")]
    pub version: &'static str,
    #[serde(rename = "k")]
    pub kind: &'static str,
    #[serde(rename = "pl")]
    pub plural: &'static str,
    #[serde(rename = "ns")]
    pub namespaced: bool,
    /// Built-in: the node by minor, in the order of the table's minors.
    #[serde(rename = "b", default)]
    pub by_minor: Vec<Option<u32>>,
    /// Custom: the node, and the number of the source.
    #[serde(rename = "c")]
    pub custom: Option<u32>,
    #[serde(rename = "s", default)]
    pub source: usize,
    #[serde(rename = "dep", default)]
    pub deprecated: bool,
}

impl Table {
    /// Inflates an artefact and reads its kinds. `Err` says what is wrong with it.
    pub fn read(packed: &[u8]) -> Result<Table, String> {
        let bytes =
            miniz_oxide::inflate::decompress_to_vec_zlib(packed).map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
        // Names are borrowed from the text for as long as the process lives.
        let text: &'static str = Box::leak(text.into_boxed_str());
        let (first, rest) = text.split_once('\n').ok_or("no nodes")?;
        let mut header: Header = serde_json::from_str(first).map_err(|error| error.to_string())?;
        header.kinds.sort_by_key(|row| (row.group, row.version, row.kind));
        let mut places: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (at, row) in header.kinds.iter().enumerate() {
            places.entry(row.kind).or_default().push(at);
        }
        let kinds: Vec<(&str, Vec<usize>)> = places.into_iter().collect();
        let names = Names::new(kinds.iter().map(|(name, _)| *name));
        let nodes: Vec<Line> = rest.lines().map(|text| Line { text, node: OnceLock::new() }).collect();
        match (header.v, nodes.len()) {
            (FORMAT, count) if count == header.count => Ok(Table { header, kinds, names, nodes }),
            (FORMAT, count) => Err(format!("{count} nodes instead of {}", header.count)),
            (other, _) => Err(format!("format {other} instead of {FORMAT}")),
        }
    }

    /// The versions of all kinds of a name, by group and version.
    pub fn named(&self, kind: &str) -> impl Iterator<Item = &Kind> {
        let is_it = |at: usize| self.kinds.get(at).is_some_and(|(name, _)| *name == kind);
        let found = self.names.find(kind, is_it).and_then(|at| self.kinds.get(at));
        let places = found.into_iter().flat_map(|(_, places)| places);
        places.filter_map(|at| self.header.kinds.get(*at))
    }

    /// The versions of a built-in kind, by group and version.
    pub fn versions(&self, kind: &str) -> impl Iterator<Item = &Kind> {
        self.named(kind).filter(|row| row.custom.is_none())
    }

    /// The number of nodes.
    pub fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// A node by its place. A line that is no node reads as one that takes anything; a test reads them all.
    pub fn node(&self, index: u32) -> Option<&SchemaNode> {
        let line = self.nodes.get(index as usize)?;
        Some(line.node.get_or_init(|| Box::new(line.parse().unwrap_or_default().summed_up())))
    }
}

impl Line {
    fn parse(&self) -> Result<SchemaNode, serde_json::Error> {
        serde_json::from_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_of_the_artefact_is_read_and_points_at_nodes() {
        let table = Table::read(include_bytes!("../../../schemas/output/schemas.json.z")).unwrap();
        assert!(table.nodes.len() > 3000);
        for line in &table.nodes {
            let node = line.parse().unwrap_or_else(|error| panic!("{error}: {}", line.text));
            let children = node.properties.0.iter().map(|(_, child)| *child);
            let checks = [&node.any_of, &node.one_of, &node.all_of].into_iter().flatten().copied();
            let all = children.chain(checks).chain(node.items).chain(node.values).chain(node.not);
            assert!(all.into_iter().all(|child| (child as usize) < table.nodes.len()), "{}", line.text);
        }
    }
}
