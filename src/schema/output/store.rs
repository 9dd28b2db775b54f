//! The store of schemas: kinds by apiVersion and minor, and places inside them.

use std::sync::{Arc, OnceLock};

use super::definition::{Defined, Definition, Ground, Version, definitions};
use super::keywords::SchemaNode;
use super::lifecycle::{self, Lifecycle};
use super::table::{Kind, Table};
use super::{Minor, SchemaRef};
use crate::diagnostic::Diagnostic;
use crate::syntax::Node;

impl Default for OutputSchemas {
    /// Those in this binary.
    fn default() -> Self {
        OutputSchemas::embedded().clone()
    }
}

impl std::fmt::Debug for OutputSchemas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutputSchemas").finish_non_exhaustive()
    }
}

static ARTEFACT: &[u8] = include_bytes!("../../../schemas/output/schemas.json.z");

/// All schemas of objects that platc emits or reads: those of an artefact, and before them those of definitions that
/// were handed in.
#[derive(Clone)]
pub struct OutputSchemas {
    table: Arc<Table>,
    defined: Defined,
}

/// What is known of an apiVersion and kind.
pub enum KindLookup<'s> {
    Found(KindSchema<'s>),
    /// Known, but not in this minor. `served_in` may be empty: older or newer than every minor known.
    NotServed {
        served_in: Vec<Minor>,
        lifecycle: Option<&'static Lifecycle>,
    },
    /// A definition that was handed in serves the kind, but in these versions only.
    OtherVersions(Vec<&'s str>),
    Unknown,
}

/// The schema of one version of a kind.
pub struct KindSchema<'s> {
    pub node: SchemaRef<'s>,
    /// The resource's name in URLs and roles: `deployments`.
    pub plural: &'s str,
    pub namespaced: bool,
    /// Whether its authors have deprecated this version (of custom resources; for others see its lifecycle).
    pub deprecated: bool,
    pub upstream: Upstream<'s>,
}

/// Where a schema comes from, for messages that must own up to version skew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upstream<'s> {
    Kubernetes(Minor),
    Operator {
        name: &'s str,
        version: &'s str,
    },
    /// A definition that was handed in.
    Definition,
}

