//! The artefact as it is embedded: nodes, kinds and sources, read once.
//!
//! The keys are `tools/schema-gen`'s; keywords that nothing reads yet (patterns' kin, CEL rules) are
//! passed over here and stay in the artefact.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// The format that this reader knows.
const FORMAT: u32 = 1;

/// Everything in the artefact: a line of JSON with the kinds, then one for each node.
#[derive(Default)]
pub(super) struct Table {
    pub header: Header,
    /// Where the versions of each built-in kind stand among the header's kinds, by the kind's name.
    built_in: BTreeMap<&'static str, Vec<usize>>,
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

/// One schema node; children by their place in the table.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SchemaNode {
    #[serde(rename = "t")]
    pub type_: Option<Type>,
    #[serde(rename = "n")]
    pub name: Option<&'static str>,
    #[serde(rename = "p")]
    pub properties: Properties,
    #[serde(rename = "q")]
    pub required: Vec<&'static str>,
    #[serde(rename = "it")]
    pub items: Option<u32>,
    #[serde(rename = "ap")]
    pub values: Option<u32>,
    #[serde(rename = "e")]
    pub allowed: Vec<Scalar>,
    #[serde(rename = "d")]
    pub default: Option<serde_json::Value>,
    #[serde(rename = "f")]
    pub format: Option<&'static str>,
    #[serde(rename = "re")]
    pub pattern: Option<String>,
    #[serde(rename = "min")]
    pub minimum: Option<f64>,
    #[serde(rename = "max")]
    pub maximum: Option<f64>,
    #[serde(rename = "minL")]
    pub min_length: Option<usize>,
    #[serde(rename = "maxL")]
    pub max_length: Option<usize>,
    #[serde(rename = "minI")]
    pub min_items: Option<usize>,
    #[serde(rename = "maxI")]
    pub max_items: Option<usize>,
    #[serde(rename = "minP")]
    pub min_properties: Option<usize>,
    #[serde(rename = "maxP")]
    pub max_properties: Option<usize>,
    #[serde(rename = "nul")]
    pub nullable: u8,
    /// Keys beyond the listed ones are allowed here.
    #[serde(rename = "pu")]
    pub open: u8,
    #[serde(rename = "lt")]
    pub list_type: Option<ListType>,
    #[serde(rename = "lk")]
    pub list_keys: Vec<&'static str>,
    /// How `kubectl patch` lays a value over another, where upstream says.
    #[serde(rename = "ps")]
    pub patch_strategy: Option<&'static str>,
    #[serde(rename = "anyOf")]
    pub any_of: Vec<u32>,
    #[serde(rename = "oneOf")]
    pub one_of: Vec<u32>,
    #[serde(rename = "allOf")]
    pub all_of: Vec<u32>,
    pub not: Option<u32>,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Type {
    #[serde(rename = "o")]
    Map,
    #[serde(rename = "a")]
    List,
    #[serde(rename = "s")]
    Text,
    #[serde(rename = "i")]
    Integer,
    #[serde(rename = "n")]
    Number,
    #[serde(rename = "b")]
    Boolean,
    /// An integer or text: ports, percentages.
    #[serde(rename = "x")]
    IntegerOrText,
    /// An amount of a resource, as text or number.
    #[serde(rename = "Q")]
    Quantity,
}

/// How server-side apply tells the items of a list apart.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum ListType {
    #[serde(rename = "a")]
    Atomic,
    #[serde(rename = "s")]
    Set,
    #[serde(rename = "m")]
    Map,
}

/// A value of an enum.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Text(&'static str),
    Integer(i64),
}

/// Properties, sorted by name; and the beginning of each name, by which it is found.
#[derive(Default)]
pub(super) struct Properties(pub Vec<(&'static str, u32)>, Vec<u64>);

impl Properties {
    fn new(properties: Vec<(&'static str, u32)>) -> Self {
        let beginnings = properties.iter().map(|(name, _)| beginning(name)).collect();
        Properties(properties, beginnings)
    }

    pub fn get(&self, name: &str) -> Option<u32> {
        let wanted = beginning(name);
        let first = self.1.partition_point(|known| *known < wanted);
        let (names, beginnings) = (self.0.get(first..)?, self.1.get(first..)?);
        let alike = names.iter().zip(beginnings).take_while(|(_, known)| **known == wanted);
        alike.map(|(property, _)| property).find(|(known, _)| *known == name).map(|(_, node)| *node)
    }
}

/// The first eight bytes of a name as a number that is ordered as names are.
fn beginning(name: &str) -> u64 {
    let bytes = name.as_bytes();
    match bytes.first_chunk::<8>() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => (0..8).fold(0, |number, at| number << 8 | u64::from(bytes.get(at).copied().unwrap_or(0))),
    }
}

impl<'de: 'static> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de: 'static> Visitor<'de> for Entries {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map from property to node, sorted by name")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Properties, M::Error> {
                let mut properties: Vec<(&'static str, u32)> = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    properties.push(entry);
                }
                match properties.is_sorted_by(|left, right| left.0 < right.0) {
                    true => Ok(Properties::new(properties)),
                    false => Err(M::Error::custom("properties are not sorted")),
                }
            }
        }

        deserializer.deserialize_map(Entries)
    }
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
        let mut built_in: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (at, row) in header.kinds.iter().enumerate().filter(|(_, row)| row.custom.is_none()) {
            built_in.entry(row.kind).or_default().push(at);
        }
        let nodes: Vec<Line> = rest.lines().map(|text| Line { text, node: OnceLock::new() }).collect();
        match (header.v, nodes.len()) {
            (FORMAT, count) if count == header.count => Ok(Table { header, built_in, nodes }),
            (FORMAT, count) => Err(format!("{count} nodes instead of {}", header.count)),
            (other, _) => Err(format!("format {other} instead of {FORMAT}")),
        }
    }

    /// The versions of a built-in kind, by group and version.
    pub fn versions(&self, kind: &str) -> impl Iterator<Item = &Kind> {
        let places = self.built_in.get(kind).into_iter().flatten();
        places.filter_map(|at| self.header.kinds.get(*at))
    }

    /// A node by its place. A line that is no node reads as one that takes anything; a test reads them all.
    pub fn node(&self, index: u32) -> Option<&SchemaNode> {
        let line = self.nodes.get(index as usize)?;
        Some(line.node.get_or_init(|| Box::new(line.parse().unwrap_or_default())))
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