impl OutputSchemas {
    /// The schemas in this binary. A test keeps the artefact readable; were it not, no kind would be known.
    pub fn embedded() -> &'static OutputSchemas {
        static EMBEDDED: OnceLock<OutputSchemas> = OnceLock::new();
        let none = |_| OutputSchemas { table: Arc::default(), defined: Defined::default() };
        EMBEDDED.get_or_init(|| OutputSchemas::read(ARTEFACT).unwrap_or_else(none))
    }

    /// Reads an artefact of `tools/schema-gen`. Its names stay in memory for the life of the process.
    pub fn read(packed: &[u8]) -> Result<OutputSchemas, String> {
        Ok(OutputSchemas { table: Arc::new(Table::read(packed)?), defined: Defined::default() })
    }

    /// Takes in the custom resource definitions of a document: itself, or the items of a list. What is none is passed
    /// over; what the API server would refuse is reported and left out. The last definition of a kind counts, before
    /// whatever the artefact has of it.
    pub fn define(&mut self, document: &Node, out: &mut Vec<Diagnostic>) {
        let table = Arc::clone(&self.table);
        let meta = table.header.meta;
        let Some(meta_node) = table.node(meta) else { return };
        for definition in definitions(document) {
            self.defined.add(definition, Ground { first: table.len(), meta, meta_node }, out);
        }
    }

    /// When a version of one of Kubernetes' own kinds came, was deprecated and went, where upstream says it.
    pub fn lifecycle(&self, api_version: &str, kind: &str) -> Option<&'static Lifecycle> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        lifecycle::find(group, version, kind)
    }

    pub(super) fn node(&self, index: u32) -> Option<&SchemaNode> {
        match index.checked_sub(self.table.len()) {
            Some(own) => self.defined.nodes.get(own as usize),
            None => self.table.node(index),
        }
    }

    /// The minors with schemas of their own, the oldest first.
    pub fn minors(&self) -> impl DoubleEndedIterator<Item = Minor> + '_ {
        self.table.header.minors.iter().copied().map(Minor::new)
    }

    pub fn oldest(&self) -> Minor {
        self.minors().next().unwrap_or(Minor::new(0))
    }

    pub fn newest(&self) -> Minor {
        self.minors().next_back().unwrap_or(Minor::new(0))
    }

    /// The schema of an object. A minor beyond those known is read as the nearest known one.
    pub fn kind(&self, api_version: &str, kind: &str, minor: Minor) -> KindLookup<'_> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        if let Some(definition) = self.defined.find(group, kind) {
            let served = definition.versions.iter().find(|served| served.name.as_str() == version);
            return match served.and_then(|served| self.defined_schema(definition, served)) {
                Some(schema) => KindLookup::Found(schema),
                None => KindLookup::OtherVersions(
                    definition.versions.iter().map(|served| served.name.as_str()).collect(),
                ),
            };
        }
        let Some(row) = self.row(group, version, kind) else {
            return match lifecycle::find(group, version, kind) {
                Some(found) => KindLookup::NotServed { served_in: Vec::new(), lifecycle: Some(found) },
                None => KindLookup::Unknown,
            };
        };
        match self.schema(row, minor) {
            Some(schema) => KindLookup::Found(schema),
            None => {
                let served = self.minors().zip(&row.by_minor).filter(|(_, node)| node.is_some());
                let lifecycle = lifecycle::find(group, version, kind);
                KindLookup::NotServed { served_in: served.map(|(minor, _)| minor).collect(), lifecycle }
            }
        }
    }

    /// The place `Deployment.spec.template.spec.containers.livenessProbe`: a kind (its newest built-in version that
    /// is served, or `group/version/Kind`), then properties; items of lists and values of maps are entered.
    pub fn position(&self, position: &str, minor: Minor) -> Option<SchemaRef<'_>> {
        let start = position.rfind('/').map_or(0, |at| at + 1);
        let (prefix, rest) = position.split_at_checked(start)?;
        let (kind, fields) = rest.split_once('.').unwrap_or((rest, ""));
        let root = match prefix.strip_suffix('/') {
            None => self.newest_version(kind, minor)?,
            Some(api_version) => match self.kind(api_version, kind, minor) {
                KindLookup::Found(schema) => schema.node,
                _ => return None,
            },
        };
        fields
            .split('.')
            .filter(|name| !name.is_empty())
            .try_fold(root, |at, name| at.entered(name).field(name))
    }

    /// Every kind served in a minor, as apiVersion and kind: those of the artefact sorted by group, version and kind, then
    /// those that were handed in, sorted by group and kind.
    pub fn kinds(&self, minor: Minor) -> impl Iterator<Item = (String, &str, KindSchema<'_>)> {
        let rows = self.table.header.kinds.iter();
        let rows = rows.filter(|row| self.defined.find(row.group, row.kind).is_none());
        let embedded = rows.filter_map(move |row| {
            Some((api_version(row.group, row.version), row.kind, self.schema(row, minor)?))
        });
        let defined = self.defined.all().flat_map(move |(group, kind, definition)| {
            definition.versions.iter().filter_map(move |served| {
                let schema = self.defined_schema(definition, served)?;
                Some((api_version(group, &served.name), kind, schema))
            })
        });
        embedded.chain(defined)
    }

    fn defined_schema<'s>(&'s self, definition: &'s Definition, served: &Version) -> Option<KindSchema<'s>> {
        Some(KindSchema {
            node: SchemaRef::new(self, served.node, false)?,
            plural: &definition.plural,
            namespaced: definition.namespaced,
            deprecated: served.deprecated,
            upstream: Upstream::Definition,
        })
    }

    fn row(&self, group: &str, version: &str, kind: &str) -> Option<&Kind> {
        self.table.named(kind).find(|row| row.group == group && row.version == version)
    }

    fn schema<'s>(&'s self, row: &'s Kind, minor: Minor) -> Option<KindSchema<'s>> {
        let minor = minor.clamp(self.oldest(), self.newest());
        let (index, built_in, upstream) = match row.custom {
            Some(index) => {
                let (name, version) = self.table.header.sources.get(row.source).copied().unwrap_or_default();
                (index, false, Upstream::Operator { name, version })
            }
            None => {
                let at = self.minors().position(|known| known == minor)?;
                (row.by_minor.get(at).copied().flatten()?, true, Upstream::Kubernetes(minor))
            }
        };
        Some(KindSchema {
            node: SchemaRef::new(self, index, built_in)?,
            plural: row.plural,
            namespaced: row.namespaced,
            deprecated: row.deprecated,
            upstream,
        })
    }

    /// The newest stable built-in version of a kind; of several groups the first by name.
    fn newest_version(&self, kind: &str, minor: Minor) -> Option<SchemaRef<'_>> {
        let served = self
            .table
            .versions(kind)
            .filter_map(|row| Some((version_rank(row.version), self.schema(row, minor)?.node)));
        served.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, node)| node)
    }
}

fn api_version(group: &str, version: &str) -> String {
    match group {
        "" => version.to_owned(),
        group => format!("{group}/{version}"),
    }
}

/// Orders `v1alpha1 < v1beta1 < v1 < v2beta1 < v2` as Kubernetes prefers them: stable before beta before alpha.
pub fn version_rank(version: &str) -> (u8, u32, u32) {
    let text = version.strip_prefix('v').unwrap_or(version);
    let number = |text: &str| text.parse().unwrap_or(0);
    match (text.split_once("alpha"), text.split_once("beta")) {
        (Some((major, minor)), _) => (0, number(major), number(minor)),
        (_, Some((major, minor))) => (1, number(major), number(minor)),
        _ => (2, number(text), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_versions_are_preferred() {
        let mut versions = vec!["v2beta1", "v1", "v1alpha1", "v2", "v1beta2", "v1beta1"];
        versions.sort_by_key(|version| version_rank(version));
        assert_eq!(versions, ["v1alpha1", "v1beta1", "v1beta2", "v2beta1", "v1", "v2"]);
    }

    #[test]
    fn a_broken_artefact_is_refused() {
        assert!(OutputSchemas::read(b"no").is_err());
        assert!(OutputSchemas::read(&ARTEFACT[..ARTEFACT.len() / 2]).is_err());
    }
}
